//! Operations of the lock that the document does not have any more, and operations that the lock does not have.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{ident, ids, stems};
use super::content::{Lock, LockKind};
use super::route::Route;
use crate::ir::{Api, Operation};

/// An operation of the lock.
pub(super) struct Old {
    pub key: String,
    pub route: Route,
    /// The name of its call.
    pub call: String,
}

/// An operation of the document.
pub(super) struct New<'a> {
    pub operation: &'a Operation,
    pub route: Route,
    /// The names that its `operationId` may give to its call. None if it has no `operationId`.
    pub calls: BTreeSet<String>,
}

impl New<'_> {
    /// Whether its `operationId` asks for the name that an operation has in the lock.
    pub(super) fn has_name_of(&self, old: &Old) -> bool {
        self.calls.contains(&old.call)
    }
}

/// Both.
#[derive(Default)]
pub(super) struct Unmatched<'a> {
    pub old: Vec<Old>,
    /// Empty if no operation is gone.
    pub new: Vec<New<'a>>,
}

impl Lock {
    pub(super) fn unmatched<'a>(&self, api: &'a Api) -> Unmatched<'a> {
        let known: BTreeMap<String, String> = self.of_kind(LockKind::Call);
        let current: BTreeSet<&str> = api.operations.iter().map(|operation| operation.key.as_str()).collect();
        let old: Vec<Old> = known
            .iter()
            .filter(|(key, _)| !current.contains(key.as_str()))
            .filter_map(|(key, call)| {
                Some(Old {
                    key: key.clone(),
                    route: Route::of(key)?,
                    call: call.clone(),
                })
            })
            .collect();
        if old.is_empty() {
            return Unmatched::default();
        }
        let ids = ids::ids(api);
        let stems = stems::of_operations(api, &ids);
        let all = api.operations.iter().zip(ids.iter().zip(&stems));
        let new = all.filter(|(operation, _)| !known.contains_key(operation.key.as_str()));
        let new = new.filter_map(|(operation, (id, stem))| {
            Some(New {
                operation,
                route: Route::of(operation.key.as_str())?,
                calls: calls(operation, [id, stem]),
            })
        });
        Unmatched {
            old,
            new: new.collect(),
        }
    }
}

fn calls(operation: &Operation, names: [&String; 2]) -> BTreeSet<String> {
    let names = names.into_iter().filter(|_| operation.id.is_some());
    let names = names.map(|name| ident::camel(name));
    names.flat_map(|name| [format!("{name}Call"), name]).collect()
}
