//! A digest of the shape of a type, to recognize a shared type that has not changed.

use std::fmt::Write as _;

use crate::ir::{Api, Field, Presence, Shape, Structure, Type, TypeDef};
use crate::text::hash;

/// Types inside of a type that the digest covers.
const MAX_DEPTH: usize = 4;

/// The same for equal shapes, in whichever order the document declares their members. Components count by their keys.
pub(in super::super) fn shape(api: &Api, def: &TypeDef) -> String {
    format!("x{:016x}", hash(&text(api, def, 0)))
}

fn text(api: &Api, def: &TypeDef, depth: usize) -> String {
    let mut parts: Vec<String> = match &def.shape {
        Shape::Struct(s) | Shape::Multipart(s) => {
            let fields = s.fields.iter().map(|field| {
                let mut part = format!("{:?} ", field.wire);
                // Writing to a string cannot fail.
                let _ = write!(part, "{:?} {} {} ", presence(field), field.read_only, field.write_only);
                part + &mention(api, &field.ty, depth)
            });
            let extra = s.extra.iter().map(|ty| format!("extra {}", mention(api, ty, depth)));
            fields.chain(extra).collect()
        }
        Shape::Enum(e) => e.values.iter().map(|value| value.value.quoted()).collect(),
        Shape::Union(union) => {
            let variants = union.variants.iter();
            variants
                .map(|variant| format!("{} {}", variant.key, mention(api, &variant.ty, depth)))
                .collect()
        }
        Shape::Alias(ty) => vec![mention(api, ty, depth)],
    };
    parts.sort_unstable();
    parts.join(";")
}

/// As in the document: passes change it for requests.
fn presence(field: &Field) -> Presence {
    let is_one_sided = field.read_only || field.write_only;
    match field.presence {
        Presence::Required if is_one_sided => Presence::Optional,
        Presence::Nullable if is_one_sided => Presence::OptionalNullable { patch: false },
        Presence::OptionalNullable { .. } => Presence::OptionalNullable { patch: false },
        other => other,
    }
}

fn mention(api: &Api, ty: &Type, depth: usize) -> String {
    match ty.structure() {
        Structure::List(inner) => format!("[{}]", mention(api, inner, depth)),
        Structure::Map(inner) => format!("{{{}}}", mention(api, inner, depth)),
        Structure::Option(inner) => format!("?{}", mention(api, inner, depth)),
        Structure::Named(id) => match api.get(id) {
            Some(def) if def.hint.roles.is_empty() || depth >= MAX_DEPTH => api.lock_key(def).as_str().to_owned(),
            Some(def) => format!("({})", text(api, def, depth + 1)),
            None => String::new(),
        },
        Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => format!("{ty:?}"),
    }
}
