//! Trees: what a text is read into.

/// A value of a document. Members keep their order.
pub(crate) type Node = serde_json::Value;
/// The members of an object, in the order of the document.
pub(crate) type Map = serde_json::Map<String, Node>;
/// A number of a document.
pub(crate) type Number = serde_json::Number;

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
