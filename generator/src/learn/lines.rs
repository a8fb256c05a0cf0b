//! JSON Lines: one exchange a line, as the runtime records them.

use serde_json::Value;

use super::exchange::{Exchange, Message, Unit};
use super::problem::{Kind, RecordingError};
use super::reader::{Reader, from_base64, message, syntax};
use super::redact::{self, Target};

pub(super) fn exchanges(file: &str, text: &str) -> Result<Vec<Exchange>, RecordingError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(index, line): (usize, &str)| {
        let number = index + 1;
        let value: Value = serde_json::from_str(line).map_err(|error| {
            let kind = match syntax(&error) {
                Kind::Syntax { column, .. } => Kind::Syntax { line: number, column },
                other => other,
            };
            RecordingError::new(file, kind)
        })?;
        let reader = Reader {
            file,
            unit: Unit::Line,
            number,
        };
        exchange(&reader, &value)
    };
    lines.map(read).collect()
}

fn exchange(reader: &Reader<'_>, value: &Value) -> Result<Exchange, RecordingError> {
    let method = reader.text(value, "/request/method", "request.method")?;
    let url = reader.text(value, "/request/url", "request.url")?;
    let part = |name: &str| value.get(name).unwrap_or(&Value::Null);
    Ok(Exchange {
        at: reader.at(),
        method: redact::method(method),
        target: Target::parse(url),
        sent: half(reader, part("request"), "request.body")?,
        status: reader.status(value)?,
        received: half(reader, part("response"), "response.body")?,
    })
}

fn half(reader: &Reader<'_>, half: &Value, member: &'static str) -> Result<Message, RecordingError> {
    let is_set = |name: &str| half.get(name).and_then(Value::as_bool) == Some(true);
    let body = match half.get("body") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if is_set("base64") => {
            let wrong = || reader.wrong(member, "Base64 where `base64` is true");
            Some(from_base64(text).ok_or_else(wrong)?)
        }
        Some(Value::String(text)) => Some(text.as_bytes().to_vec()),
        Some(_) => return Err(reader.wrong(member, "a string: the text of the body")),
    };
    Ok(message(content_type(half), body, is_set("truncated")))
}

/// The field `Content-Type` of an object of names and values; a value may be a list.
fn content_type(half: &Value) -> Option<&str> {
    let headers = half.get("headers")?.as_object()?;
    let (_, value) = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
    value.as_str().or_else(|| value.get(0)?.as_str())
}
