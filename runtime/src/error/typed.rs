//! The one error type of every call.

use crate::codec::build::BuildError;
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::error::request_id::request_id;
use crate::table::decode::ErrorBody;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::any::Any;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::marker::PhantomData;

/// A placeholder for any error body: every error converts into `Error<UntypedError>`, or just `Error`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct UntypedError;

/// The error of a call; `E` is the body that the API declares for its errors.
///
/// One pointer wide. Every `Error<E>` converts with `?` into the plain [`Error`], so calls of
/// different operations mix in one function:
///
/// ```
/// use oaspen_client::{Error, ErrorKind, ErrorBody};
///
/// fn describe<E: ErrorBody>(error: Error<E>) -> String {
///     let error: Error = error.into();
///     match error.kind() {
///         ErrorKind::Status => format!("refused with {:?}", error.status()),
///         _ if error.is_retryable() => "try again".to_owned(),
///         _ => error.to_string(),
///     }
/// }
/// ```
pub struct Error<E = UntypedError> {
    inner: Box<ErrorInner>,
    body: PhantomData<fn() -> E>,
}

impl<E> From<Box<ErrorInner>> for Error<E> {
    fn from(inner: Box<ErrorInner>) -> Self {
        Self {
            inner,
            body: PhantomData,
        }
    }
}

impl<E> Error<E> {
    /// The kind of an error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The `operationId` of the operation; empty for errors of building a client.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.inner.operation.map_or("", |operation| operation.id)
    }

    /// Method and path template of the operation, `GET /users/{user_id}`; empty for errors of building a client.
    #[must_use]
    pub fn endpoint(&self) -> String {
        self.inner
            .operation
            .map(|operation| format!("{} {}", operation.method, operation.path))
            .unwrap_or_default()
    }

    /// The status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// The headers of the response; empty if there was none.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.inner.headers
    }

    /// The id of the request at the server (`X-Request-Id` and similar headers).
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.inner.headers)
    }

    /// The undecoded body of the response, as far as it was read.
    #[must_use]
    pub fn raw_body(&self) -> Option<&Bytes> {
        self.inner.body.as_ref()
    }

    /// Where the body could not be decoded, as a JSON pointer: `/data/3/iss`.
    #[must_use]
    pub fn decode_path(&self) -> Option<&str> {
        self.inner.decode_path.as_deref()
    }

    /// Whether the call took longer than its timeout.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.inner.kind == ErrorKind::Timeout
    }

    /// Whether the same call may succeed later: the connection failed, the time ran out, or the server
    /// responded with 408, 425, 429, 500, 502, 503 or 504, or a token could not be fetched for such a reason. Whether
    /// repeating the call is safe is another question: see [`RetryPolicy`](crate::RetryPolicy).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.inner.is_retryable()
    }

    fn any_body<T: 'static>(&self) -> Option<&T> {
        self.inner.error_body.as_ref()?.downcast_ref()
    }

    fn into_any_body<T: 'static>(mut self) -> Result<T, Self> {
        match self.inner.error_body.take().map(<Box<dyn Any + Send + Sync>>::downcast) {
            Some(Ok(body)) => Ok(*body),
            Some(Err(body)) => {
                self.inner.error_body = Some(body);
                Err(self)
            }
            None => Err(self),
        }
    }
}

impl<E: ErrorBody> Error<E> {
    /// The body of the error as the API declares it: `Some` when the status is declared and the body fits.
    #[must_use]
    pub fn error_body(&self) -> Option<&E> {
        self.any_body()
    }

    /// The body of the error, by value.
    ///
    /// # Errors
    /// The error itself, when it has no typed body.
    pub fn into_error_body(self) -> Result<E, Self> {
        self.into_any_body()
    }
}

impl Error {
    /// An error of kind [`ErrorKind::Build`], for checks of your own before a call.
    #[must_use]
    pub fn build(message: impl Into<Cow<'static, str>>) -> Self {
        ErrorInner::new(ErrorKind::Build, message).into()
    }

    /// The body of the error as type `E`, if that is what the operation declared.
    #[must_use]
    pub fn downcast_ref<E: ErrorBody>(&self) -> Option<&E> {
        self.any_body()
    }

    /// The body of the error as type `E`, by value.
    ///
    /// # Errors
    /// The error itself, when its body is of another type or it has none.
    pub fn downcast<E: ErrorBody>(self) -> Result<E, Self> {
        self.into_any_body()
    }
}

// `UntypedError` is no `ErrorBody`, which is what keeps this apart from `impl From<T> for T`.
impl<E: ErrorBody> From<Error<E>> for Error<UntypedError> {
    fn from(error: Error<E>) -> Self {
        error.inner.into()
    }
}

impl<E> From<BuildError> for Error<E> {
    fn from(error: BuildError) -> Self {
        ErrorInner::new(ErrorKind::Build, error.to_string()).into()
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&inner.message)?;
        if let Some(id) = inner.shown_id() {
            write!(f, " (request id {id})")?;
        }
        let Some(body) = inner.body.as_ref().filter(|body| !body.is_empty()) else {
            return Ok(());
        };
        write!(f, ": {}", inner.shown(body))
    }
}

impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        let mut out = f.debug_struct("Error");
        out.field("kind", &inner.kind);
        if let Some(operation) = inner.operation {
            out.field("operation", operation);
        }
        out.field("message", &inner.message);
        if let Some(status) = inner.status {
            out.field("status", &status.as_u16());
        }
        if let Some(id) = inner.shown_id() {
            out.field("request_id", &id);
        }
        if let Some(path) = &inner.decode_path {
            out.field("decode_path", path);
        }
        if let Some(body) = &inner.body {
            out.field("body_length", &body.len()).field("body", &inner.shown(body));
        }
        if let Some(source) = &inner.source {
            out.field("source", source);
        }
        out.finish()
    }
}

impl<E> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner
            .source
            .as_ref()
            .map(|source| &**source as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn one_pointer_wide_and_shareable() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<Error<String>>();
        assert_eq!(size_of::<Error<String>>(), size_of::<usize>());
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    }

    #[test]
    fn converts_and_downcasts() {
        fn convert() -> Result<(), Error> {
            let inner = ErrorInner::new(ErrorKind::Status, "404 Not Found").typed_body(Box::new("gone".to_owned()));
            Err(Error::<String>::from(inner))?;
            Ok(())
        }
        let error = convert().unwrap_err();
        assert_eq!(error.downcast_ref::<String>().unwrap(), "gone");
        assert!(error.downcast_ref::<()>().is_none());
        let error = error.downcast::<()>().unwrap_err();
        assert_eq!(error.downcast::<String>().unwrap(), "gone");
    }
}
