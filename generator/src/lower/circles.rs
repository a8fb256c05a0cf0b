//! Finds the unions that are branches of each other, with no object or list in between.
//!
//! A branch that leads back to the union adds no value, and the other branches of what it leads through do. So the
//! unions of such a circle accept the same values: they have one type, unless one of them declares more than branches.

use std::collections::{BTreeMap, BTreeSet};

use super::branches::has_only_branches;
use super::context::Lower;
use super::cycles::{Circle, Cycles};
use crate::diag::codes;
use crate::ir::strong_components;
use crate::load::End;
use crate::pointer::Pointer;
use crate::resolve::{Discriminator, Schema};

impl Lower<'_, '_> {
    /// Finds the circles of the document. Unions with different discriminators are none.
    pub(super) fn find_cycles(&self) -> Cycles {
        let unions = &self.inheritance.unions;
        let index: BTreeMap<&Pointer, usize> = unions.iter().zip(0..).collect();
        let edges: Vec<Vec<usize>> = unions.iter().map(|union| self.edges(union, &index)).collect();
        let components = strong_components(&edges);
        let mut circles: BTreeMap<usize, Vec<Pointer>> = BTreeMap::new();
        for (union, component) in unions
            .iter()
            .zip(components)
            .filter(|(_, component)| component.is_cycle)
        {
            circles.entry(component.root).or_default().push(union.clone());
        }
        let mut cycles = Cycles::default();
        for (root, mut unions) in circles {
            unions.sort_by_cached_key(|union| (union.segments().len(), union.clone()));
            let declared = unions.iter().filter_map(|union| self.resolver.discriminator(union));
            let declared: Vec<Discriminator> = declared.collect();
            let properties: BTreeSet<&String> = declared.iter().map(|declared| &declared.property).collect();
            if properties.len() > 1 {
                continue;
            }
            let discriminator = joined(declared);
            cycles
                .circle_of
                .extend(unions.iter().map(|union| (union.clone(), root)));
            let is_one = unions.iter().all(|union| self.is_plain_union(union));
            let circle = Circle {
                unions,
                discriminator,
                is_one,
            };
            cycles.circles.insert(root, circle);
        }
        cycles
    }

    pub(super) fn is_in_circle(&self, union: &Pointer) -> bool {
        self.cycles.circle_of.contains_key(union)
    }

    /// The discriminator of a union. Unions that are branches of each other have the values of all of them.
    pub(super) fn discriminator_of(&self, union: &Pointer) -> Option<Discriminator> {
        match self.cycles.circle(union) {
            Some(circle) => circle.discriminator.clone(),
            None => self.resolver.discriminator(union),
        }
    }

    fn edges(&self, union: &Pointer, index: &BTreeMap<&Pointer, usize>) -> Vec<usize> {
        let Some(schema) = self.resolver.schema(union) else {
            return Vec::new();
        };
        let branches = schema.one_of.iter().chain(&schema.any_of);
        branches
            .filter_map(|branch| index.get(&self.behind_aliases(branch)).copied())
            .collect()
    }

    /// The first union of the circle that a union is part of, if this is another one and both are the same type.
    pub(super) fn first_of_circle(&mut self, union: &Pointer) -> Option<Pointer> {
        let circle = self.cycles.circle(union).filter(|circle| circle.is_one)?;
        let first = circle.unions.first().filter(|first| *first != union)?.clone();
        let message = format!("this union and `{first}` are branches of each other; both accept the values of both");
        self.report(&codes::REF_CYCLE, union, message);
        Some(first)
    }

    /// The union that a branch leads to, if it leads back to the union that lists the branch.
    pub(super) fn leads_back(&self, branch: &Pointer, union: &Pointer) -> Option<Pointer> {
        if !self.is_in_circle(union) {
            return None;
        }
        let target = self.behind_aliases(branch);
        let is_part = self.cycles.are_one(&target, union) && (target == *union || self.is_plain_union(&target));
        is_part.then_some(target)
    }

    /// Whether a schema only lists branches.
    fn is_plain_union(&self, at: &Pointer) -> bool {
        let schema = self.resolver.schema(at).unwrap_or_default();
        let has_both = !schema.one_of.is_empty() && !schema.any_of.is_empty();
        has_only_branches(&schema) && !has_both && !self.has_own_type(at)
    }

    /// The definition that a pointer leads to, through an `allOf` of nothing else as well.
    fn behind_aliases(&self, at: &Pointer) -> Pointer {
        let end = self.aliases.follow(&self.target(at), |here| {
            let schema = self.resolver.schema(here).unwrap_or_default();
            match self.only_part(&schema).filter(|_| is_alias(&schema)) {
                Some(only) => Ok(self.target(&only)),
                None => Err(End::Definition(here.clone())),
            }
        });
        match end {
            End::Definition(target) | End::Nothing(target) | End::Cycle(target) => target,
        }
    }

    pub(super) fn has_own_type(&self, at: &Pointer) -> bool {
        let chosen = self.settings.overrides.get(at.as_str());
        chosen.is_some_and(|chosen| chosen.ty.is_some())
    }
}

/// One discriminator with the mappings of all. Of several targets of a value, the first counts.
fn joined(declared: Vec<Discriminator>) -> Option<Discriminator> {
    let mut known = BTreeSet::new();
    let mut all = declared.into_iter();
    let mut first = all.next()?;
    known.extend(first.mapping.iter().map(|(value, _)| value.clone()));
    let others = all.flat_map(|other| other.mapping);
    first
        .mapping
        .extend(others.filter(|(value, _)| known.insert(value.clone())));
    Some(first)
}

fn is_alias(schema: &Schema) -> bool {
    schema.kind.is_none() && schema.discriminator.is_none()
}
