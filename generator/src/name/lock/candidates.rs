//! Types of the lock that the document does not have any more, and types that the lock does not have, by their members.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Lock, LockKind};
use super::document::{by_key, members};
use crate::ir::{Api, TypeDef};

/// Keys of types with these members.
type ByMembers = BTreeMap<BTreeSet<String>, Vec<String>>;

/// Types that may be one type with another key.
pub(super) struct Candidates<'a> {
    /// The types of the document by key.
    pub defs: BTreeMap<String, &'a TypeDef>,
    /// The names in the lock by key.
    pub names: BTreeMap<String, String>,
    /// Keys that only the lock has.
    pub gone: ByMembers,
    /// Keys that only the document has. Empty if nothing is gone.
    pub new: ByMembers,
}

impl Lock {
    pub(super) fn candidates<'a>(&self, api: &'a Api) -> Candidates<'a> {
        let mut found = Candidates {
            defs: by_key(api),
            names: self.of_kind(LockKind::Type),
            gone: BTreeMap::new(),
            new: BTreeMap::new(),
        };
        for key in found.names.keys().filter(|key| !found.defs.contains_key(*key)) {
            found.gone.entry(self.members(key)).or_default().push(key.clone());
        }
        found.gone.remove(&BTreeSet::new());
        if !found.gone.is_empty() {
            let shares = self.of_kind(LockKind::Shares);
            // What is inside of a shared type has no lines of its own.
            let is_shared = |key: &str| {
                let ends = key.match_indices('/').map(|(end, _)| end).chain([key.len()]);
                ends.filter_map(|end| key.get(..end))
                    .any(|around| shares.contains_key(around))
            };
            let is_known = |key: &String| found.names.contains_key(key) || is_shared(key);
            for (key, def) in found.defs.iter().filter(|(key, _)| !is_known(key)) {
                found.new.entry(members(def)).or_default().push(key.clone());
            }
        }
        found
    }
}
