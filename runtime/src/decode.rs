//! From the bytes of an answer to typed values: the thin typed edge of a call.

use crate::call::CallState;
use crate::client::Client;
use crate::codec::{Decode, DecodeError, DecodeIssue, json};
use crate::error::ErrorBody;
use crate::media;
use crate::table::Operation;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// How a row of responses reads its body.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    Json,
    Text,
    /// A text, as it stands or as a JSON string: the answer says which.
    JsonOrText,
    Bytes,
    Empty,
}

/// Reads the body of an answer as one type.
#[doc(hidden)]
pub type BodyDecoder<T> = fn(&Reply) -> Result<T, DecodeError>;

/// Reads the body of an error, its type erased.
#[doc(hidden)]
pub type AnyDecoder = fn(&Reply) -> Result<Box<dyn Any + Send + Sync>, DecodeError>;

/// A collected answer.
#[doc(hidden)]
pub struct Reply {
    pub(crate) operation: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The row of its table the answer belongs to.
    pub(crate) row: usize,
    pub(crate) client: Client,
    /// The span of its call, for what decoding finds.
    #[cfg(feature = "tracing")]
    pub(crate) span: tracing::Span,
}

/// What is told when lenient decoding leaves a member out. See
/// [`ClientBuilder::lenient`](crate::ClientBuilder::lenient).
pub struct LenientIssue<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) issue: &'a DecodeIssue,
}

impl LenientIssue<'_> {
    /// The `operationId`.
    #[must_use]
    pub fn operation_id(&self) -> &'static str {
        self.operation.id
    }

    /// Where the member is, as a JSON pointer: `/data/3/iss`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.issue.path()
    }

    /// What is wrong, as the decoder says it: path, message and excerpt.
    #[must_use]
    pub fn issue(&self) -> &DecodeIssue {
        self.issue
    }
}

impl fmt::Display for LenientIssue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.issue)
    }
}

impl fmt::Debug for LenientIssue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LenientIssue")
            .field("operation", &self.operation.id)
            .field("issue", self.issue)
            .finish()
    }
}

#[derive(Clone)]
pub(crate) struct LenientHook(pub(crate) Arc<dyn Fn(&LenientIssue<'_>) + Send + Sync>);

/// Reads a JSON body.
#[doc(hidden)]
pub fn json<T: Decode>(reply: &Reply) -> Result<T, DecodeError> {
    let body = reply.json_body()?;
    match reply.teller() {
        None => json::from_slice(body),
        Some(mut tell) => json::from_slice_lenient(body, &mut tell),
    }
}

/// Reads a text body.
#[doc(hidden)]
pub fn text(reply: &Reply) -> Result<String, DecodeError> {
    match std::str::from_utf8(&reply.body) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(DecodeError::new(error.valid_up_to(), "the text is not UTF-8")),
    }
}

/// Reads a text body that comes as JSON or as it stands: by the media type of the answer.
#[doc(hidden)]
pub fn json_or_text(reply: &Reply) -> Result<String, DecodeError> {
    match media::essence(&reply.headers) {
        Some(found) if !media::is_json(&found) => text(reply),
        _ => json(reply),
    }
}

/// The body as it came.
#[doc(hidden)]
#[allow(clippy::unnecessary_wraps, reason = "one signature for all decoders")]
pub fn bytes(reply: &Reply) -> Result<Bytes, DecodeError> {
    Ok(reply.body.clone())
}

/// Ignores the body.
#[doc(hidden)]
#[allow(clippy::unnecessary_wraps, reason = "one signature for all decoders")]
pub fn empty(_reply: &Reply) -> Result<(), DecodeError> {
    Ok(())
}

/// Erases the type of an error's body.
pub(crate) fn boxed<T: Send + Sync + 'static>(
    decoded: Result<T, DecodeError>,
) -> Result<Box<dyn Any + Send + Sync>, DecodeError> {
    match decoded {
        Ok(value) => Ok(Box::new(value)),
        Err(error) => Err(error),
    }
}

/// Reads the body of an error as the variant of its row.
#[doc(hidden)]
pub fn enum_error<E: Send + Sync + 'static>(
    reply: &Reply,
    decoders: &[BodyDecoder<E>],
) -> Result<Box<dyn Any + Send + Sync>, DecodeError> {
    match decoders.get(reply.row) {
        Some(decoder) => boxed(decoder(reply)),
        None => Err(DecodeError::new(0, "no variant is declared for this status")),
    }
}

/// Reads a body that is not JSON.
pub(crate) fn untyped(kind: BodyKind, reply: &Reply) -> Result<Box<dyn Any + Send + Sync>, DecodeError> {
    match kind {
        BodyKind::Text => boxed(text(reply)),
        BodyKind::JsonOrText => boxed(json_or_text(reply)),
        BodyKind::Json | BodyKind::Bytes => boxed(bytes(reply)),
        BodyKind::Empty => boxed(empty(reply)),
    }
}

/// Reads the body of an error whose rows are all of one type.
#[doc(hidden)]
pub fn plain_error<E: ErrorBody>(reply: &Reply) -> Result<Box<dyn Any + Send + Sync>, DecodeError> {
    E::decode_error(reply)
}

impl Reply {
    pub(crate) fn new(state: &CallState, status: StatusCode, headers: HeaderMap, body: Bytes, row: usize) -> Self {
        Self {
            operation: state.operation,
            status,
            headers,
            body,
            row,
            client: state.client.clone(),
            #[cfg(feature = "tracing")]
            span: tracing::Span::none(),
        }
    }

    /// The bytes of a JSON body: not empty, a byte order mark cut off.
    pub(crate) fn json_body(&self) -> Result<&[u8], DecodeError> {
        let body = self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.body);
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(DecodeError::new(0, "empty body"));
        }
        Ok(body)
    }

    /// Where decoding is lenient: what is told of each member that is left out.
    pub(crate) fn teller(&self) -> Option<impl FnMut(&DecodeIssue)> {
        let hook = self.client.inner.lenient.as_ref()?;
        Some(move |issue: &DecodeIssue| {
            (hook.0)(&LenientIssue {
                operation: self.operation,
                issue,
            });
        })
    }

    /// How the body of the success is read.
    pub(crate) fn success_kind(&self) -> BodyKind {
        self.operation
            .success
            .get(self.row)
            .map_or(BodyKind::Empty, |(_, kind)| *kind)
    }

    /// How the body of the error is read.
    pub(crate) fn error_kind(&self) -> BodyKind {
        self.operation
            .errors
            .get(self.row)
            .map_or(BodyKind::Empty, |(_, kind)| *kind)
    }
}

/// The kinds by the names the tables give them.
#[doc(hidden)]
#[allow(non_upper_case_globals, reason = "the words of the tables")]
pub mod kind {
    use super::BodyKind;

    pub const json: BodyKind = BodyKind::Json;
    pub const text: BodyKind = BodyKind::Text;
    pub const json_or_text: BodyKind = BodyKind::JsonOrText;
    pub const bytes: BodyKind = BodyKind::Bytes;
    pub const empty: BodyKind = BodyKind::Empty;
}
