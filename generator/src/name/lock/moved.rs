//! Operations whose path begins in another way than in the lock: `/v1/pets` and `/v2/pets` are one route, once the old one is
//! gone.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Lock, LockKind};
use super::pairing;
use super::route::Route;
use super::unmatched::{New, Old, Unmatched};
use crate::ir::{Api, Operation, Role};
use crate::pointer::Pointer;

/// Pairs of operations that are compared.
const MAX_PAIRS: usize = 1_000_000;
/// Operations that the same change of paths moved, if it is not that of a version.
const SEVERAL: usize = 2;

/// The segments that two paths begin with, before those that they have in common.
type Change = (Vec<String>, Vec<String>);

/// An operation of the lock and one of the document that may be the same.
struct Candidate<'u, 'a> {
    old: &'u Old,
    new: &'u New<'a>,
    change: Change,
}

impl Lock {
    /// Gives an operation the lines of one that the document does not have any more, if only the beginnings of their paths
    /// differ: by a version, or in several operations in the same way. Operations with an `operationId` have to keep it.
    pub(super) fn follow_prefixes(&mut self, api: &Api) {
        let unmatched = self.unmatched(api);
        let candidates = self.moved(&unmatched);
        let mut moved: BTreeMap<&Change, BTreeSet<&str>> = BTreeMap::new();
        for Candidate { old, change, .. } in &candidates {
            moved.entry(change).or_default().insert(&old.key);
        }
        // Of several, the change of paths that moved more operations.
        let mut general: BTreeMap<&Change, bool> = BTreeMap::new();
        for Candidate { old, new, change } in pairing::clear(&candidates, |Candidate { old, new, change }| {
            let score = (new.operation.id.is_some(), moved.get(change).map_or(0, BTreeSet::len));
            (&old.key, new.operation.key.as_str(), score)
        }) {
            let is_same = new.operation.id.is_some()
                || *general.entry(change).or_insert_with(|| {
                    let moved = moved.get(change);
                    is_of_version(change) || moved.is_some_and(|moved| is_general(change, moved, &unmatched.old))
                });
            if is_same {
                self.follow_operation(old, new);
            }
        }
    }

    /// The pairs of an operation that is gone and a new one.
    fn moved<'u, 'a>(&self, unmatched: &'u Unmatched<'a>) -> Vec<Candidate<'u, 'a>> {
        let Unmatched { old, new } = unmatched;
        if new.len().saturating_mul(old.len()) > MAX_PAIRS {
            return Vec::new();
        }
        let pairs = old.iter().flat_map(|old| new.iter().map(move |new| (old, new)));
        let alike = pairs.filter_map(|(old, new)| {
            let change = change(&old.route, &new.route)?;
            Some(Candidate { old, new, change })
        });
        let same = alike.filter(|Candidate { old, new, .. }| match new.operation.id {
            Some(_) => new.has_name_of(old),
            None => self.has_parameters(&old.key, new.operation),
        });
        same.collect()
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

/// Whether only a version differs.
fn is_of_version((old, new): &Change) -> bool {
    let common = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let mut rests = [old, new]
        .into_iter()
        .map(|list| list.get(common..).unwrap_or_default());
    rests.all(|rest| rest.len() <= 1 && rest.iter().all(|segment| is_version(segment)))
}

/// Whether a change of paths moved all operations that are gone and began in this way.
fn is_general((old, _): &Change, moved: &BTreeSet<&str>, gone: &[Old]) -> bool {
    let prefix = old.join("/");
    let begins = |Old { route, .. }: &&Old| {
        let rest = route.shape.0.strip_prefix(&prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    moved.len() >= SEVERAL && gone.iter().filter(begins).all(|old| moved.contains(old.key.as_str()))
}

/// `v1`, `v2beta1`, `1.0`, `2026-01-31`.
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}
