//! Recordings: which format a file has, and its exchanges.

use serde_json::Value;

use super::exchange::Exchange;
use super::har;
use super::lines;
use super::problem::{Kind, RecordingError};
use super::reader::syntax;

/// The exchanges of a recording: a HAR file, or JSON Lines. `name` is the name of the file in messages.
///
/// ```
/// let line = r#"{"request": {"method": "GET", "url": "/pets"}, "response": {"status": 200, "body": "[]"}}"#;
/// assert_eq!(oaspen::read_recording("pets.jsonl", line.as_bytes())?.len(), 1);
/// # Ok::<(), oaspen::RecordingError>(())
/// ```
///
/// # Errors
///
/// The recording has neither format, or an exchange of it is not complete.
pub fn read_recording(name: &str, bytes: &[u8]) -> Result<Vec<Exchange>, RecordingError> {
    let error = |kind| RecordingError::new(name, kind);
    let text = std::str::from_utf8(bytes).map_err(|_| error(Kind::NotUtf8))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let found = match first(text) {
        Some(Ok(value)) if value.get("log").is_some() => har::exchanges(name, value),
        Some(Ok(value)) if value.get("request").is_some() => lines::exchanges(name, text),
        // A HAR file that ends too early, or a line that is not complete.
        Some(Err(at)) => Err(error(at)),
        Some(Ok(_)) => Err(error(Kind::Format)),
        None => Err(error(Kind::Nothing)),
    }?;
    if found.is_empty() {
        return Err(error(Kind::Nothing));
    }
    Ok(found)
}

/// The first JSON value of a text. `None` if it is empty.
fn first(text: &str) -> Option<Result<Value, Kind>> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    values.next().map(|value| value.map_err(|error| syntax(&error)))
}
