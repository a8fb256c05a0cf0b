//! Repairs of parameters.

use super::content::{QUERY_STYLES, style};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::load::{Map, Node, get};
use crate::pointer::Pointer;

/// Keywords of Swagger 2.0 that remain on a parameter after a conversion by hand.
pub(super) const SCHEMA_KEYS: [&str; 6] = ["type", "format", "items", "enum", "default", "pattern"];

pub(super) fn rewrite(map: &mut Map, at: &Pointer, diagnostics: &mut Diagnostics) {
    if get(map, "$ref").is_some() {
        return;
    }
    for key in ["schema", "content"] {
        if get(map, key).is_some_and(Node::is_null) {
            map.shift_remove(key);
        }
    }
    let styles: &[&str] = match get(map, "in").and_then(Node::as_str) {
        Some("query") => QUERY_STYLES,
        Some("path") => &["simple", "label", "matrix"],
        Some("cookie") => &["form"],
        _ => &["simple"],
    };
    style(map, styles, at, diagnostics);
    if get(map, "schema").is_none() && get(map, "content").is_none() {
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
        let name = get(map, "name").and_then(Node::as_str).unwrap_or("");
        let message =
            format!("parameter `{name}` has no `schema`; its own keywords are used, or `string` if it has none");
        diagnostics.report(Diagnostic::new(&codes::REPAIRED, at, message).lacking(at.child("schema")));
    }
}
