//! Which branches of a union apply to a value: the same rules as those of the runtime (`codec/guard.rs`).

use serde_json::{Map, Value};

use super::seen::integer;
use super::tagged::{ByTag, candidates, possible};
use crate::ir::{Guard, GuardTag, JsonKind, Literal, Union, Variant};

/// The branches that apply.
pub(super) enum Rows<'u> {
    /// The tag of one branch matches.
    Tagged(&'u Variant),
    /// The tags of several branches match.
    SeveralTagged(Vec<&'u Variant>),
    /// No tag matches.
    Possible(Box<dyn Iterator<Item = &'u Variant> + 'u>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    No,
    Possible,
    Matched,
}

/// `known`: the branches by their tags, if there are many.
pub(super) fn rows<'u>(union: &'u Union, known: Option<&'u ByTag>, value: &'u Value) -> Rows<'u> {
    let variant = |index: usize| union.variants.get(index);
    let fits = move |wanted: Fit| move |variant: &&'u Variant| fit(&variant.guard, value) == wanted;
    let matched: Vec<&Variant> = match known {
        Some(known) => {
            let near = candidates(known, value).into_iter().filter_map(variant);
            near.filter(fits(Fit::Matched)).collect()
        }
        None => union.variants.iter().filter(fits(Fit::Matched)).collect(),
    };
    match matched.as_slice() {
        [] => {
            let near: Box<dyn Iterator<Item = usize> + 'u> = match known {
                Some(known) => Box::new(possible(known, value)),
                None => Box::new(0..union.variants.len()),
            };
            Rows::Possible(Box::new(near.filter_map(variant).filter(fits(Fit::Possible))))
        }
        [one] => Rows::Tagged(one),
        _ => Rows::SeveralTagged(matched),
    }
}

fn fit(guard: &Guard, value: &Value) -> Fit {
    let possible = |applies: bool| if applies { Fit::Possible } else { Fit::No };
    match (guard, value) {
        (Guard::Any, _) => Fit::Possible,
        (Guard::Kind(kind), _) => possible(is_kind(*kind, value)),
        (Guard::Object { tags, keys, lacks }, Value::Object(members)) => {
            let is_there = |key: &String| members.contains_key(key);
            if !keys.iter().all(is_there) || lacks.iter().any(is_there) {
                return Fit::No;
            }
            let each = tags.iter().map(|tag| tag_fit(tag, members));
            each.fold(Fit::Possible, |all, one| match (all, one) {
                (Fit::No, _) | (_, Fit::No) => Fit::No,
                (Fit::Matched, _) | (_, Fit::Matched) => Fit::Matched,
                (Fit::Possible, Fit::Possible) => Fit::Possible,
            })
        }
        (Guard::Object { .. }, _) => Fit::No,
    }
}

fn tag_fit(tag: &GuardTag, members: &Map<String, Value>) -> Fit {
    let Some(value) = members.get(&tag.key) else {
        return Fit::Possible;
    };
    if tag.values.iter().any(|literal| is_same(literal, value)) {
        Fit::Matched
    } else if tag.is_default {
        Fit::Possible
    } else {
        Fit::No
    }
}

/// A number and a boolean are also equal to their texts.
fn is_same(literal: &Literal, value: &Value) -> bool {
    let text = literal.to_string();
    match value {
        Value::Null => *literal == Literal::Null,
        Value::Bool(found) => text == found.to_string(),
        Value::String(found) => *literal != Literal::Null && text == *found,
        Value::Number(_) => {
            let wanted = serde_json::from_str::<Value>(&text).unwrap_or(Value::Null);
            let is_equal_integer = integer(value).is_some() && integer(value) == integer(&wanted);
            is_equal_integer || (wanted.is_number() && wanted.as_f64() == value.as_f64())
        }
        Value::Array(_) | Value::Object(_) => false,
    }
}

fn is_kind(kind: JsonKind, value: &Value) -> bool {
    match kind {
        JsonKind::String => value.is_string(),
        JsonKind::Integer => integer(value).is_some(),
        JsonKind::Number => value.is_number(),
        JsonKind::Boolean => value.is_boolean(),
        JsonKind::Array => value.is_array(),
        JsonKind::Object => value.is_object(),
    }
}
