//! A body that an operation refers to, as one of its own: a decision about one operation changes no other.

use super::edit::{Trees, in_tree, node};
use super::kind::{Kind, kind, success};
use super::nodes::is_reference;
use super::select::Selected;
use crate::load::{Map, Node};
use crate::pointer::Pointer;

/// Replaces the references that a decision about a body is written at by copies. Their schemas stay those of the shared body.
pub(super) fn copy_shared_bodies(trees: &mut Trees<'_>, selected: &Selected) {
    let chosen = &selected.chosen;
    let is_about_schema = chosen.ty.is_some() || chosen.nullable.is_some() || chosen.times_without_offset.is_some();
    let is_about_body = is_about_schema || chosen.media_type.is_some() || chosen.stream.is_some();
    let nodes = selected.nodes.iter().flat_map(|text| in_tree(trees.documents, text));
    for at in nodes.collect::<Vec<_>>() {
        let bodies = match kind(trees.documents, &at) {
            Kind::Operation if chosen.stream.is_some() => success(trees.documents, &at),
            Kind::Response if is_about_body => vec![at],
            Kind::RequestBody if is_about_body || chosen.required.is_some() => vec![at],
            _ => Vec::new(),
        };
        bodies.iter().for_each(|body| copy(trees, body));
    }
}

fn copy(trees: &mut Trees<'_>, at: &Pointer) {
    if !node(trees.documents, at).is_some_and(is_reference) {
        return;
    }
    let Ok(shared) = trees.target(at) else { return };
    let Some(mut copy) = trees.map(&shared).cloned() else {
        return;
    };
    let content = copy.get_mut("content").and_then(Node::as_object_mut);
    for (media, value) in content.into_iter().flatten() {
        let Some(schema) = value.get_mut("schema").filter(|schema| !is_reference(schema)) else {
            continue;
        };
        let there = shared.child("content").child(media).child("schema");
        *schema = Node::Object(Map::from_iter([("$ref".to_owned(), Node::from(there.as_str()))]));
    }
    let owner = at.parent().zip(at.segments().pop());
    if let Some((owner, key)) = owner
        && let Some(map) = trees.map_mut(&owner)
    {
        map.insert(key, Node::Object(copy));
    }
}
