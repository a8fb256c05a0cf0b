//! The lock while names are chosen: the old names and the new ones.

use std::collections::BTreeSet;
use std::collections::btree_map::Entry;

use super::super::ident;
use super::content::{Lock, LockKind};
use super::list;
use crate::config::Settings;
use crate::pointer::Pointer;

/// Reads names of the old lock, and collects the names of the new one.
pub(in super::super) struct Session<'a> {
    old: &'a Lock,
    settings: &'a Settings,
    new: Lock,
}

impl<'a> Session<'a> {
    pub(in super::super) fn new(old: &'a Lock, settings: &'a Settings) -> Self {
        Self {
            old,
            settings,
            new: Lock::default(),
        }
    }

    /// The name in the lock.
    pub(in super::super) fn decided(&self, key: &Pointer, kind: LockKind) -> Option<String> {
        let known = self.old.names.get(&(key.as_str().to_owned(), kind)).cloned();
        known.filter(|name| ident::is_identifier(name))
    }

    /// The name of a type in the configuration.
    pub(in super::super) fn renamed_type(&self, at: &Pointer) -> Option<String> {
        let name = self.settings.overrides.get(at.as_str())?.type_name()?;
        ident::is_identifier(name).then(|| name.to_owned())
    }

    /// The name of a field, a parameter or a method in the configuration.
    pub(in super::super) fn renamed_value(&self, at: &Pointer) -> Option<String> {
        let name = self.settings.overrides.get(at.as_str())?.value_name()?;
        ident::is_identifier(name).then(|| name.to_owned())
    }

    /// Whether the lock has this key.
    pub(in super::super) fn knows(&self, key: &Pointer, kind: LockKind) -> bool {
        self.decided(key, kind).is_some()
    }

    /// Records a name. Two items with one key would exchange their names in every run.
    pub(in super::super) fn record(&mut self, key: &Pointer, kind: LockKind, name: &str) {
        let entry = self.new.names.entry((key.as_str().to_owned(), kind));
        debug_assert!(
            matches!(entry, Entry::Vacant(_)),
            "two items have the key `{key}`: {entry:?} and `{name}`"
        );
        entry.or_insert_with(|| name.to_owned());
    }

    /// The keys of a kind in the lock, with their names, that a filter omits: those that are not among `here`.
    pub(in super::super) fn omitted(&self, kind: LockKind, here: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        if !self.settings.filters.any() {
            return Vec::new();
        }
        let all = self.old.of_kind(kind).into_iter();
        all.filter(|(key, _)| !here(key)).collect()
    }

    /// A name that was recorded before.
    pub(in super::super) fn recorded(&self, key: &Pointer, kind: LockKind) -> Option<String> {
        self.new.names.get(&(key.as_str().to_owned(), kind)).cloned()
    }

    /// Records a line with several names.
    pub(in super::super) fn record_list<'n>(
        &mut self,
        key: &Pointer,
        kind: LockKind,
        names: impl Iterator<Item = &'n str>,
    ) {
        self.record(key, kind, &list::to_text(names));
    }

    /// The earlier names of a type.
    pub(in super::super) fn aliases(&self, key: &Pointer) -> Vec<String> {
        let names = self.old.list(key.as_str(), LockKind::Alias);
        names.into_iter().filter(|name| ident::is_identifier(name)).collect()
    }

    /// The arguments of a struct or an operation in the lock, with those that were optional.
    pub(in super::super) fn order(&self, key: &Pointer) -> Vec<String> {
        let list = |kind| self.old.list(key.as_str(), kind);
        list::united(list(LockKind::Order), list(LockKind::Arguments))
    }

    pub(in super::super) fn finish(mut self) -> Lock {
        if self.settings.filters.any() {
            self.keep_filtered();
        }
        self.new
    }

    /// Keeps the names of parts that a filter omits, so that they return with the same names.
    fn keep_filtered(&mut self) {
        let is_global = |kind| matches!(kind, LockKind::Type | LockKind::File);
        let new = self.new.names.iter();
        let taken: BTreeSet<(LockKind, String)> = new
            .filter(|((_, kind), _)| is_global(*kind))
            .map(|((_, kind), name)| (*kind, name.to_lowercase()))
            .collect();
        for (key, name) in &self.old.names {
            let is_free = !is_global(key.1) || !taken.contains(&(key.1, name.to_lowercase()));
            if is_free {
                self.new.names.entry(key.clone()).or_insert_with(|| name.clone());
            }
        }
    }
}
