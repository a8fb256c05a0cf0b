//! Diagnostics, and the list of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::codes::{Code, SKIPPED};
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
    /// What to do; that of the code, unless more is known.
    pub help: Cow<'static, str>,
    /// The exact position, if the text could not be parsed (line and column, from 1).
    pub position: Option<Position>,
    /// The part of the documents that is marked, if it is not the one at the pointer.
    pub marked: Option<Pointer>,
    /// Whether the value of the member is marked, and not its key.
    pub marks_value: bool,
    /// What was probably meant, where a name or a value is misspelled.
    pub suggestion: Option<String>,
    /// Other findings that have the same cause, as messages: they go away with it.
    pub consequences: Vec<String>,
    /// What would be there if the suggestion was followed.
    meant: Option<Pointer>,
    /// What is missing, any of which explains the finding.
    lacks: Vec<Pointer>,
}

impl Diagnostic {
    /// The part of the documents that is marked.
    pub(crate) fn place(&self) -> &Pointer {
        self.marked.as_ref().unwrap_or(&self.pointer)
    }

    /// A finding with the severity that its code has by default.
    pub(crate) fn new(code: &'static Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            pointer: pointer.clone(),
            message: message.into(),
            help: Cow::Borrowed(code.help),
            position: None,
            marked: None,
            marks_value: false,
            suggestion: None,
            consequences: Vec::new(),
            meant: None,
            lacks: Vec::new(),
        }
    }

    /// Sets what to do.
    pub(crate) fn with_help(mut self, help: Option<Cow<'static, str>>) -> Self {
        if let Some(help) = help {
            self.help = help;
        }
        self
    }

    /// Sets the exact position.
    pub(crate) fn at_position(mut self, position: Option<Position>) -> Self {
        self.position = position;
        self
    }

    /// Marks the cause, where the finding is about something around it.
    pub(crate) fn marking(mut self, cause: Option<&Pointer>) -> Self {
        self.marked = cause.cloned();
        self
    }

    /// Marks the value of the member.
    pub(crate) fn on_value(mut self) -> Self {
        self.marks_value = true;
        self
    }

    /// Adds what was probably meant.
    pub(crate) fn suggest(mut self, suggestion: Option<&str>) -> Self {
        self.suggestion = suggestion.map(str::to_owned);
        self
    }

    /// Adds what would be there if the suggestion was followed: findings about its absence have this cause.
    pub(crate) fn meaning(mut self, meant: Option<Pointer>) -> Self {
        self.meant = meant;
        self
    }

    /// Adds something that is missing.
    pub(crate) fn lacking(mut self, lacks: Pointer) -> Self {
        self.lacks.push(lacks);
        self
    }
}

impl Diagnostic {
    /// The same with its consequences. What is lost matters more than its cause and gives the finding its code.
    fn with(mut self, consequences: Vec<Diagnostic>) -> Self {
        for consequence in consequences {
            let is_loss = consequence.code == &SKIPPED && self.code != &SKIPPED;
            if consequence.severity > self.severity || is_loss {
                self.code = consequence.code;
                self.severity = consequence.severity;
                self.help = consequence.help;
                let cause = std::mem::replace(&mut self.pointer, consequence.pointer);
                self.marked.get_or_insert(cause);
                let cause = std::mem::replace(&mut self.message, consequence.message);
                self.consequences.insert(0, cause);
            } else {
                self.consequences.push(consequence.message);
            }
        }
        self
    }
}

/// Findings in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// The findings so far: each is added once, even if its cause is used many times.
    known: BTreeSet<(&'static str, Pointer, String)>,
    /// How many findings there are of each code.
    of_code: BTreeMap<&'static str, usize>,
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
        self.report(Diagnostic::new(code, pointer, message).at_position(position));
    }

    /// Adds a finding.
    pub(crate) fn report(&mut self, found: Diagnostic) {
        let original = |pointer: &Pointer| self.copies.original(&self.origins.original(pointer));
        let found = Diagnostic {
            message: self.origins.in_text(found.message),
            pointer: original(&found.pointer),
            marked: found.marked.as_ref().map(original),
            meant: found.meant.as_ref().map(original),
            lacks: found.lacks.iter().map(original).collect(),
            ..found
        };
        let key = (found.code.code, found.pointer.clone(), found.message.clone());
        if self.known.insert(key) {
            *self.of_code.entry(found.code.code).or_default() += 1;
            self.list.push(found);
        }
    }

    /// Makes one finding of all that have the same cause: those about the absence of what a misspelled name would declare.
    pub(crate) fn join_causes(&mut self) {
        let causes = self.list.iter().enumerate();
        let causes: BTreeMap<Pointer, usize> = causes
            .filter_map(|(index, found)| Some((found.meant.clone()?, index)))
            .collect();
        if causes.is_empty() {
            return;
        }
        let cause_of = |found: &Diagnostic| {
            found.lacks.iter().find_map(|lacks| {
                let around = std::iter::successors(Some(lacks.clone()), Pointer::parent);
                around.into_iter().find_map(|at| causes.get(&at).copied())
            })
        };
        let mut joined: BTreeMap<usize, Vec<Diagnostic>> = BTreeMap::new();
        let mut kept = Vec::new();
        for (index, found) in std::mem::take(&mut self.list).into_iter().enumerate() {
            match cause_of(&found).filter(|cause| *cause != index) {
                Some(cause) => joined.entry(cause).or_default().push(found),
                None => kept.push((index, found)),
            }
        }
        self.list = kept
            .into_iter()
            .map(|(index, found)| match joined.remove(&index) {
                Some(consequences) => found.with(consequences),
                None => found,
            })
            .collect();
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

    /// Whether the next finding of this code should suggest the name of the document that was probably meant. Each name is
    /// compared, and only a few findings of a code are read.
    pub(crate) fn suggests(&self, code: &Code) -> bool {
        const MAX_SUGGESTED: usize = 20;
        self.of_code.get(code.code).is_none_or(|count| *count < MAX_SUGGESTED)
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
