//! Which operation of the new version is which one of the old version.

use std::collections::{BTreeMap, BTreeSet};

use super::side::Side;
use crate::ir::{Operation, PathPart};

/// What two operations have in common. Of several that could be the same, those with the first one are.
const KEYS: [fn(Side<'_>, &Operation) -> Option<String>; 5] = [
    |_, operation| Some(full_route(operation)),
    |_, operation| Some(format!("{} {}", shape(operation), operation.id.as_deref()?)),
    |_, operation| Some(shape(operation)),
    // The lock decides which one a program calls that is compiled again, without a change of its code.
    |side, operation| Some(side.method_path(operation)),
    |_, operation| operation.id.clone(),
];

/// For each index of an old operation the index of the new one. None has two.
pub(super) fn pairs(old: Side<'_>, new: Side<'_>) -> BTreeMap<usize, usize> {
    let (mut found, mut known) = (BTreeMap::new(), BTreeSet::new());
    for key in KEYS {
        let mut rest: BTreeMap<String, usize> = BTreeMap::new();
        for (index, operation) in new.api.operations.iter().enumerate().rev() {
            if let Some(key) = key(new, operation).filter(|_| !known.contains(&index)) {
                rest.insert(key, index);
            }
        }
        for (index, operation) in old.api.operations.iter().enumerate() {
            if let Some(other) = key(old, operation)
                .filter(|_| !found.contains_key(&index))
                .and_then(|key| rest.remove(&key))
            {
                found.insert(index, other);
                known.insert(other);
            }
        }
    }
    found
}

/// The method and the path.
pub(super) fn route(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// The route with the query that its path declares.
fn full_route(operation: &Operation) -> String {
    format!("{}{}", route(operation), fixed_query(operation))
}

/// The same without the names of the parameters.
pub(super) fn shape(operation: &Operation) -> String {
    let parts = operation.parts.iter().map(|part| match part {
        PathPart::Text(text) => text.as_str(),
        PathPart::Param(_) => "{}",
    });
    let path = parts.collect::<String>();
    format!("{} {path}{}", operation.method, fixed_query(operation))
}

fn fixed_query(operation: &Operation) -> String {
    let pairs = operation
        .fixed_query
        .iter()
        .map(|(name, value)| format!("&{name}={value}"));
    pairs.collect()
}
