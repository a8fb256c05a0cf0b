//! `allOf`: one type of all parts.

use std::collections::BTreeSet;

use super::context::{Combined, Lower, LoweredType};
use super::members::Members;
use super::merge::Precedence;
use crate::diag::codes;
use crate::ir::{Hint, Role, Type};
use crate::pointer::Pointer;
use crate::resolve::{Extra, Schema, SchemaType};

/// The number of combined branches up to which several unions of one value are kept apart.
const MAX_COMBINATIONS: usize = 64;
/// Unions whose members become those of one type; members of further ones are not declared.
const MAX_FLATTENED: usize = 64;
/// Levels of unions in unions that share members.
const MAX_LEVELS: usize = 8;
/// Levels of values, each of which several schemas describe.
const MAX_COMBINED_LEVELS: usize = 8;
/// Values that several schemas describe, inside of others.
const MAX_COMBINED_INSIDE: usize = 5_000;

impl Lower<'_, '_> {
    pub(super) fn all_of(&mut self, at: &Pointer, hint: &Hint, schema: &Schema) -> LoweredType {
        let only = self.only_part(schema).filter(|only| !self.is_child_of(at, only));
        if let Some(only) = only.filter(|only| self.target(only) != *only) {
            // `allOf: [{$ref}]` beside a description or a bare `type: object` is that type.
            let mut lowered = self.schema(&only, hint);
            lowered.nullable |= schema.nullable;
            return lowered;
        }
        let mut members = Members::default();
        self.merge(at, &mut members, 0);
        self.combined(at, hint, members)
    }

    /// The one part with keywords that matter, where the schema has no members of its own.
    pub(super) fn only_part(&self, schema: &Schema) -> Option<Pointer> {
        if schema.has_members() || schema.extra.is_some() || schema.is_union() || schema.values.is_some() {
            return None;
        }
        let mut parts = schema.all_of.iter().filter(|part| {
            let node = self.resolver.members(part);
            node.is_some_and(|map| map.keys().any(|key| !crate::normalize::is_annotation(key)))
        });
        let only = parts.next()?;
        parts.next().is_none().then(|| only.clone())
    }

    /// The type of a value that all of these schemas describe. `at` is where they are combined, and `around` how many values around
    /// this one several schemas describe.
    pub(super) fn all_parts(&mut self, at: &Pointer, hint: &Hint, parts: &[Pointer], around: usize) -> LoweredType {
        if let [only] = parts {
            return self.schema(only, hint);
        }
        let targets: BTreeSet<Pointer> = parts.iter().map(|part| self.target(part)).collect();
        if let Some(problem) = self.why_endless(&targets, around) {
            self.report(&codes::AS_JSON, parts.last().unwrap_or(at), problem);
            return LoweredType::plain(Type::Json);
        }
        self.combined_inside += usize::from(around > 0);
        let mut members = Members::default();
        members.nesting.combined = around + 1;
        for part in parts {
            self.merge(part, &mut members, 0);
        }
        self.combined_of(targets, at, hint, members)
    }

    /// The type of everything that was merged from several schemas. None of them has this type, although one can be at `at`.
    pub(super) fn combined_of(
        &mut self,
        parts: BTreeSet<Pointer>,
        at: &Pointer,
        hint: &Hint,
        members: Members,
    ) -> LoweredType {
        self.combining.push(Combined { at: at.clone(), parts });
        let lowered = self.combined(at, hint, members);
        self.combining.pop();
        lowered
    }

    /// Why a value that several schemas describe has no type: references between such schemas can make a circle that has no end, or
    /// millions of combinations.
    fn why_endless(&self, parts: &BTreeSet<Pointer>, around: usize) -> Option<String> {
        if self.combining.iter().any(|outer| outer.parts == *parts) {
            return Some("the lists or maps that are combined here contain themselves".to_owned());
        }
        if around >= MAX_COMBINED_LEVELS {
            return Some(format!(
                "values that several schemas describe contain each other at more than {MAX_COMBINED_LEVELS} levels"
            ));
        }
        (self.combined_inside >= MAX_COMBINED_INSIDE).then(|| {
            format!("the document has more than {MAX_COMBINED_INSIDE} values that several schemas describe inside of such values")
        })
    }

    /// The type of everything that was merged.
    pub(super) fn combined(&mut self, at: &Pointer, hint: &Hint, mut members: Members) -> LoweredType {
        if !members.is_object() && self.has_values(&members.others) {
            // Constants are narrower than every branch.
            members.choices.clear();
        }
        let sizes = members.choices.iter().map(|choice| choice.branches.len());
        let combinations = sizes.fold(members.nesting.combinations, usize::saturating_mul);
        let is_nested = members.choices.len() + members.nesting.levels > 1;
        if is_nested && (combinations > MAX_COMBINATIONS || members.nesting.levels >= MAX_LEVELS) {
            let message = "the unions of this value have too many combinations; their members are in one type, none of them required";
            self.report(&codes::AS_JSON, at, message);
            members.open = self.flatten_choices(&mut members);
            members.extra = Some(Extra::Any);
        }
        if !members.choices.is_empty() {
            let choice = members.choices.remove(0);
            members.nesting.levels += 1;
            members.nesting.combinations = members.nesting.combinations.saturating_mul(choice.branches.len());
            return self.union_of(at, hint, &choice, Some(&members));
        }
        if members.is_object() {
            return self.struct_or_map(at, hint, members);
        }
        if members.others.is_empty() {
            return match members.extra.is_some() || self.declares_object(&members) {
                true => self.struct_or_map(at, hint, members),
                // Nothing is known of the value.
                false => LoweredType::plain(Type::Json),
            };
        }
        let others = std::mem::take(&mut members.others);
        self.one_of_many(at, hint, others, members.nesting.combined)
    }

    /// Adds the members of all branches, none of them required. Returns those that branches describe in different ways.
    pub(super) fn flatten_choices(&mut self, members: &mut Members) -> BTreeSet<String> {
        let mut different = BTreeSet::new();
        for _ in 0..MAX_FLATTENED {
            let Some(choice) = members.choices.pop() else { break };
            for branch in &choice.branches {
                let mut inner = Members {
                    seen: std::mem::take(&mut members.seen),
                    ..Members::default()
                };
                self.merge(branch, &mut inner, 0);
                members.seen = inner.seen;
                members.choices.append(&mut inner.choices);
                for property in inner.properties {
                    match members.property(&property.name) {
                        None => members.add(property),
                        Some(known) if known.is_same(&property) => {}
                        Some(_) => {
                            different.insert(property.name);
                        }
                    }
                }
            }
        }
        members.choices.clear();
        different
    }

    /// The type of the only part of a schema, which has no name of its own.
    pub(super) fn inline_part(&mut self, part: &Pointer, at: &Pointer, hint: &Hint) -> LoweredType {
        if self.settings.overrides.contains_key(part.as_str()) {
            return self.schema(part, hint);
        }
        let mut members = Members::default();
        self.merge(part, &mut members, 0);
        self.combined(at, hint, members)
    }

    /// Several parts, none of which is an object: the type that counts.
    fn one_of_many(&mut self, at: &Pointer, hint: &Hint, others: Vec<Pointer>, around: usize) -> LoweredType {
        if self.is_conflict(&others) {
            self.report(&codes::AS_JSON, at, "the parts of this `allOf` are of different types");
            return LoweredType::plain(Type::Json);
        }
        let mut chosen: Vec<Pointer> = Vec::new();
        for other in others {
            match chosen.last().map(|last| self.precedence(last, &other)) {
                Some(Precedence::Before) => {}
                Some(Precedence::Both) => chosen.push(other),
                Some(Precedence::After) | None => chosen = vec![other],
            }
        }
        match chosen.as_slice() {
            [] => LoweredType::plain(Type::Json),
            [only] => match self.resolver.schema(only) {
                // Its parts and branches were merged already, or it has no name of its own.
                Some(schema) if at.contains(only) => self.own_type(at, hint, &schema),
                Some(schema) if schema.is_union() || !schema.all_of.is_empty() => self.own_type(only, hint, &schema),
                _ => self.schema(only, hint),
            },
            lists => self.merged_list(at, hint, lists, around),
        }
    }

    fn has_values(&self, parts: &[Pointer]) -> bool {
        let has_values = |part: &Pointer| self.resolver.schema(part).is_some_and(|schema| schema.values.is_some());
        parts.iter().any(has_values)
    }

    /// Whether no value can match all parts.
    fn is_conflict(&self, parts: &[Pointer]) -> bool {
        let kinds = parts.iter().filter_map(|part| self.resolver.schema(part)?.kind);
        let kinds: Vec<SchemaType> = kinds
            .map(|kind| {
                if kind == SchemaType::Number {
                    SchemaType::Integer
                } else {
                    kind
                }
            })
            .collect();
        kinds
            .first()
            .is_some_and(|first| kinds.iter().any(|kind| kind != first))
    }

    /// A list whose items several schemas describe.
    fn merged_list(&mut self, at: &Pointer, hint: &Hint, lists: &[Pointer], around: usize) -> LoweredType {
        let items: Vec<Pointer> = lists
            .iter()
            .filter_map(|list| self.resolver.schema(&self.target(list))?.items.clone())
            .collect();
        let item = self.all_parts(&at.child("items"), &hint.then(Role::Item), &items, around);
        LoweredType::plain(Type::List(Box::new(item.element())))
    }
}
