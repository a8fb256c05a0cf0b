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
    known: BTreeMap<TypeId, Reached>,
    /// How many types and calls may still be looked at for all items.
    steps: usize,
}

/// How many types and calls are looked at for all items of a report: each item of a large document can be reached by most calls.
const MAX_STEPS: usize = 500_000;
/// How many of them are looked at for each item beyond that.
const MIN_STEPS: usize = 50;

/// The calls that send or receive an item, or are it, sorted.
#[derive(Clone, Debug, Default)]
pub(super) struct Reached {
    pub calls: Vec<String>,
    /// Whether there may be more of them.
    pub has_more: bool,
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
            steps: MAX_STEPS,
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

    /// The calls of an item.
    pub(super) fn calls(&mut self, item: &str) -> Reached {
        for path in [item, owner(item)] {
            if let Some(index) = self.calls.get(path) {
                return Reached {
                    calls: self.texts([*index].into()),
                    has_more: false,
                };
            }
            if let Some(id) = self.types.get(path).copied() {
                return self.of_type(id);
            }
        }
        Reached::default()
    }

    fn of_type(&mut self, id: TypeId) -> Reached {
        let most = self.steps.max(MIN_STEPS);
        if let Some(known) = self.known.get(&id) {
            let calls: Vec<String> = known.calls.iter().take(most).cloned().collect();
            self.steps = self.steps.saturating_sub(calls.len());
            let has_more = known.has_more || calls.len() < known.calls.len();
            return Reached { calls, has_more };
        }
        let (indices, steps) = self.operations_of(id, most);
        self.steps = self.steps.saturating_sub(steps);
        let found = Reached {
            calls: self.texts(indices),
            has_more: steps >= most,
        };
        self.known.insert(id, found.clone());
        found
    }

    /// The operations that send or receive a type, and how many types and operations were looked at, which are not many more than
    /// `most`.
    fn operations_of(&self, id: TypeId, most: usize) -> (BTreeSet<usize>, usize) {
        let (mut seen, mut waiting, mut indices) = (BTreeSet::from([id]), vec![id], BTreeSet::new());
        let mut steps = 0;
        while let Some(id) = waiting.pop() {
            let left = most.saturating_sub(steps);
            if left == 0 {
                break;
            }
            steps += 1;
            for index in self.operations.get(&id).into_iter().flatten().take(left) {
                steps += 1;
                indices.insert(*index);
            }
            for user in self.users.get(&id).into_iter().flatten().take(left) {
                steps += 1;
                if seen.insert(*user) {
                    waiting.push(*user);
                }
            }
        }
        (indices, steps)
    }

    fn texts(&self, indices: BTreeSet<usize>) -> Vec<String> {
        let operations = indices
            .into_iter()
            .filter_map(|index| self.side.api.operations.get(index));
        let texts: BTreeSet<String> = operations.map(|operation| self.side.call_text(operation)).collect();
        texts.into_iter().collect()
    }
}
