//! `$ref`s after the move: each names the new place of what it named.

use crate::load::Node;
use crate::origins::Origins;
use crate::pointer::Pointer;

pub(super) fn follow(tree: &mut Node, origins: &Origins) {
    walk(tree, origins, false);
}

/// `names` says that the keys of this object are names somebody chose, not keywords.
fn walk(node: &mut Node, origins: &Origins, names: bool) {
    match node {
        Node::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Node::String(target) if key == "$ref" && !names => {
                        *target = origins.target(&Pointer::parse(target)).to_string();
                    }
                    Node::Object(_) | Node::Array(_) if names || !is_data(key) => {
                        walk(value, origins, !names && holds_names(key));
                    }
                    _ => {}
                }
            }
        }
        Node::Array(list) => list.iter_mut().for_each(|value| walk(value, origins, false)),
        _ => {}
    }
}

fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "enum" | "const") || key.starts_with("x-")
}

fn holds_names(key: &str) -> bool {
    matches!(
        key,
        "properties" | "patternProperties" | "definitions" | "schemas" | "responses" | "parameters" | "headers"
    )
}
