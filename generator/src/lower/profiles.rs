//! The profiles of schemas: which values they accept, as far as the branches of a union need it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;

use indexmap::IndexMap;

use super::context::Lower;
use super::enums::constant;
use super::inheritance::{implied_name, mapped};
use super::members::{Choice, Members};
use super::profile::{Declared, OwnChoice, OwnProfile, Profile};
use crate::ir::{JsonKind, Literal};
use crate::load::get;
use crate::pointer::Pointer;
use crate::resolve::{Discriminator, Extra, Schema, SchemaType};

/// Nested unions that are looked into.
const MAX_DEPTH: usize = 12;
/// Values of one member that are compared.
const MAX_VALUES: usize = 1000;

impl Lower<'_, '_> {
    pub(super) fn profile(&mut self, at: &Pointer) -> Profile {
        self.profile_of(at, &mut Walk::default()).0
    }

    /// The profile, and whether it is complete. One that was cut depends on where the walk began, so it is kept for this
    /// walk only.
    fn profile_of(&mut self, at: &Pointer, walk: &mut Walk) -> (Profile, bool) {
        let target = self.target(at);
        if let Some(known) = self.profiles.get(&target) {
            return (known.clone(), true);
        }
        if let Some(known) = walk.known.get(&target) {
            return (known.clone(), false);
        }
        if walk.depth >= MAX_DEPTH {
            return (Profile::default(), false);
        }
        // A cycle ends here, with nothing known.
        walk.known.insert(target.clone(), Profile::default());
        walk.depth += 1;
        let own = self.own_profile(&target);
        let mut profile = own.profile.clone();
        let mut is_complete = true;
        for choice in &own.choices {
            let (branches, is_whole) = self.profile_of_choice(choice, walk);
            profile.and(branches);
            is_complete &= is_whole;
        }
        walk.depth -= 1;
        if is_complete {
            self.profiles.insert(target, profile.clone());
        } else {
            walk.known.insert(target, profile.clone());
        }
        (profile, is_complete)
    }

    /// What a schema itself declares. A walk that is cut reads the same schemas as the walks from other ones, so each is read
    /// once.
    fn own_profile(&mut self, target: &Pointer) -> Rc<OwnProfile> {
        if let Some(known) = self.own_profiles.get(target) {
            return known.clone();
        }
        let mut members = Members::default();
        self.merge(target, &mut members, 0);
        let mut profile = self.profile_of_members(&members);
        profile.defaults = Rc::new(self.defaults_of(target));
        if self.is_parent(target) {
            // A value may be a subtype that the document does not have.
            profile.tags = Rc::default();
        } else {
            for (key, values) in self.inherited_tags(target) {
                profile.set_values(&key, values.into_iter().map(Literal::String).collect());
            }
        }
        let choices = members.choices.iter().map(|choice| self.own_choice(choice)).collect();
        let own = Rc::new(OwnProfile { profile, choices });
        self.own_profiles.insert(target.clone(), own.clone());
        own
    }

    fn own_choice(&self, choice: &Choice) -> OwnChoice {
        let mut branches = match self.is_in_circle(&choice.at) {
            true => self.branches_of(choice),
            false => choice.branches.clone(),
        };
        branches.retain(|branch| !self.is_null(branch));
        let discriminator = self.discriminator_of(&choice.at);
        OwnChoice {
            declared: discriminator.map(|discriminator| self.declared(&discriminator, &branches)),
            branches,
        }
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
        let is_map = members.extra.is_some() && members.others.is_empty();
        if members.is_object() || is_map || self.declares_object(members) {
            profile.kinds = BTreeSet::from([JsonKind::Object]);
        }
        profile.keys = Rc::new(members.required.iter().cloned().collect());
        let names = members.properties.iter().map(|property| property.name.clone());
        profile.members = Rc::new(names.collect());
        profile.is_sealed = members.extra == Some(Extra::Forbidden);
        for property in &members.properties {
            let lists = property.parts.iter().filter_map(|part| self.closed_values(part));
            if let Some(values) = lists.reduce(in_both) {
                profile.set_values(&property.name, values);
            }
        }
        profile
    }

    /// The defaults of the strings that a schema itself declares and requires.
    fn defaults_of(&self, target: &Pointer) -> IndexMap<String, String> {
        let schema = self.resolver.schema(target).unwrap_or_default();
        let required: HashSet<&String> = schema.required.iter().collect();
        let properties = schema.properties.iter().filter(|(name, _)| required.contains(name));
        let defaults = properties.filter_map(|(name, at)| {
            let property = self.resolver.members(&self.target(at))?;
            let default = get(property, "default")?.as_str()?;
            Some((name.clone(), default.to_owned()))
        });
        defaults.collect()
    }

    pub(super) fn declares_object(&self, members: &Members) -> bool {
        let is_object =
            |schema: Rc<Schema>| schema.kind == Some(SchemaType::Object) || self.has_object_branches(&schema);
        let mut schemas = members.seen.iter().filter_map(|at| self.resolver.schema(at));
        members.others.is_empty() && schemas.any(is_object)
    }

    fn profile_of_choice(&mut self, choice: &OwnChoice, walk: &mut Walk) -> (Profile, bool) {
        let (mut all, mut is_complete) = (Vec::new(), true);
        for branch in &choice.branches {
            let (mut profile, is_whole) = self.profile_of(branch, walk);
            is_complete &= is_whole;
            if let Some(declared) = &choice.declared {
                self.declare(&mut profile, declared, branch);
            }
            all.push(profile);
        }
        (Profile::any_of(&all), is_complete)
    }

    /// What a discriminator declares about the branches of a union.
    pub(super) fn declared(&self, discriminator: &Discriminator, branches: &[Pointer]) -> Declared {
        let targets: BTreeSet<Pointer> = branches.iter().map(|one| self.target(one)).collect();
        // A mapping to a schema that is no branch has no effect.
        let mapping = discriminator.mapping.iter();
        let selecting = mapping.filter(|(_, other)| targets.contains(&self.target(other)));
        Declared {
            property: discriminator.property.clone(),
            selecting: selecting.map(|(value, _)| value.clone()).collect(),
            mapped: mapped(self.resolver, discriminator),
        }
    }

    /// Adds the values of a declared discriminator that select a branch: those of the mapping and the constants of the
    /// property, else the name of the branch.
    pub(super) fn declare(&self, profile: &mut Profile, declared: &Declared, branch: &Pointer) {
        if !profile.may_be_object() {
            return;
        }
        let target = self.target(branch);
        let own = declared.mapped.get(&target).map_or(&[][..], Vec::as_slice);
        let is_of_another = |value: &String| declared.selecting.contains(value) && !own.contains(value);
        let mut values: Vec<Literal> = own.iter().cloned().map(Literal::String).collect();
        for value in profile.values(&declared.property).unwrap_or_default() {
            let text = value.to_string();
            let is_known = values.iter().any(|known| known.to_string() == text);
            if !is_known && !is_of_another(&text) {
                values.push(value.clone());
            }
        }
        if values.is_empty() && target != *branch {
            values.extend(implied_name(&target).map(Literal::String));
        }
        if !values.is_empty() {
            profile.set_values(&declared.property, values);
        }
    }

    /// The values of a schema, if it is a closed list.
    pub(super) fn closed_values(&self, at: &Pointer) -> Option<Vec<Literal>> {
        self.closed(at, &mut BTreeMap::new(), 0)
    }

    /// `known`: the schemas that were met on the way, so that each is read once. One that contains itself has no list.
    fn closed(
        &self,
        at: &Pointer,
        known: &mut BTreeMap<Pointer, Option<Vec<Literal>>>,
        depth: usize,
    ) -> Option<Vec<Literal>> {
        let target = self.target(at);
        if let Some(known) = known.get(&target) {
            return known.clone();
        }
        if depth > MAX_DEPTH {
            return None;
        }
        known.insert(target.clone(), None);
        let values = self.closed_schema(&target, known, depth + 1);
        known.insert(target, values.clone());
        values
    }

    fn closed_schema(
        &self,
        target: &Pointer,
        known: &mut BTreeMap<Pointer, Option<Vec<Literal>>>,
        depth: usize,
    ) -> Option<Vec<Literal>> {
        let schema = self.resolver.schema(target)?;
        let mut found = if let Some(values) = &schema.values {
            let literals = values.iter().map(|value| constant(value, schema.kind));
            literals.collect::<Option<Vec<Literal>>>()?
        } else if schema.is_union() {
            let mut all = Vec::new();
            for branch in schema.one_of.iter().chain(&schema.any_of) {
                let values = match self.is_null(branch) {
                    true => vec![Literal::Null],
                    false => self.closed(branch, known, depth)?,
                };
                add_new(&mut all, values);
            }
            all
        } else {
            let lists = schema.all_of.iter().filter_map(|part| self.closed(part, known, depth));
            lists.reduce(in_both)?
        };
        if schema.nullable {
            add_new(&mut found, vec![Literal::Null]);
        }
        (found.len() <= MAX_VALUES).then_some(found)
    }
}

/// A walk through nested unions.
#[derive(Default)]
struct Walk {
    /// What was found on the way, or nothing for the schemas around.
    known: BTreeMap<Pointer, Profile>,
    depth: usize,
}

fn add_new(list: &mut Vec<Literal>, values: Vec<Literal>) {
    for value in values {
        // Longer lists are not used, so that they are not compared either.
        if list.len() <= MAX_VALUES && !list.contains(&value) {
            list.push(value);
        }
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
