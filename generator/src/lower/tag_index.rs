//! Which objects can match each other's tags, without a comparison of each with every other one.

use std::collections::BTreeMap;

use crate::ir::{GuardTag, Literal};

/// Objects by the values of their tags.
pub(super) struct TagIndex<'t> {
    objects: Vec<Vec<&'t GuardTag>>,
    keys: BTreeMap<&'t str, Key>,
    /// By the values of all tags, if all objects that have any have the same ones, each with one value.
    exact: Option<BTreeMap<Vec<String>, Vec<usize>>>,
    /// The objects without tags.
    untagged: Vec<usize>,
}

/// The objects that have a tag.
#[derive(Default)]
struct Key {
    count: usize,
    by_value: BTreeMap<String, Vec<usize>>,
    /// Those that lack it, if they are at most half.
    lacking: Vec<usize>,
}

impl<'t> TagIndex<'t> {
    pub(super) fn new(objects: Vec<Vec<&'t GuardTag>>) -> Self {
        let mut keys: BTreeMap<&str, Key> = BTreeMap::new();
        for (index, tags) in objects.iter().enumerate() {
            for tag in tags {
                let key = keys.entry(&tag.key).or_default();
                key.count += 1;
                for value in without_null(&tag.values) {
                    key.by_value.entry(value.to_string()).or_default().push(index);
                }
            }
        }
        for (name, key) in &mut keys {
            if 2 * key.count >= objects.len() {
                let lacks = |index: &usize| !objects.get(*index).is_some_and(|tags| has(tags, name));
                key.lacking = (0..objects.len()).filter(lacks).collect();
            }
        }
        let untagged = objects.iter().enumerate().filter(|(_, tags)| tags.is_empty());
        Self {
            exact: exact(&objects),
            untagged: untagged.map(|(index, _)| index).collect(),
            objects,
            keys,
        }
    }

    pub(super) fn indices(&self) -> std::ops::Range<usize> {
        0..self.objects.len()
    }

    fn tags(&self, index: usize) -> &[&'t GuardTag] {
        self.objects.get(index).map(Vec::as_slice).unwrap_or_default()
    }

    /// The other objects that can match the tags of this one, in order.
    pub(super) fn rivals(&self, index: usize) -> impl Iterator<Item = usize> {
        let own = self.tags(index);
        let all = || Box::new(self.indices()) as Box<dyn Iterator<Item = usize> + '_>;
        let candidates = self.candidates(own).map_or_else(all, |few| Box::new(few.into_iter()));
        candidates.filter(move |other| *other != index && overlap(own, self.tags(*other)))
    }

    /// The same as a list, unless they are among most objects.
    pub(super) fn few_rivals(&self, index: usize) -> Option<Vec<usize>> {
        let few = self.candidates(self.tags(index))?.into_iter();
        Some(
            few.filter(|other| *other != index && self.are_rivals(index, *other))
                .collect(),
        )
    }

    /// Whether an object can match the tags of both.
    pub(super) fn are_rivals(&self, one: usize, other: usize) -> bool {
        overlap(self.tags(one), self.tags(other))
    }

    /// All objects among which the rivals are, in order. `None` if these are most.
    fn candidates(&self, own: &[&GuardTag]) -> Option<Vec<usize>> {
        if own.is_empty() {
            return None;
        }
        if let Some(exact) = &self.exact {
            let same = exact.get(&values(own)?).into_iter().flatten();
            return Some(sorted(same.chain(&self.untagged)));
        }
        let with_sizes = own.iter().filter_map(|tag| {
            let key = self.keys.get(tag.key.as_str())?;
            let same = without_null(&tag.values).filter_map(|value| key.by_value.get(&value.to_string()));
            let size = same.clone().map(Vec::len).sum::<usize>() + self.objects.len() - key.count;
            Some((size, same, key))
        });
        let (size, same, key) = with_sizes.min_by_key(|(size, ..)| *size)?;
        (2 * size <= self.objects.len()).then(|| sorted(same.flatten().chain(&key.lacking)))
    }
}

fn sorted<'i>(indices: impl Iterator<Item = &'i usize>) -> Vec<usize> {
    let mut all: Vec<usize> = indices.copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn exact(objects: &[Vec<&GuardTag>]) -> Option<BTreeMap<Vec<String>, Vec<usize>>> {
    let mut found: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    let mut keys: Option<Vec<&str>> = None;
    let tagged = objects.iter().enumerate().filter(|(_, tags)| !tags.is_empty());
    for (index, tags) in tagged {
        let own: Vec<&str> = by_key(tags).iter().map(|tag| tag.key.as_str()).collect();
        if *keys.get_or_insert_with(|| own.clone()) != own {
            return None;
        }
        found.entry(values(tags)?).or_default().push(index);
    }
    Some(found)
}

fn by_key<'t>(tags: &[&'t GuardTag]) -> Vec<&'t GuardTag> {
    let mut tags = tags.to_vec();
    tags.sort_by(|one, other| one.key.cmp(&other.key));
    tags
}

/// The values of the tags by their keys, if each has one.
fn values(tags: &[&GuardTag]) -> Option<Vec<String>> {
    let only = |tag: &GuardTag| {
        let mut values = without_null(&tag.values);
        values
            .next()
            .filter(|_| values.next().is_none())
            .map(ToString::to_string)
    };
    by_key(tags).into_iter().map(only).collect()
}

fn has(tags: &[&GuardTag], key: &str) -> bool {
    tags.iter().any(|tag| tag.key == key)
}

/// Whether an object can match the tags of both.
fn overlap(a: &[&GuardTag], b: &[&GuardTag]) -> bool {
    let other = |tag: &GuardTag| {
        let found = b.iter().find(|other| other.key == tag.key);
        found.map(|other| other.values.as_slice())
    };
    !a.iter().any(|tag| is_disjoint(Some(&tag.values), other(tag)))
}

/// The values besides null.
pub(super) fn without_null(values: &[Literal]) -> impl Iterator<Item = &Literal> + Clone {
    values.iter().filter(|value| **value != Literal::Null)
}

/// Whether two members have no value in common. `None` is any value.
pub(super) fn is_disjoint(a: Option<&[Literal]>, b: Option<&[Literal]>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    without_null(a).all(|value| without_null(b).all(|other| !is_same(value, other)))
}

/// Whether two constants are the same tag: a number and a boolean are also equal to their texts.
fn is_same(a: &Literal, b: &Literal) -> bool {
    match (a, b) {
        (Literal::String(a), Literal::String(b)) => a == b,
        _ => a.to_string() == b.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TagIndex, overlap};
    use crate::ir::{GuardTag, Literal};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn rivals_are_those_that_a_comparison_of_all_finds(
            objects in prop::collection::vec(
                prop::collection::btree_map(0..3_u8, prop::collection::vec(0..3_u8, 1..3), 0..3),
                0..12,
            ),
        ) {
            // A tag may have no value but null.
            let value = |value: &u8| match value {
                0 => Literal::Null,
                value => Literal::String(value.to_string()),
            };
            let tag = |(key, values): (&u8, &Vec<u8>)| GuardTag {
                key: key.to_string(),
                values: values.iter().map(value).collect(),
                is_default: false,
            };
            let objects: Vec<Vec<GuardTag>> = objects.iter().map(|tags| tags.iter().map(tag).collect()).collect();
            let all: Vec<Vec<&GuardTag>> = objects.iter().map(|tags| tags.iter().collect()).collect();
            let index = TagIndex::new(all.clone());
            for (here, own) in all.iter().enumerate() {
                let others = all.iter().enumerate();
                let compared: Vec<usize> = others
                    .filter(|(other, tags)| *other != here && overlap(own, tags))
                    .map(|(other, _)| other)
                    .collect();
                prop_assert_eq!(index.rivals(here).collect::<Vec<_>>(), compared);
            }
        }
    }
}
