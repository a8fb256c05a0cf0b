//! The content of a lock file.

use std::collections::{BTreeMap, BTreeSet};

use super::super::client::client_name;
use crate::config::{Layout, Settings};
use crate::diag::Position;

/// What a line names. One key can have a type and a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum LockKind {
    Type,
    /// A deprecated name of a type.
    Alias,
    /// A digest of the shape of a shared type.
    Shape,
    /// An inline schema that became the type of another one, which has this name.
    Shares,
    File,
    Field,
    Variant,
    Tag,
    Method,
    Call,
    /// The module of an operation, which is that of its tag when it was new.
    Module,
    /// The file of an operation, if its tag has several files; also the folder of such a tag.
    Group,
    Param,
    Header,
    /// The field is a `Patch`.
    Patch,
    /// The order of the arguments of a struct's `new`, or of a call.
    Arguments,
    /// The order of arguments, with those that are optional for now.
    Order,
    /// The struct has a builder.
    Builder,
}

const KINDS: [(LockKind, &str); 18] = [
    (LockKind::Type, "type"),
    (LockKind::Alias, "alias"),
    (LockKind::Shape, "shape"),
    (LockKind::Shares, "shares"),
    (LockKind::File, "file"),
    (LockKind::Field, "field"),
    (LockKind::Variant, "variant"),
    (LockKind::Tag, "tag"),
    (LockKind::Method, "method"),
    (LockKind::Call, "call"),
    (LockKind::Module, "module"),
    (LockKind::Group, "group"),
    (LockKind::Param, "param"),
    (LockKind::Header, "header"),
    (LockKind::Patch, "patch"),
    (LockKind::Arguments, "arguments"),
    (LockKind::Order, "order"),
    (LockKind::Builder, "builder"),
];

impl LockKind {
    pub(super) fn as_str(self) -> &'static str {
        KINDS
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, word)| word)
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// What the name of the lock of a client in a single file ends with.
const OF_SINGLE_FILE: &str = ".names.lock";

/// An invalid line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub position: Position,
    pub message: String,
}

/// A line that contradicts an earlier one: its key has another name there, or its name another key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    pub key: String,
    pub kind: LockKind,
    pub name: String,
    pub problem: Problem,
}

/// The content of a lock file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lock {
    pub(super) names: BTreeMap<(String, LockKind), String>,
    /// Names after a merge, between which the document decides.
    pub(super) contested: Vec<Claim>,
}

impl Lock {
    /// The file name of the lock of a client. Clients in single files can be in one folder, so their locks have different
    /// names.
    pub(crate) fn file_name(settings: &Settings) -> String {
        match settings.layout {
            Layout::File => format!("{}{OF_SINGLE_FILE}", client_name(&settings.name)),
            Layout::Crate | Layout::Module => "names.lock".to_owned(),
        }
    }

    /// The client in a single file whose lock has this file name.
    pub(crate) fn client_of(file_name: &str) -> Option<&str> {
        file_name.strip_suffix(OF_SINGLE_FILE).filter(|name| !name.is_empty())
    }

    /// Whether there was no earlier run.
    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether the document has to decide between lines.
    pub(crate) fn is_contested(&self) -> bool {
        !self.contested.is_empty()
    }

    /// Every name of this kind, by key.
    pub(crate) fn of_kind(&self, kind: LockKind) -> BTreeMap<String, String> {
        let lines = self.names.iter().filter(|((_, known), _)| *known == kind);
        lines.map(|((key, _), name)| (key.clone(), name.clone())).collect()
    }

    /// Every key with a name of this kind.
    pub(crate) fn keys(&self, kind: LockKind) -> BTreeSet<String> {
        self.names
            .keys()
            .filter(|(_, known)| *known == kind)
            .map(|(key, _)| key.clone())
            .collect()
    }
}
