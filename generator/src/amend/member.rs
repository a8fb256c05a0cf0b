//! Members of objects and parameters: whether they are required, and what they are called in requests and responses.

use super::Effect;
use super::edit::{map, map_mut, rename_key, target};
use super::kind::{Kind, kind};
use super::problem::Problem;
use super::related;
use crate::load::{Documents, Node};
use crate::pointer::Pointer;

const KINDS: &str = "members of objects, parameters, header fields and request bodies";

/// `required`.
pub(super) fn require(documents: &mut Documents, at: &Pointer, wanted: bool) -> Result<Effect, Problem> {
    match kind(documents, at) {
        Kind::Member(owner, name) => Ok(require_member(documents, &owner, &name, wanted)),
        Kind::Parameter(at) => require_object(documents, &at, wanted),
        Kind::RequestBody | Kind::Header => require_object(documents, at, wanted),
        _ => Err(Problem::OtherKind(KINDS)),
    }
}

fn require_object(documents: &mut Documents, at: &Pointer, wanted: bool) -> Result<Effect, Problem> {
    let defined = target(documents, at)?;
    let map = map_mut(documents, &defined).ok_or(Problem::Unreadable)?;
    if map.get("in").is_some_and(|location| location == "path") {
        return Err(Problem::PathParameter);
    }
    let old = map.insert("required".to_owned(), Node::Bool(wanted));
    let was = old.is_some_and(|old| old == Node::Bool(true));
    Ok(if was == wanted { Effect::Same } else { Effect::Changed })
}

fn require_member(documents: &mut Documents, owner: &Pointer, name: &str, wanted: bool) -> Effect {
    let schemas = related::schemas(documents, owner, name);
    let is_listed = |documents: &Documents, at: &Pointer| required(documents, at).any(|known| known == name);
    let listed: Vec<&Pointer> = schemas.iter().filter(|at| is_listed(documents, at)).collect();
    match (wanted, listed.is_empty()) {
        (true, false) | (false, true) => return Effect::Same,
        (true, true) => {
            if let Some(map) = map_mut(documents, owner) {
                let list = map.entry("required").or_insert_with(|| Node::Array(Vec::new()));
                list.as_array_mut()
                    .into_iter()
                    .for_each(|list| list.push(Node::from(name)));
            }
        }
        (false, false) => {
            for at in listed {
                let list = map_mut(documents, at).and_then(|map| map.get_mut("required")?.as_array_mut());
                list.into_iter().for_each(|list| list.retain(|known| known != name));
            }
        }
    }
    Effect::Changed
}

fn required<'d>(documents: &'d Documents, at: &Pointer) -> impl Iterator<Item = &'d str> {
    let list = map(documents, at).and_then(|map| map.get("required")?.as_array());
    list.into_iter().flatten().filter_map(Node::as_str)
}

/// `wire-name`.
pub(super) fn rename(documents: &mut Documents, at: &Pointer, wanted: &str) -> Result<Effect, Problem> {
    match kind(documents, at) {
        Kind::Member(_, name) if name == wanted => Ok(Effect::Same),
        Kind::Member(owner, name) => {
            rename_member(documents, &owner, &name, wanted)?;
            Ok(Effect::Changed)
        }
        Kind::Parameter(at) => rename_parameter(documents, &at, wanted),
        _ => Err(Problem::OtherKind("members of objects and parameters")),
    }
}

fn rename_member(documents: &mut Documents, owner: &Pointer, name: &str, wanted: &str) -> Result<(), Problem> {
    let schemas = related::schemas(documents, owner, name);
    rename_key(documents, &owner.child("properties"), name, wanted)?;
    for at in schemas {
        let Some(map) = map_mut(documents, &at) else { continue };
        let list = map.get_mut("required").and_then(Node::as_array_mut);
        for known in list.into_iter().flatten().filter(|known| *known == name) {
            *known = Node::from(wanted);
        }
        let property = map.get_mut("discriminator").and_then(|tag| tag.get_mut("propertyName"));
        if let Some(property) = property.filter(|property| *property == name) {
            *property = Node::from(wanted);
        }
    }
    Ok(())
}

fn rename_parameter(documents: &mut Documents, at: &Pointer, wanted: &str) -> Result<Effect, Problem> {
    let defined = target(documents, at)?;
    let map = map_mut(documents, &defined).ok_or(Problem::Unreadable)?;
    if map.get("in").is_some_and(|location| location == "path") {
        return Err(Problem::PathParameter);
    }
    let old = map.insert("name".to_owned(), Node::from(wanted));
    Ok(if old == Some(Node::from(wanted)) {
        Effect::Same
    } else {
        Effect::Changed
    })
}
