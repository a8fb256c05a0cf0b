//! The docs of a type without a description: a place where it is used, with a link to it.
#![warn(clippy::wildcard_enum_match_arm)]

use super::scope::{Emit, Scope};
use crate::ir::{Operation, Place, Purpose, Shape, Step, TypeId};
use crate::name::TypeName;
use crate::text::code;

/// How a text links to what it names.
pub(crate) struct Links<'l> {
    /// The method of the operation with this index.
    pub call: &'l dyn Fn(usize) -> String,
    pub model: &'l dyn Fn(TypeId) -> String,
}

/// One sentence in doc comments.
pub(super) fn in_docs(scope: &Scope<'_>, purpose: Option<&Purpose>) -> String {
    let Some(purpose) = purpose else {
        return "No operation and no other type uses this.".to_owned();
    };
    let links = Links {
        call: &|index| call(scope, index),
        model: &|id| model(scope, id),
    };
    sentence(scope.emit, &links, purpose)
}

/// One sentence, in Markdown.
pub(crate) fn sentence(emit: &Emit<'_>, links: &Links<'_>, purpose: &Purpose) -> String {
    let text = match (purpose.place, purpose.steps.split_last()) {
        (Place::Alias(owner), None) => format!("also named {}", (links.model)(owner)),
        (at, None) => place(emit, links, at),
        (at, Some((last, outer))) => {
            let outer: String = outer.iter().rev().map(|step| format!("{} of ", one(*step))).collect();
            let article = if matches!(at, Place::Alias(_)) { "" } else { "the " };
            format!("{} of {outer}{article}{}", part(*last), place(emit, links, at))
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

fn place(emit: &Emit<'_>, links: &Links<'_>, place: Place) -> String {
    let Links { call, model } = links;
    match place {
        Place::Response(index) => format!("response of {}", call(index)),
        Place::ErrorBody(index) => format!("error body of {}", call(index)),
        Place::Event(index) => format!("data of the events of {}", call(index)),
        Place::Line(index) => format!("JSON value in the stream of {}", call(index)),
        Place::RequestBody(index) => format!("body of {}", call(index)),
        Place::Parameter { operation, index } => {
            let found = emit.api.operations.get(operation);
            let param = found.and_then(|operation: &Operation| operation.params.get(index));
            let name = param.map(|param| format!("{} parameter {}", param.location.as_str(), code(&param.name)));
            format!("{} of {}", name.unwrap_or_default(), call(operation))
        }
        Place::Field { owner, index } => format!("field {} of {}", field(emit, owner, index), model(owner)),
        Place::Extra(owner) => format!("value of an additional property of {}", model(owner)),
        Place::Variant { owner, index } => {
            let variant = emit.names.ty(owner).and_then(|name| name.variants.get(index));
            let variant = variant.map_or("", |variant| variant.bare());
            format!("variant `{variant}` of {}", model(owner))
        }
        Place::Alias(owner) => model(owner),
    }
}

/// The name of the property.
fn field(emit: &Emit<'_>, owner: TypeId, index: usize) -> String {
    match emit.api.get(owner).map(|def| &def.shape) {
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
