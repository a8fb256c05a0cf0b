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

pub(crate) mod base64;
pub(crate) mod bridge;
pub(crate) mod build;
pub(crate) mod decoder;
mod departures;
pub(crate) mod encoder;
pub(crate) mod error;
pub(crate) mod formats;
mod guard;
pub(crate) mod hidden;
mod ignored;
mod impls;
pub(crate) mod in_utc;
pub(crate) mod issue;
pub mod json;
mod lenient;
mod lexer;
mod locate;
mod number;
mod numbers;
mod object;
mod open_enum;
pub(crate) mod options;
pub(crate) mod patch;
#[doc(hidden)]
pub mod presence;
mod respell;
pub(crate) mod secret_string;
pub(crate) mod select;
mod stranger;
mod text;
mod time;
pub(crate) mod traits;
mod tree;
mod union;
mod values;

pub use build::BuildError;
pub use decoder::{Decoder, Kind};
pub use encoder::Encoder;
pub use error::DecodeError;
pub use issue::{DecodeIssue, Repair};
pub use options::{LenientPolicy, TimesWithoutOffset};
pub use traits::{Decode, Encode};

/// What the tables expand to. Not part of the public interface: it changes with the table version.
#[doc(hidden)]
pub mod table {
    pub use super::bridge::{decode_serde, deserialize, encode_serde, serialize};
    pub use super::build::complete;
    pub use super::guard::Guard;
    pub use super::ignored::unknown_value;
    pub use super::object::{Field, Object, decode_object, encode_object};
    pub use super::open_enum::{decode_integer, decode_text, order};
    pub use super::presence;
    pub use super::union::decode_union;
    pub use super::values::{Literal, literal};
    pub use serde;
}
