//! The changes of a report: what differs, what it breaks, and where.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::code::breaks;
use super::report::{BrokenItem, Change, Part, Verdict};
use super::rules::rule;
use super::side::Side;
use super::surface::Surface;
use super::verdict::{Difference, Effect, Subject};
use crate::diag::{Position, Sources, locate};
use crate::ir::{for_each_type, for_each_type_of};
use crate::pointer::Pointer;
use crate::text::hash;

/// All changes, the worst first.
pub(super) fn changes(
    (old, old_sources): (Side<'_>, &Sources),
    (new, new_sources): (Side<'_>, &Sources),
    surfaces: (&Surface, &Surface),
    differences: Vec<Difference>,
) -> Vec<Change> {
    let calls = Calls {
        old: calls(old),
        new: calls(new),
    };
    let mut changes: Vec<Change> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for difference in differences {
        // A type that is sent and received, or that two calls use.
        let index = known
            .get(&identity(&difference))
            .and_then(|index| changes.get_mut(*index));
        match index {
            Some(change) => add_effect(change, difference.effect),
            None => {
                known.insert(identity(&difference), changes.len());
                changes.extend(change(difference, &calls));
            }
        }
    }
    let owners = Owners::of(&changes);
    for broken in breaks(surfaces.0, surfaces.1) {
        match owners.best(&broken.path).and_then(|index| changes.get_mut(index)) {
            Some(change) => {
                change.code = Verdict::Breaks;
                change.items.push(broken);
            }
            None => changes.extend(unexplained(broken, &calls)),
        }
    }
    find_locations(changes.iter_mut().filter_map(|change| change.old.as_mut()), old_sources);
    find_locations(changes.iter_mut().filter_map(|change| change.new.as_mut()), new_sources);
    changes.sort_by_cached_key(|change| {
        (
            Reverse((change.code, change.deployed)),
            change.rule.id,
            change.item().to_owned(),
        )
    });
    changes
}

fn identity(difference: &Difference) -> String {
    let Difference {
        rule,
        old,
        new,
        before,
        after,
        ..
    } = difference;
    format!("{rule} {old:?} {new:?} {before:?} {after:?}")
}

fn change(difference: Difference, calls: &Calls) -> Option<Change> {
    let rule = rule(difference.rule)?;
    let item = if difference.old.item.is_empty() {
        &difference.new.item
    } else {
        &difference.old.item
    };
    let identity = format!("{item} {:?} {:?}", difference.before, difference.after);
    let mut change = Change {
        rule,
        code: Verdict::Fine,
        deployed: Verdict::Fine,
        is_partial: false,
        calls: calls.of(&difference.old.item, &difference.new.item),
        old: part(difference.old),
        new: part(difference.new),
        before: difference.before,
        after: difference.after,
        items: Vec::new(),
        help: rule.help.to_owned(),
        fingerprint: format!("{}:{:08x}", rule.id, hash(&identity) >> 32),
        accepted: None,
    };
    add_effect(&mut change, difference.effect);
    Some(change)
}

fn part(subject: Subject) -> Option<Part> {
    (subject != Subject::default()).then_some(Part {
        pointer: subject.pointer,
        location: None,
        item: subject.item,
    })
}

fn add_effect(change: &mut Change, effect: Effect) {
    let (deployed, is_partial) = match effect {
        Effect::None => (Verdict::Fine, false),
        Effect::Changes => (Verdict::Changes, false),
        Effect::SometimesFails => (Verdict::Breaks, true),
        Effect::Fails => (Verdict::Breaks, false),
    };
    if deployed > change.deployed {
        change.is_partial = is_partial;
    } else if deployed == change.deployed {
        change.is_partial &= is_partial;
    }
    change.deployed = change.deployed.max(deployed);
}

fn find_locations<'a>(parts: impl Iterator<Item = &'a mut Part>, sources: &Sources) {
    let mut parts: Vec<&mut Part> = parts.filter(|part| part.pointer.is_some()).collect();
    let pointers: Vec<Pointer> = parts.iter().filter_map(|part| part.pointer.clone()).collect();
    let list: Vec<(&Pointer, Option<Position>)> = pointers.iter().map(|pointer| (pointer, None)).collect();
    for (part, location) in parts.iter_mut().zip(locate(&list, sources)) {
        part.location = location;
    }
}

/// The changes by their items, to find the one that broke another item.
struct Owners {
    items: BTreeMap<String, usize>,
    owners: BTreeMap<String, usize>,
}

impl Owners {
    fn of(changes: &[Change]) -> Self {
        let mut found = Self {
            items: BTreeMap::new(),
            owners: BTreeMap::new(),
        };
        for (index, change) in changes.iter().enumerate() {
            for part in [&change.old, &change.new]
                .into_iter()
                .flatten()
                .filter(|part| !part.item.is_empty())
            {
                found.items.entry(part.item.clone()).or_insert(index);
                found.owners.entry(owner(&part.item).to_owned()).or_insert(index);
            }
        }
        found
    }

    /// The change that an item belongs to: the one of the same item or of the field of a setter, else one of its owner, else one of
    /// a member of the same type or call.
    fn best(&self, path: &str) -> Option<usize> {
        let (owner, name) = path.rsplit_once("::").unwrap_or(("", path));
        let field = name.strip_prefix("with_").map(|name| format!("{owner}::{name}"));
        let same = self.items.get(path).or_else(|| self.items.get(&field?));
        let around = || self.items.get(owner).or_else(|| self.owners.get(owner));
        let inside = || self.owners.get(path);
        same.or_else(|| if owner.is_empty() { None } else { around() })
            .or_else(inside)
            .copied()
    }
}

/// The path of the type or the call that an item belongs to.
fn owner(path: &str) -> &str {
    path.rsplit_once("::").map_or("", |(owner, _)| owner)
}

/// An item that is gone or has another signature, and nothing that is sent or received explains it.
fn unexplained(broken: BrokenItem, calls: &Calls) -> Option<Change> {
    let difference = Difference {
        rule: "rust-item-changed",
        effect: Effect::None,
        old: Subject {
            pointer: None,
            item: broken.path.clone(),
        },
        new: Subject::default(),
        before: broken.before.clone(),
        after: broken.after.clone().unwrap_or_default(),
    };
    let mut change = change(difference, calls)?;
    change.code = Verdict::Breaks;
    change.items.push(broken);
    Some(change)
}

/// The calls of both versions that reach an item.
struct Calls {
    old: BTreeMap<String, BTreeSet<String>>,
    new: BTreeMap<String, BTreeSet<String>>,
}

impl Calls {
    /// Those of the old version. For an addition, those of the new one.
    fn of(&self, old: &str, new: &str) -> Vec<String> {
        let find = |calls: &'_ BTreeMap<String, BTreeSet<String>>, item: &str| -> Vec<String> {
            let found = calls.get(item).or_else(|| calls.get(owner(item)));
            found.into_iter().flatten().cloned().collect()
        };
        let found = find(&self.old, old);
        if found.is_empty() { find(&self.new, new) } else { found }
    }
}

/// For each type the calls that reach it.
fn calls(side: Side<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for operation in &side.api.operations {
        let text = side.call_text(operation);
        let mut waiting = Vec::new();
        for_each_type_of(operation, &mut |ty| ty.for_each_id(&mut |id| waiting.push(id)));
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            found.entry(side.type_path(id)).or_default().insert(text.clone());
            if let Some(def) = side.get(id) {
                for_each_type(&def.shape, &mut |ty| ty.for_each_id(&mut |id| waiting.push(id)));
            }
        }
        found
            .entry(side.method_path(operation))
            .or_default()
            .insert(text.clone());
        found.entry(side.call_path(operation)).or_default().insert(text);
    }
    found
}
