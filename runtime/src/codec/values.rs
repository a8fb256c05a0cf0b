//! Enums whose values are JSON literals of several kinds.

use crate::codec::encoder::Encoder;
use serde_json::Value as Json;

/// A literal of a `value_enum!` table.
#[derive(Clone, Copy, Debug)]
pub enum Literal {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer
    Integer(i64),
    /// An integer beyond `i64`
    Unsigned(u64),
    /// A number with a fraction
    Number(f64),
    /// A string
    Text(&'static str),
}

/// The value of `null` in a table.
#[derive(Clone, Copy, Debug)]
pub struct Null;

/// Scope of the expressions in a table.
pub mod literal {
    #[allow(non_upper_case_globals)]
    /// `null`
    pub const null: super::Null = super::Null;

    /// `unsigned(18446744073709551615)`: an integer beyond `i64`.
    pub const fn unsigned(value: u64) -> super::Literal {
        super::Literal::Unsigned(value)
    }
}

impl From<Null> for Literal {
    fn from(_: Null) -> Self {
        Self::Null
    }
}

impl From<bool> for Literal {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Literal {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Literal {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<&'static str> for Literal {
    fn from(value: &'static str) -> Self {
        Self::Text(value)
    }
}

impl Literal {
    /// Whether a value is this one; numbers are compared by value.
    pub fn is(self, json: &Json) -> bool {
        match (self, json) {
            (Self::Null, Json::Null) => true,
            (Self::Bool(a), Json::Bool(b)) => a == *b,
            (Self::Text(a), Json::String(b)) => a == b,
            (Self::Integer(a), Json::Number(b)) => {
                crate::codec::number::integral(b.to_string().as_bytes()) == Ok(i128::from(a))
            }
            (Self::Unsigned(a), Json::Number(b)) => {
                crate::codec::number::integral(b.to_string().as_bytes()) == Ok(i128::from(a))
            }
            (Self::Number(a), Json::Number(b)) => b.as_f64() == Some(a),
            _ => false,
        }
    }
}

impl Literal {
    /// Writes it.
    pub fn encode(self, e: &mut Encoder) {
        match self {
            Self::Null => e.null(),
            Self::Bool(value) => e.bool(value),
            Self::Integer(value) => e.i64(value),
            Self::Unsigned(value) => e.u64(value),
            Self::Number(value) => e.f64(value),
            Self::Text(value) => e.str(value),
        }
    }
}
