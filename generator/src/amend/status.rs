//! The statuses of a response.

use super::Effect;
use super::edit::Trees;
use super::kind::{Kind, kind};
use super::problem::Problem;
use crate::config::Statuses;
use crate::load::{Map, Node};
use crate::pointer::Pointer;

/// `status`. The first one is the response, the others refer to it.
pub(super) fn set(trees: &mut Trees<'_>, at: &Pointer, wanted: &Statuses) -> Result<Effect, Problem> {
    let (Some(owner), Some(old)) = (at.parent(), at.segments().pop()) else {
        return Err(Problem::OtherKind("responses of operations"));
    };
    if kind(trees.documents, at) != Kind::Response || owner.segments().first().is_none_or(|first| first == "components")
    {
        return Err(Problem::OtherKind("responses of operations"));
    }
    let keys = wanted.keys();
    let kept = keys.iter().find(|key| **key == old).or_else(|| keys.first());
    let Some(first) = kept else {
        return Ok(Effect::Same);
    };
    if *first != old {
        trees.rename_key(&owner, &old, first)?;
    }
    // What is added follows what is there.
    trees.settle();
    let response = owner.child(first);
    let map = trees.map_mut(&owner).ok_or(Problem::Unreadable)?;
    let others: Vec<&String> = keys.iter().filter(|key| *key != first).collect();
    if let Some(taken) = others.iter().find(|key| map.contains_key(**key)) {
        return Err(Problem::Taken((*taken).clone()));
    }
    for key in &others {
        let reference = Map::from_iter([("$ref".to_owned(), Node::from(response.as_str()))]);
        map.insert((*key).clone(), Node::Object(reference));
    }
    for key in &others {
        trees.refers(owner.child(key), &response);
    }
    let is_same = *first == old && others.is_empty();
    Ok(if is_same { Effect::Same } else { Effect::Changed })
}
