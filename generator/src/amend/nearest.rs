//! What a key that matches nothing may have meant.

use super::edit::node;
use crate::load::{Documents, Node};
use crate::pointer::Pointer;
use crate::text::similar;

/// A similar pointer of the document: the key is followed, and a segment that does not exist is replaced by the most
/// similar one.
pub(super) fn pointer(documents: &Documents, wanted: &Pointer) -> Option<Pointer> {
    let mut here = Pointer::document(wanted.file());
    for segment in wanted.segments() {
        let owner = follow(documents, &here);
        let next = owner.child(&segment);
        if node(documents, &next).is_some() {
            here = next;
            continue;
        }
        let keys = node(documents, &owner)
            .and_then(Node::as_object)?
            .keys()
            .map(String::as_str);
        here = owner.child(similar(&segment, keys)?);
    }
    Some(here)
}

fn follow(documents: &Documents, at: &Pointer) -> Pointer {
    super::edit::target(documents, at).unwrap_or_else(|_| at.clone())
}
