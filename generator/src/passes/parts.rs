//! How the parts of multipart forms are written: as a file, as JSON or as text.
#![warn(clippy::wildcard_enum_match_arm)]

use crate::ir::{Api, PartKind, Shape, Structure, Type};
use crate::media::is_json;

pub(super) fn decide(api: &mut Api) {
    let kinds: Vec<Option<(Vec<PartKind>, PartKind)>> = api.types.iter().map(|def| of_form(api, &def.shape)).collect();
    for (def, kinds) in api.types.iter_mut().zip(kinds) {
        let (Shape::Multipart(form), Some((kinds, extra))) = (&mut def.shape, kinds) else {
            continue;
        };
        for (field, kind) in form.fields.iter_mut().zip(kinds) {
            field.part = kind;
        }
        form.extra_part = extra;
    }
}

/// The kind of each field, and that of the other members.
fn of_form(api: &Api, shape: &Shape) -> Option<(Vec<PartKind>, PartKind)> {
    let Shape::Multipart(form) = shape else { return None };
    let fields = form.fields.iter();
    let kinds = fields.map(|field| kind(api, &field.ty, field.part_type.as_deref()));
    let extra = match &form.extra {
        // Any JSON value may be a text, which is then not a JSON part.
        None | Some(Type::Json) => PartKind::Text,
        Some(ty) => kind(api, ty, None),
    };
    Some((kinds.collect(), extra))
}

fn kind(api: &Api, ty: &Type, media: Option<&str>) -> PartKind {
    match media {
        _ if is_file(api, ty) => PartKind::File,
        Some(media) if is_json(media) => PartKind::Json,
        Some(_) => PartKind::Text,
        None if !is_structured(api, ty) => PartKind::Text,
        None if is_list(api, ty) => PartKind::JsonItems,
        None => PartKind::Json,
    }
}

fn is_file(api: &Api, ty: &Type) -> bool {
    match api.behind_aliases(ty).structure() {
        Structure::File => true,
        Structure::List(inner) => is_file(api, inner),
        Structure::Scalar | Structure::Json | Structure::Map(_) | Structure::Option(_) => false,
        Structure::Named(_) | Structure::Custom => false,
    }
}

/// A list has a part for each item (OpenAPI 3.0.4, 3.1.1).
fn is_list(api: &Api, ty: &Type) -> bool {
    match api.behind_aliases(ty).structure() {
        Structure::List(_) => true,
        Structure::Scalar | Structure::File | Structure::Json | Structure::Map(_) | Structure::Option(_) => false,
        Structure::Named(_) | Structure::Custom => false,
    }
}

fn is_structured(api: &Api, ty: &Type) -> bool {
    match ty.structure() {
        Structure::Json | Structure::Map(_) => true,
        // Parts can repeat, but not repeat inside each other.
        Structure::List(Type::List(_)) => true,
        Structure::List(inner) | Structure::Option(inner) => is_structured(api, inner),
        Structure::Named(id) => match api.get(id).map(|def| &def.shape) {
            Some(Shape::Alias(inner)) => is_structured(api, inner),
            Some(Shape::Enum(_)) => false,
            Some(Shape::Struct(_) | Shape::Union(_) | Shape::Multipart(_)) | None => true,
        },
        Structure::Scalar | Structure::File | Structure::Custom => false,
    }
}
