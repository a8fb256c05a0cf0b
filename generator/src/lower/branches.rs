//! The branches of a union, before their types are known.

use std::collections::{BTreeSet, HashSet};

use super::context::Lower;
use super::enums::{is_exact, kind_of};
use super::members::{Choice, Members, Specificity};
use super::profile::Profile;
use crate::ir::{Enum, EnumKind, EnumValue, Literal, Type};
use crate::pointer::Pointer;
use crate::resolve::{Schema, SchemaType};

/// A branch of a union.
pub(super) struct Branch {
    pub at: Pointer,
    /// The pointer of its definition.
    pub target: Pointer,
    pub ty: Type,
    /// A name for the variant, and its key in `names.lock`.
    pub label: Option<String>,
    pub key: String,
    pub words: Vec<String>,
    pub profile: Profile,
}

/// Levels of unions in unions whose constants are joined.
const MAX_DEPTH: usize = 8;

impl Lower<'_, '_> {
    /// The branches that are not null. The branches of a nameless union belong to the outer one.
    pub(super) fn branches_of(&self, choice: &Choice) -> Vec<Pointer> {
        let mut pointers = Vec::new();
        self.add_branches(choice, &choice.branches, &mut BTreeSet::new(), &mut pointers);
        // A union that refers to itself adds no value.
        pointers.retain(|pointer| self.target(pointer) != choice.at);
        // The same reference twice is one branch, and so is the same schema twice.
        let mut seen = BTreeSet::new();
        pointers.retain(|pointer| seen.insert(self.target(pointer)));
        let mut nodes = HashSet::new();
        pointers.retain(|pointer| nodes.insert(self.resolver.node(pointer)));
        pointers
    }

    /// `seen`: the unions that are branches of each other with this one.
    fn add_branches(
        &self,
        choice: &Choice,
        branches: &[Pointer],
        seen: &mut BTreeSet<Pointer>,
        found: &mut Vec<Pointer>,
    ) {
        // Unions can contain each other without limit.
        let mut waiting: Vec<Pointer> = branches.iter().rev().cloned().collect();
        while let Some(branch) = waiting.pop() {
            let is_never = || self.resolver.schema(&branch).is_some_and(|schema| schema.is_never);
            if self.is_null(&branch) || is_never() {
                continue;
            }
            if let Some(union) = self.leads_back(&branch, &choice.at) {
                if union != choice.at && seen.insert(union.clone()) {
                    waiting.extend(last_first(self.resolved(&union)));
                }
                continue;
            }
            // A reference has a name, even if its target is a union.
            let inner = Some(self.target(&branch)).filter(|target| *target == branch);
            match inner.and_then(|target| self.resolver.schema(&target)) {
                Some(schema) if is_only_union(&schema) => waiting.extend(last_first(schema)),
                _ => found.push(branch),
            }
        }
    }

    /// One enum of all branches, if each of them is an enum or a constant of the same JSON type. A branch with any value
    /// of this type adds nothing: an enum accepts unknown values.
    pub(super) fn joined(&mut self, branches: &[Pointer], shared: Option<&Members>) -> Option<Enum> {
        if shared.is_some_and(|shared| shared.is_object() || !shared.choices.is_empty()) {
            return None;
        }
        let (mut leaves, mut seen) = (Vec::new(), BTreeSet::new());
        for branch in branches {
            self.add_leaves(branch, &mut leaves, &mut seen, 0)?;
        }
        let is_open = leaves.iter().any(|leaf| leaf.values.is_none());
        let kind = kind_of(leaves.iter().flat_map(|leaf| leaf.values.iter().flatten()))?;
        let fits = |leaf: &Leaf| leaf.kind.is_none_or(|leaf| Some(leaf) == type_of(kind)) || leaf.values.is_some();
        if !leaves.iter().all(fits) || (is_open && kind == EnumKind::Mixed) || !is_joinable(kind, &leaves) {
            return None;
        }
        Some(Enum {
            kind,
            values: joined_values(leaves),
        })
    }

    /// The branches, with inline constants and enums of one JSON type in one group.
    pub(super) fn groups(&mut self, branches: &[Pointer]) -> Vec<Group> {
        let mut groups: Vec<(Group, Option<EnumKind>, Vec<Leaf>)> = Vec::new();
        for branch in branches {
            let mut leaves = Vec::new();
            let is_leaf = self.target(branch) == *branch
                && self.add_leaves(branch, &mut leaves, &mut BTreeSet::new(), 0).is_some();
            let is_closed = is_leaf && leaves.iter().all(|leaf| leaf.values.is_some());
            let kind = kind_of(leaves.iter().flat_map(|leaf| leaf.values.iter().flatten()));
            let kind = kind.filter(|kind| is_closed && *kind != EnumKind::Mixed);
            let known = kind.and_then(|kind| groups.iter_mut().find(|(_, known, _)| *known == Some(kind)));
            match known {
                Some((group, _, known)) => {
                    group.is_joined = true;
                    known.append(&mut leaves);
                }
                None => {
                    let group = Group {
                        at: branch.clone(),
                        is_joined: false,
                        values: Vec::new(),
                    };
                    groups.push((group, kind, leaves));
                }
            }
        }
        let joined = groups.into_iter().map(|(group, _, leaves)| Group {
            values: joined_values(leaves),
            ..group
        });
        joined.collect()
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
        let has_type = |at: &Pointer| {
            self.settings
                .overrides
                .get(at.as_str())
                .is_some_and(|chosen| chosen.ty.is_some())
        };
        if depth > MAX_DEPTH || has_type(at) || has_type(&target) {
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
                title: schema.title,
                description: schema.description,
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

/// The branches of a union, in reverse order.
fn last_first(schema: Schema) -> impl Iterator<Item = Pointer> {
    let any_of = schema.any_of.into_iter().rev();
    any_of.chain(schema.one_of.into_iter().rev())
}

/// Branches that have one type.
pub(super) struct Group {
    /// The first of them.
    pub at: Pointer,
    /// Whether several constants are one enum.
    pub is_joined: bool,
    /// The values of constants.
    pub values: Vec<EnumValue>,
}

/// The values of all leaves, each once. A constant with a title has its name, if all have one.
fn joined_values(leaves: Vec<Leaf>) -> Vec<EnumValue> {
    let has_titles = leaves
        .iter()
        .all(|leaf| leaf.values.is_none() || !leaf.title.is_empty());
    let mut values: Vec<EnumValue> = Vec::new();
    let mut known = BTreeSet::new();
    for leaf in leaves {
        for mut value in leaf.values.into_iter().flatten() {
            if !known.insert(value.value.identity()) {
                continue;
            }
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

/// Constants of several JSON types are joined only if none of them has a name of its own.
fn is_joinable(kind: EnumKind, leaves: &[Leaf]) -> bool {
    match kind {
        EnumKind::String | EnumKind::Integer => true,
        // Both booleans are a `bool`.
        EnumKind::Mixed if leaves.iter().all(Leaf::is_boolean) => false,
        EnumKind::Mixed => leaves
            .iter()
            .all(|leaf| leaf.is_constant && !leaf.is_reference && leaf.values.iter().flatten().all(is_exact)),
    }
}

/// A branch that is an enum, a constant or a scalar.
struct Leaf {
    /// The type of a scalar that is not an enum.
    kind: Option<SchemaType>,
    values: Option<Vec<EnumValue>>,
    title: String,
    description: String,
    is_constant: bool,
    is_reference: bool,
}

impl Leaf {
    fn scalar(kind: SchemaType) -> Self {
        Self {
            kind: Some(kind),
            values: None,
            title: String::new(),
            description: String::new(),
            is_constant: false,
            is_reference: false,
        }
    }

    fn is_boolean(&self) -> bool {
        let mut values = self.values.iter().flatten();
        values.all(|value| matches!(value.value, Literal::Bool(_)))
    }
}

fn type_of(kind: EnumKind) -> Option<SchemaType> {
    match kind {
        EnumKind::String => Some(SchemaType::String),
        EnumKind::Integer => Some(SchemaType::Integer),
        EnumKind::Mixed => None,
    }
}

/// Whether a schema lists branches and has no other keyword that matters.
pub(super) fn is_only_union(schema: &Schema) -> bool {
    schema.is_union()
        && schema.kind.is_none()
        && schema.all_of.is_empty()
        && schema.values.is_none()
        && schema.extra.is_none()
        && schema.items.is_none()
        && schema.discriminator.is_none()
        && !schema.has_members()
}
