//! Unions that lead back to themselves with nothing in between.

use super::Lower;
use crate::diag::codes;
use crate::ir::{Shape, Type};
use crate::passes::boxing::strong_components;

impl Lower<'_, '_> {
    /// Takes such branches out: they describe no value that the other branches do not, and a decoder
    /// could try them for ever.
    pub(super) fn cut_circular_unions(&mut self) {
        let edges: Vec<Vec<usize>> = self.types.iter().map(|def| unguarded(&def.shape)).collect();
        let components = strong_components(&edges);
        let mut cut = Vec::new();
        for (index, def) in self.types.iter_mut().enumerate() {
            let Shape::Union(union) = &mut def.shape else { continue };
            let Some(own) = components.get(index).filter(|own| own.is_cycle) else {
                continue;
            };
            let before = union.variants.len();
            union.variants.retain(|variant| match &variant.ty {
                Type::Named(id) => components.get(id.0) != Some(own),
                _ => true,
            });
            if union.variants.len() < before {
                cut.push(def.origin.clone());
            }
        }
        for origin in cut {
            self.say(
                &codes::REF_CYCLE,
                &origin,
                "a branch of this union is the union itself; it is left out",
            );
        }
    }
}

/// What a value of a union or of a second name may be at once.
fn unguarded(shape: &Shape) -> Vec<usize> {
    let id = |ty: &Type| match ty {
        Type::Named(id) => Some(id.0),
        _ => None,
    };
    match shape {
        Shape::Union(union) => union.variants.iter().filter_map(|variant| id(&variant.ty)).collect(),
        Shape::Alias(ty) => id(ty).into_iter().collect(),
        _ => Vec::new(),
    }
}
