//! Components that became inline schemas in several others. These are one type still, with the name of the component.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Lock, LockKind};
use super::renamed::{Renamed, is_component, is_sure};
use super::shared::members;
use crate::ir::{Api, TypeDef};
use crate::pointer::Pointer;

impl Lock {
    /// Finds such components, and gives their lines to the schema with the shortest key. The others share its type.
    pub(super) fn inline_components(&mut self, api: &Api) -> Vec<Renamed> {
        let defs: BTreeMap<String, &TypeDef> = api
            .types
            .iter()
            .map(|def| (api.lock_key(def).as_str().to_owned(), def))
            .collect();
        let (names, shares) = (self.of_kind(LockKind::Type), self.of_kind(LockKind::Shares));
        let mut gone: BTreeMap<BTreeSet<String>, Vec<&String>> = BTreeMap::new();
        for key in names.keys().filter(|key| !defs.contains_key(*key)) {
            gone.entry(self.members(key)).or_default().push(key);
        }
        gone.remove(&BTreeSet::new());
        let mut new: BTreeMap<BTreeSet<String>, Vec<&String>> = BTreeMap::new();
        if !gone.is_empty() {
            let is_new = |key: &String| !names.contains_key(key) && !shares.contains_key(key);
            for (key, def) in defs.iter().filter(|(key, _)| is_new(key)) {
                new.entry(members(def)).or_default().push(key);
            }
        }
        let mut found = Vec::new();
        for (members, old) in gone {
            let ([old], Some(new)) = (old.as_slice(), new.get(&members)) else {
                continue;
            };
            let sure: Vec<&String> = new
                .iter()
                .copied()
                .filter(|key| is_sure(members.len(), old, key))
                .collect();
            let shapes: BTreeSet<String> = sure
                .iter()
                .filter_map(|key| Some(self.shape(api, defs.get(*key)?)))
                .collect();
            let is_inlined = is_component(old) && !new.iter().any(|key| is_component(key));
            if !is_inlined || sure.len() < 2 || shapes.len() > 1 {
                continue;
            }
            let (Some(name), Some(shape)) = (names.get(*old), shapes.first()) else {
                continue;
            };
            let owner = self.share_inlined(old, name, shape, &sure);
            if let Some((key, def)) = owner.and_then(|key| defs.get_key_value(key)) {
                found.push(Renamed {
                    old: Pointer::parse(old),
                    new: Pointer::parse(key),
                    origin: def.origin.clone(),
                    name: name.clone(),
                });
            }
        }
        found
    }

    /// Returns the key that has the lines of the component now.
    fn share_inlined<'k>(&mut self, old: &str, name: &str, shape: &str, new: &[&'k String]) -> Option<&'k String> {
        let owner = new.iter().min_by_key(|key| (key.split('/').count(), **key))?;
        self.move_lines(&Pointer::parse(old), &Pointer::parse(owner));
        self.names.insert(((*owner).clone(), LockKind::Shape), shape.to_owned());
        for key in new.iter().filter(|key| *key != owner) {
            self.names.insert(((*key).clone(), LockKind::Shares), name.to_owned());
        }
        Some(owner)
    }
}
