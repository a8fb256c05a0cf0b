//! Operations whose path begins in another way than in the lock: `/v1/pets` and `/v2/pets` are one route, once the old one is
//! gone.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{ident, ids, stems};
use super::content::{Lock, LockKind};
use super::routes::Route;
use crate::ir::{Api, Operation, Role};
use crate::pointer::Pointer;

/// Pairs of operations that are compared.
const MAX_PAIRS: usize = 1_000_000;
/// Operations that the same change of paths moved, if it is not that of a version.
const SEVERAL: usize = 2;

/// The segments that two paths begin with, before those that they have in common.
type Change = (Vec<String>, Vec<String>);

/// An operation of the lock and one of the document that may be the same.
struct Pair<'a> {
    old: &'a str,
    new: &'a str,
    change: Change,
    /// The document has an `operationId`, and the lock has its name.
    is_sure: bool,
}

impl Lock {
    /// Gives an operation the lines of one that the document does not have any more, if only the beginnings of their paths
    /// differ: by a version, or in several operations in the same way.
    pub(super) fn follow_prefixes(&mut self, api: &Api) {
        let known = self.keys(LockKind::Call);
        let current: BTreeSet<&str> = api.operations.iter().map(|operation| operation.key.as_str()).collect();
        let gone: Vec<&String> = known.iter().filter(|key| !current.contains(key.as_str())).collect();
        if gone.is_empty() {
            return;
        }
        let pairs = self.moved(api, &gone, &known);
        let mut uses: BTreeMap<&Change, usize> = BTreeMap::new();
        for pair in &pairs {
            *uses.entry(&pair.change).or_default() += 1;
        }
        // Of several, the change of paths that moved more operations.
        let score = |pair: &Pair<'_>| (pair.is_sure, uses.get(&pair.change).copied());
        let is_best = |pair: &Pair<'_>| {
            let others = pairs
                .iter()
                .filter(|other| other.old == pair.old || other.new == pair.new);
            others.filter(|other| score(other) >= score(pair)).count() == 1
        };
        for pair in &pairs {
            if !is_best(pair) || !(pair.is_sure || is_general(pair, &pairs, &gone)) {
                continue;
            }
            let (from, to) = (Pointer::parse(pair.old), Pointer::parse(pair.new));
            let (Some(before), Some(after)) = (Route::of(pair.old), Route::of(pair.new)) else {
                continue;
            };
            self.relocate(&from, &to, |_| true);
            self.rename_path_parameters(&to, &before.names.into_iter().zip(after.names).collect());
        }
    }

    /// The pairs of an operation that is gone and a new one.
    fn moved<'a>(&self, api: &'a Api, gone: &[&'a String], known: &BTreeSet<String>) -> Vec<Pair<'a>> {
        let ids = ids::ids(api);
        let stems = stems::of_operations(api, &ids);
        let names = ids
            .iter()
            .zip(&stems)
            .map(|(id, stem)| [ident::camel(id), ident::camel(stem)]);
        let all = api.operations.iter().zip(names);
        let new: Vec<(&Operation, [String; 2])> = all.filter(|(one, _)| !known.contains(one.key.as_str())).collect();
        let mut pairs = Vec::new();
        if new.len().saturating_mul(gone.len()) > MAX_PAIRS {
            return pairs;
        }
        for old in gone {
            let (Some(before), Some(call)) = (Route::of(old), self.names.get(&((*old).clone(), LockKind::Call))) else {
                continue;
            };
            for (operation, names) in &new {
                let Some(change) = Route::of(operation.key.as_str()).and_then(|after| change(&before, &after)) else {
                    continue;
                };
                let has_name = names.iter().any(|name| call == name || *call == format!("{name}Call"));
                if (operation.id.is_some() && has_name)
                    || (operation.id.is_none() && self.has_parameters(old, operation))
                {
                    pairs.push(Pair {
                        old,
                        new: operation.key.as_str(),
                        change,
                        is_sure: operation.id.is_some(),
                    });
                }
            }
        }
        pairs
    }

    /// Whether an operation of the lock has the parameters of one in the document, but for those of the path.
    fn has_parameters(&self, old: &str, operation: &Operation) -> bool {
        let old = Pointer::parse(old);
        let is_param = |(rest, kind): &(&str, LockKind)| {
            *kind == LockKind::Param && rest.starts_with("parameters/") && !rest.starts_with("parameters/path/")
        };
        let known: BTreeSet<String> = self
            .below(&old)
            .filter(is_param)
            .map(|(rest, _)| rest.to_owned())
            .collect();
        let here = operation.params.iter().map(|param| {
            let key = Role::Param(param.location, param.key_name().to_owned()).key_below(&Pointer::root());
            key.as_str().trim_start_matches("#/").to_owned()
        });
        known == here.filter(|key| !key.starts_with("parameters/path/")).collect()
    }
}

/// What differs at the beginning of two paths. `None` if these are other routes: nothing at the end is the same, or other
/// methods, or another number of parameters.
fn change(before: &Route, after: &Route) -> Option<Change> {
    let ((old, method), (new, other)) = (&before.shape, &after.shape);
    if method != other || before.names.len() != after.names.len() {
        return None;
    }
    let (mut old, mut new): (Vec<&str>, Vec<&str>) = (old.split('/').collect(), new.split('/').collect());
    let mut has_word = false;
    while let (Some(one), Some(other)) = (old.last(), new.last()) {
        if one != other || one.is_empty() && old.len() == 1 {
            break;
        }
        has_word |= !one.contains("{}") && !is_version(one);
        old.pop();
        new.pop();
    }
    let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
    has_word.then(|| (owned(old), owned(new)))
}

/// Whether a change of paths is that of a version, or that of all operations which are gone and began in this way.
fn is_general(pair: &Pair<'_>, pairs: &[Pair<'_>], gone: &[&String]) -> bool {
    let (old, new) = &pair.change;
    let common = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let rests = [old, new].map(|list| list.get(common..).unwrap_or_default());
    if rests
        .iter()
        .all(|rest| rest.len() <= 1 && rest.iter().all(|segment| is_version(segment)))
    {
        return true;
    }
    let moved: BTreeMap<&str, usize> =
        pairs
            .iter()
            .filter(|other| other.change == pair.change)
            .fold(BTreeMap::new(), |mut counts, other| {
                *counts.entry(other.old).or_default() += 1;
                counts
            });
    let prefix = old.join("/");
    let begins = |key: &str| {
        let shape = Route::of(key).map(|route| route.shape.0);
        shape.is_some_and(|shape| shape == prefix || shape.starts_with(&format!("{prefix}/")))
    };
    moved.len() >= SEVERAL
        && gone
            .iter()
            .filter(|key| begins(key))
            .all(|key| moved.contains_key(key.as_str()))
}

/// `v1`, `v2beta1`, `1.0`, `2026-01-31`.
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}
