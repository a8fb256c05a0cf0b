//! The parameters of operations with other names or locations than in the lock.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Lock, LockKind};
use super::list;
use crate::ir::{Api, Operation, Param};
use crate::pointer::{Pointer, unescape};

/// The new keys of parameters, which are their locations and names, by the old ones.
pub(super) type Keys = BTreeMap<String, String>;

impl Lock {
    /// Gives parameters that have another location their lines, and header fields whose names are written in another case.
    pub(super) fn follow_parameters(&mut self, api: &Api) {
        for operation in &api.operations {
            let keys = self.moved_parameters(operation);
            self.rename_parameters(&operation.key, &keys);
        }
    }

    fn moved_parameters(&self, operation: &Operation) -> Keys {
        let old: BTreeSet<String> = self.parameters(&operation.key).into_iter().collect();
        let new: BTreeSet<String> = operation.params.iter().map(Param::key).collect();
        let added = by_name(new.difference(&old));
        let mut keys = Keys::new();
        for (name, gone) in by_name(old.difference(&new)) {
            let added = added.get(&name).map_or(&[][..], Vec::as_slice);
            for old in &gone {
                let is_one = gone.iter().filter(|other| is_same(other, old)).count() == 1;
                let alike: Vec<&String> = added.iter().copied().filter(|new| is_same(old, new)).collect();
                if let ([only], true) = (alike.as_slice(), is_one) {
                    keys.insert((*old).clone(), (*only).clone());
                }
            }
        }
        keys
    }

    /// The keys of the parameters that an operation has in the lock.
    fn parameters(&self, operation: &Pointer) -> Vec<String> {
        let at = operation.child("parameters");
        let own = self.below(&at).filter(|(_, kind)| *kind == LockKind::Param);
        own.map(|(rest, _)| unescape(rest)).collect()
    }

    /// Their names.
    pub(super) fn parameter_names(&self, operation: &Pointer) -> BTreeSet<String> {
        let keys = self.parameters(operation).into_iter();
        let names = keys.filter_map(|key| Some(key.split_once('/')?.1.to_owned()));
        names.collect()
    }

    /// Gives parameters their new keys. The argument of one with another name is named as the document names it now; its
    /// types keep their names.
    pub(super) fn rename_parameters(&mut self, operation: &Pointer, keys: &Keys) {
        if keys.is_empty() {
            return;
        }
        let at = operation.child("parameters");
        let lines: Vec<(String, LockKind)> = self.below(&at).map(|(rest, kind)| (rest.to_owned(), kind)).collect();
        // Two parameters may have exchanged their names.
        let mut moved = BTreeMap::new();
        for (rest, kind) in lines {
            let Some(value) = self.names.remove(&(format!("{at}/{rest}"), kind)) else {
                continue;
            };
            // The location, the name, and what is inside.
            let mut segments = rest.splitn(3, '/');
            let own = segments.by_ref().take(2).map(unescape).collect::<Vec<_>>().join("/");
            let inner = segments.next().map(|inner| format!("/{inner}")).unwrap_or_default();
            let new = keys.get(&own).unwrap_or(&own);
            if is_same(new, &own) || kind != LockKind::Param || !inner.is_empty() {
                let (location, name) = new.split_once('/').unwrap_or((new, ""));
                let key = at.child(location).child(name);
                moved.insert((format!("{key}{inner}"), kind), value);
            }
        }
        self.names.extend(moved);
        for kind in [LockKind::Arguments, LockKind::Order] {
            let Some(line) = self.names.get_mut(&(operation.as_str().to_owned(), kind)) else {
                continue;
            };
            let mut arguments = list::from_text(line).unwrap_or_default();
            for argument in &mut arguments {
                if let Some(new) = keys.get(argument) {
                    argument.clone_from(new);
                }
            }
            *line = list::to_text(arguments.iter().map(String::as_str));
        }
    }
}

/// The keys of parameters by their names, without case.
fn by_name<'k>(keys: impl Iterator<Item = &'k String>) -> BTreeMap<String, Vec<&'k String>> {
    let mut found: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for key in keys {
        let (_, name) = key.split_once('/').unwrap_or(("", key));
        found.entry(name.to_ascii_lowercase()).or_default().push(key);
    }
    found
}

/// Whether the keys of two parameters have the same name. The names of header fields have no case.
fn is_same(one: &str, other: &str) -> bool {
    let parts = |key| str::split_once(key, '/').unwrap_or(("", key));
    let ((location, name), (other_location, other_name)) = (parts(one), parts(other));
    let are_headers = location == "header" && other_location == "header";
    name == other_name || are_headers && name.eq_ignore_ascii_case(other_name)
}
