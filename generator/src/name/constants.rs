//! The keys of constants in `names.lock`.

use crate::ir::{EnumKind, Literal};

/// The key of a constant in `names.lock`: its text, and in a mixed enum JSON, so that `1` and `"1"` differ.
pub(super) fn constant_key(literal: &Literal, kind: EnumKind) -> String {
    if let Literal::Float(value) = literal {
        return format!("{value:?}");
    }
    match kind {
        EnumKind::Mixed => literal.quoted(),
        EnumKind::String | EnumKind::Integer => literal.to_string(),
    }
}
