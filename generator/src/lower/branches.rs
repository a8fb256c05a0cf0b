//! The branches of a union, before their types are known.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::context::Lower;
use super::members::Choice;
use super::profile::Profile;
use crate::ir::Type;
use crate::pointer::Pointer;
use crate::resolve::Schema;

/// A branch of a union.
pub(super) struct Branch {
    pub at: Pointer,
    pub ty: Type,
    /// A name for the variant, and its key in `names.lock`.
    pub label: Option<String>,
    pub key: String,
    pub words: Arc<BTreeSet<String>>,
    pub profile: Profile,
}

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
                    waiting.extend(last_first(&self.resolved(&union)));
                }
                continue;
            }
            // A reference has a name, even if its target is a union.
            let inner = Some(self.target(&branch)).filter(|target| *target == branch);
            match inner.and_then(|target| self.resolver.schema(&target)) {
                Some(schema) if is_only_union(&schema) => waiting.extend(last_first(&schema)),
                _ => found.push(branch),
            }
        }
    }
}

/// The branches of a union, in reverse order.
fn last_first(schema: &Schema) -> impl Iterator<Item = Pointer> {
    let any_of = schema.any_of.iter().rev();
    any_of.chain(schema.one_of.iter().rev()).cloned()
}

/// Whether a schema lists branches and has no other keyword that matters.
pub(super) fn is_only_union(schema: &Schema) -> bool {
    schema.discriminator.is_none() && has_only_branches(schema)
}

/// The same, if a discriminator does not matter either.
pub(super) fn has_only_branches(schema: &Schema) -> bool {
    schema.is_union()
        && schema.kind.is_none()
        && schema.all_of.is_empty()
        && schema.values.is_none()
        && schema.extra.is_none()
        && schema.items.is_none()
        && !schema.has_members()
}
