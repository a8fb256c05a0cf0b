//! Webhooks and callbacks: requests that the API sends, which a client does not have.

use super::context::Lower;
use crate::diag::codes;
use crate::load::Node;
use crate::normalize::METHODS;
use crate::pointer::Pointer;

/// Reports how many there are, once for the document.
pub(super) fn report(lower: &mut Lower<'_, '_>) {
    let resolver = lower.resolver;
    let root = Pointer::root();
    let members = |at: Pointer| resolver.definition(&at).ok().and_then(|at| resolver.members(&at));
    let webhooks_at = ["webhooks", "x-webhooks"].map(|key| root.child(key));
    let webhooks: usize = webhooks_at
        .iter()
        .filter_map(|at| members(at.clone()))
        .map(|map| map.len())
        .sum();
    let paths = root.child("paths");
    let mut first = webhooks_at
        .into_iter()
        .find(|at| members(at.clone()).is_some_and(|map| !map.is_empty()));
    let mut callbacks = 0;
    for path in members(paths.clone()).into_iter().flat_map(|map| map.keys()) {
        let Ok(item) = resolver.definition(&paths.child(path)) else {
            continue;
        };
        for at in METHODS.map(|method| item.child(method).child("callbacks")) {
            let count = resolver.node(&at).and_then(Node::as_object).map_or(0, |map| map.len());
            callbacks += count;
            if count > 0 {
                first.get_or_insert(at);
            }
        }
    }
    let Some(first) = first else { return };
    let counted = |count: usize, one: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {one}s")),
    };
    let parts = [counted(webhooks, "webhook"), counted(callbacks, "callback")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let message = format!("{} of this document: not generated", parts.join(" and "));
    lower.report(&codes::INCOMING, &first, message);
}
