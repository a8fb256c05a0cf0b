//! One recorded exchange: a request and its response, without secrets.

use std::fmt;

use super::redact::Target;
use crate::media::{is_media_type, mime_essence};

/// A recorded request and its response.
///
/// Of the header fields, only `Content-Type` is kept; of the URL, neither credentials nor values of secret parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct Exchange {
    pub(super) at: At,
    /// In upper case.
    pub(super) method: String,
    pub(super) target: Target,
    pub(super) sent: Message,
    /// 0: no response was received.
    pub(super) status: u16,
    pub(super) received: Message,
}

/// Where an exchange was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub file: String,
    pub unit: Unit,
    /// From 1.
    pub number: usize,
}

/// What the exchanges of a recording are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// An entry of a HAR file.
    Entry,
    /// A line of JSON Lines.
    Line,
}

/// The longest media type that is printed.
const MAX_MEDIA_TYPE: usize = 100;

/// The part of a request or a response that is compared with the document.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Message {
    /// The media type, without parameters, in lower case.
    pub media_type: Option<String>,
    pub body: Body,
}

#[derive(Clone, Default, PartialEq, Eq)]
pub(super) enum Body {
    /// Nothing was sent.
    #[default]
    Empty,
    Bytes(Vec<u8>),
    /// It was sent, and the recording does not have it, or only its start.
    NotRecorded,
}

impl Message {
    /// The media type is one, and nothing else of the header field.
    pub(super) fn new(content_type: Option<&str>, body: Body) -> Self {
        let essence = content_type.map(mime_essence);
        let body = match body {
            Body::Bytes(bytes) if content_type.is_some_and(is_latin) => Body::Bytes(from_latin(bytes)),
            body => body,
        };
        Self {
            media_type: essence.filter(|text| text.len() <= MAX_MEDIA_TYPE && is_media_type(text)),
            body,
        }
    }
}

/// Whether the `charset` of a media type is one of a byte for each character, which the runtime reads too.
fn is_latin(content_type: &str) -> bool {
    const NAMES: [&str; 5] = ["iso-8859-1", "iso8859-1", "latin1", "us-ascii", "windows-1252"];
    let mut parameters = content_type
        .split(';')
        .skip(1)
        .filter_map(|parameter| parameter.split_once('='));
    let charset = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    charset.is_some_and(|(_, value)| NAMES.contains(&value.trim().trim_matches('"').to_ascii_lowercase().as_str()))
}

fn from_latin(bytes: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(bytes) {
        Ok(text) => text.into_bytes(),
        Err(error) => error
            .into_bytes()
            .into_iter()
            .map(char::from)
            .collect::<String>()
            .into_bytes(),
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Entry => "entry",
            Unit::Line => "line",
        };
        write!(f, "{}, {unit} {}", self.file, self.number)
    }
}

/// Without the bodies and the URL.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("at", &self.at)
            .field("method", &self.method)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
