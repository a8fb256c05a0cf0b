//! Trees: what a text is read into.

use crate::pointer::{Segments, is_escaped, unescape};

/// A value of a document. Members keep their order.
pub(crate) type Node = serde_json::Value;
/// The members of an object, in the order of the document.
pub(crate) type Map = serde_json::Map<String, Node>;
/// A number of a document.
pub(crate) type Number = serde_json::Number;

/// The value of a key. Most objects have a few members, so comparing them is faster than hashing the key.
pub(crate) fn get<'m>(map: &'m Map, key: &str) -> Option<&'m Node> {
    const FEW: usize = 8;
    if map.len() > FEW {
        return map.get(key);
    }
    for (name, value) in map {
        // Without optimization, a comparison is several calls.
        if name.len() == key.len() && name == key {
            return Some(value);
        }
    }
    None
}

/// The member that a segment of a pointer names. Most segments have no escapes, and are not copied.
fn member<'m>(map: &'m Map, segment: &str) -> Option<&'m Node> {
    match is_escaped(segment) {
        true => get(map, &unescape(segment)),
        false => get(map, segment),
    }
}

/// The node of a tree that the fragment of a pointer names.
pub(crate) fn find<'n>(tree: &'n Node, fragment: &str) -> Option<&'n Node> {
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return None;
    }
    let mut here = tree;
    for segment in Segments::of(fragment) {
        here = below(here, segment)?;
    }
    Some(here)
}

/// The member or the element that a segment of a pointer names.
pub(crate) fn below<'n>(node: &'n Node, segment: &str) -> Option<&'n Node> {
    match node {
        Node::Object(map) => member(map, segment),
        Node::Array(list) => list.get(index(segment)?),
        _ => None,
    }
}

/// The index that a segment is, in digits without zeros before it.
fn index(segment: &str) -> Option<usize> {
    let is_canonical = !segment.starts_with('+') && (segment.len() == 1 || !segment.starts_with('0'));
    segment.parse().ok().filter(|_| is_canonical)
}

/// A tree as readable JSON.
pub(crate) fn to_text(node: &Node) -> String {
    serde_json::to_string_pretty(node).unwrap_or_default()
}

/// A node as a typed value.
pub(crate) fn typed<T: serde::de::DeserializeOwned>(node: Node) -> Result<T, TypedError> {
    serde_json::from_value(node).map_err(TypedError)
}

/// Why a node is not a value of the wanted type.
#[derive(Debug)]
pub(crate) struct TypedError(serde_json::Error);

impl std::fmt::Display for TypedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for TypedError {}

impl TypedError {
    /// The required member that is not there, if that is the error.
    pub(crate) fn missing_member(&self) -> Option<String> {
        let message = self.0.to_string();
        let (_, rest) = message.split_once("missing field `")?;
        rest.split_once('`').map(|(name, _)| name.to_owned())
    }
}
