//! `names.lock`: names that were given once, by the place they were given to.
//!
//! One line a name, sorted: place, kind, name, separated by tabs. The file is meant to be
//! reviewed: a rename shows as one changed line.

mod text;

use std::collections::{BTreeMap, BTreeSet};

use super::ident;
use crate::config::{Layout, Settings};
use crate::pointer::Pointer;

/// What a line names; one place can have a type and a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Type,
    File,
    Field,
    Variant,
    Tag,
    Method,
    Call,
    Param,
    Header,
    /// The field tells absent from null.
    Patch,
}

const KINDS: [(Kind, &str); 10] = [
    (Kind::Type, "type"),
    (Kind::File, "file"),
    (Kind::Field, "field"),
    (Kind::Variant, "variant"),
    (Kind::Tag, "tag"),
    (Kind::Method, "method"),
    (Kind::Call, "call"),
    (Kind::Param, "param"),
    (Kind::Header, "header"),
    (Kind::Patch, "patch"),
];

impl Kind {
    fn word(self) -> &'static str {
        KINDS
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, word)| word)
    }

    fn parse(word: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// The content of a lock file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lock {
    names: BTreeMap<(String, Kind), String>,
}

impl Lock {
    /// The name of the lock beside a client. Several single files can share a folder, so theirs tell them apart.
    pub(crate) fn file_name(settings: &Settings) -> String {
        match settings.layout {
            Layout::File => format!("{}.names.lock", super::client_name(&settings.name)),
            Layout::Crate | Layout::Module => "names.lock".to_owned(),
        }
    }

    /// Every place with a name of this kind.
    pub(crate) fn places(&self, kind: Kind) -> BTreeSet<String> {
        self.names
            .keys()
            .filter(|(_, known)| *known == kind)
            .map(|(place, _)| place.clone())
            .collect()
    }
}

/// The lock while names are given: old names in, all names out.
pub(super) struct Session<'a> {
    old: &'a Lock,
    settings: &'a Settings,
    new: Lock,
}

impl<'a> Session<'a> {
    pub(super) fn new(old: &'a Lock, settings: &'a Settings) -> Self {
        Self {
            old,
            settings,
            new: Lock::default(),
        }
    }

    /// The name that the configuration or the lock decides.
    pub(super) fn decided(&self, place: &Pointer, kind: Kind) -> Option<String> {
        let renamed = match kind {
            Kind::Method => self.renamed(place),
            _ => None,
        };
        let known = || self.old.names.get(&(place.as_str().to_owned(), kind)).cloned();
        renamed.or_else(known).filter(|name| ident::is_identifier(name))
    }

    /// The name that the configuration gives to the thing at a pointer.
    pub(super) fn renamed(&self, at: &Pointer) -> Option<String> {
        self.settings
            .overrides
            .get(at.as_str())?
            .rename
            .clone()
            .filter(|name| ident::is_identifier(name))
    }

    /// Whether the lock has this place already.
    pub(super) fn knows(&self, place: &Pointer, kind: Kind) -> bool {
        self.decided(place, kind).is_some()
    }

    pub(super) fn record(&mut self, place: &Pointer, kind: Kind, name: &str) {
        self.new
            .names
            .insert((place.as_str().to_owned(), kind), name.to_owned());
    }

    pub(super) fn finish(mut self) -> Lock {
        if self.settings.filters.any() {
            self.keep_filtered();
        }
        self.new
    }

    /// What a filter leaves out keeps its names for when it comes back.
    fn keep_filtered(&mut self) {
        let is_global = |kind| matches!(kind, Kind::Type | Kind::File);
        let new = self.new.names.iter();
        let taken: BTreeSet<(Kind, String)> = new
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
