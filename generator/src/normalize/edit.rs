//! Changes of trees at pointers.

use super::expect::Files;
use crate::load::Node;
use crate::pointer::Pointer;

/// Bytes of a text that count as one value.
const TEXT: usize = 64;

/// The number of values in a node. Long texts count as several.
pub(crate) fn size(node: &Node) -> usize {
    match node {
        Node::Object(map) => {
            let members = map.iter().map(|(key, value)| key.len() / TEXT + size(value));
            1 + members.sum::<usize>()
        }
        Node::String(text) => 1 + text.len() / TEXT,
        Node::Array(list) => 1 + list.iter().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// The levels of lists and objects in a node.
pub(super) fn levels(node: &Node) -> usize {
    match node {
        Node::Object(map) => 1 + map.values().map(levels).max().unwrap_or(0),
        Node::Array(list) => 1 + list.iter().map(levels).max().unwrap_or(0),
        _ => 0,
    }
}

pub(super) fn set(files: &mut Files, at: &Pointer, new: Node) {
    let tree = files.get_mut(at.file());
    if let Some(slot) = tree.and_then(|tree| tree.pointer_mut(at.fragment())) {
        *slot = new;
    }
}

pub(super) fn remove(files: &mut Files, at: &Pointer) {
    let (Some(parent), Some(key)) = (at.parent(), at.last_segment()) else {
        return;
    };
    let tree = files.get_mut(at.file());
    match tree.and_then(|tree| tree.pointer_mut(parent.fragment())) {
        Some(Node::Object(map)) => {
            map.shift_remove(&key);
        }
        Some(Node::Array(list)) => {
            if let Some(index) = key.parse().ok().filter(|index| *index < list.len()) {
                list.remove(index);
            }
        }
        _ => {}
    }
}
