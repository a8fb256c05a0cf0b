//! The docs of a type without a description: a place where it is used, with a link to it.
#![warn(clippy::wildcard_enum_match_arm)]

use super::scope::Scope;
use crate::ir::{Operation, Place, Purpose, Shape, Step, TypeId};
use crate::name::TypeName;
use crate::text::code;

/// One sentence, in Markdown.
pub(super) fn sentence(scope: &Scope<'_>, purpose: Option<&Purpose>) -> String {
    let Some(purpose) = purpose else {
        return "No operation and no other type uses this.".to_owned();
    };
    let text = match (purpose.place, purpose.steps.split_last()) {
        (Place::Alias(owner), None) => format!("also named {}", model(scope, owner)),
        (at, None) => place(scope, at),
        (at, Some((last, outer))) => {
            let outer: String = outer.iter().rev().map(|step| format!("{} of ", one(*step))).collect();
            let article = if matches!(at, Place::Alias(_)) { "" } else { "the " };
            format!("{} of {outer}{article}{}", part(*last), place(scope, at))
        }
    };
    let others = if purpose.has_others { ", among others" } else { "" };
    let mut chars = text.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}{others}.", chars.as_str())
}

fn part(step: Step) -> &'static str {
    match step {
        Step::Item => "item",
        Step::Value => "value",
    }
}

fn one(step: Step) -> &'static str {
    match step {
        Step::Item => "an item",
        Step::Value => "a value",
    }
}

fn place(scope: &Scope<'_>, place: Place) -> String {
    let call = |index| call(scope, index);
    match place {
        Place::Response(index) => format!("response of {}", call(index)),
        Place::ErrorBody(index) => format!("error body of {}", call(index)),
        Place::Event(index) => format!("data of the events of {}", call(index)),
        Place::Line(index) => format!("JSON value in the stream of {}", call(index)),
        Place::RequestBody(index) => format!("body of {}", call(index)),
        Place::Parameter { operation, index } => {
            let found = scope.emit.api.operations.get(operation);
            let param = found.and_then(|operation: &Operation| operation.params.get(index));
            let name = param.map(|param| format!("{} parameter {}", param.location.as_str(), code(&param.name)));
            format!("{} of {}", name.unwrap_or_default(), call(operation))
        }
        Place::Field { owner, index } => format!("field {} of {}", field(scope, owner, index), model(scope, owner)),
        Place::Extra(owner) => format!("value of an additional property of {}", model(scope, owner)),
        Place::Variant { owner, index } => {
            let variant = scope.emit.names.ty(owner).and_then(|name| name.variants.get(index));
            let variant = variant.map_or("", |variant| variant.bare());
            format!("variant `{variant}` of {}", model(scope, owner))
        }
        Place::Alias(owner) => model(scope, owner),
    }
}

/// The name of the property.
fn field(scope: &Scope<'_>, owner: TypeId, index: usize) -> String {
    match scope.emit.api.get(owner).map(|def| &def.shape) {
        Some(Shape::Struct(s) | Shape::Multipart(s)) => {
            s.fields.get(index).map(|field| code(&field.wire)).unwrap_or_default()
        }
        Some(Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_)) | None => String::new(),
    }
}

/// The link to the method of an operation.
fn call(scope: &Scope<'_>, index: usize) -> String {
    let names = &scope.emit.names;
    let operation = scope.emit.api.operations.get(index);
    let tag = operation.and_then(|operation| names.tags.get(operation.tag));
    let (Some(tag), Some(operation)) = (tag, names.operations.get(index)) else {
        return String::new();
    };
    let path = format!("{}::{}", tag.handle.bare(), operation.method.bare());
    scope.link(&path, &format!("super::super::api::{}::{path}", tag.module.bare()))
}

/// The link to a model.
fn model(scope: &Scope<'_>, id: TypeId) -> String {
    let name = scope.emit.names.ty(id).map_or("", |name: &TypeName| name.ident.bare());
    if scope.is_own(id) {
        format!("[`{name}`]")
    } else {
        scope.link(name, &format!("super::{name}"))
    }
}
