//! Types of several schemas. If one of these changes, the others keep the name.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Lock, LockKind};
use super::document::{by_key, members};
use super::shape::shape;
use crate::ir::{Api, TypeDef};
use crate::pointer::Pointer;

/// Levels of types in each other that are split.
const MAX_ROUNDS: usize = 8;

/// The names of shared types, with the key that owns each and the keys that share it.
pub(super) struct Sharing {
    pub(super) owners: BTreeMap<String, String>,
    pub(super) keys: BTreeMap<String, Vec<String>>,
}

impl Sharing {
    pub(super) fn of(lock: &Lock) -> Self {
        let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, name) in lock.of_kind(LockKind::Shares) {
            keys.entry(name).or_default().push(key);
        }
        let owners = lock.of_kind(LockKind::Type).into_iter();
        let owners = owners.map(|(key, name)| (name, key));
        Self {
            owners: owners.filter(|(name, _)| keys.contains_key(name)).collect(),
            keys,
        }
    }

    /// Gives the keys of types inside of a moved one their new keys.
    fn move_keys(&mut self, from: &Pointer, to: &Pointer) {
        let below = format!("{from}/");
        let all = self.owners.values_mut().chain(self.keys.values_mut().flatten());
        for key in all {
            if let Some(rest) = key.strip_prefix(&below) {
                *key = format!("{to}/{rest}");
            }
        }
    }
}

impl Lock {
    /// Leaves the name of a shared type to the schemas that are most like the type in the lock. One of them owns the name.
    pub(super) fn keep_shared(&mut self, api: &Api) {
        let types = by_key(api);
        let mut split = BTreeSet::new();
        // A type that was split shares the types inside of it, which may have to be split as well.
        for _ in 0..MAX_ROUNDS {
            let is_changed = self.split_shared(api, &types, &mut split);
            for key in &split {
                self.names.remove(&(key.clone(), LockKind::Shares));
            }
            if !is_changed {
                break;
            }
        }
    }

    /// One level of types. Returns whether anything changed, and adds the keys that do not share a type any more.
    fn split_shared(&mut self, api: &Api, types: &BTreeMap<String, &TypeDef>, split: &mut BTreeSet<String>) -> bool {
        let mut sharing = Sharing::of(self);
        let mut is_changed = false;
        let names: Vec<String> = sharing.keys.keys().cloned().collect();
        for name in names {
            let (Some(owner), Some(keys)) = (sharing.owners.get(&name), sharing.keys.get(&name)) else {
                continue;
            };
            let counts = self.differences(api, types, owner, keys);
            let Some(least) = counts.iter().map(|(_, count)| *count).min() else {
                continue;
            };
            for (key, _) in counts.iter().filter(|(_, count)| *count > least) {
                is_changed = true;
                split.insert(key.clone());
                self.names.remove(&(key.clone(), LockKind::Shares));
                self.copy_members(&Pointer::parse(owner), &Pointer::parse(key));
            }
            let alike = counts.iter().filter(|(_, count)| *count == least).map(|(key, _)| key);
            let is_component = |key: &String| types.get(key).is_some_and(|def| def.hint.is_component());
            let next = alike.min_by_key(|key| (!is_component(key), *key != owner, by_depth(key)));
            if let Some(next) = next.filter(|next| *next != owner) {
                is_changed = true;
                let (from, to) = (Pointer::parse(owner), Pointer::parse(next));
                self.names.remove(&(next.clone(), LockKind::Shares));
                self.move_lines(&from, &to);
                if counts.iter().any(|(key, count)| key == owner && *count == least) {
                    self.names.insert((owner.clone(), LockKind::Shares), name);
                } else if types.contains_key(owner) {
                    self.copy_members(&to, &from);
                }
                sharing.move_keys(&from, &to);
            }
        }
        is_changed
    }

    /// Gives the lines of a shared type to a schema that is generated, if the one that has them is omitted by a filter.
    pub(super) fn move_omitted(&mut self, api: &Api) {
        let here = by_key(api);
        let is_component = |key: &String| here.get(key).is_some_and(|def| def.hint.is_component());
        let mut sharing = Sharing::of(self);
        let names: Vec<String> = sharing.keys.keys().cloned().collect();
        for name in names {
            let (Some(owner), Some(keys)) = (sharing.owners.get(&name), sharing.keys.get(&name)) else {
                continue;
            };
            let owner = Pointer::parse(owner);
            let next = keys.iter().filter(|key| here.contains_key(*key));
            let next = next.min_by_key(|key| (!is_component(key), by_depth(key)));
            let Some(next) = next.filter(|_| !here.contains_key(owner.as_str())) else {
                continue;
            };
            let next = Pointer::parse(next);
            self.names.remove(&(next.as_str().to_owned(), LockKind::Shares));
            self.move_lines(&owner, &next);
            self.names.insert((owner.as_str().to_owned(), LockKind::Shares), name);
            sharing.move_keys(&owner, &next);
        }
    }

    /// Gives a type that shared another one the names of its members, and the order of its arguments: programs use the
    /// fields of a value without the name of its type. The types inside are shared still.
    pub(super) fn copy_members(&mut self, from: &Pointer, to: &Pointer) {
        if from == to {
            return;
        }
        let own = [LockKind::Arguments, LockKind::Order, LockKind::Builder].map(|kind| (String::new(), kind));
        let is_member = |kind| matches!(kind, LockKind::Field | LockKind::Variant | LockKind::Patch);
        let below = self.below(from);
        let below = below.filter(|(rest, kind)| is_member(*kind) && rest.split('/').count() == 2);
        let lines: Vec<(String, LockKind)> = below
            .map(|(rest, kind)| (format!("/{rest}"), kind))
            .chain(own)
            .collect();
        for (rest, kind) in lines {
            if let Some(name) = self.names.get(&(format!("{from}{rest}"), kind)).cloned() {
                self.names.entry((format!("{to}{rest}"), kind)).or_insert(name);
            }
        }
        let below = self.below(from);
        let inner = below.filter(|(_, kind)| matches!(kind, LockKind::Type | LockKind::Shares));
        let inner: Vec<(String, LockKind)> = inner.map(|(rest, kind)| (rest.to_owned(), kind)).collect();
        for (rest, kind) in inner {
            let key = format!("{to}/{rest}");
            let name = self.names.get(&(format!("{from}/{rest}"), kind)).cloned();
            if let Some(name) = name.filter(|_| !self.names.contains_key(&(key.clone(), LockKind::Type))) {
                self.names.entry((key, LockKind::Shares)).or_insert(name);
            }
        }
    }

    /// How much each schema that is in the document differs from the shared type in the lock.
    fn differences(
        &self,
        api: &Api,
        types: &BTreeMap<String, &TypeDef>,
        owner: &str,
        keys: &[String],
    ) -> Vec<(String, usize)> {
        let known = self.members(owner);
        let known_shape = self.names.get(&(owner.to_owned(), LockKind::Shape));
        let all = keys.iter().map(String::as_str).chain([owner]);
        let counts = all.filter_map(|key| {
            let def = types.get(key)?;
            // A type of the same shape differs in nothing, another one in its members or in what they are.
            let is_same = known_shape.is_some_and(|known| *known == self.shape(api, def));
            let count = members(def).symmetric_difference(&known).count();
            Some((key.to_owned(), if is_same { 0 } else { count + 1 }))
        });
        counts.collect()
    }

    /// The digest of a type's shape before passes.
    pub(super) fn shape(&self, api: &Api, def: &TypeDef) -> String {
        shape(api, def, &|component| {
            let key = api.lock_key(component).as_str().to_owned();
            // Only shared types have a digest.
            [LockKind::Shares, LockKind::Shape]
                .into_iter()
                .any(|kind| self.names.contains_key(&(key.clone(), kind)))
        })
    }

    /// The members of a type in the lock.
    pub(super) fn members(&self, key: &str) -> BTreeSet<String> {
        let key = Pointer::parse(key);
        let lines = self.below(&key);
        let own = lines
            .filter(|(rest, kind)| matches!(kind, LockKind::Field | LockKind::Variant) && rest.split('/').count() == 2);
        own.map(|(rest, _)| rest.to_owned()).collect()
    }
}

/// The shortest key first.
fn by_depth(key: &str) -> (usize, &str) {
    (key.split('/').count(), key)
}
