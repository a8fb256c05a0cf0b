//! Types of several schemas. If one of these changes, the others keep the name.

use std::collections::{BTreeMap, BTreeSet};

use super::super::constants::constant_key;
use super::content::{Lock, LockKind};
use super::shape::shape;
use crate::ir::{Api, Shape, TypeDef};
use crate::pointer::{Pointer, escape};

/// The names of shared types, with the key that owns each and the keys that share it.
struct Sharing {
    owners: BTreeMap<String, String>,
    keys: BTreeMap<String, Vec<String>>,
}

impl Sharing {
    fn of(lock: &Lock) -> Self {
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
}

impl Lock {
    /// Leaves the name of a shared type to the schemas that are most like the type in the lock. One of them owns the name.
    pub(super) fn keep_shared(&mut self, api: &Api) {
        let types: BTreeMap<String, &TypeDef> = api
            .types
            .iter()
            .map(|def| (api.lock_key(def).as_str().to_owned(), def))
            .collect();
        let names: BTreeSet<String> = self.of_kind(LockKind::Shares).into_values().collect();
        let mut sharing = Sharing::of(self);
        for name in names {
            let (Some(owner), Some(keys)) = (sharing.owners.get(&name), sharing.keys.get(&name)) else {
                continue;
            };
            if self.keep_owner(api, &types, owner, keys) {
                // The keys of the types inside have changed, too.
                sharing = Sharing::of(self);
            }
        }
    }

    /// Whether another schema owns the name now.
    fn keep_owner(&mut self, api: &Api, types: &BTreeMap<String, &TypeDef>, owner: &str, keys: &[String]) -> bool {
        let known = self.members(owner);
        let known_shape = self.names.get(&(owner.to_owned(), LockKind::Shape)).cloned();
        // A type of the same shape differs in nothing, another one in its members or in what they are.
        let differences = |key: &str| {
            let def = types.get(key)?;
            let is_same = known_shape.as_ref().is_some_and(|known| *known == shape(api, def));
            let count = members(def).symmetric_difference(&known).count();
            Some(if is_same { 0 } else { count + 1 })
        };
        let all = || keys.iter().map(String::as_str).chain([owner]);
        let Some(least) = all().filter_map(differences).min() else {
            return false;
        };
        for key in keys
            .iter()
            .filter(|key| differences(key).is_some_and(|count| count > least))
        {
            self.names.remove(&(key.clone(), LockKind::Shares));
        }
        if differences(owner) != Some(least) {
            let alike = all().filter(|key| differences(key) == Some(least));
            if let Some(next) = alike.min_by_key(|key| (key.split('/').count(), *key)) {
                self.names.remove(&(next.to_owned(), LockKind::Shares));
                self.move_lines(&Pointer::parse(owner), &Pointer::parse(next));
                return true;
            }
        }
        false
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

/// The keys of the members of a type, below its own.
pub(super) fn members(def: &TypeDef) -> BTreeSet<String> {
    match &def.shape {
        Shape::Struct(s) | Shape::Multipart(s) => {
            let fields = s.fields.iter();
            fields
                .map(|field| format!("properties/{}", escape(&field.wire)))
                .collect()
        }
        Shape::Enum(e) => {
            let values = e.values.iter();
            values
                .map(|value| format!("enum/{}", escape(&constant_key(&value.value, e.kind))))
                .collect()
        }
        Shape::Union(union) => {
            let variants = union.variants.iter();
            variants
                .map(|variant| format!("oneOf/{}", escape(&variant.key)))
                .collect()
        }
        Shape::Alias(_) => BTreeSet::new(),
    }
}
