//! Repairs of parameters.

use crate::diag::{Diagnostics, codes};
use crate::load::{Map, Node};
use crate::pointer::Pointer;

/// Keywords of Swagger 2.0 that remain on a parameter after a conversion by hand.
const SCHEMA_KEYS: [&str; 6] = ["type", "format", "items", "enum", "default", "pattern"];

pub(super) fn rewrite(map: &mut Map, at: &Pointer, diagnostics: &mut Diagnostics) {
    if map.contains_key("$ref") {
        return;
    }
    if map.get("in").and_then(Node::as_str) == Some("path") && map.get("required") != Some(&Node::Bool(true)) {
        map.insert("required".to_owned(), Node::Bool(true));
    }
    if !map.contains_key("schema") && !map.contains_key("content") {
        let mut schema = Map::new();
        for key in SCHEMA_KEYS {
            if let Some(value) = map.shift_remove(key) {
                schema.insert(key.to_owned(), value);
            }
        }
        if schema.is_empty() {
            schema.insert("type".to_owned(), Node::String("string".to_owned()));
        }
        map.insert("schema".to_owned(), Node::Object(schema));
        let name = map.get("name").and_then(Node::as_str).unwrap_or("");
        let message =
            format!("parameter `{name}` has no `schema`; its own keywords are used, or `string` if it has none");
        diagnostics.add(&codes::REPAIRED, at, message);
    }
}
