//! All stages from a document to files, in order. Nothing here writes to disk.

mod check;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::amend::Chosen;
use crate::config::{Filters, Layout, Override, Settings};
use crate::diag::{Diagnostics, codes};
use crate::format::{File, FormatError, Printed};
use crate::ir::Api;
use crate::limits::BYTES_OF_VALUE;
use crate::load::{Documents, Input};
use crate::name::{Followed, Lock, LockKind, Misnamed, Names, Problem, Refused, Renamed};
use crate::normalize::METHODS;
use crate::origins::Origins;
use crate::outcome::{Continuity, Outcome, Stats};
use crate::pointer::Pointer;
use crate::resolve::{Recent, Resolver};
use crate::step::{OnStep, QUIET, Step};
use crate::text::{code, visible, visible_json, without_commands};
use crate::{amend, emit, format, infer, ir, load, lower, manifest, name, normalize, passes, workers};
use check::check_settings;

/// A stage that `oaspen inspect` can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Stage {
    /// The document after every repair, as JSON.
    Normalized,
    /// The intermediate representation.
    Ir,
    /// Every name with its pointer.
    Names,
    /// The files that would be written.
    Files,
}

/// Generates a client from a document, in memory.
///
/// `lock` is the text of an earlier `names.lock`. Errors are part of the diagnostics of the outcome.
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
    generate_observed(input, settings, lock, QUIET)
}

/// The same. The function is called at each step.
pub(crate) fn generate_observed(
    input: &Input,
    settings: &Settings,
    lock: Option<&str>,
    on_step: OnStep<'_>,
) -> Outcome {
    let mut run = Run::analyze(input, settings, lock, on_step);
    let outcome = run.code(settings, &in_layout(settings), on_step);
    run.finish(outcome)
}

/// Generates a client for `include!`, whose file includes others.
pub(crate) fn generate_included(input: &Input, settings: &Settings, lock: Option<&str>) -> Outcome {
    let mut run = Run::analyze(input, settings, lock, QUIET);
    let outcome = run.code(settings, &format::included_files, QUIET);
    run.finish(outcome)
}

/// Generates the reference of a client in Markdown, in memory: an index, a page for each tag of operations, and
/// a page for each file of models. The pages are generated from the same data as the code.
///
/// `lock` is the text of the client's `names.lock`, so that the reference uses its names. Errors are part of
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
#[cfg(feature = "reference")]
pub fn reference(input: &Input, settings: &Settings, lock: Option<&str>) -> Outcome {
    let mut run = Run::analyze(input, settings, lock, QUIET);
    let outcome = run.pages(settings);
    run.finish(outcome)
}

/// One stage of the pipeline as text. `None` if the document is unusable.
pub fn inspect(input: &Input, settings: &Settings, stage: Stage) -> (Option<String>, Outcome) {
    let mut run = Run::analyze(input, settings, None, QUIET);
    let mut outcome = Outcome::default();
    let text = match (stage, &run.named) {
        (Stage::Normalized, _) => {
            let text = run.documents.files.get("").map(load::to_text);
            text.map(|text| visible_json(&text).into_owned())
        }
        (Stage::Ir, Some(named)) => Some(shown(&ir::dump(&named.api))),
        (Stage::Names, Some(named)) => Some(shown(&named.lock.to_text())),
        (Stage::Files, Some(_)) => {
            outcome = run.code(settings, &in_layout(settings), QUIET);
            let paths = outcome.files.iter().map(|file| file.path.clone());
            let paths = paths.chain([Lock::file_name(settings)]);
            Some(paths.map(|path| path + "\n").collect())
        }
        (_, None) => None,
    };
    (text, run.finish(outcome))
}

/// A text that is read in a terminal or in the log of a build.
fn shown(text: &str) -> String {
    without_commands(&visible(text)).into_owned()
}

/// A client, to compare it with another version. Without IR, names and files after an error.
pub(crate) struct Compared {
    pub named: Option<(Api, Names)>,
    pub outcome: Outcome,
}

/// Generates a client, in memory, and keeps what it was generated from.
pub(crate) fn compared(input: &Input, settings: &Settings, lock: Option<&str>) -> Compared {
    let mut run = Run::analyze(input, settings, lock, QUIET);
    let outcome = run.code(settings, &in_layout(settings), QUIET);
    let named = run.named.take().map(|named| (named.api, named.names));
    Compared {
        named,
        outcome: run.finish(outcome),
    }
}

/// The files of a client with these modules and this name.
type Arrange<'a> = &'a dyn Fn(&[Printed], &str) -> Vec<File>;

/// The files that the settings ask for.
fn in_layout(settings: &Settings) -> impl Fn(&[Printed], &str) -> Vec<File> {
    |modules, client| format::files(modules, settings.layout, client)
}

/// One document in the pipeline: what was read, what was found, and the result.
struct Run {
    documents: Documents,
    diagnostics: Diagnostics,
    /// `None` after an error.
    named: Option<Named>,
}

/// The result of lowering, inference and passes.
struct Lowered {
    api: Api,
    /// Operations that the document declares, before filters.
    declared: usize,
    /// The overrides by pointers of the text, for the naming stage.
    overrides: BTreeMap<String, Override>,
    /// The names of an earlier run, by the keys of this document.
    lock: Lock,
    /// The operations and types of the earlier run.
    locked: [usize; 2],
}

/// Everything that is decided before text is written.
struct Named {
    api: Api,
    names: Names,
    lock: Lock,
    declared: usize,
    continuity: Continuity,
}

impl Run {
    /// The stages up to names.
    fn analyze(input: &Input, settings: &Settings, lock: Option<&str>, on_step: OnStep<'_>) -> Self {
        on_step(Step::Reading);
        let mut diagnostics = Diagnostics::default();
        let (mut documents, old) = read(input, settings, lock, &mut diagnostics);
        let named = old.and_then(|old| {
            on_step(Step::Lowering);
            let chosen = amend::apply(&mut documents, &settings.overrides, &mut diagnostics);
            let lowered = lower(&documents, settings, chosen, &old, &mut diagnostics);
            if settings.strict {
                diagnostics.make_strict();
            }
            let types = lowered.api.types.len();
            on_step(Step::Naming { types });
            let named = (!diagnostics.has_errors()).then(|| name(lowered, settings, &mut diagnostics));
            let over = named
                .as_ref()
                .and_then(|named| over_lock(&named.lock, settings, &documents));
            if let Some(message) = over {
                diagnostics.add(&codes::TOO_LARGE, &Pointer::root(), message);
            }
            named.filter(|_| !diagnostics.has_errors())
        });
        Self {
            documents,
            diagnostics,
            named,
        }
    }

    /// The client in Rust.
    fn code(&mut self, settings: &Settings, arrange: Arrange<'_>, on_step: OnStep<'_>) -> Outcome {
        // Nothing reads them again.
        self.documents.files = BTreeMap::new();
        let Some(named) = &self.named else {
            return Outcome::default();
        };
        let emit = emit::Emit::new(&named.api, &named.names, settings);
        let parts = emit::parts(&named.names);
        let (of, begun) = (parts.len(), AtomicUsize::new(0));
        let print = |part: &emit::Part<'_>| {
            let done = begun.fetch_add(1, Ordering::Relaxed);
            on_step(Step::Emitting { done, of });
            format::print(&emit::module(&emit, *part), settings.layout)
        };
        let printed = workers::map(&parts, workers::available(), print);
        let modules: Result<Vec<_>, FormatError> = printed.into_iter().collect();
        let package = (settings.layout == Layout::Crate).then(|| manifest::files(&emit, settings));
        match modules.and_then(|modules| Ok((modules, package.transpose()?))) {
            Ok((modules, package)) => {
                let mut files = arrange(&modules, &named.names.client);
                let lines = count_lines(&files);
                files.extend(package.into_iter().flatten());
                named.outcome(files, lines, &self.diagnostics)
            }
            Err(error) => {
                report_defect(&error, &mut self.diagnostics);
                Outcome::default()
            }
        }
    }

    /// The reference in Markdown.
    #[cfg(feature = "reference")]
    fn pages(&mut self, settings: &Settings) -> Outcome {
        let Some(named) = &self.named else {
            return Outcome::default();
        };
        let files = crate::reference::files(&named.api, &named.names, settings).unwrap_or_else(|error| {
            report_defect(&error, &mut self.diagnostics);
            Vec::new()
        });
        let lines = count_lines(&files);
        named.outcome(files, lines, &self.diagnostics)
    }

    fn finish(mut self, outcome: Outcome) -> Outcome {
        self.diagnostics.join_causes();
        Outcome {
            diagnostics: self.diagnostics,
            sources: self.documents.sources,
            read_paths: self.documents.read_paths,
            ..outcome
        }
    }
}

impl Named {
    fn outcome(&self, files: Vec<File>, lines: usize, diagnostics: &Diagnostics) -> Outcome {
        Outcome {
            files,
            lock: self.lock.to_text(),
            stats: Stats {
                declared: self.declared,
                operations: self.api.operations.len(),
                skipped: diagnostics.iter().filter(|d| d.code == &codes::SKIPPED).count(),
                models: self.api.types.len(),
                lines,
            },
            continuity: self.continuity,
            ..Outcome::default()
        }
    }
}

/// Load and normalize: text to trees of OpenAPI 3.0, and the names of an earlier run. No names where anything
/// that was read is unusable.
pub(crate) fn read(
    input: &Input,
    settings: &Settings,
    lock: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> (Documents, Option<Lock>) {
    let (mut documents, is_loaded) = load::documents(input, settings.root.as_deref(), settings.limits, diagnostics);
    let old = read_lock(lock, settings, &mut documents, diagnostics);
    let is_usable = is_loaded
        && normalize::to_3_0(&mut documents, settings.limits, diagnostics)
        && check_settings(settings, diagnostics);
    (documents, old.filter(|_| is_usable))
}

/// Resolve, lower, infer and passes: trees to the IR.
fn lower(
    documents: &Documents,
    settings: &Settings,
    chosen: Chosen,
    old: &Lock,
    diagnostics: &mut Diagnostics,
) -> Lowered {
    let recent = Recent::default();
    let resolver = Resolver::with_recent(documents, &recent);
    let origins = &documents.origins;
    let in_tree = Settings {
        overrides: chosen.by_tree,
        ..settings.clone()
    };
    let mut api = lower::lower(resolver, &in_tree, &chosen.keys, diagnostics);
    infer::paging(&mut api, resolver, &in_tree.overrides, diagnostics);
    origins.restore(&mut api);
    diagnostics.read_in(Origins::default());
    let whole = (settings.filters.any() && !old.is_empty()).then(|| without_filters(resolver, origins, &in_tree));
    let Followed {
        lock,
        renamed,
        problems,
        misnamed,
    } = old.following(&api, whole.as_ref(), settings.keep_renamed);
    report_lock(problems, settings, diagnostics);
    report_renamed(&renamed, settings, diagnostics);
    report_misnamed(&misnamed, diagnostics);
    let context = passes::Locked {
        owners: lock.of_kind(LockKind::Type),
        shares: lock.of_kind(LockKind::Shares),
        shared_names: lock.of_kind(LockKind::Shares).into_values().collect(),
        patches: lock.keys(LockKind::Patch),
        arguments: lock.arguments(),
        orders: lock.orders(),
        modules: lock.of_kind(LockKind::Module),
        tags: lock.tags(),
        builders: lock.keys(LockKind::Builder),
    };
    Lowered {
        api: passes::run(api, &context, diagnostics),
        declared: count_operations(resolver),
        overrides: chosen.by_text,
        lock,
        locked: COUNTED.map(|kind| old.keys(kind).len()),
    }
}

/// The IR of the whole document, without its findings.
fn without_filters(resolver: Resolver<'_>, origins: &Origins, settings: &Settings) -> Api {
    let settings = Settings {
        filters: Filters::default(),
        ..settings.clone()
    };
    let mut api = lower::lower(resolver, &settings, &BTreeMap::new(), &mut Diagnostics::default());
    origins.restore(&mut api);
    api
}

/// The IR with a name for everything.
fn name(lowered: Lowered, settings: &Settings, diagnostics: &mut Diagnostics) -> Named {
    let settings = Settings {
        overrides: lowered.overrides,
        ..settings.clone()
    };
    let (names, lock) = name::assign(&lowered.api, &settings, &lowered.lock);
    report_refused(&name::refused(&lowered.api, &names, &settings), diagnostics);
    Named {
        continuity: continuity(lowered.locked, &lowered.lock, &lock),
        api: lowered.api,
        names,
        lock,
        declared: lowered.declared,
    }
}

/// The limit of the keys of `names.lock`, if they exceed it.
fn over_lock(lock: &Lock, settings: &Settings, documents: &Documents) -> Option<String> {
    let bytes = lock.key_bytes();
    let most = |values: u64| values.saturating_mul(BYTES_OF_VALUE);
    if bytes <= most(settings.limits.copied_values) {
        return None;
    }
    let most = most(settings.limits.of_shared(Resolver::new(documents).size()));
    (bytes > most).then(|| {
        format!(
            "the keys of `names.lock` have more than {most} bytes where each line repeats a pointer: `max-copied-values` sets another limit"
        )
    })
}

/// What is counted to find out whether a document is a new version of an earlier one: operations, else types.
const COUNTED: [LockKind; 2] = [LockKind::Method, LockKind::Type];

/// `locked`: how many there were. `followed` has those of them that the document still has, among others, and `new` its own.
fn continuity(locked: [usize; 2], followed: &Lock, new: &Lock) -> Continuity {
    let counted = COUNTED.into_iter().zip(locked).map(|(kind, locked)| {
        let current = new.keys(kind);
        Continuity {
            has_lock: true,
            locked,
            current: current.len(),
            kept: followed.keys(kind).intersection(&current).count(),
        }
    });
    let mut counted = counted.filter(|counted| counted.locked > 0 && counted.current > 0);
    counted.next().unwrap_or(Continuity {
        has_lock: locked != [0, 0],
        ..Continuity::default()
    })
}

fn report_refused(refused: &[Refused], diagnostics: &mut Diagnostics) {
    for one in refused {
        let message = format!(
            "`{}` cannot be the name of this: something else has it, or it is reserved; without `rename`, the name is `{}`",
            one.wanted, one.instead
        );
        diagnostics.add(&codes::CONFIG, &one.at, message);
    }
}

fn report_renamed(renamed: &[Renamed], settings: &Settings, diagnostics: &mut Diagnostics) {
    for one in renamed {
        let what = if settings.keep_renamed {
            "is still its name"
        } else {
            "stays valid"
        };
        let message = format!("this was {}; `{}` {what}", code(one.old.as_str()), one.name);
        diagnostics.add(&codes::RENAMED, &one.origin, message);
    }
}

fn report_misnamed(misnamed: &[Misnamed], diagnostics: &mut Diagnostics) {
    for one in misnamed {
        let message = format!(
            "`{}` in names.lock calls this operation, whose operationId is {}; the operationId of this name belongs to {} now",
            one.method,
            code(&one.id),
            code(&one.other)
        );
        diagnostics.add(&codes::MISNAMED, &one.at, message);
    }
}

fn report_defect(error: &FormatError, diagnostics: &mut Diagnostics) {
    let message = format!("this is a bug in oaspen; please report it with the document: {error}");
    diagnostics.add(&codes::OUTPUT, &Pointer::root(), message);
}

fn count_lines(files: &[File]) -> usize {
    // Each line ends.
    files.iter().map(|file| file.text.matches('\n').count()).sum()
}

/// How many operations there are below `paths`.
fn count_operations(resolver: Resolver<'_>) -> usize {
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

/// The names of an earlier run. `None` if the lock is invalid; the diagnostics contain the reasons.
fn read_lock(
    lock: Option<&str>,
    settings: &Settings,
    documents: &mut Documents,
    diagnostics: &mut Diagnostics,
) -> Option<Lock> {
    let Some(text) = lock else {
        return Some(Lock::default());
    };
    let result = Lock::parse(text);
    if result.as_ref().map_or(true, Lock::is_contested) {
        let file = Lock::file_name(settings);
        documents.sources.insert(&file, PathBuf::from(&file), text.to_owned());
    }
    result
        .map_err(|problems| report_lock(problems, settings, diagnostics))
        .ok()
}

fn report_lock(problems: Vec<Problem>, settings: &Settings, diagnostics: &mut Diagnostics) {
    let at = Pointer::document(&Lock::file_name(settings));
    for problem in problems {
        diagnostics.add_at(&codes::LOCK, &at, Some(problem.position), problem.message);
    }
}
