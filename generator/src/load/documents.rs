//! Every file that a document consists of.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use super::folder::Folder;
use super::input::Input;
use super::missing::similar_file;
use super::mistaken::Means;
use super::node::Node;
use super::parse;
use super::read::{ReadError, text_of};
use super::refs::{self, Form};
use super::resources::Resources;
use super::target::{RefError, Targets, has_extension};
use crate::diag::{Diagnostic, Diagnostics, Sources, codes};
use crate::limits::DocumentLimits;
use crate::origins::Origins;
use crate::pointer::Pointer;

/// Every file of a document as a tree. The main file has the name `""`.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// Trees by the name that pointers use.
    pub files: BTreeMap<String, Node>,
    /// The original pointers of parts that a rewrite moved.
    pub origins: Origins,
    /// Their texts.
    pub sources: Sources,
    /// Every file that was read from disk, and every file that was not found there.
    pub read_paths: Vec<PathBuf>,
}

/// A file that is still to be read.
struct Pending {
    file: String,
    /// The first reference to it.
    asked_by: Pointer,
    /// Whether a text is expected where that reference is.
    is_text: bool,
}

/// Reads the main document and every local file that its references name, in the folder of the document or below `root`.
/// Returns `false` if the main document is unusable.
pub(crate) fn documents(
    input: &Input,
    root: Option<&Path>,
    limits: DocumentLimits,
    diagnostics: &mut Diagnostics,
) -> (Documents, bool) {
    let folder = match Folder::of(input, root) {
        Ok(folder) => folder,
        Err(error) => {
            diagnostics.add(&codes::CONFIG, &Pointer::root(), error.0);
            return (Documents::default(), false);
        }
    };
    let mut reading = Reading {
        input,
        limits,
        memory: parse::Memory::new(limits),
        folder,
        documents: Documents::default(),
        resources: Resources::default(),
        pending: VecDeque::new(),
        known: BTreeSet::new(),
        found: Vec::new(),
    };
    reading.pending.push_back(Pending {
        file: String::new(),
        asked_by: Pointer::root(),
        is_text: false,
    });
    while let Some(next) = reading.pending.pop_front() {
        if reading.known.insert(next.file.clone()) {
            reading.file(&next, diagnostics);
        }
    }
    reading.canonicalize(diagnostics);
    let usable = reading.documents.files.contains_key("");
    (reading.documents, usable)
}

struct Reading<'i> {
    input: &'i Input,
    limits: DocumentLimits,
    /// What is left for all files.
    memory: parse::Memory,
    folder: Folder,
    documents: Documents,
    resources: Resources,
    pending: VecDeque<Pending>,
    known: BTreeSet<String>,
    /// The references of each file.
    found: Vec<(String, Vec<Found>)>,
}

impl Reading<'_> {
    /// Reads one file, and notes the files that it names.
    fn file(&mut self, wanted: &Pending, diagnostics: &mut Diagnostics) {
        let file = &wanted.file;
        let path = match (self.input, file.is_empty()) {
            (Input::Path(main), true) => main.clone(),
            _ => self.folder.path(file),
        };
        let shown = match self.input {
            Input::Stored { store, .. } => store.shown(&path),
            Input::Path(_) | Input::Text { .. } => path.clone(),
        };
        let read_paths = &mut self.documents.read_paths;
        let text = match text_of(self.input, file, &path, &self.folder.root, read_paths) {
            Ok(text) => text,
            Err(problem) => {
                // Each suggestion reads a folder, and a document can name any number of files.
                let is_suggested = problem.is_misspelled && diagnostics.suggests(problem.code);
                let meant = is_suggested.then(|| similar_file(&shown)).flatten();
                let found = self.unread(problem, wanted, shown);
                diagnostics.report(found.suggest(meant.as_deref()));
                return;
            }
        };
        if is_plain_text(wanted) {
            self.documents.sources.insert(file, shown, text.clone());
            self.documents.files.insert(file.clone(), Node::String(text));
            return;
        }
        let parsed = parse::tree(&shown, text, self.limits, &mut self.memory);
        for repair in parsed.repairs {
            let at = Pointer::document(file).below(&repair.fragment);
            diagnostics.add_at(&codes::REPAIRED, &at, Some(repair.position), repair.message);
        }
        match parsed.tree {
            Ok(mut tree) => {
                self.resources
                    .add(&tree, file, parsed.repaired.as_ref().unwrap_or(&parsed.text));
                let sources = &mut self.documents.sources;
                sources.insert_repaired(file, shown, parsed.text, parsed.repaired);
                let found = references(&mut tree, file);
                self.documents.files.insert(file.clone(), tree);
                self.ask(file, found);
            }
            Err(problem) => {
                self.documents.sources.insert(file, shown, parsed.text);
                let at = Pointer::document(file);
                // What refers to another file is left out, and everything else is generated. A limit is one of all files.
                let code = if file.is_empty() || problem.code == &codes::TOO_LARGE {
                    problem.code
                } else {
                    &codes::UNUSABLE_FILE
                };
                let found = Diagnostic::new(code, &at, problem.message).at_position(problem.position);
                diagnostics.report(found.with_help(problem.help.map(Cow::Borrowed)));
            }
        }
    }

    /// The finding about a file that cannot be read.
    fn unread(&mut self, problem: ReadError, wanted: &Pending, shown: PathBuf) -> Diagnostic {
        let file = &wanted.file;
        let mut at = wanted.asked_by.clone();
        let mut position = None;
        if let Some((text, end)) = problem.decoded {
            at = Pointer::document(file);
            position = Some(end);
            self.documents.sources.insert(file, shown, text);
        } else {
            self.documents.sources.unread(file, shown);
        }
        let found = Diagnostic::new(problem.code, &at, problem.message).at_position(position);
        found.with_help(problem.help)
    }

    /// Notes the references of a file, and the files that they name.
    fn ask(&mut self, file: &str, found: Vec<Found>) {
        let targets = Targets {
            files: &self.documents.files,
            resources: &self.resources,
            folder: &self.folder,
        };
        // The others name a part of this file.
        for one in found.iter().filter(|one| !one.target.starts_with('#')) {
            let (target, _) = read(&targets, one);
            if let Ok(Some(target)) = target
                && !self.known.contains(target.file())
            {
                self.pending.push_back(Pending {
                    file: target.file().to_owned(),
                    asked_by: one.at.clone(),
                    is_text: one.form == Form::Text,
                });
            }
        }
        self.found.push((file.to_owned(), found));
    }

    /// Rewrites every reference in its canonical form, and reports those that are not followed.
    fn canonicalize(&mut self, diagnostics: &mut Diagnostics) {
        let mut files = std::mem::take(&mut self.found);
        files.sort_by(|one, other| one.0.cmp(&other.0));
        for (file, found) in files {
            let targets = Targets {
                files: &self.documents.files,
                resources: &self.resources,
                folder: &self.folder,
            };
            let canonical = found.into_iter().map(|one| {
                let (target, mistake) = read(&targets, &one);
                if let Some(message) = mistake {
                    diagnostics.add(&codes::REPAIRED, &one.at, message);
                }
                target.unwrap_or_else(|error| {
                    diagnostics.report(refused(&error, &one));
                    None
                })
            });
            let mut canonical = canonical.collect::<Vec<_>>().into_iter();
            if let Some(tree) = self.documents.files.get_mut(&file) {
                refs::each(tree, &file, &mut |target, _, _| {
                    if let Some(Some(found)) = canonical.next() {
                        *target = found.to_string();
                    }
                });
            }
        }
    }
}

/// A reference that is not followed.
fn refused(error: &RefError, one: &Found) -> Diagnostic {
    let found = Diagnostic::new(error.code(), &one.at, error.message(&one.target)).with_help(error.help());
    if one.form == Form::Ref {
        let at = one.at.child("$ref");
        found.marking(Some(&at)).on_value().meaning(Some(at))
    } else {
        found
    }
}

/// What a reference names, and what is wrong with the way in which it is written.
fn read(targets: &Targets<'_>, one: &Found) -> (Result<Option<Pointer>, RefError>, Option<String>) {
    if one.form == Form::Ref {
        let target = targets.canonical(&one.target, &one.at, one.form);
        if matches!(&target, Ok(Some(found)) if targets.node(found).is_some()) {
            return (target, None);
        }
    }
    let Some(mistaken) = targets.mistaken(&one.target, &one.at, one.form) else {
        return (targets.canonical(&one.target, &one.at, one.form), None);
    };
    let target = match mistaken.means {
        Means::Object(object) => Ok(Some(object)),
        Means::Spelling(spelled) => targets.canonical(&spelled, &one.at, one.form),
    };
    (target, Some(mistaken.message))
}

/// A reference as it is written.
struct Found {
    target: String,
    at: Pointer,
    form: Form,
}

fn references(tree: &mut Node, file: &str) -> Vec<Found> {
    let mut found = Vec::new();
    refs::each(tree, file, &mut |target, at, form| {
        found.push(Found {
            target: target.clone(),
            at: at.pointer(),
            form,
        });
    });
    found
}

/// Whether a file is a text that a description consists of, and not a tree.
fn is_plain_text(wanted: &Pending) -> bool {
    let is_data = has_extension(&wanted.file, &["yaml", "yml", "json"]);
    let is_prose = has_extension(&wanted.file, &["md", "markdown", "txt", "rst", "adoc", "html"]);
    !wanted.file.is_empty() && (is_prose || wanted.is_text && !is_data)
}
