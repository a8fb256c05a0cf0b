//! What oaspen has to say about a document: typed diagnostics with a place.

pub mod codes;
mod place;
mod position;
mod render;
mod select;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::origins::Origins;
use crate::pointer::Pointer;

pub use codes::Code;
pub use place::{Place, places};
pub use position::Position;
pub(crate) use position::{deeper_than, second_key};
pub use render::{Style, render, render_all, render_each};
pub use select::{Selection, select};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something worth knowing; nothing is lost.
    Note,
    /// Something odd was repaired, or one construct could not be generated.
    Warning,
    /// The document cannot be used.
    Error,
}

impl Severity {
    /// The lower-case word used in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// What kind of finding it is; the long story is under `oaspen explain`.
    pub code: &'static Code,
    /// How much it matters here.
    pub severity: Severity,
    /// The place in the documents.
    pub pointer: Pointer,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The exact position when the text could not even be parsed (line and column, from 1).
    pub position: Option<Position>,
}

/// The texts that were read, for excerpts. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: BTreeMap<String, Arc<Source>>,
    /// Paths of files whose text nobody has.
    unread: BTreeMap<String, PathBuf>,
}

/// One file that was read.
#[derive(Debug)]
pub struct Source {
    /// The path as it is shown to people.
    pub path: PathBuf,
    /// The whole text.
    pub text: String,
}

impl Sources {
    /// Keeps a text under the name that pointers use for its file.
    pub fn insert(&mut self, file: &str, path: PathBuf, text: String) {
        self.files.insert(file.to_owned(), Arc::new(Source { path, text }));
    }

    /// Corrects the path of a text whose place was not known when it was kept.
    pub(crate) fn found_at(&mut self, file: &str, path: &Path) {
        if let Some(source) = self.files.get_mut(file) {
            let text = source.text.clone();
            *source = Arc::new(Source {
                path: path.to_path_buf(),
                text,
            });
        }
    }

    /// Keeps the path of a file that could not be read, or that is not shown.
    pub(crate) fn unread(&mut self, file: &str, path: PathBuf) {
        self.unread.insert(file.to_owned(), path);
    }

    /// The path of a file as it is shown to people.
    pub fn path(&self, file: &str) -> Option<&Path> {
        let read = self.files.get(file).map(|source| source.path.as_path());
        read.or_else(|| self.unread.get(file).map(PathBuf::as_path))
    }

    /// The text of a file.
    pub fn get(&self, file: &str) -> Option<&Source> {
        self.files.get(file).map(AsRef::as_ref)
    }

    /// Every file with its path, in order of name.
    pub fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.values().map(|source| &source.path)
    }
}

/// Findings in the order in which they were made.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// What was said already: many uses of one place give one finding.
    said: BTreeSet<(&'static str, Pointer, String)>,
    /// Where the places that are told from now on stand in the texts.
    origins: Origins,
}

impl Diagnostics {
    /// Adds a finding with the severity that its code has by default.
    pub fn add(&mut self, code: &'static Code, pointer: &Pointer, message: impl Into<String>) {
        self.add_at(code, pointer, None, message);
    }

    /// Adds a finding whose exact position is known.
    pub fn add_at(
        &mut self,
        code: &'static Code,
        pointer: &Pointer,
        position: Option<Position>,
        message: impl Into<String>,
    ) {
        let message = self.origins.in_text(message.into());
        let pointer = self.origins.original(pointer);
        if self.said.insert((code.code, pointer.clone(), message.clone())) {
            self.list.push(Diagnostic {
                code,
                severity: code.severity,
                pointer,
                message,
                position,
            });
        }
    }

    /// From now on places are those of a rewritten tree.
    pub(crate) fn read_in(&mut self, origins: Origins) {
        self.origins = origins;
    }

    /// Makes every warning an error (`--strict`).
    pub fn make_strict(&mut self) {
        for diagnostic in &mut self.list {
            if diagnostic.severity == Severity::Warning {
                diagnostic.severity = Severity::Error;
            }
        }
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// The findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.list.iter_mut()
    }

    /// Takes over the findings of another list.
    pub fn append(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
