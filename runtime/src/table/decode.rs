//! From the bytes of a response to typed values: the thin typed edge of a call.

use crate::codec::error::DecodeError;
use crate::codec::formats::Json;
use crate::codec::issue::DecodeIssue;
use crate::codec::json::{self, JsonReader};
use crate::codec::options::{DecodeOptions, Strictness};
use crate::codec::traits::Decode;
use crate::table::charset::{self, DecodedText};
use crate::table::lenient::Decoding;
use crate::table::media;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::any::{Any, TypeId};
use std::borrow::Cow;

/// The body type of an error: what [`Error::error_body`](crate::Error::error_body) returns. Implemented for everything that can be decoded.
pub trait ErrorBody: Any + Send + Sync {
    /// Reads the body of a response.
    #[doc(hidden)]
    fn decode_error(reply: &Reply) -> Result<Box<dyn Any + Send + Sync>, DecodeError>;
}

impl<T: Decode + Any + Send + Sync> ErrorBody for T {
    fn decode_error(reply: &Reply) -> Result<Box<dyn Any + Send + Sync>, DecodeError> {
        match reply.kind {
            BodyKind::Json => boxed(reply, json::<T>),
            kind => untyped(kind, reply),
        }
    }
}

impl ErrorBody for Bytes {
    fn decode_error(reply: &Reply) -> Result<Box<dyn Any + Send + Sync>, DecodeError> {
        untyped(reply.kind, reply)
    }
}

/// How a row of responses reads its body.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    Json,
    Text,
    /// A text, plain or as a JSON string: its media type decides.
    JsonOrText,
    Bytes,
    Empty,
}

/// Reads the body of a response as one type. The value is not returned, as it may be large: each function that returns it
/// moves it.
#[doc(hidden)]
pub type BodyDecoder<T> = fn(&Reply, &mut Option<T>) -> Result<(), DecodeError>;

/// What a decoder reads.
pub(crate) fn decoded<T>(reply: &Reply, decoder: BodyDecoder<T>) -> Result<T, DecodeError> {
    let mut value = None;
    decoder(reply, &mut value)?;
    value.ok_or_else(json::nothing)
}

/// Reads the body of an error, its type erased.
#[doc(hidden)]
pub type AnyDecoder = fn(&Reply) -> Result<Box<dyn Any + Send + Sync>, DecodeError>;

/// A collected response.
#[doc(hidden)]
pub struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The row of its table the response belongs to.
    pub(crate) row: usize,
    /// How that row reads the body.
    pub(crate) kind: BodyKind,
    /// Whether the document declares its status. If not, the body has to fit.
    pub(crate) is_declared: bool,
    /// Whether the body is a part of a stream, whose text is UTF-8 without a mark.
    pub(crate) is_part: bool,
    pub(crate) decoding: Decoding,
}

/// Reads a JSON body.
#[doc(hidden)]
pub fn json<T: Decode + 'static>(reply: &Reply, value: &mut Option<T>) -> Result<(), DecodeError> {
    if TypeId::of::<T>() == TypeId::of::<Json>() {
        *value = reply.undeclared();
        if value.is_some() {
            return Ok(());
        }
    }
    reply.read_json(&mut json::keep(value))
}

/// Reads a text body. One that came as a JSON string is read as such.
#[doc(hidden)]
pub fn text(reply: &Reply, value: &mut Option<String>) -> Result<(), DecodeError> {
    *value = Some(reply.text()?);
    Ok(())
}

/// Reads a text body, plain or as a JSON string: the media type of the response decides.
#[doc(hidden)]
pub fn json_or_text(reply: &Reply, value: &mut Option<String>) -> Result<(), DecodeError> {
    match media::essence(&reply.headers) {
        Some(found) if !media::is_json(&found) => text(reply, value),
        _ => json(reply, value),
    }
}

/// The undecoded body.
#[doc(hidden)]
#[allow(clippy::unnecessary_wraps, reason = "one signature for all decoders")]
pub fn bytes(reply: &Reply, value: &mut Option<Bytes>) -> Result<(), DecodeError> {
    *value = Some(reply.body.clone());
    Ok(())
}

/// Ignores the body.
#[doc(hidden)]
#[allow(clippy::unnecessary_wraps, reason = "one signature for all decoders")]
pub fn empty(_: &Reply, value: &mut Option<()>) -> Result<(), DecodeError> {
    *value = Some(());
    Ok(())
}

/// Reads a body as the variant of its row.
#[doc(hidden)]
pub fn variant<T, E>(
    reply: &Reply,
    value: &mut Option<E>,
    decoder: BodyDecoder<T>,
    of: impl FnOnce(T) -> E,
) -> Result<(), DecodeError> {
    *value = Some(of(decoded(reply, decoder)?));
    Ok(())
}

/// Reads a body and erases its type.
fn boxed<T: Send + Sync + 'static>(
    reply: &Reply,
    decoder: BodyDecoder<T>,
) -> Result<Box<dyn Any + Send + Sync>, DecodeError> {
    match decoded(reply, decoder) {
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
        Some(decoder) => boxed(reply, *decoder),
        None => Err(DecodeError::new(0, "no variant is declared for this status")),
    }
}

/// Reads a body that is not JSON.
pub(crate) fn untyped(kind: BodyKind, reply: &Reply) -> Result<Box<dyn Any + Send + Sync>, DecodeError> {
    match kind {
        BodyKind::Text => boxed(reply, text),
        BodyKind::JsonOrText => boxed(reply, json_or_text),
        BodyKind::Json | BodyKind::Bytes => boxed(reply, bytes),
        BodyKind::Empty => boxed(reply, empty),
    }
}

/// Reads the body of an error whose rows are all of one type.
#[doc(hidden)]
pub fn plain_error<E: ErrorBody>(reply: &Reply) -> Result<Box<dyn Any + Send + Sync>, DecodeError> {
    E::decode_error(reply)
}

impl Reply {
    /// A text body. One that came as a JSON string is read as such.
    fn text(&self) -> Result<String, DecodeError> {
        if media::essence(&self.headers).is_some_and(|found| media::is_json(&found))
            && let Ok(text) = json::from_slice(&self.json_text())
        {
            return Ok(text);
        }
        let DecodedText { text, flaw } = if self.is_part {
            charset::utf_8(&self.body)
        } else {
            charset::text(&self.headers, &self.body)
        };
        match flaw {
            None => Ok(text.into_owned()),
            Some(flaw) => self.replaced(flaw, &text),
        }
    }

    /// What is read as any JSON value although it is none: nothing as null, and plain text as a string. Documents that
    /// declare nothing about a body often have such responses.
    fn undeclared<T: 'static>(&self) -> Option<T> {
        let found = media::essence(&self.headers);
        if found.as_deref().is_some_and(media::is_json) && !self.body.is_empty() {
            return None;
        }
        let json = self.json_text();
        let value = if json.iter().all(u8::is_ascii_whitespace) {
            Json::Null
        } else if found.as_deref().is_some_and(media::is_simple_text) && json::from_slice::<Json>(&json).is_err() {
            Json::String(self.text().ok()?)
        } else {
            return None;
        };
        let value: Box<dyn Any> = Box::new(value);
        value.downcast().ok().map(|value| *value)
    }

    /// The body without a byte order mark, in UTF-8 if it is UTF-16.
    fn json_text(&self) -> Cow<'_, [u8]> {
        charset::json(&self.body)
    }

    /// The bytes of a JSON body, which is not empty. JSON is UTF-8: the `charset` counts where it is not, see
    /// [`transcoded`](Self::transcoded).
    pub(crate) fn json_body(&self) -> Result<Cow<'_, [u8]>, DecodeError> {
        let body = self.json_text();
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(DecodeError::new(0, "empty body"));
        }
        // What is not UTF-8 is no error there.
        if self.decoding.options.lenient.is_some()
            && let Some(text) = self.transcoded()
        {
            return Ok(Cow::Owned(text));
        }
        Ok(body)
    }

    /// A body that is not UTF-8, in UTF-8, if its `charset` is a supported one.
    #[cold]
    pub(crate) fn transcoded(&self) -> Option<Vec<u8>> {
        charset::json_by_charset(&self.headers, &self.json_text())
    }

    /// Reads the body with a function that depends on its type. Nothing at all is null, if the type has null, and plain text
    /// is a string, if it is no JSON of the type.
    fn read_json(&self, decode: &mut JsonReader<'_>) -> Result<(), DecodeError> {
        let body = match self.json_body() {
            Ok(body) => body,
            Err(error) if self.body.is_empty() => return self.read_as(b"null", decode).map_err(|_| error),
            Err(error) => return Err(error),
        };
        let read = self.read_text(&body, decode);
        read.or_else(|error| self.read_otherwise(error, decode))
    }

    fn read_text(&self, text: &[u8], decode: &mut JsonReader<'_>) -> Result<(), DecodeError> {
        let mut report = |issue: &DecodeIssue<'_>| self.decoding.report(issue);
        json::run(text, self.decoding.options, Some(&mut report), decode)
    }

    /// Reads a body that is no JSON of the type: in another encoding, or a text.
    #[cold]
    fn read_otherwise(&self, error: DecodeError, decode: &mut JsonReader<'_>) -> Result<(), DecodeError> {
        if let Some(text) = self.transcoded()
            && self.read_text(&text, decode).is_ok()
        {
            return Ok(());
        }
        if !media::essence(&self.headers).is_some_and(|found| media::is_simple_text(&found)) {
            return Err(error);
        }
        let text = self.text().map(|text| json::to_vec(&text));
        let read = text.and_then(|text| self.read_as(&text, decode));
        read.map_err(|_| error)
    }

    /// Reads JSON that the body is not itself. It has to fit.
    fn read_as(&self, text: &[u8], decode: &mut JsonReader<'_>) -> Result<(), DecodeError> {
        let options = DecodeOptions {
            lenient: None,
            strict: Strictness::ALL,
            ..self.decoding.options
        };
        json::run(text, options, None, &mut |d| {
            decode(d)?;
            if d.is_unknown() {
                return Err(DecodeError::new(0, "a value that is not declared"));
            }
            Ok(())
        })
    }

    /// The text with U+FFFD for what is none, if decoding is lenient.
    #[cold]
    fn replaced(&self, flaw: DecodeError, text: &str) -> Result<String, DecodeError> {
        if self.decoding.options.lenient.is_none() {
            return Err(flaw);
        }
        self.decoding.report(&DecodeIssue::of_text(flaw, text));
        Ok(text.to_owned())
    }
}

/// The kinds by their names in the tables.
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
