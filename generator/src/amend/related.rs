//! The schemas that take part in deciding whether a member is required.

use std::collections::BTreeSet;

use super::edit::{map, target};
use super::kind::is_reference;
use crate::load::{Documents, Node};
use crate::pointer::Pointer;

/// The schema itself, the schemas that contain it through `allOf`, and the parts of these that do not declare the member
/// themselves.
pub(super) fn schemas(documents: &Documents, owner: &Pointer, name: &str) -> Vec<Pointer> {
    let compositions = compositions(documents);
    let mut found = BTreeSet::from([owner.clone()]);
    let mut waiting = vec![owner.clone()];
    while let Some(part) = waiting.pop() {
        for (whole, parts) in compositions.iter().filter(|(_, parts)| parts.contains(&part)) {
            if found.insert(whole.clone()) {
                waiting.push(whole.clone());
            }
            let declares =
                |at: &Pointer| map(documents, &at.child("properties")).is_some_and(|map| map.contains_key(name));
            found.extend(parts.iter().filter(|at| !declares(at)).cloned());
        }
    }
    found.into_iter().collect()
}

/// Every schema with an `allOf`, and the schemas of its parts.
fn compositions(documents: &Documents) -> Vec<(Pointer, Vec<Pointer>)> {
    let mut found = Vec::new();
    for (file, tree) in &documents.files {
        walk(tree, &Pointer::document(file), &mut |at, node| {
            let Some(parts) = node.get("allOf").and_then(Node::as_array) else {
                return;
            };
            let below = at.child("allOf");
            let parts = parts.iter().enumerate().filter_map(|(index, part)| {
                let here = below.index(index);
                if is_reference(part) {
                    target(documents, &here).ok()
                } else {
                    Some(here)
                }
            });
            found.push((at.clone(), parts.collect()));
        });
    }
    found
}

/// Visits every object of a tree.
pub(super) fn walk(node: &Node, at: &Pointer, visit: &mut dyn FnMut(&Pointer, &Node)) {
    match node {
        Node::Object(members) => {
            visit(at, node);
            members
                .iter()
                .for_each(|(key, value)| walk(value, &at.child(key), visit));
        }
        Node::Array(list) => {
            let each = list.iter().enumerate();
            each.for_each(|(index, value)| walk(value, &at.index(index), visit));
        }
        _ => {}
    }
}
