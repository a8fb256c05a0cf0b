//! Unions that are branches of each other, with no object or list in between.

use std::collections::BTreeMap;

use crate::pointer::Pointer;
use crate::resolve::Discriminator;

/// The unions that lead back to themselves.
#[derive(Debug, Default)]
pub(super) struct Cycles {
    pub circle_of: BTreeMap<Pointer, usize>,
    pub circles: BTreeMap<usize, Circle>,
}

/// Unions that lead to each other.
#[derive(Debug, Default)]
pub(super) struct Circle {
    pub unions: Vec<Pointer>,
    /// The discriminator of all of them.
    pub discriminator: Option<Discriminator>,
    /// Whether none of them declares more than branches, so that all have one type.
    pub is_one: bool,
}

impl Cycles {
    pub(super) fn circle(&self, union: &Pointer) -> Option<&Circle> {
        self.circles.get(self.circle_of.get(union)?)
    }

    pub(super) fn are_one(&self, a: &Pointer, b: &Pointer) -> bool {
        let own = self.circle_of.get(a);
        own.is_some() && own == self.circle_of.get(b)
    }
}
