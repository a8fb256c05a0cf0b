//! The lock while names are chosen: the names of before, and those of now.

use std::collections::BTreeSet;

use super::super::ident;
use super::content::{Lock, LockKind};
use crate::config::Settings;
use crate::pointer::Pointer;

/// The lock while names are given: old names in, all names out.
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

    /// The name that the configuration or the lock decides.
    pub(in super::super) fn decided(&self, place: &Pointer, kind: LockKind) -> Option<String> {
        let renamed = match kind {
            LockKind::Method => self.renamed(place),
            _ => None,
        };
        let known = || self.old.names.get(&(place.as_str().to_owned(), kind)).cloned();
        renamed.or_else(known).filter(|name| ident::is_identifier(name))
    }

    /// The name that the configuration gives to the thing at a pointer.
    pub(in super::super) fn renamed(&self, at: &Pointer) -> Option<String> {
        self.settings
            .overrides
            .get(at.as_str())?
            .rename
            .clone()
            .filter(|name| ident::is_identifier(name))
    }

    /// Whether the lock has this place already.
    pub(in super::super) fn knows(&self, place: &Pointer, kind: LockKind) -> bool {
        self.decided(place, kind).is_some()
    }

    pub(in super::super) fn record(&mut self, place: &Pointer, kind: LockKind, name: &str) {
        self.new
            .names
            .insert((place.as_str().to_owned(), kind), name.to_owned());
    }

    pub(in super::super) fn finish(mut self) -> Lock {
        if self.settings.filters.any() {
            self.keep_filtered();
        }
        self.new
    }

    /// What a filter leaves out keeps its names for when it comes back.
    fn keep_filtered(&mut self) {
        let is_global = |kind| matches!(kind, LockKind::Type | LockKind::File);
        let new = self.new.names.iter();
        let taken: BTreeSet<(LockKind, String)> = new
            .filter(|((_, kind), _)| is_global(*kind))
            .map(|((_, kind), name)| (*kind, name.to_ascii_lowercase()))
            .collect();
        for (key, name) in &self.old.names {
            let is_free = !is_global(key.1) || !taken.contains(&(key.1, name.to_ascii_lowercase()));
            if is_free {
                self.new.names.entry(key.clone()).or_insert_with(|| name.clone());
            }
        }
    }
}
