//! Overrides of several equal parts become one, if every part that it is about was seen to need it.

use std::collections::{BTreeMap, BTreeSet};

use super::lesson::LearnedOverride;
use crate::config::{Override, Settings};
use crate::decoded::equal_parts;
use crate::load::Input;
use crate::pointer::Pointer;

/// The fewest parts that are worth it.
const MIN_PARTS: usize = 2;
/// How many lines of evidence are kept for one override.
const MAX_EVIDENCE: usize = 4;

pub(super) fn merged(learned: Vec<LearnedOverride>, input: &Input, settings: &Settings) -> Vec<LearnedOverride> {
    let candidates = groups(&learned, settings);
    if candidates.is_empty() {
        return learned;
    }
    let firsts: Vec<Pointer> = candidates.iter().filter_map(|group| group.first().cloned()).collect();
    let equal = equal_parts(input, settings, &firsts);
    let same = candidates
        .iter()
        .zip(equal)
        .filter(|(group, equal)| group.iter().cloned().collect::<BTreeSet<_>>() == *equal);
    let groups: Vec<&Vec<Pointer>> = same.map(|(group, _)| group).collect();
    let mut all: BTreeMap<String, LearnedOverride> = learned.into_iter().map(|one| (one.key.clone(), one)).collect();
    for group in groups {
        let mut members = group.iter().filter_map(|at| all.remove(at.as_str()));
        let Some(mut first) = members.next() else { continue };
        first.chosen.everywhere = true;
        first.evidence.extend(members.flat_map(|one| one.evidence));
        let lines = first.evidence.len();
        if lines > MAX_EVIDENCE {
            first.evidence.truncate(MAX_EVIDENCE - 1);
            let more = lines - first.evidence.len();
            first.evidence.push(format!("and {more} more lines like these"));
        }
        all.insert(first.key.clone(), first);
    }
    all.into_values().collect()
}

/// The pointers with the same decisions and the same key at their ends. What else the configuration decides about a part is
/// not about the others, so a part with an override of its own is in no group.
fn groups(learned: &[LearnedOverride], settings: &Settings) -> Vec<Vec<Pointer>> {
    let mut found: Vec<(&Override, Vec<Pointer>)> = Vec::new();
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let is_new = |one: &&LearnedOverride| !settings.overrides.contains_key(&one.key);
    for one in learned.iter().filter(is_new).filter(|one| is_of_value(&one.chosen)) {
        let at = Pointer::parse(&one.key);
        let Some(last) = at.last_segment() else { continue };
        let near = by_key.entry(last).or_default();
        let is_same = |number: &usize| found.get(*number).is_some_and(|(chosen, _)| **chosen == one.chosen);
        let same = near.iter().copied().find(is_same);
        match same.and_then(|number| found.get_mut(number)) {
            Some((_, group)) => group.push(at),
            None => {
                near.push(found.len());
                found.push((&one.chosen, vec![at]));
            }
        }
    }
    let groups = found.into_iter().map(|(_, group)| group);
    groups.filter(|group| group.len() >= MIN_PARTS).collect()
}

/// Whether it is about schemas and members.
fn is_of_value(chosen: &Override) -> bool {
    chosen.status.is_none() && chosen.media_type.is_none() && chosen.stream.is_none()
}
