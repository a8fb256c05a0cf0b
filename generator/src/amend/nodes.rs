//! Every node of a tree, with its pointer.

use crate::load::Node;
use crate::pointer::Pointer;

/// Visits every object of a tree.
pub(super) fn for_each_object(node: &Node, at: &Pointer, visit: &mut dyn FnMut(&Pointer, &Node)) {
    match node {
        Node::Object(members) => {
            visit(at, node);
            members
                .iter()
                .for_each(|(key, value)| for_each_object(value, &at.child(key), visit));
        }
        Node::Array(list) => {
            let each = list.iter().enumerate();
            each.for_each(|(index, value)| for_each_object(value, &at.index(index), visit));
        }
        _ => {}
    }
}

/// Whether a node is a reference.
pub(super) fn is_reference(node: &Node) -> bool {
    node.get("$ref").is_some_and(Node::is_string)
}
