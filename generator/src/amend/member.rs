//! Members of objects and parameters: whether they are required.

use super::Effect;
use super::edit::Trees;
use super::kind::{Kind, kind};
use super::problem::Problem;
use crate::load::Node;
use crate::pointer::Pointer;

const KINDS: &str = "members of objects, parameters, header fields and request bodies";

/// `required`.
pub(super) fn require(trees: &mut Trees<'_>, at: &Pointer, wanted: bool) -> Result<Effect, Problem> {
    match kind(trees.documents, at) {
        Kind::Member(owner, name) => Ok(require_member(trees, &owner, &name, wanted)),
        Kind::Parameter(at) => require_object(trees, &at, wanted),
        Kind::RequestBody | Kind::Header => require_object(trees, at, wanted),
        _ => Err(Problem::OtherKind(KINDS)),
    }
}

fn require_object(trees: &mut Trees<'_>, at: &Pointer, wanted: bool) -> Result<Effect, Problem> {
    let defined = trees.target(at)?;
    let map = trees.map_mut(&defined).ok_or(Problem::Unreadable)?;
    if map.get("in").is_some_and(|location| location == "path") {
        return Err(Problem::PathParameter);
    }
    let old = map.insert("required".to_owned(), Node::Bool(wanted));
    let was = old.is_some_and(|old| old == Node::Bool(true));
    Ok(if was == wanted { Effect::Same } else { Effect::Changed })
}

fn require_member(trees: &mut Trees<'_>, owner: &Pointer, name: &str, wanted: bool) -> Effect {
    let schemas = schemas(trees, owner, name);
    let (required, documents) = trees.required();
    let mut listed = schemas;
    listed.retain(|at| required.has(documents, at, name));
    match (wanted, listed.is_empty()) {
        (true, false) | (false, true) => return Effect::Same,
        (true, true) => required.add(documents, owner, name),
        (false, false) => listed.iter().for_each(|at| required.remove(documents, at, name)),
    }
    Effect::Changed
}

/// The schemas that take part in deciding whether a member is required.
pub(super) fn schemas(trees: &mut Trees<'_>, owner: &Pointer, name: &str) -> Vec<Pointer> {
    let is_alone = trees.mentions().most(name) <= 1 && declares(trees, owner, name);
    let mut found = trees.around(owner, is_alone);
    found.retain(|(at, is_part)| !is_part || !declares(trees, at, name));
    found.into_iter().map(|(at, _)| at).collect()
}

pub(super) fn declares(trees: &Trees<'_>, at: &Pointer, name: &str) -> bool {
    let members = trees.map(&at.child("properties"));
    members.is_some_and(|map| map.contains_key(name))
}
