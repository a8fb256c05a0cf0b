//! Repairs of operations, for what would otherwise cost the whole operation.

use super::build::object;
use super::grammar::{METHODS, ObjectKind, missing};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::load::{Map, Node, get};
use crate::pointer::Pointer;

pub(super) fn rewrite(node: &mut Node, at: &Pointer, has_3_1: bool, diagnostics: &mut Diagnostics) {
    if node.is_null() {
        *node = Node::Object(Map::new());
    }
    let Node::Object(map) = node else { return };
    request_body(map, at, diagnostics);
    security(map, at, diagnostics);
    responses(map, at, has_3_1, diagnostics);
}

/// An operation without a value is none.
pub(super) fn remove_empty(item: &mut Map, at: &Pointer, diagnostics: &mut Diagnostics) {
    for method in METHODS {
        if item.get(method).is_some_and(Node::is_null) {
            let message = format!("the operation `{method}` is empty; it is left out");
            diagnostics.add(&codes::INVALID, &at.child(method), message);
            item.shift_remove(method);
        }
    }
}

/// Without responses, every 2xx is a success, and its body is ignored.
fn responses(map: &mut Map, at: &Pointer, has_3_1: bool, diagnostics: &mut Diagnostics) {
    if get(map, "responses").is_some_and(|declared| !declared.is_null()) {
        return;
    }
    if !has_3_1 {
        let message = "the operation declares no `responses`; every 2xx is accepted, and its body is ignored";
        let found = Diagnostic::new(&codes::REPAIRED, at, message);
        diagnostics.report(found.lacking(at.child("responses")));
    }
    map.insert("responses".to_owned(), Node::Object(Map::new()));
}

fn request_body(map: &mut Map, at: &Pointer, diagnostics: &mut Diagnostics) {
    let Some(body) = map.get_mut("requestBody") else { return };
    let here = at.child("requestBody");
    let problem = match body {
        Node::Object(body) => {
            if body.contains_key("$ref") || body.get("content").is_some_and(Node::is_object) {
                return;
            }
            let Some(schema) = body.shift_remove("schema") else {
                let message = "the request body has no `content`; it is left out";
                diagnostics.report(missing(body, ObjectKind::RequestBody, &here, "content", message));
                map.shift_remove("requestBody");
                return;
            };
            let media = object([("schema", schema)]);
            body.insert("content".to_owned(), object([("application/json", media)]));
            diagnostics.add(
                &codes::REPAIRED,
                &here,
                "a `schema` belongs into a media type of `content`; it is read as JSON",
            );
            return;
        }
        Node::Null => "the request body is empty; it is left out",
        _ => "a request body must be a mapping; it is left out",
    };
    remove_body(map, &here, problem, diagnostics);
}

fn remove_body(map: &mut Map, at: &Pointer, problem: &str, diagnostics: &mut Diagnostics) {
    diagnostics.add(&codes::INVALID, at, problem);
    map.shift_remove("requestBody");
}

/// A request body without a value, where references name it.
pub(super) fn request_body_object(node: &mut Node, at: &Pointer, diagnostics: &mut Diagnostics) {
    if node.is_null() {
        diagnostics.add(&codes::INVALID, at, "the request body is empty; it is left out");
        *node = object([("content", Node::Object(Map::new()))]);
    }
}

/// A list of mappings from the name of a scheme to a list of scopes.
pub(super) fn security(map: &mut Map, at: &Pointer, diagnostics: &mut Diagnostics) {
    let Some(value) = map.get_mut("security") else { return };
    let at = at.child("security");
    let fits = |set: &Node| {
        let scopes = |list: &Node| list.as_array().is_some_and(|list| list.iter().all(Node::is_string));
        set.as_object().is_some_and(|set| set.values().all(scopes))
    };
    if value.as_array().is_some_and(|list| list.iter().all(fits)) {
        return;
    }
    if value.is_null() {
        let message = "`security` is empty; it is read as absent";
        diagnostics.add(&codes::INVALID, &at, message);
        map.shift_remove("security");
        return;
    }
    let message = "security must be a list of mappings from a scheme to a list of scopes; it is read as one";
    diagnostics.add(&codes::REPAIRED, &at, message);
    let sets = match std::mem::take(value) {
        Node::Array(list) => list,
        one => vec![one],
    };
    *value = Node::Array(sets.into_iter().filter_map(requirement).collect());
}

fn requirement(set: Node) -> Option<Node> {
    match set {
        Node::String(name) => Some(object([(&name, Node::Array(Vec::new()))])),
        Node::Object(map) => {
            let schemes = map.into_iter().map(|(name, scopes)| {
                let scopes = match scopes {
                    Node::Array(list) => list.into_iter().filter(Node::is_string).collect(),
                    Node::String(scope) => vec![Node::String(scope)],
                    _ => Vec::new(),
                };
                (name, Node::Array(scopes))
            });
            Some(Node::Object(schemes.collect()))
        }
        _ => None,
    }
}
