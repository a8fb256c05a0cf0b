//! What the examples of a page have in common: the call with which a failure is shown, and the credentials of the client.

use std::collections::BTreeMap;

use crate::ir::{Api, Operation, ResponseType};

/// Chooses both, for every tag and for the whole client.
pub(super) fn choose(api: &mut Api) {
    api.usual_schemes = usual_schemes(api.operations.iter());
    let mut of_tags: Vec<Vec<(usize, &Operation)>> = vec![Vec::new(); api.tags.len()];
    for (index, operation) in api.operations.iter().enumerate() {
        if let Some(own) = of_tags.get_mut(operation.tag) {
            own.push((index, operation));
        }
    }
    for (tag, own) in api.tags.iter_mut().zip(of_tags) {
        tag.usual_schemes = usual_schemes(own.iter().map(|(_, operation)| *operation));
        let single = own
            .into_iter()
            .filter(|(_, operation)| operation.only_stream().is_none());
        let best = single.min_by_key(|(_, operation)| (rank(operation), operation.key.to_string()));
        tag.shown_call = best.map(|(at, _)| at);
    }
}

/// The security schemes of most of these operations.
fn usual_schemes<'a>(operations: impl Iterator<Item = &'a Operation>) -> Vec<String> {
    let mut counts: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for set in operations.map(Operation::shown_schemes) {
        *counts.entry(set).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(set, count)| (*count, set.len()));
    let names = most.map(|(set, _)| set).unwrap_or_default();
    names.into_iter().map(str::to_owned).collect()
}

/// Smaller is better: an operation whose call explains most in one line. Its errors have a declared body, and it needs no
/// request body.
fn rank(operation: &Operation) -> (bool, bool, bool, bool, bool, usize) {
    (
        operation.docs.deprecated,
        operation.error.ty == ResponseType::Nothing,
        operation.body.is_some(),
        operation.success.ty == ResponseType::Nothing,
        operation.method != "GET",
        operation.params.len(),
    )
}
