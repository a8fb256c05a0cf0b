//! The trees while they are changed.

use std::collections::BTreeMap;

use super::compositions::Compositions;
use super::problem::Problem;
use crate::load::{Documents, Map, Node, find, for_each_ref};
use crate::pointer::Pointer;
use crate::resolve::Resolver;

/// The trees, and what is computed once for several changes.
pub(super) struct Trees<'d> {
    pub documents: &'d mut Documents,
    compositions: Option<Compositions>,
    /// Where nodes were, and where they are. References follow when a decision is applied to all its nodes.
    moves: BTreeMap<Pointer, Pointer>,
    /// The members that got other names, to be checked when all of them have theirs.
    pub renamed: Vec<Renamed>,
}

/// A member that got another name.
pub(super) struct Renamed {
    /// The schema that declares it, by its pointer in the text.
    pub owner: Pointer,
    pub old: String,
    pub new: String,
}

impl<'d> Trees<'d> {
    pub(super) fn new(documents: &'d mut Documents) -> Self {
        Self {
            documents,
            compositions: None,
            moves: BTreeMap::new(),
            renamed: Vec::new(),
        }
    }

    /// The node without the references on the way.
    pub(super) fn target(&self, at: &Pointer) -> Result<Pointer, Problem> {
        target(self.documents, at)
    }

    pub(super) fn map(&self, at: &Pointer) -> Option<&Map> {
        map(self.documents, at)
    }

    pub(super) fn map_mut(&mut self, at: &Pointer) -> Option<&mut Map> {
        let tree = self.documents.files.get_mut(at.file())?;
        tree.pointer_mut(at.fragment())?.as_object_mut()
    }

    /// Which schemas contain which through `allOf`.
    pub(super) fn compositions(&mut self) -> &Compositions {
        self.compositions
            .get_or_insert_with(|| Compositions::of(self.documents))
    }

    /// Gives a member of an object another key, and notes where it was.
    pub(super) fn rename_key(&mut self, owner: &Pointer, old: &str, new: &str) -> Result<(), Problem> {
        let Some(map) = self.map_mut(owner) else {
            return Err(Problem::Unreadable);
        };
        if map.contains_key(new) {
            return Err(Problem::Taken(new.to_owned()));
        }
        let members = std::mem::take(map).into_iter();
        map.extend(members.map(|(key, value)| (if key == old { new.to_owned() } else { key }, value)));
        let (from, to) = (owner.child(old), owner.child(new));
        self.documents.origins.rekeyed(&from, &to);
        if let Some(compositions) = &mut self.compositions {
            compositions.follow(&from, &to);
        }
        self.moves.insert(from, to);
        Ok(())
    }

    /// References to nodes that were moved lead to them again.
    pub(super) fn update_references(&mut self) {
        let moves = std::mem::take(&mut self.moves);
        if moves.is_empty() {
            return;
        }
        for (file, tree) in &mut self.documents.files {
            for_each_ref(tree, file, &mut |target| {
                // A node inside of a moved one may have moved too.
                for _ in 0..=moves.len() {
                    match moved(&moves, &Pointer::parse(target)) {
                        Some(new) => *target = new.to_string(),
                        None => break,
                    }
                }
            });
        }
    }
}

/// The new pointer of a node, if it or a node around it moved.
fn moved(moves: &BTreeMap<Pointer, Pointer>, at: &Pointer) -> Option<Pointer> {
    let mut around = Some(at.clone());
    while let Some(here) = around {
        if let Some(to) = moves.get(&here) {
            return Some(to.below(at.as_str().strip_prefix(here.as_str())?));
        }
        around = here.parent();
    }
    None
}

/// The node without the references on the way.
pub(super) fn target(documents: &Documents, at: &Pointer) -> Result<Pointer, Problem> {
    Resolver::new(documents).definition(at).map_err(|_| Problem::Unreadable)
}

pub(super) fn node<'d>(documents: &'d Documents, at: &Pointer) -> Option<&'d Node> {
    find(documents.files.get(at.file())?, at.fragment())
}

pub(super) fn map<'d>(documents: &'d Documents, at: &Pointer) -> Option<&'d Map> {
    node(documents, at)?.as_object()
}

/// The pointers in the tree of a node of the text.
pub(super) fn in_tree(documents: &Documents, text: &Pointer) -> Vec<Pointer> {
    let moved = documents.origins.pointers(text);
    if moved.is_empty() { vec![text.clone()] } else { moved }
}
