//! The changes of a report: what differs, what it breaks, and where.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::code::{breaks, exchanged};
use super::owners::{Others, Owners, owner};
use super::reach::{Reach, Reached};
use super::report::{BrokenItem, Change, Part, Verdict};
use super::rules::rule;
use super::side::Side;
use super::surface::Surface;
use super::verdict::{Difference, Effect, Subject};
use crate::diag::{Position, Sources, locate};
use crate::pointer::Pointer;
use crate::text::hash;

/// All changes, the worst first.
pub(super) fn changes(
    (old, old_sources): (Side<'_>, &Sources),
    (new, new_sources): (Side<'_>, &Sources),
    surfaces: (&Surface, &Surface),
    differences: Vec<Difference>,
) -> Vec<Change> {
    let mut calls = Calls {
        old: Reach::of(old),
        new: Reach::of(new),
    };
    let mut rows = Rows::default();
    for difference in differences {
        rows.add(difference, &mut calls);
    }
    let (mut changes, others) = rows.finished();
    let owners = Owners::of(&changes, &others, old);
    let mut unowned = Vec::new();
    for broken in breaks(surfaces.0, surfaces.1) {
        let causes = owners.best(&broken);
        for index in causes {
            if let Some(change) = changes.get_mut(*index) {
                change.code = Verdict::Breaks;
                change.items.push(broken.clone());
            }
        }
        if causes.is_empty() {
            unowned.push(broken);
        }
    }
    unexplained(unowned, &mut calls, &mut changes);
    changes.iter_mut().for_each(without_parts);
    for (path, one, other) in exchanged(surfaces.0, surfaces.1) {
        let text = |names: &[String]| format!("({})", names.join(", "));
        let mut difference = about(path, text(&one.arguments), text(&other.arguments));
        difference.rule = "arguments-exchanged";
        difference.code = Verdict::Changes;
        changes.extend(change(difference, &mut calls));
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

/// The rows so far.
#[derive(Default)]
struct Rows {
    changes: Vec<Change>,
    /// For each row what may be gone because of it.
    others: Vec<Others>,
    known: BTreeMap<String, usize>,
    /// The rows of parts that several calls have.
    common: BTreeSet<usize>,
    /// The calls of the rows that several differences were added to.
    calls: BTreeMap<usize, BTreeSet<String>>,
}

impl Rows {
    /// Adds a difference, or what it adds to a row: a type that is sent and received, or that two calls use.
    fn add(&mut self, difference: Difference, calls: &mut Calls<'_>) {
        let identity = identity(&difference);
        let known = self.known.get(&identity).copied();
        match known.and_then(|index| Some((index, self.changes.get_mut(index)?, self.others.get_mut(index)?))) {
            Some((index, change, others)) => {
                add_effect(change, difference.effect);
                change.code = change.code.max(difference.code);
                let worse = ["member-removed-required", "member-added-required", "limit-tightened"];
                if let Some(rule) = rule(difference.rule).filter(|rule| worse.contains(&rule.id)) {
                    change.rule = rule;
                    change.fingerprint = fingerprint(&difference);
                    change.help = difference.help.clone().unwrap_or_else(|| rule.help.to_owned());
                }
                let item = change.old.as_ref().map_or("", |old| old.item.as_str());
                if item != difference.old.item {
                    self.common.insert(index);
                    if difference.help.as_ref().is_some_and(|help| *help != change.help) {
                        // What to do for one of the calls.
                        change.help = change.rule.help.to_owned();
                    }
                }
                let more = calls.of(&difference.old.item, &difference.new.item);
                change.has_more_calls |= more.has_more;
                let all = self.calls.entry(index).or_default();
                all.extend(change.calls.drain(..).chain(more.calls));
                others.items.extend(difference.items);
                others.types.extend(difference.types);
            }
            None => {
                let others = Others {
                    items: difference.items.clone(),
                    types: difference.types.clone(),
                };
                if let Some(change) = change(difference, calls) {
                    self.known.insert(identity, self.changes.len());
                    self.changes.push(change);
                    self.others.push(others);
                }
            }
        }
    }

    /// The rows with all of their calls, and what else may be gone because of each.
    fn finished(mut self) -> (Vec<Change>, Vec<Others>) {
        for (index, change) in self.changes.iter_mut().enumerate() {
            if let Some(calls) = self.calls.remove(&index) {
                change.calls = calls.into_iter().collect();
            }
            let has_item = change.old.as_ref().is_some_and(|old| !old.item.is_empty());
            if self.common.contains(&index) || is_common(change.rule.id, has_item) {
                change.fingerprint = fingerprint_of_calls(change);
            }
        }
        (self.changes, self.others)
    }
}

/// Rows of one identity are one row. Credentials and servers of operations are usually those of the document.
fn identity(difference: &Difference) -> String {
    let Difference {
        rule,
        old,
        new,
        before,
        after,
        ..
    } = difference;
    match *rule {
        rule if is_common(rule, !old.item.is_empty()) => format!("{rule} {before:?} {after:?}"),
        // What a member is for does not depend on the direction.
        "member-removed" | "member-removed-required" => format!("member-removed {old:?}"),
        "member-added" | "member-added-required" => format!("member-added {new:?}"),
        "request-body-removed" => format!("{rule} {old:?}"),
        "limit-tightened" | "limit-changed" => format!("limit {} {}", declared(old), declared(new)),
        _ => format!("{rule} {} {} {before:?} {after:?}", declared(old), declared(new)),
    }
}

/// A part of a call by where the document declares it, as several calls can have one part. Anything else by its item as well.
fn declared(subject: &Subject) -> String {
    match &subject.pointer {
        Some(pointer) if subject.item.starts_with("api::") => pointer.as_str().to_owned(),
        _ => format!("{subject:?}"),
    }
}

/// The rule, and a number of what the change is about.
fn fingerprint(difference: &Difference) -> String {
    let Difference {
        rule,
        old,
        new,
        before,
        after,
        ..
    } = difference;
    let identity = format!("{} {} {before:?} {after:?}", old.item, new.item);
    format!("{rule}:{:08x}", hash(&identity) >> 32)
}

/// Whether the same change of several operations is one row, with their calls in its fingerprint.
fn is_common(rule: &str, has_item: bool) -> bool {
    rule == "enum-opened" || rule.starts_with("security-") || rule == "server-changed" && has_item
}

/// The fingerprint of a row that several operations have: all of them are part of it.
fn fingerprint_of_calls(change: &Change) -> String {
    let Change {
        rule,
        before,
        after,
        calls,
        ..
    } = change;
    let identity = format!("{calls:?} {before:?} {after:?}");
    format!("{}:{:08x}", rule.id, hash(&identity) >> 32)
}

fn change(difference: Difference, calls: &mut Calls<'_>) -> Option<Change> {
    let rule = rule(difference.rule)?;
    let fingerprint = fingerprint(&difference);
    let reached = calls.of(&difference.old.item, &difference.new.item);
    let mut change = Change {
        rule,
        code: difference.code,
        deployed: Verdict::Fine,
        is_partial: false,
        calls: reached.calls,
        has_more_calls: reached.has_more,
        old: part(difference.old),
        new: part(difference.new),
        before: difference.before,
        after: difference.after,
        items: Vec::new(),
        help: difference.help.unwrap_or_else(|| rule.help.to_owned()),
        fingerprint,
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

/// A difference of an item, without a place in the document.
fn about(path: &str, before: String, after: String) -> Difference {
    Difference {
        rule: "rust-item-changed",
        effect: Effect::None,
        code: Verdict::Breaks,
        old: Subject {
            pointer: None,
            item: path.to_owned(),
        },
        new: Subject::default(),
        before,
        after,
        items: Vec::new(),
        types: Vec::new(),
        help: None,
    }
}

/// Items that are gone or have another signature, and nothing that is sent or received explains it: one row for each type
/// or function.
fn unexplained(broken: Vec<BrokenItem>, calls: &mut Calls<'_>, changes: &mut Vec<Change>) {
    let mut last: Option<(String, Change)> = None;
    for item in broken {
        if let Some((path, change)) = last.as_mut().filter(|(path, _)| item.path.starts_with(path.as_str())) {
            let _ = path;
            change.items.push(item);
            continue;
        }
        changes.extend(last.take().map(|(_, change)| change));
        let after = item.after.clone().unwrap_or_default();
        let row = change(about(&item.path, item.before.clone(), after), calls);
        last = row.map(|mut row| {
            let path = format!("{}::", item.path);
            row.items.push(item);
            (path, row)
        });
    }
    changes.extend(last.map(|(_, change)| change));
}

/// Removes the parts of items that are gone as a whole: their fields, variants, traits.
fn without_parts(change: &mut Change) {
    let items = change.items.iter().filter(|item| item.after.is_none());
    let gone: BTreeSet<String> = items.map(|item| item.path.clone()).collect();
    change.items.retain(|item| !gone.contains(owner(&item.path)));
}

/// The calls of both versions that reach an item.
struct Calls<'a> {
    old: Reach<'a>,
    new: Reach<'a>,
}

impl Calls<'_> {
    /// Those of the old version. For an addition, those of the new one.
    fn of(&mut self, old: &str, new: &str) -> Reached {
        let found = self.old.calls(old);
        if found.calls.is_empty() {
            self.new.calls(new)
        } else {
            found
        }
    }
}
