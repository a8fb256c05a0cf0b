//! Branches that are enums, constants or scalars: several of them can be one enum.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::branches::is_only_union;
use super::context::Lower;
use super::enums::{is_exact, kind_of};
use super::leaf::{Leaf, Leaves};
use super::members::{Members, Specificity};
use crate::ir::{Enum, EnumKind, EnumValue};
use crate::pointer::Pointer;
use crate::resolve::{Schema, SchemaType};

/// Levels of unions in unions whose constants are joined.
const MAX_DEPTH: usize = 8;

/// Branches that have one type.
pub(super) struct Group {
    /// The first of them.
    pub at: Pointer,
    /// Whether several constants are one enum.
    pub is_joined: bool,
    /// The values of constants.
    pub values: Vec<EnumValue>,
}

impl Lower<'_, '_> {
    /// One enum of all branches, if each of them is an enum or a constant of the same JSON type. A branch with any value
    /// of this type adds nothing: an enum accepts unknown values.
    pub(super) fn joined(&mut self, at: &Pointer, branches: &[Pointer], shared: Option<&Members>) -> Option<Enum> {
        if shared.is_some_and(|shared| shared.is_object() || !shared.choices.is_empty()) {
            return None;
        }
        let all: Option<Vec<Rc<Leaves>>> = branches.iter().map(|branch| self.leaves(branch)).collect();
        let all = all?;
        let kind = joined_kind(&all)?;
        let mut scalars = all.iter().flat_map(|leaves| &leaves.scalars).peekable();
        let is_open = scalars.peek().is_some();
        let fits = scalars.all(|scalar| Some(*scalar) == type_of(kind));
        if !fits || (is_open && kind == EnumKind::Mixed) || !is_joinable(kind, &all) {
            return None;
        }
        self.count_sizes(at, all.iter().map(|leaves| leaves.count));
        Some(Enum {
            kind,
            values: joined_values(&all),
        })
    }

    /// The branches, with inline constants and enums of one JSON type in one group.
    pub(super) fn groups(&mut self, branches: &[Pointer]) -> Vec<Group> {
        let mut groups: Vec<(Group, Option<EnumKind>, Vec<Rc<Leaves>>)> = Vec::new();
        for branch in branches {
            let is_inline = self.target(branch) == *branch;
            let leaves = is_inline.then(|| self.leaves(branch)).flatten();
            let closed = leaves.filter(|leaves| leaves.scalars.is_empty());
            let kind = closed.as_ref().and_then(|leaves| leaves.kind);
            let kind = kind.filter(|kind| *kind != EnumKind::Mixed);
            let known = kind.and_then(|kind| groups.iter_mut().find(|(_, known, _)| *known == Some(kind)));
            match known {
                Some((group, _, known)) => {
                    group.is_joined = true;
                    known.extend(closed);
                }
                None => {
                    let group = Group {
                        at: branch.clone(),
                        is_joined: false,
                        values: Vec::new(),
                    };
                    groups.push((group, kind, closed.into_iter().collect()));
                }
            }
        }
        let joined = groups.into_iter().map(|(group, _, leaves)| Group {
            values: joined_values(&leaves),
            ..group
        });
        joined.collect()
    }

    /// What a branch consists of. `None` if it is anything else. Those of a reference are found once.
    fn leaves(&mut self, at: &Pointer) -> Option<Rc<Leaves>> {
        let target = self.target(at);
        let is_reference = target != *at;
        if is_reference && self.has_own_type(at) {
            return None;
        }
        if let Some(known) = self.leaves.get(&target).filter(|_| is_reference) {
            return known.clone();
        }
        let mut list = Vec::new();
        let found = self.add_leaves(at, &mut list, &mut BTreeSet::new(), 0);
        let leaves = found.map(|()| Rc::new(together(list)));
        if is_reference {
            self.leaves.insert(target, leaves.clone());
        }
        leaves
    }

    /// Adds the enums and scalars that a branch consists of, each once. `None` if it is anything else.
    fn add_leaves(
        &mut self,
        at: &Pointer,
        leaves: &mut Vec<Leaf>,
        seen: &mut BTreeSet<Pointer>,
        depth: usize,
    ) -> Option<()> {
        let target = self.target(at);
        if !seen.insert(target.clone()) {
            return Some(());
        }
        if depth > MAX_DEPTH || self.has_own_type(at) || self.has_own_type(&target) {
            return None;
        }
        let schema = self.resolver.schema(&target)?;
        if schema.values.is_some() {
            let values = self.enum_values(&target, &schema)?;
            leaves.push(Leaf {
                kind: None,
                is_constant: values.len() == 1,
                is_reference: target != *at,
                values: Some(values),
                title: schema.title.clone(),
                description: schema.description.clone(),
            });
            return Some(());
        }
        if is_only_union(&schema) {
            for branch in schema.one_of.iter().chain(&schema.any_of) {
                if !self.is_null(branch) {
                    self.add_leaves(branch, leaves, seen, depth + 1)?;
                }
            }
            return Some(());
        }
        if !schema.all_of.is_empty() && !schema.is_union() {
            // A constant that other parts only narrow.
            return self.add_leaves(&self.constant_part(&schema)?, leaves, seen, depth + 1);
        }
        if schema.is_union() {
            return None;
        }
        let is_joined = |kind: &SchemaType| matches!(kind, SchemaType::String | SchemaType::Integer);
        leaves.push(Leaf::scalar(schema.kind.filter(is_joined)?));
        Some(())
    }

    /// The one part of an `allOf` that lists values, if the others only have a type.
    fn constant_part(&self, schema: &Schema) -> Option<Pointer> {
        let mut found = None;
        for part in &schema.all_of {
            match self.specificity(part) {
                Specificity::Values if found.is_none() => found = Some(part.clone()),
                Specificity::Nothing | Specificity::TypeOnly | Specificity::Scalar => {}
                _ => return None,
            }
        }
        found
    }
}

/// The enums, constants and scalars of one branch.
fn together(list: Vec<Leaf>) -> Leaves {
    let mut scalars = Vec::new();
    for kind in list.iter().filter_map(|leaf| leaf.kind) {
        if !scalars.contains(&kind) {
            scalars.push(kind);
        }
    }
    Leaves {
        kind: kind_of(list.iter().flat_map(|leaf| leaf.values.iter().flatten())),
        count: list.iter().flat_map(|leaf| &leaf.values).map(Vec::len).sum(),
        list,
        scalars,
    }
}

/// The kind of the values of all branches.
fn joined_kind(all: &[Rc<Leaves>]) -> Option<EnumKind> {
    let kinds = all.iter().filter_map(|leaves| leaves.kind);
    kinds.reduce(|one, other| if one == other { one } else { EnumKind::Mixed })
}

fn type_of(kind: EnumKind) -> Option<SchemaType> {
    match kind {
        EnumKind::String => Some(SchemaType::String),
        EnumKind::Integer => Some(SchemaType::Integer),
        EnumKind::Mixed => None,
    }
}

/// Constants of several JSON types are joined only if none of them has a name of its own.
fn is_joinable(kind: EnumKind, all: &[Rc<Leaves>]) -> bool {
    let mut leaves = all.iter().flat_map(|leaves| &leaves.list);
    match kind {
        EnumKind::String | EnumKind::Integer => true,
        // Both booleans are a `bool`.
        EnumKind::Mixed if leaves.clone().all(Leaf::is_boolean) => false,
        EnumKind::Mixed => {
            leaves.all(|leaf| leaf.is_constant && !leaf.is_reference && leaf.values.iter().flatten().all(is_exact))
        }
    }
}

/// The values of all leaves, each once. A constant with a title has its name, if all have one.
fn joined_values(all: &[Rc<Leaves>]) -> Vec<EnumValue> {
    let leaves = || all.iter().flat_map(|leaves| &leaves.list);
    let has_titles = leaves().all(|leaf| leaf.values.is_none() || !leaf.title.is_empty());
    let mut values: Vec<EnumValue> = Vec::new();
    let mut known = BTreeSet::new();
    for leaf in leaves() {
        for value in leaf.values.iter().flatten() {
            if !known.insert(value.value.identity()) {
                continue;
            }
            let mut value = value.clone();
            if leaf.is_constant {
                value.hint = value.hint.or_else(|| Some(leaf.title.clone()).filter(|_| has_titles));
                if value.docs.is_empty() {
                    value.docs.clone_from(&leaf.description);
                }
            }
            values.push(value);
        }
    }
    values
}
