//! What open enums share: reading a value, and the order of values.

use std::cmp::Ordering;

use crate::codec::decoder::Decoder;
use crate::codec::error::DecodeError;

/// Reads an open enum of strings.
#[inline]
pub fn decode_text<T: for<'a> From<&'a str>>(
    d: &mut Decoder<'_>,
    is_unknown: impl FnOnce(&T) -> bool,
) -> Result<T, DecodeError> {
    let before = d.index();
    let value = T::from(d.str()?);
    Ok(noted(d, before, value, is_unknown))
}

/// Reads an open enum of integers.
#[inline]
pub fn decode_integer<T: From<i64>>(
    d: &mut Decoder<'_>,
    is_unknown: impl FnOnce(&T) -> bool,
) -> Result<T, DecodeError> {
    let before = d.index();
    let value = T::from(d.i64()?);
    Ok(noted(d, before, value, is_unknown))
}

/// Returns the value. The decoder notes it if the document does not declare it.
#[inline]
fn noted<T>(d: &mut Decoder<'_>, before: usize, value: T, is_unknown: impl FnOnce(&T) -> bool) -> T {
    if is_unknown(&value) {
        d.unknown(before);
    }
    value
}

/// The order of two values as they are sent. A value that the document declares comes before an `Unknown` one that is sent
/// as the same.
#[inline]
pub fn order<T: Ord>(value: T, is_unknown: bool, other: T, is_other_unknown: bool) -> Ordering {
    value.cmp(&other).then(is_unknown.cmp(&is_other_unknown))
}
