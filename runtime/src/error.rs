//! The one error type of every call.

use crate::codec::{BuildError, Decode, DecodeError};
use crate::decode::{self, BodyKind, Reply};
use crate::retry::is_transient;
use crate::table::Operation;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::any::Any;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::marker::PhantomData;

/// A boxed error of any kind.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Most characters of a body that a message repeats.
const EXCERPT: usize = 200;

/// What went wrong, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request could not be built: a bad argument, an unusable base URL. Nothing was sent.
    Build,
    /// The body of the request could not be read: its file or stream failed, or was not as long as announced.
    RequestBody,
    /// A credential is missing, or no token could be had. The call was not sent.
    Auth,
    /// The connection failed, before or while the answer was read.
    Transport,
    /// The call took longer than its timeout.
    Timeout,
    /// The server answered with an error status.
    Api,
    /// The server answered with a status that is neither an error nor declared.
    UnexpectedStatus,
    /// The answer was a success, but its body is not what the API declares.
    Decode,
    /// The body of the answer is larger than the limit.
    BodyTooLarge,
    /// A redirect that was not followed: too many, to another origin, to plain HTTP.
    Redirect,
    /// What came could not be written where it was to go.
    Write,
}

/// The body type of an error: what [`Error::api`] gives. Implemented for everything that can be decoded.
pub trait ErrorBody: Any + Send + Sync {
    /// Reads the body of an answer.
    #[doc(hidden)]
    fn decode_error(reply: &Reply) -> Result<Box<dyn Any + Send + Sync>, DecodeError>;
}

impl<T: Decode + Any + Send + Sync> ErrorBody for T {
    fn decode_error(reply: &Reply) -> Result<Box<dyn Any + Send + Sync>, DecodeError> {
        match reply.error_kind() {
            BodyKind::Json => decode::boxed(decode::json::<T>(reply)),
            kind => decode::untyped(kind, reply),
        }
    }
}

impl ErrorBody for Bytes {
    fn decode_error(reply: &Reply) -> Result<Box<dyn Any + Send + Sync>, DecodeError> {
        decode::untyped(reply.error_kind(), reply)
    }
}

/// Stands for "any error body": `Error<AnyBody>`, or just `Error`, is what every error converts into.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AnyBody;

/// What a call failed with; `E` is the body that the API declares for its errors.
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
///         ErrorKind::Api => format!("refused with {:?}", error.status()),
///         _ if error.is_retryable() => "try again".to_owned(),
///         _ => error.to_string(),
///     }
/// }
/// ```
pub struct Error<E = AnyBody> {
    inner: Box<ErrorInner>,
    body: PhantomData<fn() -> E>,
}

pub(crate) struct ErrorInner {
    kind: ErrorKind,
    pub(crate) message: Cow<'static, str>,
    operation: Option<&'static Operation>,
    status: Option<StatusCode>,
    headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    /// What is shown of the body, where that is not its beginning.
    pub(crate) shown: Option<String>,
    api: Option<Box<dyn Any + Send + Sync>>,
    decode_path: Option<String>,
    pub(crate) source: Option<BoxError>,
    /// Whether the server cannot have seen the request, and may be there for it later.
    unsent: bool,
}

impl ErrorInner {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Box<Self> {
        Box::new(Self {
            kind,
            message: message.into(),
            operation: None,
            status: None,
            headers: HeaderMap::new(),
            body: None,
            shown: None,
            api: None,
            decode_path: None,
            source: None,
            unsent: false,
        })
    }

    pub(crate) fn of(mut self: Box<Self>, operation: &'static Operation) -> Box<Self> {
        self.operation = Some(operation);
        self
    }

    pub(crate) fn source(mut self: Box<Self>, source: impl Into<BoxError>) -> Box<Self> {
        self.source = Some(source.into());
        self
    }

    fn shown(&self, body: &[u8]) -> String {
        self.shown.clone().unwrap_or_else(|| excerpt(body))
    }

    pub(crate) fn unsent(mut self: Box<Self>) -> Box<Self> {
        self.unsent = true;
        self
    }

    pub(crate) fn is_unsent(&self) -> bool {
        self.unsent
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        self.kind
    }

    pub(crate) fn status(&self) -> Option<StatusCode> {
        self.status
    }

    pub(crate) fn answer(mut self: Box<Self>, status: StatusCode, headers: HeaderMap) -> Box<Self> {
        self.status = Some(status);
        self.headers = headers;
        self
    }

    pub(crate) fn body(mut self: Box<Self>, body: Bytes) -> Box<Self> {
        self.body = Some(body);
        self
    }

    pub(crate) fn api(mut self: Box<Self>, body: Box<dyn Any + Send + Sync>) -> Box<Self> {
        self.api = Some(body);
        self
    }

    pub(crate) fn decode(mut self: Box<Self>, error: DecodeError) -> Box<Self> {
        self.decode_path = Some(error.path().to_owned());
        self.source(error)
    }
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
    /// What went wrong, roughly.
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

    /// The status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// The headers of the answer; empty if there was none.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.inner.headers
    }

    /// The id under which the server knows the request (`X-Request-Id` and its kin).
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.inner.headers)
    }

    /// The body of the answer as it came, as far as it was read.
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
    /// answered 408, 425, 429, 500, 502, 503 or 504, or a token could not be had for such a reason. Says nothing
    /// about whether repeating it is safe.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.inner.kind {
            ErrorKind::Transport | ErrorKind::Timeout => true,
            ErrorKind::Api => self.inner.status.is_some_and(|status| is_transient(status.as_u16())),
            _ => self.inner.unsent,
        }
    }

    fn any_body<T: 'static>(&self) -> Option<&T> {
        self.inner.api.as_ref()?.downcast_ref()
    }

    fn into_any_body<T: 'static>(mut self) -> Result<T, Self> {
        match self.inner.api.take().map(<Box<dyn Any + Send + Sync>>::downcast) {
            Some(Ok(body)) => Ok(*body),
            Some(Err(body)) => {
                self.inner.api = Some(body);
                Err(self)
            }
            None => Err(self),
        }
    }
}

impl<E: ErrorBody> Error<E> {
    /// The body of the error as the API declares it: `Some` when the status is declared and the body fits.
    #[must_use]
    pub fn api(&self) -> Option<&E> {
        self.any_body()
    }

    /// The body of the error, by value.
    ///
    /// # Errors
    /// The error itself, when it has no typed body.
    pub fn into_api(self) -> Result<E, Self> {
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

// `AnyBody` is no `ErrorBody`, which is what keeps this apart from `impl From<T> for T`.
impl<E: ErrorBody> From<Error<E>> for Error<AnyBody> {
    fn from(error: Error<E>) -> Self {
        error.inner.into()
    }
}

impl<E> From<BuildError> for Error<E> {
    fn from(error: BuildError) -> Self {
        ErrorInner::new(ErrorKind::Build, error.to_string())
            .source(error)
            .into()
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&inner.message)?;
        if let Some(id) = self.request_id() {
            write!(f, " (request id {})", excerpt(id.as_bytes()))?;
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
        if let Some(id) = self.request_id() {
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

/// The start of a body, on one line.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let head = body.get(..EXCERPT * 4).unwrap_or(body);
    let text = String::from_utf8_lossy(head);
    let mut out = String::new();
    let mut space = false;
    let mut count = 0;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || is_bidi(c) {
            space = !out.is_empty();
            continue;
        }
        if count >= EXCERPT {
            out.push('…');
            return out;
        }
        if std::mem::take(&mut space) {
            out.push(' ');
            count += 1;
        }
        out.push(c);
        count += 1;
    }
    if head.len() < body.len() {
        out.push('…');
    }
    out
}

/// Characters that change the direction of the text around them.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The id of a request in the headers of its answer.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    const NAMES: [&str; 5] = [
        "x-request-id",
        "request-id",
        "x-correlation-id",
        "x-amzn-requestid",
        "x-amz-request-id",
    ];
    NAMES
        .iter()
        .find_map(|name| headers.get(*name))
        .or_else(|| {
            headers
                .iter()
                .find(|(name, _)| name.as_str().ends_with("-request-id"))
                .map(|(_, value)| value)
        })
        .and_then(|value| value.to_str().ok())
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
            let inner = ErrorInner::new(ErrorKind::Api, "404 Not Found").api(Box::new("gone".to_owned()));
            Err(Error::<String>::from(inner))?;
            Ok(())
        }
        let error = convert().unwrap_err();
        assert_eq!(error.downcast_ref::<String>().unwrap(), "gone");
        assert!(error.downcast_ref::<()>().is_none());
        let error = error.downcast::<()>().unwrap_err();
        assert_eq!(error.downcast::<String>().unwrap(), "gone");
    }

    #[test]
    fn excerpts_are_short_single_lines() {
        assert_eq!(excerpt(b"  a\r\n\t b \x1b[31m"), "a b [31m");
        let long = excerpt("ü".repeat(5000).as_bytes());
        assert_eq!(long.chars().count(), EXCERPT + 1);
        assert!(long.ends_with('…'));
        assert_eq!(excerpt("a\u{202E}b".as_bytes()), "a b");
    }

    #[test]
    fn finds_request_ids() {
        let mut headers = HeaderMap::new();
        assert_eq!(request_id(&headers), None);
        headers.insert("logto-core-request-id", "abc".parse().unwrap());
        assert_eq!(request_id(&headers), Some("abc"));
        headers.insert("x-request-id", "def".parse().unwrap());
        assert_eq!(request_id(&headers), Some("def"));
    }
}
