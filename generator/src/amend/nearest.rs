//! What a key that matches nothing may have meant.

use super::edit::node;
use crate::load::{Documents, Node};
use crate::pointer::Pointer;

/// How similar a name must be to be suggested.
const SIMILAR: f64 = 0.7;

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

/// The most similar of some names.
pub(super) fn similar<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let lower = wanted.to_lowercase();
    let similarity = |name: &str| strsim::jaro_winkler(&name.to_lowercase(), &lower);
    let rated = names.map(|name| (similarity(name), name));
    let best = rated.max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(rate, _)| *rate > SIMILAR).map(|(_, name)| name)
}

fn follow(documents: &Documents, at: &Pointer) -> Pointer {
    super::edit::target(documents, at).unwrap_or_else(|_| at.clone())
}
