//! Which change broke an item.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{with_names, words};
use super::report::{BrokenItem, Change};
use super::rules::Rule;
use super::side::Side;
use crate::ir::{TypeId, for_each_type};

/// The changes by their items.
#[derive(Default)]
pub(super) struct Owners {
    /// What changes are about.
    items: BTreeMap<String, Causes>,
    /// What else may be gone because of them.
    others: BTreeMap<String, Causes>,
    /// The types and calls that their items belong to.
    owners: BTreeMap<String, Causes>,
    /// New names of types, with the change.
    renamed: BTreeMap<String, (String, usize)>,
}

impl Owners {
    /// `others` has further items of each change, of the old client.
    pub(super) fn of(changes: &[Change], others: &[Others], old: Side<'_>) -> Self {
        let mut found = Self::default();
        let mut seen: [BTreeSet<TypeId>; Kind::ALL.len() + 1] = Default::default();
        for (index, change) in changes.iter().enumerate() {
            // Such rows break nothing, but others of the same item do.
            if breaks_nothing(change.rule) {
                continue;
            }
            if change.rule.id == "type-renamed" {
                let names = (change.after.clone(), index);
                found.renamed.insert(change.before.clone(), names);
            }
            let follows = Kind::ALL.map(|kind| kind.follows_from(change.rule.id));
            // The broken items are those of the old client.
            let mut parts = [&change.old, &change.new].into_iter().flatten();
            if let Some(part) = parts.find(|part| !part.item.is_empty()) {
                let around = owner(&part.item).to_owned();
                found.items.entry(part.item.clone()).or_default().add(index, follows);
                found.owners.entry(around).or_default().add(index, follows);
            }
            // What is removed belongs to something else in the new client, which may explain more.
            let new = change.new.iter().map(|part| part.item.as_str());
            for item in new.flat_map(|item| [item, owner(item)]).filter(|item| !item.is_empty()) {
                found.others.entry(item.to_owned()).or_default().add(index, follows);
            }
            let Some(others) = others.get(index) else { continue };
            for item in &others.items {
                found.others.entry(item.clone()).or_default().add(index, follows);
            }
            // A type belongs to the first change, and to the first one that it usually follows from, if there is one. So each type is
            // visited a few times, however many changes reach it.
            let (any, usual) = seen.split_at_mut(1);
            let usual = usual.iter_mut().zip(follows);
            let usual = usual.filter_map(|(seen, follows)| follows.then_some(seen));
            for seen in any.iter_mut().chain(usual) {
                reached(old, &others.types, seen, |id| {
                    found.others.entry(old.type_path(id)).or_default().add(index, follows);
                });
            }
        }
        found
    }

    /// The changes that an item belongs to: those of the same item or of the field of a setter, else of its owner, else of a member
    /// of the same type or call. A constructor or a method can have several, and none of them alone explains it.
    pub(super) fn best(&self, broken: &BrokenItem) -> &[usize] {
        if let Some(index) = self.by_name(broken) {
            return std::slice::from_ref(index);
        }
        let mut path = broken.path.as_str();
        while !path.is_empty() {
            let found = self.at(path, Kind::of(&broken.path));
            if !found.is_empty() {
                return found;
            }
            path = owner(path);
        }
        &[]
    }

    fn at(&self, path: &str, kind: Kind) -> &[usize] {
        let (owner, name) = path.rsplit_once("::").unwrap_or(("", path));
        let field = name.strip_prefix("with_").map(|name| format!("{owner}::{name}"));
        // A builder belongs to its type, and its methods to the fields.
        let built = owner.strip_suffix("Builder").map(|owner| format!("{owner}::{name}"));
        let keys = [
            Some(path.to_owned()),
            field,
            built,
            path.strip_suffix("Builder").map(str::to_owned),
        ];
        let find = |map| -> &[usize] {
            let map: &BTreeMap<String, Causes> = map;
            let found = keys.iter().flatten().find_map(|key| map.get(key));
            found.map(|causes| causes.likeliest(kind)).unwrap_or_default()
        };
        let own = find(&self.items);
        if !own.is_empty() {
            return own;
        }
        let mut around = [&self.owners, &self.others].into_iter().map(find);
        let first = around.find(|found| !found.is_empty()).unwrap_or_default();
        first.get(..1).unwrap_or_default()
    }

    /// The change that renamed a type in a signature, if nothing else is different in it.
    fn by_name(&self, broken: &BrokenItem) -> Option<&usize> {
        let after = broken.after.as_ref()?;
        let name = |word: &str| self.renamed.get(word).map(|(new, _)| new.as_str());
        if self.renamed.is_empty() || with_names(&broken.before, name) != *after {
            return None;
        }
        let words = words(&broken.before).into_iter();
        let rows = words.filter_map(|word| self.renamed.get_key_value(word));
        rows.min_by_key(|(old, _)| *old).map(|(_, (_, index))| index)
    }
}

/// The changes of one item. Many items can have many of them, so what is looked for is found once for each kind of item.
#[derive(Default)]
struct Causes {
    /// The first one.
    first: Vec<usize>,
    /// Those that the items of each kind usually follow from.
    usual: [Vec<usize>; Kind::ALL.len()],
}

impl Causes {
    /// `follows`: whether the items of each kind usually follow from the change.
    fn add(&mut self, index: usize, follows: [bool; Kind::ALL.len()]) {
        if self.first.is_empty() {
            self.first.push(index);
        }
        for (usual, _) in self.usual.iter_mut().zip(follows).filter(|(_, follows)| *follows) {
            usual.push(index);
        }
    }

    /// Those that an item of this kind usually follows from, else the first.
    fn likeliest(&self, kind: Kind) -> &[usize] {
        let mut kinds = Kind::ALL.iter().zip(&self.usual);
        let usual = kinds.find(|(known, usual)| **known == kind && !usual.is_empty());
        usual.map_or(&self.first, |(_, usual)| usual)
    }
}

/// Visits types and what they reach, without those that were visited before.
fn reached(old: Side<'_>, types: &[TypeId], seen: &mut BTreeSet<TypeId>, mut visit: impl FnMut(TypeId)) {
    let mut waiting = types.to_vec();
    while let Some(id) = waiting.pop() {
        if seen.insert(id) {
            visit(id);
            let def = old.get(id);
            def.iter()
                .for_each(|def| for_each_type(&def.shape, &mut |ty| waiting.extend(Side::ids(ty))));
        }
    }
}

/// What may be gone or different because of a change, beyond what it is about.
#[derive(Default)]
pub(super) struct Others {
    pub items: Vec<String>,
    /// With what they reach.
    pub types: Vec<TypeId>,
}

/// What an item is, as far as it matters which changes it usually follows from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `new`, `builder`.
    Constructor,
    /// The type of a result, or what else a call yields.
    Output,
    /// The type of an error.
    Error,
    /// A method that creates a call, and anything else.
    Other,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Constructor, Self::Output, Self::Error, Self::Other];

    fn of(path: &str) -> Self {
        match path.rsplit("::").next() {
            Some("new" | "builder") => Self::Constructor,
            Some("Output" | "Event" | "Line") => Self::Output,
            Some("Error") => Self::Error,
            _ => Self::Other,
        }
    }

    fn follows_from(self, rule: &str) -> bool {
        let about = rule.split('-').next().unwrap_or_default();
        match self {
            Self::Constructor => about == "member" && rule != "member-added",
            Self::Output => ["response", "status", "type", "element"].contains(&about),
            Self::Error => ["error", "type", "element"].contains(&about),
            Self::Other => !["response", "status", "error"].contains(&about) && !rule.ends_with("-added"),
        }
    }
}

fn breaks_nothing(rule: &Rule) -> bool {
    let id = rule.id;
    [
        "server-changed",
        "documentation-changed",
        "limit-changed",
        "limit-tightened",
        "default-changed",
        "response-header-added",
    ]
    .contains(&id)
        || rule.is_about_features()
        || id.starts_with("security-")
        || id.ends_with("-deprecated")
        || id.ends_with("-undeprecated")
}

/// The path of the type or the call that an item belongs to.
pub(super) fn owner(path: &str) -> &str {
    path.rsplit_once("::").map_or("", |(owner, _)| owner)
}

#[cfg(test)]
mod tests {
    use super::{Causes, Kind};

    #[test]
    fn an_item_follows_from_the_changes_that_are_usual_for_its_kind() {
        let mut causes = Causes::default();
        assert!(causes.likeliest(Kind::Other).is_empty());
        for (index, rule) in [
            (3, "response-added"),
            (5, "member-added-required"),
            (8, "member-removed"),
        ] {
            causes.add(index, Kind::ALL.map(|kind| kind.follows_from(rule)));
        }
        assert_eq!(causes.likeliest(Kind::Constructor), [5, 8]);
        assert_eq!(causes.likeliest(Kind::Output), [3]);
        assert_eq!(causes.likeliest(Kind::Error), [3]);
        assert_eq!(causes.likeliest(Kind::Other), [5, 8]);
    }
}
