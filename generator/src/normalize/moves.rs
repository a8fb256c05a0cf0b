//! Schemas that have another pointer in OpenAPI 3.0.

use std::collections::BTreeMap;

use super::expect::Files;
use crate::load::for_each_ref;
use crate::pointer::Pointer;

/// The moves of the rewrites, in pointers of the tree before them.
#[derive(Default)]
pub(super) struct Moves {
    targets: BTreeMap<Pointer, Pointer>,
}

impl Moves {
    pub(super) fn insert(&mut self, from: Pointer, to: Pointer) {
        self.targets.entry(from).or_insert(to);
    }

    /// The pointer of an object after the moves. An object that moved may contain others that moved later.
    pub(super) fn target(&self, at: &Pointer) -> Pointer {
        if self.targets.is_empty() {
            return at.clone();
        }
        let mut here = Pointer::document(at.file());
        for segment in at.segments() {
            here = here.child(&segment);
            while let Some(to) = self.targets.get(&here) {
                here = to.clone();
            }
        }
        here
    }

    /// Gives every reference the new pointer of its target.
    pub(super) fn follow(&self, files: &mut Files) {
        if self.targets.is_empty() {
            return;
        }
        for (file, tree) in files {
            for_each_ref(tree, file, &mut |target, _| {
                *target = self.target(&Pointer::parse(target)).to_string();
            });
        }
    }
}
