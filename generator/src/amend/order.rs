//! The order of the keys of objects in which keys change. It is restored once for all of them: a key in the middle of an
//! object moves every key after it.

use std::collections::BTreeMap;

use crate::load::{Documents, Map};
use crate::pointer::{Pointer, move_within};

/// The objects whose keys are not in order.
#[derive(Debug, Default)]
pub(super) struct Orders(BTreeMap<Pointer, Order>);

/// The keys of an object in the order that they belong in.
#[derive(Debug, Default)]
struct Order {
    keys: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Orders {
    /// Gives a member another key. Until [`Orders::restore`], the object has it at its end.
    pub(super) fn rename(&mut self, owner: &Pointer, map: &mut Map, old: &str, new: &str) {
        if !map.contains_key(old) {
            return;
        }
        let order = self.0.entry(owner.clone()).or_insert_with(|| Order::of(map));
        order.rename(old, new);
        if let Some(value) = map.swap_remove(old) {
            map.insert(new.to_owned(), value);
        }
    }

    /// The node at `from` is at `to` now.
    pub(super) fn follow(&mut self, from: &Pointer, to: &Pointer) {
        move_within(&mut self.0, from, to);
    }

    /// Puts the keys of all objects in order.
    pub(super) fn restore(&mut self, documents: &mut Documents) {
        for (owner, order) in std::mem::take(&mut self.0) {
            let tree = documents.files.get_mut(owner.file());
            let map = tree.and_then(|tree| tree.pointer_mut(owner.fragment())?.as_object_mut());
            if let Some(map) = map {
                order.restore(map);
            }
        }
    }
}

impl Order {
    fn of(map: &Map) -> Self {
        let keys: Vec<String> = map.keys().cloned().collect();
        let places = keys.iter().enumerate().map(|(place, key)| (key.clone(), place));
        Self {
            places: places.collect(),
            keys,
        }
    }

    fn rename(&mut self, old: &str, new: &str) {
        if let Some(place) = self.places.remove(old) {
            if let Some(key) = self.keys.get_mut(place) {
                new.clone_into(key);
            }
            self.places.insert(new.to_owned(), place);
        }
    }

    fn restore(self, map: &mut Map) {
        let mut old = std::mem::take(map);
        for key in self.keys {
            if let Some(value) = old.get_mut(&key) {
                let value = value.take();
                map.insert(key, value);
            }
        }
        // What was added meanwhile follows.
        map.extend(old.into_iter().filter(|(key, _)| !self.places.contains_key(key)));
    }
}
