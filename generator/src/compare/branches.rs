//! How the values of enums and the branches of unions differ.

use std::collections::{HashMap, HashSet};

use super::objects::same_text;
use super::side::Side;
use super::types::{Finder, Use};
use super::verdict::{Direction, Effect, Flow};
use crate::ir::{Enum, Field, Guard, Literal, Shape, Structure, TypeId, Union, Variant};

/// Where the values of an enum are. It may have tens of thousands.
fn positions(list: &Enum) -> HashMap<String, usize> {
    // Of equal values, the first one counts.
    let values = list.values.iter().enumerate().rev();
    values.map(|(at, value)| (key(&value.value), at)).collect()
}

/// A text that equal values have in common: `1` and `"1"` have different ones.
fn key(value: &Literal) -> String {
    format!("{value:?}")
}

impl<'a> Finder<'a> {
    pub(super) fn enums(&mut self, at: &Use, ids: (TypeId, TypeId), flow: Flow, old: &Enum, new: &Enum) {
        let (of_old, of_new) = (positions(old), positions(new));
        let find = |known: &HashMap<String, usize>, value: &Literal| known.get(&key(value)).copied();
        for (index, value) in old.values.iter().enumerate() {
            let mut at = at.clone();
            at.old.item = self.old.variant_path(ids.0, index);
            match find(&of_new, &value.value) {
                Some(other) => {
                    at.new.item = self.new.variant_path(ids.1, other);
                    let is_described = new
                        .values
                        .get(other)
                        .is_some_and(|other| !same_text(&other.docs, &value.docs));
                    self.described(&at, is_described);
                }
                None => {
                    let effect = flow.if_sent(flow.sometimes().failure());
                    let help = format!("do not send `{}`", value.value.quoted());
                    if let Some(row) = self.add(&at, "value-removed", effect, &value.value.quoted(), "") {
                        row.help = Some(help);
                    }
                }
            }
        }
        for (index, value) in new.values.iter().enumerate() {
            if find(&of_old, &value.value).is_some() {
                continue;
            }
            let mut at = at.clone();
            at.new.item = self.new.variant_path(ids.1, index);
            // A program that receives it gets `Unknown`.
            let effect = flow.if_received(Effect::Changes);
            let help = format!("handle `{}`", at.new.short());
            if let Some(row) = self.add(&at, "value-added", effect, "", &value.value.quoted()) {
                row.help = Some(help);
            }
        }
    }

    pub(super) fn unions(&mut self, at: &Use, ids: (TypeId, TypeId), flow: Flow, old: &'a Union, new: &'a Union) {
        let (of_old, of_new) = (Known::of(old), Known::of(new));
        for (index, variant) in old.variants.iter().enumerate() {
            let mut at = at.clone();
            at.old.item = self.old.variant_path(ids.0, index);
            let found = find(&of_new, &of_old, variant).and_then(|index| Some((index, new.variants.get(index)?)));
            if let Some((index, other)) = found {
                at.new.item = self.new.variant_path(ids.1, index);
                if variant.guard != other.guard && tags(&variant.guard) != tags(&other.guard) {
                    let effect = flow.if_received(Effect::Changes);
                    let (before, after) = (guard(&variant.guard), guard(&other.guard));
                    let types = Side::ids(&variant.ty);
                    if let Some(row) = self.add(&at, "branch-recognized-otherwise", effect, &before, &after) {
                        row.types = types;
                    }
                }
                // A value that no tag recognizes is kept as `Unknown` if it does not decode.
                let is_recognized = tags(&variant.guard).is_some_and(|own| !own.is_empty())
                    && tags(&variant.guard) == tags(&other.guard);
                let flow = flow.sometimes();
                let is_error = flow.is_error || (flow.direction == Direction::Received && !is_recognized);
                self.types(&at, Flow { is_error, ..flow }, &variant.ty, &other.ty);
                continue;
            }
            let effect = flow.if_sent(flow.sometimes().failure());
            let before = self.old.rust(&variant.ty);
            let types = Side::ids(&variant.ty);
            if let Some(row) = self.add(&at, "branch-removed", effect, &before, "") {
                row.types = types;
            }
        }
        let rests = Rests::of(self.old, old);
        for (index, variant) in new.variants.iter().enumerate() {
            if find(&of_old, &of_new, variant).is_none() {
                let mut at = at.clone();
                at.new.item = self.new.variant_path(ids.1, index);
                let effect = if rests.take(self.new, variant) {
                    Effect::None
                } else {
                    flow.if_received(Effect::Changes)
                };
                let (after, help) = (self.new.rust(&variant.ty), format!("handle `{}`", at.new.short()));
                if let Some(row) = self.add(&at, "branch-added", effect, "", &after) {
                    row.help = Some(help);
                }
            }
        }
    }
}

/// The branches for the values of other branches: what all subtypes have in common. The members of each, by the first of them.
struct Rests<'a>(HashMap<Option<&'a str>, Vec<&'a [Field]>>);

impl<'a> Rests<'a> {
    fn of(side: Side<'a>, union: &'a Union) -> Self {
        let any = union.variants.iter().filter(|variant| variant.guard == Guard::Any);
        let mut found: HashMap<Option<&str>, Vec<&[Field]>> = HashMap::new();
        for members in any.filter_map(|variant| members(side, variant)) {
            let first = members.first().map(|field| field.wire.as_str());
            found.entry(first).or_default().push(members);
        }
        Self(found)
    }

    /// Whether one of them takes the values of a branch of the new union.
    fn take(&self, side: Side<'_>, new: &Variant) -> bool {
        let Some(own) = members(side, new) else {
            return false;
        };
        let own: HashSet<&str> = own.iter().map(|field| field.wire.as_str()).collect();
        let firsts = own.iter().copied().map(Some).chain([None]);
        let mut rests = firsts.filter_map(|first| self.0.get(&first)).flatten();
        rests.any(|rest| rest.iter().all(|field| own.contains(field.wire.as_str())))
    }
}

fn members<'a>(side: Side<'a>, variant: &Variant) -> Option<&'a [Field]> {
    match variant.ty.structure() {
        Structure::Named(id) => match side.get(id).map(|def| &def.shape) {
            Some(Shape::Struct(shape)) => Some(&shape.fields),
            _ => None,
        },
        _ => None,
    }
}

/// The branches of a union by their keys and by what recognizes them.
struct Known<'a> {
    by_key: HashMap<&'a str, usize>,
    by_guard: HashMap<String, Vec<usize>>,
    union: &'a Union,
}

impl<'a> Known<'a> {
    fn of(union: &'a Union) -> Self {
        let mut found = Self {
            by_key: HashMap::new(),
            by_guard: HashMap::new(),
            union,
        };
        for (index, variant) in union.variants.iter().enumerate() {
            found.by_key.entry(&variant.key).or_insert(index);
            if matches!(variant.guard, Guard::Object { .. }) {
                let guard = format!("{:?}", variant.guard);
                found.by_guard.entry(guard).or_default().push(index);
            }
        }
        found
    }
}

/// The same branch in another version of a union. A branch of a schema with another name is recognized by the same values.
fn find(list: &Known<'_>, from: &Known<'_>, variant: &Variant) -> Option<usize> {
    if let Some(same) = list.by_key.get(variant.key.as_str()) {
        return Some(*same);
    }
    let guard = format!("{:?}", variant.guard);
    let fits = |index: &&usize| {
        let other = list.union.variants.get(**index);
        other.is_some_and(|other| other.guard == variant.guard && !from.by_key.contains_key(other.key.as_str()))
    };
    list.by_guard.get(&guard)?.iter().find(fits).copied()
}

/// The members that a value must have, and their values: without those that only exclude other branches.
fn tags(guard: &Guard) -> Option<String> {
    match guard {
        Guard::Object { tags, .. } if tags.is_empty() => Some(String::new()),
        Guard::Object { tags, .. } => Some(format!("{tags:?}")),
        Guard::Kind(_) | Guard::Any => None,
    }
}

/// In words: `type` is "fixed".
fn guard(guard: &Guard) -> String {
    match guard {
        Guard::Object { tags, keys, .. } => {
            let tags = tags.iter().map(|tag| {
                let values: Vec<String> = tag.values.iter().map(Literal::quoted).collect();
                format!("`{}` is {}", tag.key, values.join(" or "))
            });
            let keys = keys.iter().map(|key| format!("has `{key}`"));
            tags.chain(keys).collect::<Vec<_>>().join(", ")
        }
        Guard::Kind(kind) => format!("a JSON {}", kind.as_str()),
        Guard::Any => "any value".to_owned(),
    }
}
