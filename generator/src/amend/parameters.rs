//! Which operations have which parameters.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::{Documents, Node};
use crate::normalize::METHODS;
use crate::pointer::{Pointer, within};
use crate::resolve::{Resolver, all_paths};

/// The parameters of all operations.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    /// In the order of the document.
    operations: Vec<Operation>,
    /// The operations that have the parameter that is defined at a pointer.
    users: BTreeMap<Pointer, BTreeSet<usize>>,
}

/// The places of the parameters of one operation, by location and name.
type Operation = BTreeMap<(String, String), BTreeMap<usize, Pointer>>;

impl Parameters {
    pub(super) fn of(documents: &Documents) -> Self {
        let resolver = Resolver::new(documents);
        let list = |owner: &Pointer| -> Vec<Pointer> {
            let at = owner.child("parameters");
            let count = resolver.node(&at).and_then(Node::as_array).map_or(0, Vec::len);
            (0..count)
                .filter_map(|index| resolver.definition(&at.index(index)).ok())
                .collect()
        };
        let mut found = Self::default();
        for item in all_paths(resolver).into_iter().filter_map(|path| path.item.ok()) {
            let shared = list(&item);
            for method in METHODS {
                let own = list(&item.child(method));
                found.add(resolver, shared.iter().chain(&own));
            }
        }
        found
    }

    fn add<'p>(&mut self, resolver: Resolver<'_>, all: impl Iterator<Item = &'p Pointer>) {
        let mut operation = Operation::default();
        for (place, at) in all.enumerate() {
            let text = |key: &str| resolver.node(at).and_then(|node| node.get(key)?.as_str());
            self.users.entry(at.clone()).or_default().insert(self.operations.len());
            if let (Some(location), Some(name)) = (text("in"), text("name")) {
                let key = (location.to_owned(), name.to_owned());
                operation.entry(key).or_default().insert(place, at.clone());
            }
        }
        self.operations.push(operation);
    }

    /// A parameter with this name of an operation that has the one at `defined`.
    pub(super) fn beside(&self, defined: &Pointer, location: &str, name: &str) -> Option<&Pointer> {
        let key = (location.to_owned(), name.to_owned());
        let users = self.users.get(defined).into_iter().flatten();
        let mut named = users.filter_map(|index| self.operations.get(*index)?.get(&key));
        named.find_map(|places| places.values().find(|at| *at != defined))
    }

    /// A parameter has another name.
    pub(super) fn renamed(&mut self, defined: &Pointer, location: &str, old: &str, new: &str) {
        let key = |name: &str| (location.to_owned(), name.to_owned());
        for index in self.users.get(defined).into_iter().flatten() {
            let Some(operation) = self.operations.get_mut(*index) else {
                continue;
            };
            let places = operation.remove(&key(old)).unwrap_or_default();
            let (its, others): (BTreeMap<_, _>, BTreeMap<_, _>) = places.into_iter().partition(|(_, at)| at == defined);
            operation.entry(key(new)).or_default().extend(its);
            if !others.is_empty() {
                operation.insert(key(old), others);
            }
        }
    }

    /// Whether a parameter is at a pointer or below it.
    pub(super) fn has_within(&self, at: &Pointer) -> bool {
        !within(&self.users, at).is_empty()
    }
}
