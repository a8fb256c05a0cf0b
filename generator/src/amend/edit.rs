//! Changes of the trees.

use super::problem::Problem;
use crate::load::{Documents, Map, Node, for_each_ref};
use crate::pointer::Pointer;
use crate::resolve::Resolver;

/// The node without the references on the way.
pub(super) fn target(documents: &Documents, at: &Pointer) -> Result<Pointer, Problem> {
    Resolver::new(documents).definition(at).map_err(|_| Problem::Unreadable)
}

pub(super) fn node<'d>(documents: &'d Documents, at: &Pointer) -> Option<&'d Node> {
    documents.files.get(at.file())?.pointer(at.fragment())
}

pub(super) fn map<'d>(documents: &'d Documents, at: &Pointer) -> Option<&'d Map> {
    node(documents, at)?.as_object()
}

pub(super) fn map_mut<'d>(documents: &'d mut Documents, at: &Pointer) -> Option<&'d mut Map> {
    let tree = documents.files.get_mut(at.file())?;
    tree.pointer_mut(at.fragment())?.as_object_mut()
}

/// Gives a member of an object another key, and notes where it was. References follow.
pub(super) fn rename_key(documents: &mut Documents, owner: &Pointer, old: &str, new: &str) -> Result<(), Problem> {
    let Some(map) = map_mut(documents, owner) else {
        return Err(Problem::Unreadable);
    };
    if map.contains_key(new) {
        return Err(Problem::Taken(new.to_owned()));
    }
    let members = std::mem::take(map).into_iter();
    map.extend(members.map(|(key, value)| (if key == old { new.to_owned() } else { key }, value)));
    let (from, to) = (owner.child(old), owner.child(new));
    let original = documents.origins.original(&from);
    documents.origins.moved(&to, &original);
    for (file, tree) in &mut documents.files {
        for_each_ref(tree, &Pointer::document(file), &mut |target, _| {
            let rest = target.strip_prefix(from.as_str());
            if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('/')) {
                *target = to.below(rest).to_string();
            }
        });
    }
    Ok(())
}

/// The pointers in the tree of a node of the text.
pub(super) fn in_tree(documents: &Documents, text: &Pointer) -> Vec<Pointer> {
    let moved = documents.origins.pointers(text);
    if moved.is_empty() { vec![text.clone()] } else { moved }
}
