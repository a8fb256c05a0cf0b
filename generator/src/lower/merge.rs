//! Merging: what all parts of an `allOf` declare together.

use std::rc::Rc;

use super::context::Lower;
use super::members::{Choice, Members, Property, Source, Specificity};
use crate::diag::codes;
use crate::limits::MAX_ANCESTORS;
use crate::load::Node;
use crate::pointer::Pointer;
use crate::resolve::{Extra, Schema, SchemaType};

/// Levels of branches and parts that only limit a value.
const MAX_LIMITS: usize = 8;

impl Lower<'_, '_> {
    /// Adds everything that the schema at a pointer declares, with all parts of its `allOf`.
    pub(super) fn merge(&mut self, at: &Pointer, members: &mut Members, depth: usize) {
        if depth > MAX_ANCESTORS {
            let message = "this `allOf` is nested too deeply; the deeper parts are skipped";
            self.report(&codes::REF_CYCLE, at, message);
            return;
        }
        let target = match self.resolver.definition(at) {
            Ok(target) => target,
            Err(problem) => {
                self.report_dangling(
                    &codes::DANGLING_REF,
                    at,
                    &problem,
                    "this part of the `allOf` is left out",
                );
                return;
            }
        };
        // Each part is merged once, however often it is referenced, so that a cycle ends.
        if !members.seen.insert(target.clone()) {
            return;
        }
        let Some(schema) = self.resolver.schema(&target) else {
            return;
        };
        let around = members.source.clone();
        if target != *at {
            members.source = Some(Rc::new(Source {
                at: target.clone(),
                around: around.clone(),
            }));
        }
        for part in &schema.all_of {
            self.merge(part, members, depth + 1);
        }
        self.collect(&schema, members);
        members.source = around;
        for branches in [&schema.one_of, &schema.any_of] {
            if self.is_choice(&target, branches, members) {
                members.choices.push(Choice {
                    at: target.clone(),
                    branches: branches.clone(),
                });
            } else if branches
                .iter()
                .all(|branch| self.only_limits(branch, 0) || self.is_null(branch))
            {
                self.mention(branches, members, 0);
            }
        }
        if schema.values.is_some() || is_list_or_scalar(&schema) {
            members.others.push(target);
        }
    }

    /// Whether a list of branches distinguishes types. Branches that only have bounds do not, and a parent that lists its
    /// children is merged into each of them without the list.
    fn is_choice(&self, at: &Pointer, branches: &[Pointer], members: &Members) -> bool {
        let mut has_details = false;
        // Null is not a branch. Beside a single one it is kept, so that what this one requires counts.
        let is_single = branches.iter().filter(|branch| !self.is_null(branch)).count() < 2;
        for branch in branches {
            let target = self.target(branch);
            if target == *at || (!is_single && self.is_null(branch)) {
                continue;
            }
            if members.seen.contains(&target) {
                return false;
            }
            has_details |= !self.only_limits(&target, 0);
        }
        has_details
    }

    /// Whether a schema limits a value to no type other than an object, only to bounds and required members.
    fn only_limits(&self, at: &Pointer, depth: usize) -> bool {
        let schema = self.resolved(at);
        match self.specificity(at) {
            Specificity::Nothing => true,
            Specificity::TypeOnly => self.is_kind(at, SchemaType::Object),
            Specificity::Union | Specificity::Members if depth < MAX_LIMITS => {
                schema.kind.is_none_or(|kind| kind == SchemaType::Object)
                    && schema.properties.is_empty()
                    && !matches!(schema.extra, Some(Extra::Schema(_)))
                    && parts_of(&schema).all(|part| self.only_limits(part, depth + 1))
            }
            _ => false,
        }
    }

    /// Notes the members that branches of limits require: a value may have them, even if nothing declares them.
    fn mention(&self, branches: &[Pointer], members: &mut Members, depth: usize) {
        for branch in branches {
            let schema = self.resolved(branch);
            members.mentioned.extend(schema.required.iter().cloned());
            if depth < MAX_LIMITS {
                let parts: Vec<Pointer> = parts_of(&schema).cloned().collect();
                self.mention(&parts, members, depth + 1);
            }
        }
    }

    /// Whether every branch, except for null, limits an object.
    pub(super) fn has_object_branches(&self, schema: &Schema) -> bool {
        [&schema.one_of, &schema.any_of].into_iter().any(|branches| {
            let mut others = branches.iter().filter(|branch| !self.is_null(branch)).peekable();
            others.peek().is_some()
                && others.all(|branch| self.is_kind(branch, SchemaType::Object) && self.only_limits(branch, 0))
        })
    }

    /// Adds the members that a schema itself declares.
    pub(super) fn collect(&self, schema: &Schema, members: &mut Members) {
        // The names of one schema are different ones.
        let is_first = members.properties.is_empty();
        for (name, at) in &schema.properties {
            // `false` forbids a member.
            if self.resolver.schema(at).is_some_and(|schema| schema.is_never) {
                members.forbid(name);
            } else if is_first {
                members.add(Property {
                    name: name.clone(),
                    parts: vec![at.clone()],
                    source: members.source.clone(),
                });
            } else {
                self.add_property(members, name, at);
            }
        }
        members.require(&schema.required);
        match &schema.extra {
            Some(Extra::Forbidden) => members.extra = members.extra.take().or(Some(Extra::Forbidden)),
            Some(extra) => {
                if let Extra::Schema(values) = extra {
                    members.values.push(values.clone());
                }
                members.extra = Some(extra.clone());
            }
            None => {}
        }
    }

    /// Descriptions of one property apply together if both have something to add; else the more specific one counts,
    /// and the later one of two scalars.
    fn add_property(&self, members: &mut Members, name: &str, at: &Pointer) {
        let source = members.source.clone();
        let Some(property) = members.property(name) else {
            members.add(Property {
                name: name.to_owned(),
                parts: vec![at.clone()],
                source,
            });
            return;
        };
        let Some(before) = property.origin().cloned() else {
            return;
        };
        if self.target(&before) == self.target(at) {
            return;
        }
        match self.precedence(&before, at) {
            Precedence::Before => {}
            Precedence::After => {
                property.parts = vec![at.clone()];
                property.source = source;
            }
            Precedence::Both => {
                property.parts.push(at.clone());
                property.source = Source::around_both(property.source.as_ref(), source.as_ref());
            }
        }
    }

    /// Which of two descriptions of one value counts.
    pub(super) fn precedence(&self, before: &Pointer, after: &Pointer) -> Precedence {
        use Specificity::{List, Members, Nothing, Scalar, TypeOnly, Union, Values};
        match (self.specificity(before), self.specificity(after)) {
            (_, Nothing) => Precedence::Before,
            (Nothing, _) => Precedence::After,
            (TypeOnly | Scalar, TypeOnly)
                if self.is_kind(before, SchemaType::Number) && self.is_kind(after, SchemaType::Integer) =>
            {
                Precedence::After
            }
            (Union, TypeOnly)
                if !self.is_kind(after, SchemaType::Object) && !self.is_kind(after, SchemaType::Array) =>
            {
                Precedence::After
            }
            (_, TypeOnly) => Precedence::Before,
            (Values, Values) if self.allows_more_values(before, after) => Precedence::After,
            (Values, Values | Scalar | Union) | (Union, Scalar) => Precedence::Before,
            (List, List) | (Members | Union, Members | Union) => Precedence::Both,
            (TypeOnly | Scalar | Values | List | Members | Union, _) => Precedence::After,
        }
    }

    fn is_kind(&self, at: &Pointer, kind: SchemaType) -> bool {
        self.resolved(at).kind == Some(kind)
    }

    /// Whether the second list of values narrows the first one, or has nothing in common with it.
    fn allows_more_values(&self, before: &Pointer, after: &Pointer) -> bool {
        let (before, after) = (self.resolved(before), self.resolved(after));
        let (before, after) = (values_of(&before), values_of(&after));
        let is_in_both = after.iter().filter(|value| before.contains(value)).count();
        is_in_both == after.len() || is_in_both == 0
    }

    pub(super) fn specificity(&self, at: &Pointer) -> Specificity {
        const MAX_PARTS: usize = 8;
        let mut at = self.target(at);
        for _ in 0..MAX_PARTS {
            let Some(schema) = self.resolver.schema(&at) else {
                return Specificity::Nothing;
            };
            // `allOf: [{$ref}]` beside a description.
            if let Some(only) = self.only_part(&schema) {
                at = self.target(&only);
                continue;
            }
            return self.own_specificity(&schema);
        }
        Specificity::Members
    }

    fn own_specificity(&self, schema: &Schema) -> Specificity {
        let is_union = [&schema.one_of, &schema.any_of].into_iter().any(|branches| {
            branches.iter().any(|branch| {
                let schema = self.resolver.schema(&self.target(branch));
                schema.is_some_and(|schema| schema.has_details || schema.kind.is_some() || schema.nullable)
            })
        });
        if schema.values.is_some() {
            Specificity::Values
        } else if is_union {
            Specificity::Union
        } else if !schema.properties.is_empty()
            || !schema.all_of.is_empty()
            || matches!(schema.extra, Some(Extra::Schema(_)))
        {
            Specificity::Members
        } else if schema.items.is_some() {
            Specificity::List
        } else if schema.kind.is_none() {
            Specificity::Nothing
        } else if schema.has_details && schema.kind != Some(SchemaType::Object) {
            Specificity::Scalar
        } else {
            Specificity::TypeOnly
        }
    }
}

/// Which of two descriptions of one value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precedence {
    Before,
    After,
    Both,
}

/// The parts and the branches of a schema.
fn parts_of(schema: &Schema) -> impl Iterator<Item = &Pointer> {
    schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of)
}

fn values_of(schema: &Schema) -> &[Node] {
    schema.values.as_deref().unwrap_or_default()
}

fn is_list_or_scalar(schema: &Schema) -> bool {
    schema.kind.is_some_and(|kind| kind != SchemaType::Object)
}
