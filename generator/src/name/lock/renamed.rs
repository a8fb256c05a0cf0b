//! Schemas that were renamed, or moved between a component and the schema that uses it.
//!
//! The lock has no shapes, but it has the members of each type. A type of the lock that the document does not have any more
//! and a new one with the same members are one type, if no other pair fits as well. At least one of both is a component.

use std::collections::BTreeSet;

use super::candidates::Candidates;
use super::content::{Lock, LockKind};
use super::list;
use super::pairing;
use crate::ir::Api;
use crate::pointer::Pointer;

/// Members that are enough to recognize a type with another name.
const DISTINCTIVE: usize = 3;
/// How similar the names of types with fewer members must be, from 0 to 1.
const SIMILAR: f64 = 0.8;
/// Pairs of types with the same members that are compared.
const MAX_PAIRS: usize = 10_000;

/// A type with another key than in the lock.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Renamed {
    pub old: Pointer,
    pub new: Pointer,
    /// Where the document declares it.
    pub origin: Pointer,
    /// Its name in the lock.
    pub name: String,
}

impl Lock {
    /// Finds the types that have other keys now, and gives them their lines. Without `keep`, a type gets a new name, and the
    /// old one becomes an alias.
    pub(super) fn rename_types(&mut self, api: &Api, keep: bool) -> Vec<Renamed> {
        let found = self.renamed(api);
        for renamed in &found {
            if !keep {
                self.names.remove(&(renamed.old.as_str().to_owned(), LockKind::Type));
                self.names.remove(&(renamed.old.as_str().to_owned(), LockKind::File));
            }
            self.move_lines(&renamed.old, &renamed.new);
            if !keep {
                self.add_alias(&renamed.new, &renamed.name);
            }
        }
        found
    }

    /// Adds a name to the earlier ones of a type.
    pub(super) fn add_alias(&mut self, key: &Pointer, name: &str) {
        let line = self.names.entry((key.as_str().to_owned(), LockKind::Alias));
        let line = line.or_insert_with(|| list::to_text(std::iter::empty()));
        let names = list::from_text(line).unwrap_or_default();
        *line = list::to_text(names.iter().map(String::as_str).chain([name]));
    }

    fn renamed(&self, api: &Api) -> Vec<Renamed> {
        let Candidates { defs, names, gone, new } = self.candidates(api);
        let mut found = Vec::new();
        for (members, old) in &gone {
            let Some(candidates) = new.get(members) else { continue };
            for (old, new) in pairs(members, old, candidates) {
                let (Some(name), Some(def)) = (names.get(old), defs.get(new)) else {
                    continue;
                };
                found.push(Renamed {
                    old: Pointer::parse(old),
                    new: Pointer::parse(new),
                    origin: def.origin.clone(),
                    name: name.clone(),
                });
            }
        }
        // What was inside of a type that was renamed as well moves first.
        found.sort_by_key(|one| std::cmp::Reverse(one.old.as_str().len()));
        found
    }
}

/// The pairs of an old and a new key that no other pair makes doubtful: each is the best of both. Where very many types are
/// alike, none is.
fn pairs<'k>(members: &BTreeSet<String>, old: &'k [String], new: &'k [String]) -> Vec<(&'k String, &'k String)> {
    if old.len().saturating_mul(new.len()) > MAX_PAIRS {
        return Vec::new();
    }
    let mut all: Vec<(&String, &String, f64)> = Vec::new();
    for one in old {
        for other in new.iter().filter(|other| is_component(one) || is_component(other)) {
            all.push((one, other, similarity(one, other)));
        }
    }
    let clear = pairing::clear(&all, |(old, new, score)| (old, new, *score));
    let sure = clear.filter(|(_, _, score)| is_distinctive(members.len(), *score));
    sure.map(|(one, other, _)| (*one, *other)).collect()
}

/// Whether two types with the same members are one type.
pub(super) fn is_sure(members: usize, one: &str, other: &str) -> bool {
    is_distinctive(members, similarity(one, other))
}

fn is_distinctive(members: usize, similarity: f64) -> bool {
    members >= DISTINCTIVE || similarity >= SIMILAR
}

/// Whether a key is that of a definition, not of a schema inside of one or of an operation.
pub(super) fn is_component(key: &str) -> bool {
    let segments = Pointer::parse(key).segments();
    match segments.first().map(String::as_str) {
        Some("components") => segments.len() == 3,
        Some("paths") => false,
        _ => segments.len() <= 2,
    }
}

/// How similar the last names of two keys are: a component and the property that it was before.
fn similarity(one: &str, other: &str) -> f64 {
    let last = |key: &str| {
        let segments = Pointer::parse(key).segments();
        let words = segments
            .iter()
            .rev()
            .find(|segment| *segment != "items" && *segment != "additionalProperties");
        words.map(|name| name.to_lowercase()).unwrap_or_default()
    };
    let (one, other) = (last(one), last(other));
    if one.contains(&other) || other.contains(&one) {
        return 1.0;
    }
    strsim::jaro_winkler(&one, &other)
}

#[cfg(test)]
mod tests {
    use super::{is_component, similarity};

    #[test]
    fn keys_of_components() {
        for (key, wanted) in [
            ("#/components/schemas/Pet", true),
            ("#/definitions/Pet", true),
            ("models.yaml#/Pet", true),
            ("#/components/schemas/Pet/properties/name", false),
            ("#/paths/~1pets/get/responses/200", false),
        ] {
            assert_eq!(is_component(key), wanted, "{key}");
        }
    }

    #[test]
    fn names_are_compared_without_what_is_around() {
        assert!(similarity("#/components/schemas/schemas-Plan", "#/components/schemas/Plan") > 0.99);
        assert!(
            similarity(
                "#/components/schemas/Order/properties/state",
                "#/components/schemas/OrderState"
            ) > 0.99
        );
        assert!(similarity("#/components/schemas/Dog", "#/components/schemas/Invoice") < 0.6);
    }
}
