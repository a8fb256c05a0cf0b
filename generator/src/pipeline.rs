//! The whole way from a document to files, in order. Nothing here writes.

use std::path::PathBuf;

use crate::config::{Layout, Settings};
use crate::diag::{Diagnostics, Sources, codes};
use crate::format::File;
use crate::ir::Api;
use crate::load::{Documents, Input};
use crate::name::{Lock, LockKind, Names};
use crate::normalise::METHODS;
use crate::pointer::Pointer;
use crate::resolve::Resolver;
use crate::{emit, format, ir, load, lower, manifest, name, normalise, passes};

/// What came out of one run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The files of the client; none if there was an error.
    pub files: Vec<File>,
    /// The text of `names.lock`.
    pub lock: String,
    /// Everything that was found.
    pub diagnostics: Diagnostics,
    /// The texts that were read, for rendering.
    pub sources: Sources,
    /// Every file that was read or looked for.
    pub read_paths: Vec<PathBuf>,
    /// Numbers for a summary.
    pub stats: Stats,
}

/// Numbers for a summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Operations that the document declares, whatever the filters say.
    pub declared: usize,
    /// Operations in the client.
    pub operations: usize,
    /// Operations that were left out, each with a warning.
    pub skipped: usize,
    /// Types in the client.
    pub models: usize,
    /// Lines of Rust.
    pub lines: usize,
}

/// A stage that `oaspen inspect` can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The document after every repair, as JSON.
    Normalised,
    /// The Rust-shaped data.
    Ir,
    /// Every name with its place.
    Names,
    /// The files that would be written.
    Files,
}

/// Generates a client from a document, in memory.
///
/// `lock` is the text of an earlier `names.lock`. Errors are among the diagnostics of the outcome.
///
/// ```
/// let spec = r#"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {
///     "/ping": {"get": {"operationId": "ping", "responses": {"204": {"description": "pong"}}}}}}"#;
/// let input = oaspen::Input::Text { name: "ping.json".into(), text: spec.into() };
/// let settings = oaspen::Settings { name: "ping".into(), ..oaspen::Settings::default() };
/// let outcome = oaspen::generate(&input, &settings, None);
/// assert_eq!(outcome.stats.operations, 1);
/// assert!(outcome.files.iter().any(|file| file.path == "src/lib.rs"));
/// ```
pub fn generate(input: &Input, settings: &Settings, lock: Option<&str>) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let (documents, middle) = front(input, settings, lock, &mut diagnostics);
    let mut outcome = Outcome::default();
    if let Some(middle) = middle {
        finish(&middle, settings, &mut diagnostics, &mut outcome);
    }
    outcome.sources = documents.sources;
    outcome.read_paths = documents.read_paths;
    outcome.diagnostics = diagnostics;
    outcome
}

/// Writes the reference of a client in Markdown, in memory: an index, a page for each tag of operations,
/// a page for each file of models. Every page follows from the same data as the client's code.
///
/// `lock` is the text of the client's `names.lock`, so that the reference has its names. Errors are among
/// the diagnostics of the outcome.
///
/// ```
/// let spec = r#"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {
///     "/ping": {"get": {"operationId": "ping", "responses": {"204": {"description": "pong"}}}}}}"#;
/// let input = oaspen::Input::Text { name: "ping.json".into(), text: spec.into() };
/// let settings = oaspen::Settings { name: "ping".into(), ..oaspen::Settings::default() };
/// let outcome = oaspen::reference(&input, &settings, None);
/// let page = outcome.files.iter().find(|file| file.path == "api/ping.md").unwrap();
/// assert!(page.text.contains("client.ping().ping().await?;"));
/// ```
pub fn reference(input: &Input, settings: &Settings, lock: Option<&str>) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let (documents, middle) = front(input, settings, lock, &mut diagnostics);
    let mut outcome = Outcome::default();
    if let Some(middle) = middle {
        outcome.stats = middle.stats(&diagnostics);
        match crate::reference::files(&middle.api, &middle.names, settings) {
            Ok(files) => outcome.files = files,
            Err(problem) => defect(&problem, &mut diagnostics),
        }
        outcome.stats.lines = lines(&outcome.files);
        outcome.lock = middle.lock.to_text();
    }
    outcome.sources = documents.sources;
    outcome.read_paths = documents.read_paths;
    outcome.diagnostics = diagnostics;
    outcome
}

fn defect(problem: &str, diagnostics: &mut Diagnostics) {
    let message = format!("this is a defect of oaspen; please report it with the document: {problem}");
    diagnostics.add(&codes::OUTPUT, &Pointer::root(), message);
}

fn lines(files: &[File]) -> usize {
    files.iter().map(|file| file.text.lines().count()).sum()
}

/// Everything up to names, which is where a decision is last taken.
struct Middle {
    api: Api,
    names: Names,
    lock: Lock,
    declared: usize,
}

impl Middle {
    /// Numbers that are known before there are files.
    fn stats(&self, diagnostics: &Diagnostics) -> Stats {
        Stats {
            declared: self.declared,
            operations: self.api.operations.len(),
            skipped: diagnostics.iter().filter(|d| d.code == &codes::SKIPPED).count(),
            models: self.api.types.len(),
            lines: 0,
        }
    }
}

fn front(
    input: &Input,
    settings: &Settings,
    lock: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> (Documents, Option<Middle>) {
    let (mut documents, usable) = load::documents(input, diagnostics);
    let old = read_lock(lock, settings, &mut documents, diagnostics);
    if !usable || !normalise::to_3_0(&mut documents, diagnostics) || !check_settings(settings, diagnostics) {
        return (documents, None);
    }
    let Some(old) = old else {
        return (documents, None);
    };
    let declared = declared(Resolver::new(&documents));
    let origins = &documents.origins;
    let resolver = Resolver::new(&documents);
    let settings = &Settings {
        overrides: lower::keys::by_place(resolver, origins, &settings.overrides),
        ..settings.clone()
    };
    let in_tree = Settings {
        overrides: origins.overrides(&settings.overrides),
        ..settings.clone()
    };
    let mut api = lower::api(resolver, &in_tree, diagnostics);
    passes::places::restore(&mut api, &|place| origins.original(place));
    if settings.strict {
        diagnostics.make_strict();
    }
    if diagnostics.has_errors() {
        return (documents, None);
    }
    let context = passes::Context {
        owners: old.places(LockKind::Type),
        patches: old.places(LockKind::Patch),
    };
    let api = passes::run(api, &context);
    let (names, lock) = name::assign(&api, settings, &old);
    let middle = Middle {
        api,
        names,
        lock,
        declared,
    };
    (documents, Some(middle))
}

/// How many operations there are below `paths`.
fn declared(resolver: Resolver<'_>) -> usize {
    let paths = Pointer::root().child("paths");
    let keys = resolver.members(&paths).into_iter().flat_map(|map| map.keys());
    let items = keys
        .filter(|path| !path.starts_with("x-"))
        .filter_map(|path| resolver.definition(&paths.child(path)).ok());
    items
        .filter_map(|item| resolver.members(&item))
        .map(|item| METHODS.iter().filter(|method| item.contains_key(**method)).count())
        .sum()
}

fn finish(middle: &Middle, settings: &Settings, diagnostics: &mut Diagnostics, outcome: &mut Outcome) {
    let modules = emit::modules(&middle.api, &middle.names, settings.times);
    match format::files(&modules, settings.layout, &middle.names.client) {
        Ok(files) => outcome.files = files,
        Err(problem) => return defect(&problem, diagnostics),
    }
    outcome.stats = Stats {
        lines: lines(&outcome.files),
        ..middle.stats(diagnostics)
    };
    if settings.layout == Layout::Crate {
        outcome
            .files
            .extend(manifest::files(&middle.api, &middle.names, settings));
    }
    outcome.lock = middle.lock.to_text();
}

/// The names that were given before. `None` where the lock is wrong, which the diagnostics tell.
fn read_lock(
    lock: Option<&str>,
    settings: &Settings,
    documents: &mut Documents,
    diagnostics: &mut Diagnostics,
) -> Option<Lock> {
    let Some(text) = lock else {
        return Some(Lock::default());
    };
    let problems = match Lock::parse(text) {
        Ok(lock) => return Some(lock),
        Err(problems) => problems,
    };
    let file = Lock::file_name(settings);
    documents.sources.insert(&file, PathBuf::from(&file), text.to_owned());
    for problem in problems {
        let at = Pointer::document(&file);
        diagnostics.add_at(&codes::LOCK, &at, Some(problem.position), problem.message);
    }
    None
}

/// Whether everything that is Rust in the settings is Rust.
fn check_settings(settings: &Settings, diagnostics: &mut Diagnostics) -> bool {
    let mut all_right = true;
    let path = settings.crate_path.as_deref();
    if let Some(path) = path.filter(|path| path.contains('<') || !format::is_rust_type(path)) {
        let message = format!("`{path}` is not the path of a Rust module");
        diagnostics.add(&codes::CONFIG, &Pointer::root(), message);
        all_right = false;
    }
    for (pointer, chosen) in &settings.overrides {
        if let Some(ty) = chosen.ty.as_deref().filter(|ty| !format::is_rust_type(ty)) {
            diagnostics.add(
                &codes::CONFIG,
                &Pointer::parse(pointer),
                format!("`{ty}` is not the path of a Rust type"),
            );
            all_right = false;
        }
    }
    all_right
}

/// One stage of the pipeline as text. `None` when the document is unusable.
pub fn inspect(input: &Input, settings: &Settings, stage: Stage) -> (Option<String>, Outcome) {
    let mut diagnostics = Diagnostics::default();
    let (documents, middle) = front(input, settings, None, &mut diagnostics);
    let mut outcome = Outcome::default();
    let text = match (stage, &middle) {
        (Stage::Normalised, _) => documents.files.get("").map(load::to_text),
        (Stage::Ir, Some(middle)) => Some(ir::dump(&middle.api)),
        (Stage::Names, Some(middle)) => Some(middle.lock.to_text()),
        (Stage::Files, Some(middle)) => {
            finish(middle, settings, &mut diagnostics, &mut outcome);
            let paths = outcome.files.iter().map(|file| file.path.clone());
            let paths = paths.chain([Lock::file_name(settings)]);
            Some(paths.map(|path| path + "\n").collect())
        }
        (_, None) => None,
    };
    outcome.sources = documents.sources;
    outcome.read_paths = documents.read_paths;
    outcome.diagnostics = diagnostics;
    (text, outcome)
}
