//! The references of the trees, by what they refer to: a node that moves takes those to it along.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::{Documents, Map, Node, for_each_ref};
use crate::pointer::{Pointer, within};

/// Which objects refer to which nodes.
#[derive(Debug, Default)]
pub(super) struct References {
    /// The objects with references to a node.
    holders: BTreeMap<Pointer, BTreeSet<Pointer>>,
    /// The nodes that an object refers to: one, or those of a `mapping`.
    targets: BTreeMap<Pointer, BTreeSet<Pointer>>,
}

/// A reference whose target was moved.
pub(super) struct Changed {
    pub holder: Pointer,
    pub old: Pointer,
    pub new: Pointer,
}

impl References {
    pub(super) fn of(documents: &mut Documents) -> Self {
        let mut found = Self::default();
        for (file, tree) in &mut documents.files {
            for_each_ref(tree, file, &mut |target, at| {
                found.add(at.pointer(), Pointer::parse(target));
            });
        }
        found
    }

    /// An object refers to a node.
    pub(super) fn add(&mut self, holder: Pointer, target: Pointer) {
        self.holders.entry(target.clone()).or_default().insert(holder.clone());
        self.targets.entry(holder).or_default().insert(target);
    }

    fn remove(&mut self, holder: &Pointer, target: &Pointer) {
        if let Some(holders) = self.holders.get_mut(target) {
            holders.remove(holder);
        }
        if let Some(targets) = self.targets.get_mut(holder) {
            targets.remove(target);
        }
    }

    /// The node at `from` is at `to` now, with everything that is below it. The references that have to be written again.
    pub(super) fn follow(&mut self, from: &Pointer, to: &Pointer) -> Vec<Changed> {
        for old in within(&self.targets, from) {
            let new = old.moved(from, to);
            for target in self.targets.remove(&old).unwrap_or_default() {
                self.remove(&old, &target);
                self.add(new.clone(), target);
            }
        }
        let mut changed = Vec::new();
        for old in within(&self.holders, from) {
            let new = old.moved(from, to);
            for holder in self.holders.remove(&old).unwrap_or_default() {
                self.remove(&holder, &old);
                self.add(holder.clone(), new.clone());
                changed.push(Changed {
                    holder,
                    old: old.clone(),
                    new: new.clone(),
                });
            }
        }
        changed
    }
}

impl Changed {
    /// Writes the new target into the object that has the reference.
    pub(super) fn write(&self, holder: &mut Map) {
        let is_it = |target: &String| Pointer::parse(target) == self.old;
        let values = holder.iter_mut().flat_map(|(key, value)| match (key.as_str(), value) {
            ("mapping", Node::Object(mapping)) => mapping.values_mut().collect(),
            ("$ref", value) => vec![value],
            _ => Vec::new(),
        });
        for value in values {
            if let Node::String(target) = value
                && target.contains('#')
                && is_it(target)
            {
                *target = self.new.to_string();
            }
        }
    }
}
