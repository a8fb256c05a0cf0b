//! The rows of a report: what differs, what it breaks, and where.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Break, breaks};
use super::rules::{Rule, rule};
use super::side::Side;
use super::surface::Surface;
use super::verdict::{Difference, Effect, Place};
use crate::ir::{for_each_type, for_each_type_of};

/// Whether code that uses the old client compiles with the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Code {
    Compiles,
    Breaks,
}

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub rule: &'static Rule,
    pub code: Code,
    pub deployed: Effect,
    pub old: Place,
    pub new: Place,
    pub before: String,
    pub after: String,
    /// The items that code can no longer use, with their signatures before and after.
    pub broken: Vec<Break>,
    /// The calls that send or receive it.
    pub calls: Vec<String>,
}

impl Row {
    /// What identifies the difference. It does not depend on lines.
    pub(crate) fn fingerprint(&self) -> String {
        let item = if self.old.item.is_empty() {
            &self.new.item
        } else {
            &self.old.item
        };
        format!("{}:{item}:{}:{}", self.rule.id, self.before, self.after)
    }

    fn order(&self) -> (std::cmp::Reverse<(Code, Effect)>, &'static str, String) {
        (
            std::cmp::Reverse((self.code, self.deployed)),
            self.rule.id,
            self.fingerprint(),
        )
    }
}

/// All rows, the worst first.
pub(crate) fn rows(
    old: Side<'_>,
    new: Side<'_>,
    surfaces: (&Surface, &Surface),
    differences: Vec<Difference>,
) -> Vec<Row> {
    let calls = calls(old);
    let mut rows: Vec<Row> = Vec::new();
    for difference in differences {
        let Some(rule) = rule(difference.rule) else { continue };
        let known = rows.iter_mut().find(|row| {
            row.rule == rule
                && row.old == difference.old
                && row.new == difference.new
                && row.before == difference.before
                && row.after == difference.after
        });
        match known {
            // The same type is sent and received.
            Some(row) => row.deployed = row.deployed.max(difference.effect),
            None => rows.push(Row {
                rule,
                code: Code::Compiles,
                deployed: difference.effect,
                calls: calls_of(&calls, &difference.old.item),
                old: difference.old,
                new: difference.new,
                before: difference.before,
                after: difference.after,
                broken: Vec::new(),
            }),
        }
    }
    for broken in breaks(surfaces.0, surfaces.1) {
        match best(&rows, &broken) {
            Some(index) => {
                if let Some(row) = rows.get_mut(index) {
                    row.code = Code::Breaks;
                    row.broken.push(broken);
                }
            }
            None => rows.extend(unexplained(broken, &calls)),
        }
    }
    rows.sort_by_cached_key(Row::order);
    rows
}

/// The difference that a break belongs to: the one of the same item, else one of a member of the same type or call.
fn best(rows: &[Row], broken: &Break) -> Option<usize> {
    let owner = |path: &str| {
        path.rsplit_once("::")
            .map_or_else(String::new, |(owner, _)| owner.to_owned())
    };
    let affinity = |row: &Row| {
        let items = [row.old.item.as_str(), row.new.item.as_str()];
        if items.contains(&broken.path.as_str()) {
            3
        } else if items.iter().any(|item| setter_of(item, &broken.path)) {
            2
        } else if items
            .iter()
            .any(|item| !item.is_empty() && (owner(item) == owner(&broken.path) || *item == owner(&broken.path)))
        {
            1
        } else {
            0
        }
    };
    let (index, row) = rows
        .iter()
        .enumerate()
        .max_by_key(|(index, row)| (affinity(row), std::cmp::Reverse(*index)))?;
    (affinity(row) > 0).then_some(index)
}

/// Whether a path is the setter of a field.
fn setter_of(field: &str, path: &str) -> bool {
    match (field.rsplit_once("::"), path.rsplit_once("::")) {
        (Some((owner, name)), Some((other, setter))) => {
            owner == other && setter.strip_prefix("with_") == Some(name.trim_start_matches("r#"))
        }
        _ => false,
    }
}

fn unexplained(broken: Break, calls: &BTreeMap<String, BTreeSet<String>>) -> Option<Row> {
    Some(Row {
        rule: rule("rust-item-changed")?,
        code: Code::Breaks,
        deployed: Effect::None,
        old: Place {
            pointer: None,
            item: broken.path.clone(),
        },
        new: Place::default(),
        before: broken.before.clone(),
        after: broken.after.clone().unwrap_or_default(),
        calls: calls_of(calls, &broken.path),
        broken: vec![broken],
    })
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

fn calls_of(calls: &BTreeMap<String, BTreeSet<String>>, item: &str) -> Vec<String> {
    let owner = item.rsplit_once("::").map(|(owner, _)| owner).unwrap_or_default();
    let found = calls.get(item).or_else(|| calls.get(owner));
    found.into_iter().flatten().cloned().collect()
}
