//! Smaller inputs: without a node of a document, or without some of its bytes.

use crate::target::{Part, Target, join};
use crate::tree;
use serde_json::Value;

/// Inputs that are smaller than one, those first of which the most is missing.
#[must_use]
pub fn smaller(target: &Target, input: &[u8]) -> Vec<Vec<u8>> {
    let parts: Vec<Vec<u8>> = target.split(input).into_iter().map(<[u8]>::to_vec).collect();
    let mut list = Vec::new();
    for (at, kind) in target.parts.iter().enumerate() {
        let pieces = match kind {
            Part::Document | Part::Changed | Part::Json => {
                tree::read(&parts[at]).map(|tree| nodes(&tree, &|tree| serde_json::to_vec(tree).ok()))
            }
            Part::Toml => tree::read_toml(&parts[at]).map(|tree| nodes(&tree, &tree::to_toml)),
            Part::Lock => Some(lines(&parts[at])),
            Part::Name => Some(Vec::new()),
            Part::Choices | Part::Bytes(_) => None,
        };
        for piece in pieces.unwrap_or_else(|| bytes(&parts[at])) {
            let mut smaller = parts.clone();
            smaller[at] = piece;
            list.push(join(&smaller));
        }
    }
    list.retain(|one| one.len() < input.len());
    list.sort_by_key(Vec::len);
    list
}

/// Without one node, or with one of its members instead of the node.
fn nodes(tree: &Value, print: &dyn Fn(&Value) -> Option<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut list: Vec<Vec<u8>> = print(tree).into_iter().collect();
    for pointer in tree::pointers(tree) {
        let mut smaller = tree.clone();
        if tree::remove(&mut smaller, &pointer) {
            list.extend(print(&smaller));
        }
        let inner = match tree.pointer(&pointer) {
            Some(Value::Object(map)) if !pointer.is_empty() => map.values().next().cloned(),
            Some(Value::Array(items)) if !pointer.is_empty() => items.first().cloned(),
            Some(Value::String(text)) if text.len() > 8 => Some("a".into()),
            _ => None,
        };
        let mut smaller = tree.clone();
        if let (Some(inner), Some(node)) = (inner, smaller.pointer_mut(&pointer)) {
            *node = inner;
            list.extend(print(&smaller));
        }
    }
    list
}

fn lines(text: &[u8]) -> Vec<Vec<u8>> {
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    let without = |at: usize| {
        let rest: Vec<&[u8]> = lines
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != at)
            .map(|(_, line)| *line)
            .collect();
        rest.join(&b'\n')
    };
    (0..lines.len()).map(without).collect()
}

/// Without a half, a quarter, and so on.
fn bytes(text: &[u8]) -> Vec<Vec<u8>> {
    let mut list = Vec::new();
    let mut size = text.len();
    while size > 0 {
        for start in (0..text.len()).step_by(size) {
            let end = (start + size).min(text.len());
            list.push([&text[..start], &text[end..]].concat());
        }
        size /= 2;
        if list.len() > 2000 {
            break;
        }
    }
    list
}
