//! Repairs of responses and media types.

use super::build::object;
use super::grammar::ObjectKind;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::load::{Map, Node, get};
use crate::pointer::Pointer;
use crate::text::similar;

/// A part of an operation whose reference leads nowhere: a body of any JSON, or no parameter.
pub(super) fn instead(kind: ObjectKind) -> Option<Node> {
    match kind {
        ObjectKind::Parameter => Some(Node::Null),
        _ => with_schema(kind, Node::Object(Map::new())),
    }
}

/// A body with a schema that is referenced instead of it.
pub(super) fn body(kind: ObjectKind, schema: &Pointer) -> Option<Node> {
    with_schema(kind, object([("$ref", Node::String(schema.to_string()))]))
}

fn with_schema(kind: ObjectKind, schema: Node) -> Option<Node> {
    let content = ("content", object([("application/json", object([("schema", schema)]))]));
    match kind {
        ObjectKind::RequestBody => Some(object([content])),
        ObjectKind::Response => Some(object([("description", Node::String(String::new())), content])),
        _ => None,
    }
}

/// A response is kept with whatever it declares. Its description is required and often missing.
pub(super) fn response(node: &mut Node, at: &Pointer, diagnostics: &mut Diagnostics) {
    // An extension beside the statuses.
    if at.last_segment().is_some_and(|key| key.starts_with("x-")) {
        return;
    }
    let problem = match node {
        Node::Object(map) => {
            if get(map, "$ref").is_some() {
                return;
            }
            if get(map, "content").is_some_and(|content| !content.is_object()) {
                map.shift_remove("content");
            }
            own_schema(map, at, diagnostics);
            if get(map, "description").is_some_and(Node::is_string) {
                return;
            }
            map.insert("description".to_owned(), Node::String(String::new()));
            let found = Diagnostic::new(&codes::NO_DESCRIPTION, at, "the response has no description");
            diagnostics.report(found.lacking(at.child("description")));
            return;
        }
        Node::Null => {
            *node = object([("description", Node::String(String::new()))]);
            "the response is empty"
        }
        Node::String(text) => {
            let text = std::mem::take(text);
            *node = object([("description", Node::String(text))]);
            "a response must be a mapping; this text is read as its description"
        }
        _ => {
            *node = object([("description", Node::String(String::new()))]);
            "a response must be a mapping; this value is ignored"
        }
    };
    let found = Diagnostic::new(&codes::REPAIRED, at, problem);
    diagnostics.report(found.lacking(at.child("description")));
}

/// A `schema` without a media type, as in Swagger 2.0.
fn own_schema(map: &mut Map, at: &Pointer, diagnostics: &mut Diagnostics) {
    if get(map, "content").is_some() {
        return;
    }
    let Some(schema) = map.shift_remove("schema") else {
        return;
    };
    let message = "a `schema` belongs into a media type of `content`; it is read as JSON";
    diagnostics.add(&codes::REPAIRED, &at.child("schema"), message);
    let media = object([("schema", schema)]);
    map.insert("content".to_owned(), object([("application/json", media)]));
}

/// A media type without a value declares nothing about its content.
pub(super) fn media_type(node: &mut Node, at: &Pointer, diagnostics: &mut Diagnostics) {
    match node {
        Node::Object(map) => {
            map.retain(|key, value| !(value.is_null() && matches!(key.as_str(), "schema" | "encoding")));
        }
        Node::Null => *node = Node::Object(Map::new()),
        _ => {
            diagnostics.add(
                &codes::INVALID,
                at,
                "a media type must be a mapping; this value is ignored",
            );
            *node = Node::Object(Map::new());
        }
    }
}

/// The typed model rejects a whole body for a style that it does not know.
pub(super) fn encoding(node: &mut Node, at: &Pointer, diagnostics: &mut Diagnostics) {
    let Node::Object(map) = node else {
        *node = Node::Object(Map::new());
        return;
    };
    style(map, QUERY_STYLES, at, diagnostics);
}

pub(super) const QUERY_STYLES: &[&str] = &["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/// Removes a style that does not exist.
pub(super) fn style(map: &mut Map, styles: &[&str], at: &Pointer, diagnostics: &mut Diagnostics) {
    let Some(written) = get(map, "style") else { return };
    let name = written.as_str().unwrap_or("");
    if styles.contains(&name) {
        return;
    }
    let message = format!("`{name}` is not a style here; the default is used");
    let found = Diagnostic::new(&codes::REPAIRED, &at.child("style"), message).on_value();
    diagnostics.report(found.suggest(similar(name, styles.iter().copied())));
    map.shift_remove("style");
}
