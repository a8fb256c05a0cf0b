//! A digest of the shape of a type, to recognize a shared type that has not changed.

use std::fmt::Write as _;

use crate::ir::{Api, Field, Presence, Shape, Structure, Type, TypeDef};
use crate::text::hash;

/// Types inside of a type that the digest covers.
const MAX_DEPTH: usize = 4;

/// The same for equal shapes, in whichever order the document declares their members. Components count by their keys,
/// except for those that share their type with inline schemas.
pub(in super::super) fn shape(api: &Api, def: &TypeDef, is_shared: &dyn Fn(&TypeDef) -> bool) -> String {
    format!("x{:016x}", hash(&text(&Shapes { api, is_shared }, def, 0)))
}

struct Shapes<'a> {
    api: &'a Api,
    is_shared: &'a dyn Fn(&TypeDef) -> bool,
}

fn text(shapes: &Shapes<'_>, def: &TypeDef, depth: usize) -> String {
    let mut parts: Vec<String> = match &def.shape {
        Shape::Struct(s) | Shape::Multipart(s) => {
            let fields = s.fields.iter().map(|field| {
                let mut part = format!("{:?} ", field.wire);
                // Writing to a string cannot fail.
                let _ = write!(part, "{:?} {} {} ", presence(field), field.read_only, field.write_only);
                part + &mention(shapes, &field.ty, depth)
            });
            let extra = s.extra.iter().map(|ty| format!("extra {}", mention(shapes, ty, depth)));
            fields.chain(extra).collect()
        }
        Shape::Enum(e) => e.values.iter().map(|value| value.value.quoted()).collect(),
        Shape::Union(union) => {
            let variants = union.variants.iter();
            variants
                .map(|variant| format!("{} {}", variant.key, mention(shapes, &variant.ty, depth)))
                .collect()
        }
        Shape::Alias(ty) => vec![mention(shapes, ty, depth)],
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

fn mention(shapes: &Shapes<'_>, ty: &Type, depth: usize) -> String {
    match ty.structure() {
        Structure::List(inner) => format!("[{}]", mention(shapes, inner, depth)),
        Structure::Map(inner) => format!("{{{}}}", mention(shapes, inner, depth)),
        Structure::Option(inner) => format!("?{}", mention(shapes, inner, depth)),
        Structure::Named(id) => match shapes.api.get(id) {
            Some(def) if (def.hint.roles.is_empty() && !(shapes.is_shared)(def)) || depth >= MAX_DEPTH => {
                shapes.api.lock_key(def).as_str().to_owned()
            }
            Some(def) => format!("({})", text(shapes, def, depth + 1)),
            None => String::new(),
        },
        Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => format!("{ty:?}"),
    }
}
