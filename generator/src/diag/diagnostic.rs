//! Diagnostics, and the list of them.

use std::collections::BTreeSet;

use super::codes::Code;
use super::position::Position;
use super::severity::Severity;
use crate::origins::Origins;
use crate::pointer::Pointer;

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The kind of finding; `oaspen explain` describes it.
    pub code: &'static Code,
    /// The severity in this run.
    pub severity: Severity,
    /// The pointer into the documents.
    pub pointer: Pointer,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The exact position, if the text could not be parsed (line and column, from 1).
    pub position: Option<Position>,
}

/// Findings in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// The findings so far: each is added once, even if its cause is used many times.
    known: BTreeSet<(&'static str, Pointer, String)>,
    /// Translates pointers of a rewritten tree.
    origins: Origins,
    /// Translates pointers of objects that replaced a reference.
    copies: Origins,
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
        let pointer = self.copies.original(&self.origins.original(pointer));
        if self.known.insert((code.code, pointer.clone(), message.clone())) {
            self.list.push(Diagnostic {
                code,
                severity: code.severity,
                pointer,
                message,
                position,
            });
        }
    }

    /// Sets how pointers are translated from now on: they are those of a rewritten tree.
    pub(crate) fn read_in(&mut self, origins: Origins) {
        self.origins = origins;
    }

    /// The object at `new` of the tree is the one at `old` of the text.
    pub(crate) fn read_from(&mut self, new: &Pointer, old: &Pointer) {
        self.origins.read_from(new, old);
    }

    /// Sets which objects replaced a reference: findings about them are shown where they are written.
    pub(crate) fn read_copies(&mut self, copies: Origins) {
        self.copies = copies;
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

    /// Adds the findings of another list.
    pub fn append(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Whether there are no findings.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
