//! The profiles of schemas: which values they accept, as far as the branches of a union need it.

use std::collections::BTreeSet;

use super::context::Lower;
use super::enums::constant;
use super::inheritance::implied_name;
use super::members::{Choice, Members};
use super::profile::Profile;
use crate::ir::{JsonKind, Literal};
use crate::pointer::Pointer;
use crate::resolve::{Discriminator, SchemaType};

/// Nested unions that are looked into.
const MAX_DEPTH: usize = 12;

impl Lower<'_, '_> {
    pub(super) fn profile(&mut self, at: &Pointer) -> Profile {
        let target = self.target(at);
        if let Some(known) = self.profiles.get(&target) {
            return known.clone();
        }
        let profile = self.profile_of(&target, &mut Vec::new());
        self.profiles.insert(target, profile.clone());
        profile
    }

    /// `path`: the schemas around this one.
    fn profile_of(&mut self, at: &Pointer, path: &mut Vec<Pointer>) -> Profile {
        let target = self.target(at);
        if path.len() >= MAX_DEPTH || path.contains(&target) {
            return Profile::default();
        }
        if let Some(known) = self.profiles.get(&target) {
            return known.clone();
        }
        let mut members = Members::default();
        self.merge(&target, &mut members, 0);
        let mut profile = self.profile_of_members(&members);
        if self.is_parent(&target) {
            // A value may be a subtype that the document does not have.
            profile.tags.clear();
        }
        path.push(target);
        for choice in &members.choices {
            let branches = self.profile_of_choice(choice, path);
            profile.and(branches);
        }
        path.pop();
        profile
    }

    fn profile_of_members(&self, members: &Members) -> Profile {
        let mut profile = Profile::default();
        for other in &members.others {
            let Some(schema) = self.resolver.schema(other) else {
                continue;
            };
            match &schema.values {
                Some(values) => {
                    let literals: Option<Vec<Literal>> =
                        values.iter().map(|value| constant(value, schema.kind)).collect();
                    profile.is_closed |= literals.is_some();
                    profile.kinds = literals
                        .into_iter()
                        .flatten()
                        .filter_map(|value| kind_of(&value))
                        .collect();
                }
                None => profile.kinds = schema.kind.map(json_kind).into_iter().collect(),
            }
        }
        if members.is_object() || members.extra.is_some() || self.declares_object(members) {
            profile.kinds = BTreeSet::from([JsonKind::Object]);
        }
        profile.keys.clone_from(&members.required);
        for property in &members.properties {
            let lists = property.parts.iter().filter_map(|part| self.closed_values(part, 0));
            if let Some(values) = lists.reduce(in_both) {
                profile.set_values(&property.name, values);
            }
        }
        profile
    }

    pub(super) fn declares_object(&self, members: &Members) -> bool {
        let kind = |at: &Pointer| self.resolver.schema(at).and_then(|schema| schema.kind);
        members.others.is_empty() && members.seen.iter().any(|at| kind(at) == Some(SchemaType::Object))
    }

    fn profile_of_choice(&mut self, choice: &Choice, path: &mut Vec<Pointer>) -> Profile {
        let discriminator = self.resolver.schema(&choice.at).and_then(|schema| schema.discriminator);
        let mut all = Vec::new();
        for branch in &choice.branches {
            if self.is_null(branch) {
                continue;
            }
            let mut profile = self.profile_of(branch, path);
            if let Some(discriminator) = &discriminator {
                self.declare(&mut profile, discriminator, branch, &choice.branches);
            }
            all.push(profile);
        }
        Profile::any_of(&all)
    }

    /// Adds the values of a declared discriminator that select a branch: those of the mapping and the constants of the
    /// property, else the name of the branch.
    pub(super) fn declare(
        &self,
        profile: &mut Profile,
        discriminator: &Discriminator,
        branch: &Pointer,
        all: &[Pointer],
    ) {
        if !profile.may_be_object() {
            return;
        }
        let target = self.target(branch);
        let is_mapped = |other: &Pointer| self.resolver.definition(other).ok().as_ref() == Some(&target);
        let mapping = discriminator.mapping.iter();
        let mut values: Vec<Literal> = mapping
            .clone()
            .filter(|(_, other)| is_mapped(other))
            .map(|(value, _)| Literal::String(value.clone()))
            .collect();
        let branches: Vec<Pointer> = all.iter().map(|one| self.target(one)).collect();
        let is_other = |other: &Pointer| !is_mapped(other) && branches.contains(&self.target(other));
        let of_others: Vec<&String> = mapping
            .filter(|(_, other)| is_other(other))
            .map(|(value, _)| value)
            .collect();
        for value in profile.values(&discriminator.property).unwrap_or_default() {
            let text = value.to_string();
            let is_known = values.iter().any(|known| known.to_string() == text);
            if !is_known && !of_others.contains(&&text) {
                values.push(value.clone());
            }
        }
        if values.is_empty() && target != *branch {
            values.extend(implied_name(&target).map(Literal::String));
        }
        if !values.is_empty() {
            profile.set_values(&discriminator.property, values);
        }
    }

    /// The values of a schema, if it is a closed list.
    pub(super) fn closed_values(&self, at: &Pointer, depth: usize) -> Option<Vec<Literal>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let schema = self.resolver.schema(&self.target(at))?;
        let mut found = if let Some(values) = &schema.values {
            values
                .iter()
                .map(|value| constant(value, schema.kind))
                .collect::<Option<Vec<Literal>>>()?
        } else if schema.is_union() {
            let branches = schema.one_of.iter().chain(&schema.any_of);
            let lists: Option<Vec<Vec<Literal>>> = branches
                .map(|branch| match self.is_null(branch) {
                    true => Some(vec![Literal::Null]),
                    false => self.closed_values(branch, depth + 1),
                })
                .collect();
            lists?.into_iter().flatten().collect()
        } else {
            let parts = schema.all_of.iter();
            let lists = parts.filter_map(|part| self.closed_values(part, depth + 1));
            lists.reduce(in_both)?
        };
        if schema.nullable && !found.contains(&Literal::Null) {
            found.push(Literal::Null);
        }
        Some(found)
    }
}

/// The values of both lists. Lists without a common value do not belong together; then the later one counts.
fn in_both(a: Vec<Literal>, b: Vec<Literal>) -> Vec<Literal> {
    let common: Vec<Literal> = a.into_iter().filter(|value| b.contains(value)).collect();
    if common.is_empty() { b } else { common }
}

fn kind_of(value: &Literal) -> Option<JsonKind> {
    Some(match value {
        Literal::Null => return None,
        Literal::Bool(_) => JsonKind::Boolean,
        Literal::Integer(_) | Literal::Unsigned(_) => JsonKind::Integer,
        Literal::Float(_) => JsonKind::Number,
        Literal::String(_) => JsonKind::String,
    })
}

pub(super) fn json_kind(kind: SchemaType) -> JsonKind {
    match kind {
        SchemaType::String => JsonKind::String,
        SchemaType::Integer => JsonKind::Integer,
        SchemaType::Number => JsonKind::Number,
        SchemaType::Boolean => JsonKind::Boolean,
        SchemaType::Array => JsonKind::Array,
        SchemaType::Object => JsonKind::Object,
    }
}
