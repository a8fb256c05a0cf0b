//! Which schemas contain which, through `allOf` and as branches of unions.

use std::collections::{BTreeMap, BTreeSet};

use super::nodes::{for_each_object, is_reference};
use crate::load::{Documents, Node};
use crate::pointer::{Pointer, within};
use crate::resolve::Resolver;

type Lists = BTreeMap<Pointer, Vec<Pointer>>;

/// What contains what.
#[derive(Debug, Default)]
pub(super) struct Compositions {
    /// The parts of every `allOf`.
    parts: Lists,
    /// The schemas whose `allOf` contains a schema.
    wholes: Lists,
    /// The unions that have a schema as a branch.
    unions: Lists,
    /// The branches of every union.
    branches: Lists,
}

/// The schemas that describe a value together with some schema, through unions.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Branches of the schemas around it, and their parts.
    pub branches: BTreeSet<Pointer>,
    /// Unions of which it is inside of a branch, and what describes their values besides their branches.
    pub outer: BTreeSet<Pointer>,
}

impl Compositions {
    pub(super) fn of(documents: &Documents) -> Self {
        let resolver = Resolver::new(documents);
        let target = |at: Pointer, node: &Node| {
            if is_reference(node) {
                resolver.definition(&at).ok()
            } else {
                Some(at)
            }
        };
        let all = |at: &Pointer, node: &Node, key: &str| -> Vec<Pointer> {
            let (below, list) = (at.child(key), node.get(key).and_then(Node::as_array));
            let each = list.into_iter().flatten().enumerate();
            each.filter_map(|(index, node)| target(below.index(index), node))
                .collect()
        };
        let mut found = Self::default();
        for (file, tree) in &documents.files {
            for_each_object(tree, &Pointer::document(file), &mut |at, node| {
                let parts = all(at, node, "allOf");
                for part in &parts {
                    found.wholes.entry(part.clone()).or_default().push(at.clone());
                }
                if !parts.is_empty() {
                    found.parts.insert(at.clone(), parts);
                }
                let branches: Vec<Pointer> = ["oneOf", "anyOf"].iter().flat_map(|key| all(at, node, key)).collect();
                for branch in &branches {
                    found.unions.entry(branch.clone()).or_default().push(at.clone());
                }
                if !branches.is_empty() {
                    found.branches.insert(at.clone(), branches);
                }
            });
        }
        found
    }

    /// The schema itself, the schemas that contain it through `allOf`, and the parts of all of these. With whether each is a
    /// part.
    pub(super) fn around(&self, owner: &Pointer) -> Vec<(Pointer, bool)> {
        let mut wholes = BTreeSet::from([owner]);
        let mut waiting = vec![owner];
        while let Some(part) = waiting.pop() {
            let of_part = self.wholes.get(part).into_iter().flatten();
            waiting.extend(of_part.filter(|whole| wholes.insert(whole)));
        }
        let parts = self.parts_of_all(&wholes);
        let parts = parts.into_iter().filter(|part| !wholes.contains(part));
        let mut found: BTreeMap<&Pointer, bool> = parts.map(|part| (part, true)).collect();
        found.extend(wholes.iter().map(|whole| (*whole, false)));
        found.into_iter().map(|(at, is_part)| (at.clone(), is_part)).collect()
    }

    /// What describes the values of a schema besides the schemas around it. Another branch of a union is an alternative.
    pub(super) fn beside(&self, owner: &Pointer) -> Beside {
        let (mut above, mut unions) = (BTreeSet::from([owner.clone()]), BTreeSet::new());
        let mut waiting = vec![owner];
        while let Some(at) = waiting.pop() {
            let of_branch = self.unions.get(at).into_iter().flatten();
            unions.extend(of_branch.clone());
            let outer = of_branch.chain(self.wholes.get(at).into_iter().flatten());
            waiting.extend(outer.filter(|outer| above.insert((*outer).clone())));
        }
        let around: BTreeSet<Pointer> = self.around(owner).into_iter().map(|(at, _)| at).collect();
        let mut branches = self.below(&around, &unions);
        let mut outer = self.below(&above, &unions);
        outer.retain(|at| !branches.contains(at));
        branches.retain(|at| !around.contains(at));
        Beside { branches, outer }
    }

    /// Some schemas with their parts and branches, but without the branches of `unions`.
    fn below(&self, schemas: &BTreeSet<Pointer>, unions: &BTreeSet<&Pointer>) -> BTreeSet<Pointer> {
        let mut found = BTreeSet::new();
        let mut waiting: Vec<&Pointer> = schemas.iter().collect();
        while let Some(at) = waiting.pop() {
            if found.insert(at.clone()) {
                let branches = self.branches.get(at).filter(|_| !unions.contains(at));
                waiting.extend(self.parts.get(at).into_iter().chain(branches).flatten());
            }
        }
        found
    }

    /// The parts of an `allOf`, and theirs.
    fn parts_of(&self, whole: &Pointer) -> BTreeSet<Pointer> {
        let parts = self.parts_of_all(&BTreeSet::from([whole]));
        parts.into_iter().cloned().collect()
    }

    /// The parts of several, and theirs.
    fn parts_of_all<'c>(&'c self, wholes: &BTreeSet<&'c Pointer>) -> BTreeSet<&'c Pointer> {
        let mut found = BTreeSet::new();
        let mut waiting: Vec<&Pointer> = wholes.iter().copied().collect();
        while let Some(at) = waiting.pop() {
            let parts = self.parts.get(at).into_iter().flatten();
            waiting.extend(parts.filter(|part| found.insert(*part)));
        }
        found
    }

    /// The branches of a union, each with its parts.
    pub(super) fn branches_of(&self, union: &Pointer) -> Vec<BTreeSet<Pointer>> {
        let branches = self.branches.get(union).into_iter().flatten();
        let with_parts = branches.map(|branch| {
            let mut all = self.parts_of(branch);
            all.insert(branch.clone());
            all
        });
        with_parts.collect()
    }

    /// The unions that have a schema as a branch.
    pub(super) fn unions_of(&self, branch: &Pointer) -> Vec<Pointer> {
        self.unions.get(branch).cloned().unwrap_or_default()
    }

    /// A node was moved.
    pub(super) fn follow(&mut self, from: &Pointer, to: &Pointer) {
        // What one map has in a list is a key of its counterpart.
        follow(&mut self.parts, &mut self.wholes, from, to);
        follow(&mut self.wholes, &mut self.parts, from, to);
        follow(&mut self.branches, &mut self.unions, from, to);
        follow(&mut self.unions, &mut self.branches, from, to);
    }
}

/// Moves the keys of a map, and what refers to them in the lists of its counterpart.
fn follow(map: &mut Lists, counterpart: &mut Lists, from: &Pointer, to: &Pointer) {
    for old in within(map, from) {
        let new = old.moved(from, to);
        let list = map.remove(&old).unwrap_or_default();
        for other in &list {
            for known in counterpart.get_mut(other).into_iter().flatten() {
                if *known == old {
                    *known = new.clone();
                }
            }
        }
        map.insert(new, list);
    }
}
