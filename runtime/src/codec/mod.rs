//! JSON in and out of models, without serde's generic machinery.
//!
//! [`Decode`] and [`Encode`] are concrete: one reader, one writer, so a model costs the compiler
//! one instance of each. The tables that generated files carry (`object!`, `string_enum!`,
//! `union!` ...) implement both, and serde's `Serialize` and `Deserialize` on top.
//!
//! ```
//! use oaspen_client::json;
//!
//! let ids: Vec<i64> = json::from_str("[1, 2.0, 3e2]")?;
//! assert_eq!(ids, [1, 2, 300]);
//! assert_eq!(json::to_string(&ids), "[1,2,300]");
//!
//! let error = json::from_str::<Vec<String>>(r#"["a", null]"#).unwrap_err();
//! assert_eq!(error.to_string(), "/1: expected string, found null");
//! # Ok::<(), oaspen_client::DecodeError>(())
//! ```
//!
//! What the JSON of a number, a duplicate key, `null` ... means is written in `docs/codec.md`.

mod bridge;
mod build;
mod decoder;
mod encoder;
mod error;
mod ignored;
mod impls;
pub mod json;
#[doc(hidden)]
pub mod kind;
mod lexer;
mod locate;
mod number;
mod object;
pub(crate) mod select;
mod text;
mod tree;
mod union;
mod values;

pub use build::BuildError;
pub use decoder::{Decoder, Kind};
pub use encoder::Encoder;
pub use error::{DecodeError, DecodeIssue};

/// A type that can be read from JSON.
///
/// Models get it from their table. Write it by hand for a type of your own that stands in for a
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

/// What the tables expand to. Not part of the public interface: it changes with the table version.
#[doc(hidden)]
pub mod table {
    pub use super::bridge::{deserialize, serialize, to_param};
    pub use super::build::complete;
    pub use super::kind;
    pub use super::object::{Extra, Field, Presence, Required, Slot};
    pub use super::union::{Rule, decode_union, rule};
    pub use super::values::{Literal, literal};
    pub use serde;
}
