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
        let mut of_modules: BTreeMap<&String, BTreeSet<usize>> = BTreeMap::new();
        let mut of_tags: BTreeMap<usize, BTreeSet<&String>> = BTreeMap::new();
        for operation in &api.operations {
            if let Some(module) = modules.get(operation.key.as_str()) {
                of_modules.entry(module).or_default().insert(operation.tag);
                of_tags.entry(operation.tag).or_default().insert(module);
            }
        }
        // A module without operations goes, and its tag is as if it were new.
        let used = known.iter().filter(|(module, _)| of_modules.contains_key(module));
        let used: BTreeSet<&String> = used.map(|(_, name)| name).collect();
        for (module, old) in known.iter().filter(|(_, name)| !current.contains(name.as_str())) {
            let tags = of_modules.get(module);
            let only = tags.filter(|tags| tags.len() == 1).and_then(BTreeSet::first);
            // Several tags that became one keep their modules.
            let is_only_source = |tag: &&usize| of_tags.get(tag).is_some_and(|modules| modules.len() == 1);
            let only = only.filter(is_only_source).and_then(|tag| api.tags.get(*tag));
            if let Some(new) = only.filter(|tag| !used.contains(&tag.name)) {
                let key = tag_key(&new.name);
                self.remove_lines(&key);
                self.move_lines(&tag_key(old), &key);
            }
        }
    }

    /// Removes the lines of a key, and those below it.
    fn remove_lines(&mut self, key: &Pointer) {
        let below = format!("{key}/");
        let lines = self.names.range((key.as_str().to_owned(), LockKind::Type)..);
        let lines = lines
            .map(|(line, _)| line)
            .take_while(|(known, _)| known.starts_with(key.as_str()));
        let lines = lines.filter(|(known, _)| known == key.as_str() || known.starts_with(&below));
        for line in lines.cloned().collect::<Vec<_>>() {
            self.names.remove(&line);
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
