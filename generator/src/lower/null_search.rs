//! Which of many schemas allow null, where they refer to each other: each is read once.

use std::collections::HashMap;

use crate::pointer::Pointer;

/// How it is decided whether a schema allows null.
pub(super) enum Rule {
    Known(bool),
    /// It does if one of the branches does, or all of the parts, if there are any.
    Open {
        branches: Vec<Pointer>,
        parts: Vec<Pointer>,
    },
}

/// What a branch or a part leads to.
pub(super) enum Inner {
    Known(bool),
    Schema(Pointer),
}

/// The schemas that are reached. Those that only refer to each other do not allow null.
#[derive(Default)]
struct Search {
    places: HashMap<Pointer, usize>,
    schemas: Vec<Reached>,
    /// Those that were not read yet.
    unread: Vec<Pointer>,
    /// Those that allow null.
    allowing: Vec<usize>,
}

#[derive(Default)]
struct Reached {
    allows: bool,
    /// The schemas of which it is a branch, and those of which it is a part.
    branch_of: Vec<usize>,
    part_of: Vec<usize>,
    /// How many of its parts are not known to allow null.
    missing: usize,
}

/// Whether the schema at a pointer allows null, and the same for all schemas that this depends on.
pub(super) fn find(
    start: &Pointer,
    rule: impl Fn(&Pointer) -> Rule,
    inner: impl Fn(&Pointer) -> Inner,
) -> impl Iterator<Item = (Pointer, bool)> {
    let mut search = Search::default();
    search.place(start.clone());
    while let Some(at) = search.unread.pop() {
        let here = search.place(at.clone());
        match rule(&at) {
            Rule::Known(false) => {}
            Rule::Known(true) => search.allow(here),
            Rule::Open { branches, parts } => {
                search.add_branches(here, branches.iter().map(&inner));
                search.add_parts(here, parts.iter().map(&inner).collect());
            }
        }
    }
    search.spread();
    let Search { places, schemas, .. } = search;
    let allows = move |place: usize| schemas.get(place).is_some_and(|reached| reached.allows);
    places.into_iter().map(move |(at, place)| (at, allows(place)))
}

impl Search {
    fn place(&mut self, at: Pointer) -> usize {
        if let Some(place) = self.places.get(&at) {
            return *place;
        }
        let place = self.schemas.len();
        self.schemas.push(Reached::default());
        self.unread.push(at.clone());
        self.places.insert(at, place);
        place
    }

    fn allow(&mut self, place: usize) {
        if let Some(reached) = self.schemas.get_mut(place).filter(|reached| !reached.allows) {
            reached.allows = true;
            self.allowing.push(place);
        }
    }

    fn add_branches(&mut self, owner: usize, branches: impl Iterator<Item = Inner>) {
        for branch in branches {
            match branch {
                Inner::Known(false) => {}
                Inner::Known(true) => return self.allow(owner),
                Inner::Schema(at) => {
                    let place = self.place(at);
                    if let Some(branch) = self.schemas.get_mut(place) {
                        branch.branch_of.push(owner);
                    }
                }
            }
        }
    }

    fn add_parts(&mut self, owner: usize, parts: Vec<Inner>) {
        if parts.is_empty() || parts.iter().any(|part| matches!(part, Inner::Known(false))) {
            return;
        }
        let mut missing = 0;
        for part in parts {
            let Inner::Schema(at) = part else { continue };
            let place = self.place(at);
            if let Some(part) = self.schemas.get_mut(place) {
                part.part_of.push(owner);
                missing += 1;
            }
        }
        match self.schemas.get_mut(owner) {
            Some(owner) if missing > 0 => owner.missing = missing,
            _ => self.allow(owner),
        }
    }

    /// Whatever has an allowing branch, or only allowing parts, allows null as well.
    fn spread(&mut self) {
        while let Some(place) = self.allowing.pop() {
            let Some(reached) = self.schemas.get_mut(place) else {
                continue;
            };
            let branch_of = std::mem::take(&mut reached.branch_of);
            let part_of = std::mem::take(&mut reached.part_of);
            for owner in branch_of {
                self.allow(owner);
            }
            for owner in part_of {
                let Some(reached) = self.schemas.get_mut(owner) else {
                    continue;
                };
                reached.missing = reached.missing.saturating_sub(1);
                if reached.missing == 0 {
                    self.allow(owner);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Inner, Rule, find};
    use crate::pointer::Pointer;

    /// The branches and the parts of schemas by their numbers, and whether a schema itself allows null.
    type Schemas = Vec<(bool, Vec<usize>, Vec<usize>)>;

    /// Repeats the rules until nothing changes.
    fn compared(schemas: &Schemas) -> Vec<bool> {
        let mut allows = vec![false; schemas.len()];
        for _ in 0..schemas.len() {
            let next = schemas.iter().map(|(own, branches, parts)| {
                let is_any = branches.iter().any(|branch| allows[*branch]);
                *own || is_any || (!parts.is_empty() && parts.iter().all(|part| allows[*part]))
            });
            allows = next.collect();
        }
        allows
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_allows_null_does_not_depend_on_where_the_search_begins(
            schemas in prop::collection::vec(
                (prop::bool::weighted(0.2), prop::collection::vec(0..6_usize, 0..3), prop::collection::vec(0..6_usize, 0..3)),
                6,
            ),
        ) {
            let pointer = |number: usize| Pointer::root().child(&number.to_string());
            let number = |at: &Pointer| at.last_segment().and_then(|last| last.parse::<usize>().ok()).expect("a number");
            let list = |numbers: &[usize]| numbers.iter().copied().map(pointer).collect::<Vec<Pointer>>();
            let rule = |at: &Pointer| match &schemas[number(at)] {
                (true, ..) => Rule::Known(true),
                (false, branches, parts) => Rule::Open { branches: list(branches), parts: list(parts) },
            };
            let inner = |at: &Pointer| match &schemas[number(at)] {
                (true, ..) if number(at) % 2 == 0 => Inner::Known(true),
                (false, branches, parts) if branches.is_empty() && parts.is_empty() => Inner::Known(false),
                _ => Inner::Schema(at.clone()),
            };
            let expected = compared(&schemas);
            for start in 0..schemas.len() {
                for (at, allows) in find(&pointer(start), rule, inner) {
                    prop_assert_eq!(allows, expected[number(&at)], "{}", at);
                }
            }
        }
    }
}
