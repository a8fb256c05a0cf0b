//! The calls that reach an item.

use std::collections::{BTreeMap, BTreeSet};

use super::owners::owner;
use super::side::Side;
use crate::ir::{TypeId, for_each_type, for_each_type_of};

/// What uses each type, and the paths of types and calls.
pub(super) struct Reach<'a> {
    side: Side<'a>,
    types: BTreeMap<String, TypeId>,
    /// The types that have a member or a branch of a type.
    users: BTreeMap<TypeId, BTreeSet<TypeId>>,
    /// The operations that send or receive a type.
    operations: BTreeMap<TypeId, BTreeSet<usize>>,
    /// The operation of a method or a call.
    calls: BTreeMap<String, usize>,
    /// What was found so far, for each type.
    known: BTreeMap<TypeId, Vec<String>>,
}

impl<'a> Reach<'a> {
    pub(super) fn of(side: Side<'a>) -> Self {
        let mut found = Self {
            side,
            types: BTreeMap::new(),
            users: BTreeMap::new(),
            operations: BTreeMap::new(),
            calls: BTreeMap::new(),
            known: BTreeMap::new(),
        };
        for (index, def) in side.api.types.iter().enumerate() {
            let user = TypeId(index);
            found.types.insert(side.type_path(user), user);
            for_each_type(&def.shape, &mut |ty| {
                for id in Side::ids(ty) {
                    found.users.entry(id).or_default().insert(user);
                }
            });
        }
        for (index, operation) in side.api.operations.iter().enumerate() {
            found.calls.insert(side.method_path(operation), index);
            found.calls.insert(side.call_path(operation), index);
            for_each_type_of(operation, &mut |ty| {
                for id in Side::ids(ty) {
                    found.operations.entry(id).or_default().insert(index);
                }
            });
        }
        found
    }

    /// The calls that send or receive an item, or are it, sorted.
    pub(super) fn calls(&mut self, item: &str) -> Vec<String> {
        for path in [item, owner(item)] {
            if let Some(index) = self.calls.get(path) {
                return self.texts([*index].into());
            }
            if let Some(id) = self.types.get(path).copied() {
                return self.of_type(id);
            }
        }
        Vec::new()
    }

    fn of_type(&mut self, id: TypeId) -> Vec<String> {
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        let (mut seen, mut waiting, mut indices) = (BTreeSet::new(), vec![id], BTreeSet::new());
        while let Some(id) = waiting.pop() {
            if seen.insert(id) {
                indices.extend(self.operations.get(&id).into_iter().flatten().copied());
                waiting.extend(self.users.get(&id).into_iter().flatten());
            }
        }
        let found = self.texts(indices);
        self.known.insert(id, found.clone());
        found
    }

    fn texts(&self, indices: BTreeSet<usize>) -> Vec<String> {
        let operations = indices
            .into_iter()
            .filter_map(|index| self.side.api.operations.get(index));
        let texts: BTreeSet<String> = operations.map(|operation| self.side.call_text(operation)).collect();
        texts.into_iter().collect()
    }
}
