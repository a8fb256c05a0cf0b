//! Fields that contain their own struct are boxed.
#![warn(clippy::wildcard_enum_match_arm)]

use crate::ir::{Api, Shape, Structure, Type, TypeId, strong_components};

/// Boxes every field that contains its own struct without a list, a map or a union in between.
pub(super) fn break_cycles(api: &mut Api) {
    let component = strong_components(&edges(api));
    for index in 0..api.types.len() {
        let Some(own) = component.get(index).copied() else {
            continue;
        };
        let Some(Shape::Struct(s)) = api.types.get_mut(index).map(|def| &mut def.shape) else {
            continue;
        };
        for field in &mut s.fields {
            close(&mut field.ty, &|id| {
                component.get(id.0) == Some(&own) && (id.0 != index || own.is_cycle)
            });
        }
    }
}

fn close(ty: &mut Type, is_inside: &dyn Fn(TypeId) -> bool) {
    match ty {
        Type::Named(id) if is_inside(*id) => *ty = Type::Boxed(*id),
        Type::Option(inner) => close(inner, is_inside),
        Type::Named(_) | Type::Boxed(_) | Type::List(_) | Type::Map(_) => {}
        Type::Bool | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F64 | Type::String => {}
        Type::Formatted(_) | Type::Json | Type::JsonMap | Type::File | Type::Custom(_) => {}
    }
}

/// Direct containment. Lists, maps and variants of unions are on the heap already.
fn edges(api: &Api) -> Vec<Vec<usize>> {
    fn direct(ty: &Type, out: &mut Vec<usize>) {
        match ty.structure() {
            Structure::Named(id) => out.push(id.0),
            Structure::Option(inner) => direct(inner, out),
            Structure::List(_) | Structure::Map(_) => {}
            Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => {}
        }
    }
    let mut all = Vec::with_capacity(api.types.len());
    for def in &api.types {
        let mut out = Vec::new();
        match &def.shape {
            Shape::Struct(s) => s.fields.iter().for_each(|field| direct(&field.ty, &mut out)),
            Shape::Alias(ty) => direct(ty, &mut out),
            Shape::Union(_) | Shape::Multipart(_) | Shape::Enum(_) => {}
        }
        all.push(out);
    }
    all
}
