//! What the variants of enums hold: which payloads are behind a `Box`, and which convert into their union.
#![warn(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeMap;

use crate::ir::{Api, ResponseType, Shape, Type, Union};

/// Levels of lists and maps, behind aliases, that are compared.
const MAX_DEPTH: usize = 16;

pub(super) fn decide(api: &mut Api) {
    let payloads: Vec<Vec<Payload>> = api.types.iter().map(|def| payloads(api, &def.shape)).collect();
    for (def, payloads) in api.types.iter_mut().zip(payloads) {
        let Shape::Union(union) = &mut def.shape else { continue };
        for (variant, payload) in union.variants.iter_mut().zip(payloads) {
            variant.boxed = payload.boxed;
            variant.from = payload.from;
        }
    }
    for operation in &mut api.operations {
        for responses in [&mut operation.success, &mut operation.error] {
            let is_enum = responses.ty == ResponseType::ByStatus;
            for row in &mut responses.rows {
                row.boxed = is_enum && matches!(row.ty, Some(Type::Named(_)));
            }
        }
    }
}

struct Payload {
    boxed: bool,
    from: bool,
}

fn payloads(api: &Api, shape: &Shape) -> Vec<Payload> {
    let Shape::Union(union) = shape else { return Vec::new() };
    let uses = uses(api, union);
    let variants = union.variants.iter().map(|variant| Payload {
        boxed: is_large(api, &variant.ty),
        from: uses.get(&rust_type(api, &variant.ty, 0)) == Some(&1),
    });
    variants.collect()
}

/// How many variants have each payload. Two `From` for one type would not compile.
fn uses(api: &Api, union: &Union) -> BTreeMap<String, usize> {
    let mut uses = BTreeMap::new();
    for variant in &union.variants {
        *uses.entry(rust_type(api, &variant.ty, 0)).or_default() += 1;
    }
    uses
}

/// A text that is equal for types that are equal in Rust, whether they come from the document or the configuration.
fn rust_type(api: &Api, ty: &Type, depth: usize) -> String {
    let ty = api.behind_aliases(ty);
    let inside = |ty: &Type| rust_type(api, ty, depth + 1);
    match ty {
        _ if depth > MAX_DEPTH => format!("{ty:?}"),
        Type::Custom(path) => path.split_whitespace().collect(),
        Type::Bool | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F64 => format!("{ty:?}").to_lowercase(),
        Type::List(inner) => format!("Vec<{}>", inside(inner)),
        Type::Map(inner) => format!("BTreeMap<String,{}>", inside(inner)),
        Type::Option(inner) => format!("Option<{}>", inside(inner)),
        Type::String
        | Type::Formatted(_)
        | Type::Json
        | Type::JsonMap
        | Type::File
        | Type::Named(_)
        | Type::Boxed(_) => {
            format!("{ty:?}")
        }
    }
}

fn is_large(api: &Api, ty: &Type) -> bool {
    let Type::Named(id) = api.behind_aliases(ty) else {
        return false;
    };
    let shape = api.get(*id).map(|def| &def.shape);
    matches!(shape, Some(Shape::Struct(_) | Shape::Union(_) | Shape::Multipart(_)))
}
