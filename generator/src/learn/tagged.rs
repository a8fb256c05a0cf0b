//! The branches of large unions by the values of their tags, so that not all of them are compared with each value.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use serde_json::Value;

use crate::ir::{Api, Guard, Literal, Shape, TypeId, Union};

/// A union with fewer branches is searched.
const FEW: usize = 8;

/// Every large union.
pub(super) struct Tagged(BTreeMap<TypeId, ByTag>);

/// Indices of branches.
#[derive(Default)]
pub(super) struct ByTag {
    /// By keys of tags and texts of their values.
    tags: HashMap<String, HashMap<String, Vec<usize>>>,
    /// By a required member: the one that the fewest branches require.
    keys: HashMap<String, Vec<usize>>,
    /// Those that require no member, by a tag: it has one of its values, or is not there.
    untagged: BTreeMap<String, Vec<usize>>,
    others: Vec<usize>,
}

impl Tagged {
    pub(super) fn of(api: &Api) -> Self {
        let unions = api
            .types
            .iter()
            .enumerate()
            .filter_map(|(index, def)| match &def.shape {
                Shape::Union(union) if union.variants.len() > FEW => Some((TypeId(index), by_tag(union))),
                _ => None,
            });
        Self(unions.collect())
    }

    pub(super) fn get(&self, id: TypeId) -> Option<&ByTag> {
        self.0.get(&id)
    }
}

fn by_tag(union: &Union) -> ByTag {
    let mut found = by_member(union);
    for (index, variant) in union.variants.iter().enumerate() {
        let Guard::Object { tags, .. } = &variant.guard else {
            continue;
        };
        for tag in tags {
            let values = found.tags.entry(tag.key.clone()).or_default();
            for literal in &tag.values {
                for text in texts(literal) {
                    values.entry(text).or_default().push(index);
                }
            }
        }
    }
    found
}

/// The branches by what an object must have without a tag that matches.
fn by_member(union: &Union) -> ByTag {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for variant in &union.variants {
        if let Guard::Object { keys, .. } = &variant.guard {
            keys.iter().for_each(|key| *counts.entry(key).or_default() += 1);
        }
    }
    let mut found = ByTag::default();
    for (index, variant) in union.variants.iter().enumerate() {
        let (key, tag) = match &variant.guard {
            Guard::Object { keys, tags, .. } => (
                keys.iter().min_by_key(|key| counts.get(key.as_str()).copied()),
                tags.iter().find(|tag| !tag.is_default),
            ),
            Guard::Any | Guard::Kind(_) => (None, None),
        };
        let same = match (key, tag) {
            (Some(key), _) => found.keys.entry(key.clone()).or_default(),
            (None, Some(tag)) => found.untagged.entry(tag.key.clone()).or_default(),
            (None, None) => &mut found.others,
        };
        same.push(index);
    }
    found
}

/// The branches that may be possible for a value without a tag that matches, in order. Usually the first one is taken, so they are
/// found one by one.
pub(super) fn possible<'k>(known: &'k ByTag, value: &Value) -> impl Iterator<Item = usize> + use<'k> {
    // No branch is in two lists, so that these are in the order of their first branches.
    let mut lists = BinaryHeap::from([Reverse(known.others.as_slice())]);
    if let Some(members) = value.as_object() {
        let required = members.keys().filter_map(|key| known.keys.get(key));
        lists.extend(required.map(|same| Reverse(same.as_slice())));
        let untagged = known.untagged.iter().filter(|(tag, _)| !members.contains_key(*tag));
        lists.extend(untagged.map(|(_, same)| Reverse(same.as_slice())));
    }
    lists.retain(|Reverse(same)| !same.is_empty());
    std::iter::from_fn(move || {
        let Reverse(same) = lists.pop()?;
        let (first, rest) = same.split_first()?;
        if !rest.is_empty() {
            lists.push(Reverse(rest));
        }
        Some(*first)
    })
}

/// The branches that may have the tags of a value, in order.
pub(super) fn candidates(known: &ByTag, value: &Value) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (key, value) in value.as_object().into_iter().flatten() {
        if let (Some(values), Some(text)) = (known.tags.get(key), text(value)) {
            found.extend(values.get(&text).into_iter().flatten());
        }
    }
    found
}

/// The texts of the values that are equal to a constant: a number is also equal to its text, and `1` to `1.0`.
fn texts(literal: &Literal) -> Vec<String> {
    let own = literal.to_string();
    let number = serde_json::from_str::<Value>(&own).ok().filter(Value::is_number);
    let number = number.as_ref().and_then(text);
    std::iter::once(own).chain(number).collect()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(Literal::Null.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::String(value) => Some(value.clone()),
        Value::Number(value) => value.as_f64().map(|number| format!("number {number:?}")),
        Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{ByTag, possible};

    #[test]
    fn branches_of_several_lists_are_in_order() {
        let known = ByTag {
            keys: [("id".to_owned(), vec![0, 4]), ("name".to_owned(), vec![2])].into(),
            untagged: [("kind".to_owned(), vec![1, 6]), ("id".to_owned(), vec![3])].into(),
            others: vec![5],
            ..ByTag::default()
        };
        let of = |value: serde_json::Value| possible(&known, &value).collect::<Vec<_>>();
        assert_eq!(of(serde_json::json!({"id": 1})), [0, 1, 4, 5, 6]);
        assert_eq!(of(serde_json::json!({"name": 1, "kind": 2})), [2, 3, 5]);
        assert_eq!(of(serde_json::json!(1)), [5]);
        let none = ByTag::default();
        assert_eq!(possible(&none, &serde_json::json!({})).count(), 0);
    }
}
