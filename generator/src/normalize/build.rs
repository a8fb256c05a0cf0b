//! Objects of a tree, written out.

use crate::load::Node;

/// An object with these members.
pub(super) fn object<const N: usize>(members: [(&str, Node); N]) -> Node {
    Node::Object(
        members
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}
