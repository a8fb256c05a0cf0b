//! Repairs of parameters.

use super::content::{QUERY_STYLES, style};
use crate::diag::{Diagnostics, codes};
use crate::load::{Map, Node};
use crate::pointer::Pointer;

/// Keywords of Swagger 2.0 that remain on a parameter after a conversion by hand.
pub(super) const SCHEMA_KEYS: [&str; 6] = ["type", "format", "items", "enum", "default", "pattern"];

pub(super) fn rewrite(map: &mut Map, at: &Pointer, diagnostics: &mut Diagnostics) {
    if map.contains_key("$ref") {
        return;
    }
    for key in ["schema", "content"] {
        if map.get(key).is_some_and(Node::is_null) {
            map.shift_remove(key);
        }
    }
    let styles: &[&str] = match map.get("in").and_then(Node::as_str) {
        Some("query") => QUERY_STYLES,
        Some("path") => &["simple", "label", "matrix"],
        Some("cookie") => &["form"],
        _ => &["simple"],
    };
    style(map, styles, at, diagnostics);
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
