//! How programs create values of structs: by position or by name, and which fields have a fixed value.
#![warn(clippy::wildcard_enum_match_arm)]

use super::Locked;
use super::union_tags::UnionTags;
use crate::ir::{Api, Body, Construction, Field, FixedValue, Literal, Presence, Shape, Struct, Type, TypeDef, TypeId};

/// Arguments of `new`. More are easily swapped, so such a struct has a builder instead.
const MAX_POSITIONAL: usize = 4;
/// Arguments of a `new` that exists already. Clippy accepts no more.
const MAX_KEPT: usize = 7;
/// Arguments of a method besides `&self` that clippy accepts.
const MAX_ARGUMENTS: usize = 6;

pub(super) fn decide(api: &mut Api, locked: &Locked) {
    let tags = UnionTags::of(api);
    let types = api.types.iter().enumerate();
    let fixed: Vec<Vec<Option<FixedValue>>> = types
        .map(|(at, def)| fixed_values(api, TypeId(at), def, &tags))
        .collect();
    let known: Vec<Option<Construction>> = api.types.iter().map(|def| known(api, def, locked)).collect();
    for ((def, fixed), known) in api.types.iter_mut().zip(fixed).zip(known) {
        let is_sent = def.usage.request;
        let (s, is_form) = match &mut def.shape {
            Shape::Struct(s) => (s, false),
            Shape::Multipart(s) => (s, true),
            Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => continue,
        };
        for (field, fixed) in s.fields.iter_mut().zip(fixed) {
            field.fixed = fixed;
        }
        s.construction = construction(s, is_sent, is_form, known);
    }
    for operation in &mut api.operations {
        let params = operation.params.iter().filter(|param| param.required).count();
        operation.too_many_arguments = params + operation.body.as_ref().map_or(0, arguments) > MAX_ARGUMENTS;
        for body in &mut operation.other_bodies {
            body.too_many_arguments = params + arguments(body) > MAX_ARGUMENTS;
        }
    }
}

/// How programs create the struct already.
fn known(api: &Api, def: &TypeDef, locked: &Locked) -> Option<Construction> {
    let key = api.lock_key(def);
    if locked.orders.contains_key(key.as_str()) {
        Some(Construction::Positional)
    } else {
        let has_builder = locked.builders.contains(key.as_str());
        has_builder.then_some(Construction::Builder)
    }
}

fn construction(s: &Struct, is_sent: bool, is_form: bool, known: Option<Construction>) -> Construction {
    let is_default = s
        .fields
        .iter()
        .all(|field| field.presence != Presence::Required && field.fixed.is_none());
    match s.arguments().count() {
        // A default is cheap, so types that are only received have one too.
        _ if is_default => Construction::Empty,
        _ if !is_sent && !is_form => Construction::Decoded,
        0 => Construction::Fixed,
        // Multipart forms have no builder.
        _ if is_form => Construction::Positional,
        _ if known == Some(Construction::Builder) => Construction::Builder,
        count if known == Some(Construction::Positional) && count <= MAX_KEPT => Construction::Positional,
        count if count > MAX_POSITIONAL => Construction::Builder,
        _ => Construction::Positional,
    }
}

/// One entry for each field.
fn fixed_values(api: &Api, id: TypeId, def: &TypeDef, tags: &UnionTags<'_>) -> Vec<Option<FixedValue>> {
    let (Shape::Struct(s) | Shape::Multipart(s)) = &def.shape else {
        return Vec::new();
    };
    let values = s.fields.iter().map(|field| match &field.tag {
        Some(tag) => Some(tag_value(api, &field.ty, tag).unwrap_or_else(|| FixedValue::Text(tag.clone()))),
        None if field.presence == Presence::Required => only_value(api, &field.ty),
        // Types that are only received stay without constructor.
        None if def.usage.request => union_tag(api, field, tags.value(id, &field.wire)),
        None => None,
    });
    values.collect()
}

/// The value by which unions recognize a struct, of a member that may be absent.
fn union_tag(api: &Api, field: &Field, tag: Option<&Literal>) -> Option<FixedValue> {
    let only = only_value(api, &field.ty);
    match tag? {
        Literal::String(text) => only.or_else(|| tag_value(api, &field.ty, text)).or_else(|| {
            let is_text = *api.behind_aliases(&field.ty) == Type::String;
            is_text.then(|| FixedValue::Text(text.clone()))
        }),
        Literal::Null | Literal::Bool(_) | Literal::Integer(_) | Literal::Unsigned(_) | Literal::Float(_) => only,
    }
}

/// The only value of an enum. Constants of other types have no meaningful variant.
fn only_value(api: &Api, ty: &Type) -> Option<FixedValue> {
    let Type::Named(id) = ty else { return None };
    let Shape::Enum(e) = &api.get(*id)?.shape else {
        return None;
    };
    match e.only_value()? {
        Literal::String(_) | Literal::Integer(_) => Some(FixedValue::Value(*id, 0)),
        Literal::Null | Literal::Bool(_) | Literal::Unsigned(_) | Literal::Float(_) => None,
    }
}

/// The value of an enum that is the tag.
fn tag_value(api: &Api, ty: &Type, tag: &str) -> Option<FixedValue> {
    let Type::Named(id) = ty else { return None };
    match &api.get(*id)?.shape {
        Shape::Alias(inner) => tag_value(api, inner, tag),
        Shape::Enum(e) => {
            let is_tag = |value: &Literal| matches!(value, Literal::String(text) if text == tag);
            let at = e.values.iter().position(|value| is_tag(&value.value))?;
            Some(FixedValue::Value(*id, at))
        }
        Shape::Struct(_) | Shape::Union(_) | Shape::Multipart(_) => None,
    }
}

/// The arguments that a body takes in a method.
fn arguments(body: &Body) -> usize {
    match (body.required, body.is_media_passed) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    }
}
