//! Overrides that are keyed by `operationId`.

use std::collections::BTreeMap;

use super::paths;
use crate::config::Override;
use crate::load::Node;
use crate::normalize::METHODS;
use crate::origins::Origins;
use crate::pointer::Pointer;
use crate::resolve::Resolver;

/// The overrides by pointers of the text: a key without `#` is an `operationId`. A key that matches nothing is kept, and
/// reported as unused later.
pub(crate) fn by_pointer(
    resolver: Resolver<'_>,
    origins: &Origins,
    overrides: &BTreeMap<String, Override>,
) -> BTreeMap<String, Override> {
    if overrides.keys().all(|key| key.contains('#')) {
        return overrides.clone();
    }
    let pointers = operations(resolver);
    let mut found = BTreeMap::new();
    for (key, chosen) in overrides {
        let pointer = pointers.get(key.as_str()).filter(|_| !key.contains('#'));
        let pointer = pointer.map(|pointer| origins.original(pointer).to_string());
        // If both keys are written, the pointer wins and the id is unused.
        let key = pointer
            .filter(|pointer| !overrides.contains_key(pointer))
            .unwrap_or_else(|| key.clone());
        found.insert(key, chosen.clone());
    }
    found
}

/// The overrides by the pointers that lowering reads: a pointer may lead through references, such as one to a member of
/// a shared response. A reference at its end is not followed.
pub(crate) fn through_references(
    resolver: Resolver<'_>,
    overrides: BTreeMap<String, Override>,
) -> BTreeMap<String, Override> {
    let mut found = BTreeMap::new();
    let (direct, others): (Vec<_>, Vec<_>) = overrides
        .into_iter()
        .partition(|(key, _)| resolver.node(&Pointer::parse(key)).is_some());
    found.extend(direct);
    for (key, chosen) in others {
        let at = followed(resolver, &Pointer::parse(&key)).map_or(key, |at| at.to_string());
        found.entry(at).or_insert(chosen);
    }
    found
}

/// The pointer of the same node without references on the way.
fn followed(resolver: Resolver<'_>, at: &Pointer) -> Option<Pointer> {
    let mut here = Pointer::document(at.file());
    for segment in at.segments() {
        here = resolver.definition(&here).ok()?.child(&segment);
    }
    resolver.node(&here).map(|_| here)
}

/// Operations by their ids; of two with the same id, the one whose path sorts first.
fn operations(resolver: Resolver<'_>) -> BTreeMap<&str, Pointer> {
    let mut paths = paths::all(resolver);
    paths.sort_by(|a, b| a.path.cmp(&b.path));
    let mut found = BTreeMap::new();
    for declared in paths {
        let Ok(item) = declared.item else { continue };
        for method in METHODS {
            let id = resolver
                .node(&item.child(method))
                .and_then(|node| node.get("operationId"))
                .and_then(Node::as_str);
            if let Some(id) = id {
                found.entry(id).or_insert_with(|| declared.key.child(method));
            }
        }
    }
    found
}
