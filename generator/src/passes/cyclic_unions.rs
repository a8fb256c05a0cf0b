//! Unions whose branches lead back to the union itself, with no object in between.
#![warn(clippy::wildcard_enum_match_arm)]

use crate::diag::{Diagnostics, codes};
use crate::ir::{Api, Shape, Structure, Type, strong_components};

/// Removes such branches: they describe no value that the other branches do not, and a decoder
/// could try them forever.
pub(super) fn cut(api: &mut Api, diagnostics: &mut Diagnostics) {
    let edges: Vec<Vec<usize>> = api.types.iter().map(|def| unguarded(&def.shape)).collect();
    let components = strong_components(&edges);
    let mut cut = Vec::new();
    for (index, def) in api.types.iter_mut().enumerate() {
        let Shape::Union(union) = &mut def.shape else { continue };
        let Some(own) = components.get(index).filter(|own| own.is_cycle) else {
            continue;
        };
        let before = union.variants.len();
        union.variants.retain(|variant| {
            let inner = definition(&variant.ty);
            inner.is_none_or(|id| components.get(id) != Some(own))
        });
        if union.variants.len() < before {
            cut.push(def.origin.clone());
        }
    }
    for origin in cut {
        diagnostics.add(
            &codes::REF_CYCLE,
            &origin,
            "a branch of this union is the union itself; it is left out",
        );
    }
}

/// The types that a union or an alias contains directly.
fn unguarded(shape: &Shape) -> Vec<usize> {
    match shape {
        Shape::Union(union) => union
            .variants
            .iter()
            .filter_map(|variant| definition(&variant.ty))
            .collect(),
        Shape::Alias(ty) => definition(ty).into_iter().collect(),
        Shape::Struct(_) | Shape::Multipart(_) | Shape::Enum(_) => Vec::new(),
    }
}

fn definition(ty: &Type) -> Option<usize> {
    match ty.structure() {
        Structure::Named(id) => Some(id.0),
        Structure::List(_) | Structure::Map(_) | Structure::Option(_) => None,
        Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => None,
    }
}
