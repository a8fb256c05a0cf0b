//! The lists of required members while they are changed: thousands of decisions may be about one list.

use std::collections::BTreeMap;

use crate::load::{Documents, Node, find};
use crate::pointer::{Pointer, move_within};

/// The lists of the schemas that decisions are about. They are written into the trees once, by [`RequiredLists::write`].
#[derive(Debug, Default)]
pub(super) struct RequiredLists(BTreeMap<Pointer, List>);

#[derive(Debug, Default)]
struct List {
    /// `None` where a name was removed.
    names: Vec<Option<Node>>,
    places: BTreeMap<String, Vec<usize>>,
    is_changed: bool,
}

impl RequiredLists {
    /// The list of a schema. An invalid one is taken for empty, and is not replaced.
    fn of(&mut self, documents: &Documents, at: &Pointer) -> &mut List {
        let written = || {
            find(documents.files.get(at.file())?, at.fragment())?
                .get("required")?
                .as_array()
        };
        self.0.entry(at.clone()).or_insert_with(|| List::of(written()))
    }

    pub(super) fn has(&mut self, documents: &Documents, at: &Pointer, name: &str) -> bool {
        self.of(documents, at).places.contains_key(name)
    }

    pub(super) fn add(&mut self, documents: &Documents, at: &Pointer, name: &str) {
        let list = self.of(documents, at);
        list.places.entry(name.to_owned()).or_default().push(list.names.len());
        list.names.push(Some(Node::from(name)));
        list.is_changed = true;
    }

    pub(super) fn remove(&mut self, documents: &Documents, at: &Pointer, name: &str) {
        let list = self.of(documents, at);
        for place in list.places.remove(name).unwrap_or_default() {
            list.set(place, None);
        }
    }

    pub(super) fn rename(&mut self, documents: &Documents, at: &Pointer, old: &str, new: &str) {
        let list = self.of(documents, at);
        let places = list.places.remove(old).unwrap_or_default();
        for place in &places {
            list.set(*place, Some(Node::from(new)));
        }
        if !places.is_empty() {
            list.places.entry(new.to_owned()).or_default().extend(places);
        }
    }

    /// The node at `from` is at `to` now.
    pub(super) fn follow(&mut self, from: &Pointer, to: &Pointer) {
        move_within(&mut self.0, from, to);
    }

    /// Writes what changed into the trees.
    pub(super) fn write(&mut self, documents: &mut Documents) {
        for (at, list) in std::mem::take(&mut self.0) {
            let tree = documents.files.get_mut(at.file()).filter(|_| list.is_changed);
            let Some(map) = tree.and_then(|tree| tree.pointer_mut(at.fragment())?.as_object_mut()) else {
                continue;
            };
            let written = map.entry("required").or_insert_with(|| Node::Array(Vec::new()));
            if written.is_array() {
                *written = list.names.into_iter().flatten().collect();
            }
        }
    }
}

impl List {
    fn of(written: Option<&Vec<Node>>) -> Self {
        let mut list = Self::default();
        for (place, node) in written.into_iter().flatten().enumerate() {
            if let Some(name) = node.as_str() {
                list.places.entry(name.to_owned()).or_default().push(place);
            }
            list.names.push(Some(node.clone()));
        }
        list
    }

    fn set(&mut self, place: usize, name: Option<Node>) {
        if let Some(known) = self.names.get_mut(place) {
            *known = name;
            self.is_changed = true;
        }
    }
}
