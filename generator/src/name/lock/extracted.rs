//! Components that were made of one of several inline schemas of a type. The others and the component are one type still.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Lock, LockKind};
use super::document::{by_key, members};
use super::renamed::{is_component, is_sure};
use super::shared::Sharing;
use crate::ir::Api;
use crate::pointer::Pointer;

impl Lock {
    /// Schemas inside of those that share a type have no lines of their own. If one of them became a component, the others get
    /// lines: they are one type still, even if a filter omits all that would show it.
    pub(super) fn name_inner(&mut self, api: &Api) {
        let sharing = Sharing::of(self);
        if sharing.keys.is_empty() {
            return;
        }
        let defs = by_key(api);
        let mut found = Vec::new();
        for (name, owner) in &sharing.owners {
            let sharers = sharing.keys.get(name).into_iter().flatten().chain([owner]);
            let here: Vec<&String> = sharers.filter(|key| defs.contains_key(*key)).collect();
            let owner = Pointer::parse(owner);
            let inner = self.below(&owner);
            for (rest, kind) in inner.filter(|(_, kind)| matches!(kind, LockKind::Type | LockKind::Shares)) {
                let (kept, gone): (Vec<String>, Vec<String>) = here
                    .iter()
                    .map(|key| format!("{key}/{rest}"))
                    .partition(|key| defs.contains_key(key));
                let name = self.names.get(&(format!("{owner}/{rest}"), kind));
                if let Some(name) = name.filter(|_| !gone.is_empty()) {
                    found.extend(kept.into_iter().map(|key| (key, name.clone())));
                }
            }
        }
        for (key, name) in found {
            if !self.names.contains_key(&(key.clone(), LockKind::Type)) {
                self.names.entry((key, LockKind::Shares)).or_insert(name);
            }
        }
    }

    /// Lets such components share the type.
    pub(super) fn share_extracted(&mut self, api: &Api) {
        let sharing = Sharing::of(self);
        if sharing.keys.is_empty() {
            return;
        }
        let (names, shares) = (self.of_kind(LockKind::Type), self.of_kind(LockKind::Shares));
        let defs = by_key(api);
        let is_new = |key: &String| is_component(key) && !names.contains_key(key) && !shares.contains_key(key);
        let mut new: BTreeMap<BTreeSet<String>, Vec<&String>> = BTreeMap::new();
        for (key, def) in defs.iter().filter(|(key, _)| is_new(key)) {
            new.entry(members(def)).or_default().push(key);
        }
        for (name, owner) in &sharing.owners {
            let all = sharing.keys.get(name).into_iter().flatten().chain([owner]);
            let (here, gone): (Vec<&String>, Vec<&String>) = all.partition(|key| defs.contains_key(*key));
            let has_component = here.iter().any(|key| is_component(key));
            let Some(first) = here.first().and_then(|key| defs.get(*key)).filter(|_| !has_component) else {
                continue;
            };
            let known = members(first);
            let alike = new.get(&known).into_iter().flatten().filter(|key| {
                let is_same = defs
                    .get(**key)
                    .is_some_and(|def| self.shape(api, def) == self.shape(api, first));
                is_same && gone.iter().any(|old| is_sure(known.len(), old, key))
            });
            if let [only] = alike.collect::<Vec<_>>().as_slice() {
                self.names.insert(((**only).clone(), LockKind::Shares), name.clone());
                self.copy_members(&Pointer::parse(owner), &Pointer::parse(only));
            }
        }
    }
}
