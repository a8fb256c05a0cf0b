//! Which change broke an item.

use std::collections::BTreeMap;

use super::code::renamed;
use super::report::{BrokenItem, Change};

/// The changes by their items.
#[derive(Default)]
pub(super) struct Owners {
    /// What changes are about.
    items: BTreeMap<String, usize>,
    /// What else may be gone because of them.
    others: BTreeMap<String, usize>,
    /// The types and calls that their items belong to.
    owners: BTreeMap<String, usize>,
    /// New names of types, with the change.
    renamed: BTreeMap<String, (String, usize)>,
}

impl Owners {
    /// `others` has further items of each change.
    pub(super) fn of(changes: &[Change], others: &[Vec<String>]) -> Self {
        let mut found = Self::default();
        for (index, change) in changes.iter().enumerate() {
            // Such rows break nothing, but others of the same item do.
            if breaks_nothing(change.rule.id) {
                continue;
            }
            if change.rule.id == "type-renamed" {
                let names = (change.after.clone(), index);
                found.renamed.insert(change.before.clone(), names);
            }
            for part in [&change.old, &change.new].into_iter().flatten() {
                if !part.item.is_empty() {
                    found.items.entry(part.item.clone()).or_insert(index);
                    found.owners.entry(owner(&part.item).to_owned()).or_insert(index);
                }
            }
            for item in others.get(index).into_iter().flatten() {
                found.others.entry(item.clone()).or_insert(index);
            }
        }
        found
    }

    /// The change that an item belongs to: the one of the same item or of the field of a setter, else one of its owner, else
    /// one of a member of the same type or call.
    pub(super) fn best(&self, broken: &BrokenItem) -> Option<usize> {
        self.by_name(broken).or_else(|| {
            let mut path = broken.path.as_str();
            loop {
                if let Some(index) = self.at(path) {
                    return Some(index);
                }
                path = owner(path);
                if path.is_empty() {
                    return None;
                }
            }
        })
    }

    fn at(&self, path: &str) -> Option<usize> {
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
        let find = |map: &BTreeMap<String, usize>| keys.iter().flatten().find_map(|key| map.get(key)).copied();
        find(&self.items)
            .or_else(|| find(&self.owners))
            .or_else(|| find(&self.others))
    }

    /// The change that renamed a type in a signature, if nothing else is different in it.
    fn by_name(&self, broken: &BrokenItem) -> Option<usize> {
        let after = broken.after.as_ref()?;
        let names: BTreeMap<&str, &str> = self
            .renamed
            .iter()
            .map(|(old, (new, _))| (old.as_str(), new.as_str()))
            .collect();
        if names.is_empty() || renamed(&broken.before, &names) != *after {
            return None;
        }
        let is_named = |name: &str| renamed(&broken.before, &[(name, "")].into()) != broken.before;
        let mut rows = self.renamed.iter().filter(|(old, _)| is_named(old));
        rows.next().map(|(_, (_, index))| *index)
    }
}

fn breaks_nothing(rule: &str) -> bool {
    [
        "documentation-changed",
        "limit-changed",
        "limit-tightened",
        "default-changed",
        "response-header-added",
    ]
    .contains(&rule)
        || rule.ends_with("-deprecated")
        || rule.ends_with("-undeprecated")
}

/// The path of the type or the call that an item belongs to.
pub(super) fn owner(path: &str) -> &str {
    path.rsplit_once("::").map_or("", |(owner, _)| owner)
}
