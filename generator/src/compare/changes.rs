//! The changes of a report: what differs, what it breaks, and where.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::causes::Causes;
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
    attribute(old, &mut changes, breaks(surfaces.0, surfaces.1), &calls);
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

/// Adds the broken items to the changes that they follow from. Those that follow from none are changes of their own: one for each
/// type or call.
fn attribute(old: Side<'_>, changes: &mut Vec<Change>, broken: Vec<BrokenItem>, calls: &Calls) {
    let causes = Causes::find(old, changes, &broken);
    let found: Vec<Option<usize>> = broken.iter().map(|item| causes.of(item)).collect();
    let mut unexplained: BTreeMap<String, Vec<BrokenItem>> = BTreeMap::new();
    for (item, index) in broken.into_iter().zip(found) {
        match index.and_then(|index| changes.get_mut(index)) {
            Some(change) => {
                change.code = Verdict::Breaks;
                change.items.push(item);
            }
            None => unexplained.entry(root(&item.path).to_owned()).or_default().push(item),
        }
    }
    changes.extend(unexplained.into_values().filter_map(|items| rust_items(items, calls)));
    changes.iter_mut().for_each(without_parts);
}

/// Removes the parts of items that are gone as a whole: their fields, variants, traits.
fn without_parts(change: &mut Change) {
    let gone: BTreeSet<String> = change
        .items
        .iter()
        .filter(|item| item.after.is_none())
        .map(|item| item.path.clone())
        .collect();
    change.items.retain(|item| !gone.contains(owner(&item.path)));
}

/// The path of a type, a call or a handle: its first segment that starts with a capital letter.
fn root(path: &str) -> &str {
    let mut end = 0;
    for segment in path.split("::") {
        end += segment.len();
        if segment.starts_with(char::is_uppercase) {
            break;
        }
        end += "::".len();
    }
    path.get(..end).unwrap_or(path)
}

/// The path of the type or the call that an item belongs to.
fn owner(path: &str) -> &str {
    path.rsplit_once("::").map_or("", |(owner, _)| owner)
}

/// Items that are gone or have another signature, and nothing that is sent or received explains it.
fn rust_items(items: Vec<BrokenItem>, calls: &Calls) -> Option<Change> {
    let first = items.first()?;
    let difference = Difference {
        rule: "rust-item-changed",
        effect: Effect::None,
        old: Subject {
            pointer: None,
            item: first.path.clone(),
        },
        new: Subject::default(),
        before: first.before.clone(),
        after: first.after.clone().unwrap_or_default(),
    };
    let mut change = change(difference, calls)?;
    change.code = Verdict::Breaks;
    change.items = items;
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
