//! Types that are nested so deeply that a reader, and clippy, ask for a name.

use super::context::{Lower, LoweredType};
use crate::ir::{Hint, Structure, Type};
use crate::pointer::Pointer;

/// The limit of clippy's `type_complexity`.
const MAX_COMPLEXITY: usize = 250;
/// What clippy counts for a type, for each level around it.
const COMPLEXITY_OF_LEVEL: usize = 10;

impl Lower<'_, '_> {
    /// Gives a list or a map a name if an `Option` of it is too complex.
    pub(super) fn named_if_complex(&mut self, lowered: LoweredType, at: &Pointer, hint: &Hint) -> LoweredType {
        if complexity(&lowered.ty, 2) <= MAX_COMPLEXITY {
            return lowered;
        }
        LoweredType {
            ty: self.named_alias(lowered.ty, at, hint),
            nullable: lowered.nullable,
        }
    }
}

/// The number that clippy compares. `level`: how many types are around this one, including itself.
fn complexity(ty: &Type, level: usize) -> usize {
    let own = COMPLEXITY_OF_LEVEL * level;
    match ty.structure() {
        Structure::List(inner) | Structure::Option(inner) => own + complexity(inner, level + 1),
        // The key is a string.
        Structure::Map(inner) => own + COMPLEXITY_OF_LEVEL * (level + 1) + complexity(inner, level + 1),
        Structure::Scalar | Structure::Json | Structure::File | Structure::Named(_) | Structure::Custom => own,
    }
}
