//! JSON text to values and back: the direct way, without serde.
//!
//! ```
//! use oaspen_client::json;
//! use std::collections::BTreeMap;
//!
//! let map: BTreeMap<String, bool> = json::from_slice(br#"{"on": true}"#)?;
//! assert_eq!(json::to_vec(&map), br#"{"on":true}"#);
//! # Ok::<(), oaspen_client::DecodeError>(())
//! ```

use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::error::{DecodeError, DecodeIssue};
use crate::codec::locate::Locator;
use crate::codec::traits::{Decode, Encode};

/// Reads a value from JSON bytes.
///
/// # Errors
/// Malformed JSON, or JSON that does not fit `T`; the error has the path.
pub fn from_slice<T: Decode>(data: &[u8]) -> Result<T, DecodeError> {
    let mut value = None;
    run(data, None, &mut |d| {
        value = Some(T::decode(d)?);
        Ok(())
    })?;
    value.ok_or_else(nothing)
}

/// Reads a value from JSON bytes; an optional, nullable or patch member whose value does not fit
/// becomes `None` (`Absent`) and is reported to `on_issue`.
///
/// Required members, elements of lists and malformed JSON stay errors.
///
/// ```
/// use oaspen_client::json;
///
/// #[derive(Debug, Default, PartialEq)]
/// pub struct Limits { pub max: Option<i64>, pub min: Option<i64> }
/// oaspen_client::object! {
///     Limits {
///         max: "max" optional,
///         min: "min" optional,
///     }
/// }
///
/// let mut issues = Vec::new();
/// let limits: Limits =
///     json::from_slice_lenient(br#"{"max": "many", "min": 1}"#, &mut |issue| issues.push(issue.to_string()))?;
/// assert_eq!(limits, Limits { max: None, min: Some(1) });
/// assert_eq!(issues, ["/max: expected integer, found string"]);
/// # Ok::<(), oaspen_client::DecodeError>(())
/// ```
///
/// # Errors
/// As [`from_slice`], except for what is reported.
pub fn from_slice_lenient<T: Decode>(data: &[u8], on_issue: &mut dyn FnMut(&DecodeIssue)) -> Result<T, DecodeError> {
    let mut value = None;
    run(data, Some(on_issue), &mut |d| {
        value = Some(T::decode(d)?);
        Ok(())
    })?;
    value.ok_or_else(nothing)
}

/// Reads a value from JSON text.
///
/// # Errors
/// As [`from_slice`].
pub fn from_str<T: Decode>(text: &str) -> Result<T, DecodeError> {
    from_slice(text.as_bytes())
}

/// Reads a value from a JSON tree.
///
/// # Errors
/// As [`from_slice`]; paths are those of the tree.
pub fn from_value<T: Decode>(value: &serde_json::Value) -> Result<T, DecodeError> {
    from_slice(&to_vec(value))
}

/// Writes a value as compact JSON.
pub fn to_vec(value: &(impl Encode + ?Sized)) -> Vec<u8> {
    let mut e = Encoder::new();
    value.encode(&mut e);
    e.into_bytes()
}

/// Writes a value as compact JSON text.
pub fn to_string(value: &(impl Encode + ?Sized)) -> String {
    into_string(to_vec(value))
}

/// Turns a value into a JSON tree. A value nested deeper than 128 levels, which nothing could
/// read back, becomes `null`.
///
/// ```
/// use oaspen_client::json;
/// assert_eq!(json::to_value(&vec![1.5, 2.0]), serde_json::json!([1.5, 2]));
/// ```
pub fn to_value(value: &(impl Encode + ?Sized)) -> serde_json::Value {
    into_value(&to_vec(value))
}

fn into_string(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn into_value(bytes: &[u8]) -> serde_json::Value {
    from_slice(bytes).unwrap_or(serde_json::Value::Null)
}

#[cold]
fn nothing() -> DecodeError {
    DecodeError::new(0, "nothing was decoded")
}

/// The part that does not depend on the type: the end of the document, paths, issues.
pub(crate) fn run(
    data: &[u8],
    on_issue: Option<&mut dyn FnMut(&DecodeIssue)>,
    decode: &mut dyn FnMut(&mut Decoder<'_>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    let mut d = Decoder::new(data);
    d.set_lenient(on_issue.is_some());
    let result = decode(&mut d).and_then(|()| d.finish());
    if let Some(on_issue) = on_issue {
        let mut issues = d.take_issues();
        issues.sort_by_key(DecodeError::offset);
        let mut locator = Locator::new(data);
        for mut issue in issues {
            issue.locate(data, &mut locator);
            on_issue(&issue);
        }
    }
    result.map_err(|mut error| {
        error.locate(data, &mut Locator::new(data));
        error
    })
}
