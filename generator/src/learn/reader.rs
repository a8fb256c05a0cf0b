//! Reading one exchange: what both formats have in common.

use serde_json::Value;

use super::exchange::{At, Body, Message, Unit};
use super::problem::{Kind, RecordingError};

pub(super) fn syntax(error: &serde_json::Error) -> Kind {
    Kind::Syntax {
        line: error.line(),
        column: error.column(),
    }
}

/// One exchange of a recording, while it is read.
pub(super) struct Reader<'r> {
    pub file: &'r str,
    pub unit: Unit,
    pub number: usize,
}

impl Reader<'_> {
    pub(super) fn at(&self) -> At {
        At {
            file: self.file.to_owned(),
            unit: self.unit,
            number: self.number,
        }
    }

    pub(super) fn wrong(&self, member: &'static str, expected: &'static str) -> RecordingError {
        let unit = match self.unit {
            Unit::Entry => "entry",
            Unit::Line => "line",
        };
        let at = format!("{unit} {}", self.number);
        RecordingError::new(self.file, Kind::Member { at, member, expected })
    }

    pub(super) fn text<'v>(
        &self,
        value: &'v Value,
        pointer: &str,
        member: &'static str,
    ) -> Result<&'v str, RecordingError> {
        let found = value.pointer(pointer).and_then(Value::as_str);
        found.ok_or_else(|| self.wrong(member, "a string"))
    }

    /// The status. 0 and less are exchanges without a response.
    pub(super) fn status(&self, value: &Value) -> Result<u16, RecordingError> {
        let found = value.pointer("/response/status").and_then(Value::as_i64);
        let found = found.ok_or_else(|| self.wrong("response.status", "a number"))?;
        match u16::try_from(found.max(0)) {
            Ok(status) if status < 1000 => Ok(status),
            _ => Err(self.wrong("response.status", "a status of HTTP")),
        }
    }
}

/// The bytes of a body that is written as Base64.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    let text: String = text.split_whitespace().collect();
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

/// The media type and the body of a message. A body that is still compressed is one that was not recorded.
pub(super) fn message(content_type: Option<&str>, body: Option<Vec<u8>>, is_cut: bool) -> Message {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    let body = match body {
        _ if is_cut => Body::NotRecorded,
        None => Body::Empty,
        Some(bytes) if bytes.is_empty() => Body::Empty,
        Some(bytes) if bytes.starts_with(&GZIP) && !content_type.is_some_and(|text| text.contains("zip")) => {
            Body::NotRecorded
        }
        Some(bytes) => Body::Bytes(bytes),
    };
    Message::new(content_type, body)
}
