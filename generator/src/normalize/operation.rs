//! Repairs of operations, for what would otherwise cost the whole operation.

use super::build::object;
use super::grammar::ObjectKind;
use crate::diag::{Diagnostics, codes};
use crate::load::{Map, Node};
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

/// Without responses, every 2xx is a success, and its body is ignored.
fn responses(map: &mut Map, at: &Pointer, has_3_1: bool, diagnostics: &mut Diagnostics) {
    if map.get("responses").is_some_and(|declared| !declared.is_null()) {
        return;
    }
    if !has_3_1 {
        let message = "the operation declares no `responses`; every 2xx is accepted, and its body is ignored";
        diagnostics.add(&codes::REPAIRED, at, message);
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
                remove_body(
                    map,
                    &here,
                    "the request body has no `content`; it is left out",
                    diagnostics,
                );
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

/// A list of mappings from the name of a scheme to a list of scopes.
fn security(map: &mut Map, at: &Pointer, diagnostics: &mut Diagnostics) {
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

/// Parameters that cannot be read are left out; one that is a body becomes the request body.
pub(super) fn parameters(map: &mut Map, kind: ObjectKind, at: &Pointer, diagnostics: &mut Diagnostics) {
    let Some(Node::Array(list)) = map.get_mut("parameters") else {
        return;
    };
    let at = at.child("parameters");
    let mut body = None;
    for (index, parameter) in list.iter_mut().enumerate() {
        let here = at.index(index);
        let Node::Object(members) = parameter else {
            if !parameter.is_null() {
                diagnostics.add(&codes::INVALID, &here, "a parameter must be a mapping; it is left out");
            }
            continue;
        };
        if members.contains_key("$ref") {
            continue;
        }
        let location = members.get("in").and_then(Node::as_str).map(str::to_ascii_lowercase);
        match location.as_deref() {
            Some("body") if kind == ObjectKind::Operation => body = body.or(Some(index)),
            Some(lower) if lower != "formdata" => {
                members.insert("in".to_owned(), Node::String(lower.to_owned()));
            }
            _ => {}
        }
    }
    let taken = body.and_then(|index| list.get(index).cloned().map(|parameter| (index, parameter)));
    // Elements keep their indices, so that pointers to them stay right.
    let is_body = |parameter: &Node| parameter.get("in").and_then(Node::as_str) == Some("body");
    for parameter in list.iter_mut().filter(|one| !one.is_object() || is_body(one)) {
        *parameter = Node::Null;
    }
    if let Some((index, parameter)) = taken {
        let message = "`in: body` is of Swagger 2.0; it is read as the request body";
        diagnostics.add(&codes::REPAIRED, &at.index(index), message);
        if !map.contains_key("requestBody") {
            map.insert("requestBody".to_owned(), body_of(parameter));
        }
    }
}

fn body_of(parameter: Node) -> Node {
    let mut parameter = match parameter {
        Node::Object(map) => map,
        _ => Map::new(),
    };
    let mut body = Map::new();
    for key in ["description", "required"] {
        if let Some(value) = parameter.shift_remove(key) {
            body.insert(key.to_owned(), value);
        }
    }
    let schema = parameter
        .shift_remove("schema")
        .unwrap_or_else(|| Node::Object(Map::new()));
    let media = object([("schema", schema)]);
    body.insert("content".to_owned(), object([("application/json", media)]));
    Node::Object(body)
}
