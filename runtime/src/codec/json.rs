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
use crate::codec::departures::{Departures, MAX_ISSUES, replaced_texts};
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::issue::DecodeIssue;
use crate::codec::locate::Locator;
use crate::codec::options::{DecodeOptions, LenientPolicy, Strictness};
use crate::codec::traits::{Decode, Encode};
use std::borrow::Cow;

/// Reads a value from JSON bytes, as clients do by default: null for a list or a map is an empty one, and a required member
/// that is missing is the only undeclared one whose name differs in case only (`ID` for `Id`). `docs/tolerance.md` has
/// the rules; [`from_slice_strict`] reads neither.
///
/// ```
/// use oaspen_client::json;
/// assert_eq!(json::from_slice::<Vec<Vec<i64>>>(b"[null, [1]]")?, [vec![], vec![1]]);
/// # Ok::<(), oaspen_client::DecodeError>(())
/// ```
///
/// # Errors
/// Malformed JSON, or JSON that does not fit `T`; the error has the path.
pub fn from_slice<T: Decode>(data: &[u8]) -> Result<T, DecodeError> {
    read(data, DecodeOptions::default())
}

/// As [`from_slice`], but null is no list and no map, and names of members are compared with their case.
///
/// ```
/// use oaspen_client::json;
/// let error = json::from_slice_strict::<Vec<i64>>(b"null").unwrap_err();
/// assert_eq!(error.to_string(), "expected array, found null");
/// ```
///
/// # Errors
/// As [`from_slice`].
pub fn from_slice_strict<T: Decode>(data: &[u8]) -> Result<T, DecodeError> {
    let options = DecodeOptions {
        strict: Strictness::ALL,
        ..DecodeOptions::default()
    };
    read(data, options)
}

fn read<T: Decode>(data: &[u8], options: DecodeOptions) -> Result<T, DecodeError> {
    let mut value = None;
    run(data, options, None, &mut keep(&mut value))?;
    value.ok_or_else(nothing)
}

/// Reads a value from JSON bytes, and keeps everything that fits. What does not is reported to `on_issue`:
///
/// - An optional member whose value does not fit is `None`; its JSON is kept in `extra`, if the type has it.
/// - An element of a list, or a member of a map, that does not fit is left out, and the others are kept.
/// - A required list or map that is null or missing is empty.
/// - Characters that are none (lone surrogates, invalid UTF-8) become U+FFFD, and times without an offset are UTC.
///
/// Any other required member that does not fit is an error of the nearest optional member or element around it; see
/// [`from_slice_with`] and [`LenientPolicy`]. Malformed JSON is an error. At most 10,000 values are reported; see
/// [`Repair::NotReported`](super::Repair::NotReported).
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
/// let limits: Vec<Limits> =
///     json::from_slice_lenient(br#"[{"max": "many", "min": 1}, 7]"#, &mut |issue| issues.push(issue.to_string()))?;
/// assert_eq!(limits, [Limits { max: None, min: Some(1) }]);
/// assert_eq!(
///     issues,
///     ["/0/max: left out: expected integer, found string", "/1: set aside: expected object, found number"],
/// );
/// # Ok::<(), oaspen_client::DecodeError>(())
/// ```
///
/// # Errors
/// As [`from_slice`], except for what is reported.
pub fn from_slice_lenient<T: Decode>(
    data: &[u8],
    on_issue: &mut dyn FnMut(&DecodeIssue<'_>),
) -> Result<T, DecodeError> {
    from_slice_with(data, LenientPolicy::new(), on_issue)
}

/// As [`from_slice_lenient`], with a policy.
///
/// # Errors
/// As [`from_slice_lenient`].
pub fn from_slice_with<T: Decode>(
    data: &[u8],
    policy: LenientPolicy,
    on_issue: &mut dyn FnMut(&DecodeIssue<'_>),
) -> Result<T, DecodeError> {
    let options = DecodeOptions {
        lenient: Some(policy),
        ..DecodeOptions::default()
    };
    let mut value = None;
    run(data, options, Some(on_issue), &mut keep(&mut value))?;
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

/// Reads a value from JSON, and keeps it.
pub(crate) type JsonReader<'a> = dyn FnMut(&mut Decoder<'_>) -> Result<(), DecodeError> + 'a;

/// A reader that keeps a value: the part of decoding that depends on the type.
pub(crate) fn keep<T: Decode>(value: &mut Option<T>) -> impl FnMut(&mut Decoder<'_>) -> Result<(), DecodeError> {
    |d| {
        *value = Some(T::decode(d)?);
        Ok(())
    }
}

/// The error if nothing was kept.
#[cold]
pub(crate) fn nothing() -> DecodeError {
    DecodeError::new(0, "nothing was decoded")
}

/// Called with each value that does not fit.
pub(crate) type IssueHook<'a> = dyn FnMut(&DecodeIssue<'_>) + 'a;

/// The part that does not depend on the type: the end of the document, the path of an error. If it is lenient, see
/// [`run_lenient`].
pub(crate) fn run(
    data: &[u8],
    options: DecodeOptions,
    on_issue: Option<&mut IssueHook<'_>>,
    decode: &mut JsonReader<'_>,
) -> Result<(), DecodeError> {
    if options.lenient.is_some() {
        return run_lenient(data, options, on_issue, decode);
    }
    let mut d = Decoder::new(data);
    d.set_options(options, 0);
    decode(&mut d).and_then(|()| d.finish()).map_err(|mut error| {
        error.locate(data, &mut Locator::new(data));
        error
    })
}

/// As [`run`], with everything that is repaired reported in the order of the document. Invalid UTF-8 becomes U+FFFD.
#[cold]
fn run_lenient(
    data: &[u8],
    options: DecodeOptions,
    on_issue: Option<&mut IssueHook<'_>>,
    decode: &mut JsonReader<'_>,
) -> Result<(), DecodeError> {
    let text = String::from_utf8_lossy(data);
    let mut d = Decoder::new(text.as_bytes());
    d.set_options(options, data.len());
    let result = decode(&mut d).and_then(|()| d.finish());
    if let Some(on_issue) = on_issue {
        let texts = match &text {
            Cow::Owned(text) => replaced_texts(data, text),
            Cow::Borrowed(_) => Departures::default(),
        };
        let (departures, has_more) = d.take_departures().merged(texts);
        let (mut starts, mut errors) = (Locator::new(text.as_bytes()), Locator::new(text.as_bytes()));
        for departure in departures {
            on_issue(&departure.locate(&text, &mut starts, &mut errors));
        }
        if has_more {
            on_issue(&DecodeIssue::of_more(MAX_ISSUES));
        }
    }
    result.map_err(|mut error| {
        error.locate(text.as_bytes(), &mut Locator::new(text.as_bytes()));
        error
    })
}
