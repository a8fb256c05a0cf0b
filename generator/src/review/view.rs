//! What every format shows of a comparison: which changes are listed, which are only counted, and the numbers.

use std::collections::BTreeMap;

use super::options::ReviewOptions;
use super::words::{count, line, why};
use crate::compare::{BrokenItem, Bump, Change, Comparison, Verdict};

/// The changes that are listed; the others are counted by rule.
const MAX_ROWS: usize = 20;
/// The longest name of a client, and of a version.
const MAX_NAME: usize = 80;

/// One client in a report.
pub(super) struct View<'a> {
    pub(super) comparison: &'a Comparison,
    /// The name of the client in one line.
    pub(super) name: String,
    /// The old and the new version in one line.
    pub(super) old: String,
    pub(super) new: String,
    /// The changes that are not accepted and that code or deployed programs notice, the worst first.
    pub(super) open: Vec<&'a Change>,
    /// The changes that nothing notices: additions, documentation.
    pub(super) quiet: Vec<&'a Change>,
    pub(super) accepted: Vec<&'a Change>,
    /// Accepted fingerprints without a change.
    pub(super) stale: &'a [String],
    /// The current version, and the next one.
    pub(super) version: Option<(&'a str, Option<String>)>,
    all: bool,
}

impl<'a> View<'a> {
    pub(super) fn new(comparison: &'a Comparison, options: &'a ReviewOptions) -> Self {
        let is_fine = |change: &&Change| change.code.max(change.deployed) == Verdict::Fine;
        let (accepted, others): (Vec<_>, Vec<_>) =
            comparison.changes.iter().partition(|change| change.accepted.is_some());
        let (quiet, open) = others.into_iter().partition(is_fine);
        let name = line(&comparison.client, MAX_NAME);
        let version = options.versions.get(&comparison.client).map(String::as_str);
        Self {
            comparison,
            name: if name.is_empty() { "client".to_owned() } else { name },
            old: line(&comparison.old, MAX_NAME),
            new: line(&comparison.new, MAX_NAME),
            open,
            quiet,
            accepted,
            stale: options
                .stale
                .get(&comparison.client)
                .map(Vec::as_slice)
                .unwrap_or_default(),
            version: version.map(|version| (version, comparison.bump().next(version))),
            all: options.all,
        }
    }

    /// The open changes that are listed, and those that are counted.
    pub(super) fn rows(&self) -> (&[&'a Change], &[&'a Change]) {
        let shown = if self.all { self.open.len() } else { MAX_ROWS };
        self.open.split_at(shown.min(self.open.len()))
    }

    /// Whether there is nothing to report.
    pub(super) fn is_empty(&self) -> bool {
        self.comparison.changes.is_empty() && self.comparison.generator.is_empty()
    }

    /// The items that a newer oaspen generates in another way.
    pub(super) fn generator(&self) -> &'a [BrokenItem] {
        &self.comparison.generator
    }

    /// `14 changes: 8 break code, 9 break deployed programs, 1 is accepted`.
    pub(super) fn summary(&self) -> String {
        if self.comparison.changes.is_empty() {
            let sizes = self.sizes();
            return format!("no change: {sizes}");
        }
        let number = |test: &dyn Fn(&Change) -> bool| self.open.iter().filter(|change| test(change)).count();
        let code = number(&|change| change.code == Verdict::Breaks);
        let deployed = number(&|change| change.deployed == Verdict::Breaks);
        let others = number(&|change| change.code.max(change.deployed) == Verdict::Changes);
        let mut parts = Vec::new();
        if code > 0 {
            parts.push(format!("{code} break code"));
        }
        if deployed > 0 {
            parts.push(format!("{deployed} break deployed programs"));
        }
        if others > 0 {
            parts.push(format!("{others} change what a program does or gets"));
        }
        if parts.is_empty() {
            parts.push("none that code or deployed programs notice".to_owned());
        }
        if !self.accepted.is_empty() {
            parts.push(format!("{} accepted", self.accepted.len()));
        }
        format!(
            "{}: {}",
            count(self.comparison.changes.len(), "change"),
            parts.join(", ")
        )
    }

    /// `5 operations, 6 types`.
    pub(super) fn sizes(&self) -> String {
        let Comparison { operations, types, .. } = self.comparison;
        format!("{}, {}", count(*operations, "operation"), count(*types, "type"))
    }

    /// `0.2.0 -> 0.3.0 (code that uses the client may not compile)`.
    pub(super) fn next_version(&self, arrow: &str) -> String {
        let bump = self.comparison.bump();
        let reason = why(bump);
        match &self.version {
            Some((current, Some(next))) => format!("{} {arrow} {next} ({reason})", line(current, MAX_NAME)),
            Some((current, None)) if bump == Bump::None => format!("{} ({reason})", line(current, MAX_NAME)),
            _ => format!("{} ({reason})", release(bump)),
        }
    }
}

/// The kind of the next release, where the current version is not known.
fn release(bump: Bump) -> &'static str {
    match bump {
        Bump::None => "no release",
        Bump::Patch => "a patch release",
        Bump::Addition => "a minor release",
        Bump::Breaking => "a breaking release",
    }
}

/// How many changes there are of each rule, the most frequent first.
pub(super) fn by_rule(changes: &[&Change]) -> Vec<(&'static str, usize)> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for change in changes {
        *numbers.entry(change.rule.id).or_default() += 1;
    }
    let mut list: Vec<(&str, usize)> = numbers.into_iter().collect();
    list.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    list
}

/// The old and the new state in one line each, of which one or both may be empty.
pub(super) fn states(change: &Change, max: usize) -> (String, String) {
    (line(&change.before, max), line(&change.after, max))
}

/// The same for those who write code: the signatures of the item, if it has another one now. A variant without a value has none,
/// and an item that is gone is shown as the document had it.
pub(super) fn code_states(change: &Change, max: usize) -> (String, String) {
    let mut items = change.items.iter();
    let signatures = items.find(|item| item.path == change.item() && item.before != "()");
    match signatures.and_then(|item| Some((&item.before, item.after.as_ref()?))) {
        Some((before, after)) => (line(before, max), line(after, max)),
        None => states(change, max),
    }
}
