//! Tags that were renamed.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Lock, LockKind};
use crate::ir::{Api, tag_key};
use crate::pointer::Pointer;

impl Lock {
    /// The names of tags in the document, by module.
    pub(crate) fn tags(&self) -> BTreeMap<String, String> {
        let lines = self.names.iter().filter(|((_, kind), _)| *kind == LockKind::Tag);
        let names = lines.filter_map(|((key, _), module)| {
            let name = Pointer::parse(key).last_segment()?;
            // A line of another key is not about a tag.
            (tag_key(&name).as_str() == key).then(|| (module.clone(), name))
        });
        names.collect()
    }

    /// Gives a new tag the lines of one that the document does not have any more, if all its operations had that one.
    pub(super) fn rename_tags(&mut self, api: &Api) {
        let (modules, known) = (self.of_kind(LockKind::Module), self.tags());
        let current: BTreeSet<&str> = api.tags.iter().map(|tag| tag.name.as_str()).collect();
        let used: BTreeSet<&String> = api
            .operations
            .iter()
            .filter_map(|operation| modules.get(operation.key.as_str()))
            .collect();
        // A module without operations goes, and its tag is as if it were new.
        let is_known = |name: &str| {
            known
                .iter()
                .any(|(module, other)| other == name && used.contains(module))
        };
        for (module, old) in known.iter().filter(|(_, name)| !current.contains(name.as_str())) {
            let operations = api.operations.iter();
            let moved = operations.filter(|operation| modules.get(operation.key.as_str()) == Some(module));
            let tags: BTreeSet<usize> = moved.map(|operation| operation.tag).collect();
            let only = tags.first().filter(|_| tags.len() == 1);
            // Several tags that became one keep their modules.
            let is_only_source = |tag: &&usize| {
                let operations = api.operations.iter().filter(|operation| operation.tag == **tag);
                let mut known = operations.filter_map(|operation| modules.get(operation.key.as_str()));
                known.all(|other| other == module)
            };
            let only = only.filter(is_only_source).and_then(|tag| api.tags.get(*tag));
            if let Some(new) = only.filter(|tag| !is_known(&tag.name)) {
                let key = tag_key(&new.name);
                let below = format!("{key}/");
                self.names
                    .retain(|(known, _), _| known != key.as_str() && !known.starts_with(&below));
                self.move_lines(&tag_key(old), &key);
            }
        }
    }

    /// Gives the lines of a key, and those below it, another key. A line that is already there stays. At the key itself, a
    /// field, a parameter or a variant belongs to what is around it.
    pub(super) fn move_lines(&mut self, from: &Pointer, to: &Pointer) {
        self.relocate(from, to, |kind| match kind {
            LockKind::Field | LockKind::Patch | LockKind::Variant => false,
            LockKind::Param | LockKind::Header | LockKind::Method => false,
            LockKind::Type | LockKind::Alias | LockKind::Shape | LockKind::Shares | LockKind::File => true,
            LockKind::Tag | LockKind::Call | LockKind::Module | LockKind::Group => true,
            LockKind::Arguments | LockKind::Order | LockKind::Builder => true,
        });
    }

    /// The same, with a choice of the lines at the key itself.
    pub(super) fn relocate(&mut self, from: &Pointer, to: &Pointer, is_own: impl Fn(LockKind) -> bool) {
        let below = format!("{from}/");
        let is_moved = |line: &&(String, LockKind)| {
            let (key, kind) = line;
            key.starts_with(&below) || (key == from.as_str() && is_own(*kind))
        };
        let lines = self.names.range((from.as_str().to_owned(), LockKind::Type)..);
        let lines = lines
            .map(|(line, _)| line)
            .take_while(|(key, _)| key.starts_with(from.as_str()));
        let lines: Vec<(String, LockKind)> = lines.filter(is_moved).cloned().collect();
        for (key, kind) in lines {
            let rest = key.strip_prefix(from.as_str()).unwrap_or_default();
            let target = (format!("{to}{rest}"), kind);
            if let Some(name) = self.names.remove(&(key.clone(), kind)) {
                self.names.entry(target).or_insert(name);
            }
        }
    }
}
