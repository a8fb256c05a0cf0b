//! The two traits of the codec.

use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;

/// A type that can be read from JSON.
///
/// Models get it from their table. Implement it for a type of your own that replaces a
/// generated one:
///
/// ```
/// use oaspen_client::{Decode, DecodeError, Decoder, json};
///
/// #[derive(Debug, PartialEq)]
/// struct Even(i64);
///
/// impl Decode for Even {
///     fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
///         let at = d.offset();
///         match d.i64()? {
///             n if n % 2 == 0 => Ok(Even(n)),
///             n => Err(d.error_at(at, format!("expected an even number, found {n}"))),
///         }
///     }
/// }
///
/// assert_eq!(json::from_str::<Even>("4")?, Even(4));
/// let error = json::from_str::<Vec<Even>>("[2, 3]").unwrap_err();
/// assert_eq!(error.to_string(), "/1: expected an even number, found 3");
/// # Ok::<(), DecodeError>(())
/// ```
pub trait Decode: Sized {
    /// Reads one value, which must be consumed as a whole.
    ///
    /// # Errors
    /// The value is not JSON or does not fit `Self`.
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError>;
}

/// A type that can be written as JSON.
///
/// ```
/// use oaspen_client::{Encode, Encoder, json};
///
/// struct Celsius(f64);
///
/// impl Encode for Celsius {
///     fn encode(&self, e: &mut Encoder) {
///         e.str(&format!("{}°C", self.0));
///     }
/// }
///
/// assert_eq!(json::to_string(&Celsius(21.5)), r#""21.5°C""#);
/// ```
pub trait Encode {
    /// Writes exactly one JSON value.
    fn encode(&self, e: &mut Encoder);

    /// Whether an optional member that holds this value is left out of its object.
    ///
    /// True for `None` and [`Patch::Absent`](crate::Patch::Absent) only.
    fn is_absent(&self) -> bool {
        false
    }
}
