//! The clients of a configuration, and how they are brought up to date.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::earlier_lock::{of_other_layout, report_missing};
use super::edited::report_edited;
use super::index::write_index;
use super::overlap::overlaps;
use crate::config::{Accepted, ClientEntry, ProjectFile, Settings};
use crate::diag::{Diagnostic, Diagnostics, Sources, codes};
use crate::error::Error;
use crate::files::read_text;
use crate::format::File;
use crate::load::{Input, cannot_read, similar_file};
use crate::name::{Lock, client_name};
use crate::outcome::{Outcome, Stats};
use crate::pipeline::generate_observed;
#[cfg(feature = "reference")]
use crate::pipeline::reference;
use crate::pointer::Pointer;
use crate::step::{OnStep, QUIET};
use crate::text::url;
use crate::write::{self, Exclusive, Mode, Report, Target, WriteError, WriteErrorReason};

/// The clients of one configuration file.
#[derive(Debug)]
pub struct Project {
    pub(super) file: ProjectFile,
    /// The folder of the configuration.
    pub(super) folder: PathBuf,
    /// The name of the configuration in diagnostics.
    name: String,
    sources: Sources,
}

/// One client of a configuration.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ProjectClient<'p> {
    /// Its document.
    pub spec: &'p Path,
    /// Its folder.
    pub out: &'p Path,
    /// The folder of its reference.
    pub docs: Option<&'p Path>,
    /// Its name and its options.
    pub settings: &'p Settings,
    /// Changes that are accepted.
    pub accepted: &'p [Accepted],
}

impl ProjectClient<'_> {
    /// The path of its lock.
    pub fn lock(&self) -> PathBuf {
        self.out.join(Lock::file_name(self.settings))
    }
}

impl Project {
    /// Reads a configuration file.
    ///
    /// # Errors
    ///
    /// Returns the rendered diagnostics, with line and column.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        Self::open(path, &mut sources, &mut diagnostics).ok_or_else(|| Error::from_diagnostics(&diagnostics, &sources))
    }

    /// Reads a configuration file. `None` if it is unusable; the diagnostics contain the reasons.
    pub fn open(path: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Self> {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let text = match read_text(path) {
            Ok(text) => text,
            Err(error) => {
                let (message, missing) = cannot_read(path, &error);
                sources.unread(&name, path.to_path_buf());
                let found = Diagnostic::new(&codes::UNREADABLE, &Pointer::document(&name), message);
                let meant = missing.as_ref().filter(|missing| missing.is_misspelled);
                let meant = meant.and_then(|_| similar_file(path));
                let found = found.with_help(missing.map(|missing| missing.help.into()));
                diagnostics.report(found.suggest(meant.as_deref()));
                return None;
            }
        };
        Self::parse(path, &text, sources, diagnostics)
    }

    /// Reads the text of a configuration, whose paths are relative to the folder of `path`. `None` if it is unusable; the
    /// diagnostics contain the reasons.
    pub fn parse(path: &Path, text: &str, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Self> {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let file = ProjectFile::parse(path, text, sources, diagnostics)?;
        let overlaps = overlaps(&file);
        for overlap in &overlaps {
            let at = Pointer::document(&name);
            diagnostics.add_at(&codes::CONFIG, &at, Some(overlap.position), overlap.message.as_str());
        }
        overlaps.is_empty().then(|| Self {
            file,
            folder: path.parent().map(Path::to_path_buf).unwrap_or_default(),
            name,
            sources: sources.clone(),
        })
    }

    /// The names of the clients.
    pub fn clients(&self) -> impl Iterator<Item = &str> {
        self.file.clients.iter().map(|client| client.settings.name.as_str())
    }

    /// The modules of the clients.
    pub(super) fn module_names(&self) -> BTreeSet<String> {
        self.clients().map(client_name).collect()
    }

    /// The clients, in order of their names.
    pub fn entries(&self) -> impl Iterator<Item = ProjectClient<'_>> {
        self.file.clients.iter().map(|client| ProjectClient {
            spec: &client.spec,
            out: &client.out,
            docs: client.docs.as_deref(),
            settings: &client.settings,
            accepted: &client.accepted,
        })
    }

    /// Changes options of every client; `change` also receives the output folder.
    pub fn adjust(&mut self, mut change: impl FnMut(&mut Settings, &Path)) {
        for client in &mut self.file.clients {
            change(&mut client.settings, &client.out);
        }
    }

    /// Updates every client on disk, or finds out what would change. A client with errors is not changed.
    ///
    /// `begin` is called with the name of each client before it is generated.
    pub fn update(&self, mode: Mode, mut begin: impl FnMut(&str)) -> Vec<ClientReport> {
        let mut reports = Vec::new();
        let _exclusive = match self.begin(mode) {
            Ok(exclusive) => exclusive,
            Err(failed) => return vec![*failed],
        };
        // Nothing is written if the index cannot be.
        if let Err(error) = self.save_index(Mode::Check) {
            return vec![self.not_written(&error)];
        }
        let known = self.module_names();
        for client in &self.file.clients {
            begin(&client.settings.name);
            let input = Input::Path(client.spec.clone());
            let mut report = update_from(&input, &client.out, &client.settings, &known, mode, QUIET).0;
            self.locate_in_configuration(client, &mut report);
            reports.push(report);
        }
        if !reports.iter().any(ClientReport::failed)
            && let Some(last) = reports.last_mut()
        {
            match self.save_index(mode) {
                Ok(report) => last.report.extend(report),
                Err(error) => report_write_error(&error, &mut last.diagnostics, &mut last.sources),
            }
        }
        reports
    }

    fn save_index(&self, mode: Mode) -> Result<Report, WriteError> {
        let index = self.file.index.as_ref();
        index.map_or_else(
            || Ok(Report::default()),
            |(index, _)| write_index(index, &self.file.clients, mode),
        )
    }

    /// Updates the reference of every client that has one, or finds out what would change. The reference of a client
    /// with errors is not changed.
    ///
    /// `begin` is called with the name of each client before its reference is generated.
    #[cfg(feature = "reference")]
    pub fn update_references(&self, mode: Mode, mut begin: impl FnMut(&str)) -> Vec<ClientReport> {
        let mut reports = Vec::new();
        let _exclusive = match self.begin(mode) {
            Ok(exclusive) => exclusive,
            Err(failed) => return vec![*failed],
        };
        for client in &self.file.clients {
            let Some(docs) = &client.docs else { continue };
            begin(&client.settings.name);
            let lock = client.out.join(Lock::file_name(&client.settings));
            let outcome = referenced(&client.spec, &client.settings, Some(&lock));
            let mut report = saved(docs, &client.settings, outcome, |files, _| {
                write::save_pages(docs, files, mode, true)
            });
            self.locate_in_configuration(client, &mut report);
            reports.push(report);
        }
        reports
    }

    /// The names of the clients that have a reference.
    #[cfg(feature = "reference")]
    pub fn references(&self) -> impl Iterator<Item = &str> {
        let clients = self.file.clients.iter().filter(|client| client.docs.is_some());
        clients.map(|client| client.settings.name.as_str())
    }

    /// Waits for other processes that write, and completes or undoes an update that did not finish. If that is not possible,
    /// nothing else is written.
    fn begin(&self, mode: Mode) -> Result<Option<Exclusive>, Box<ClientReport>> {
        if mode == Mode::Check {
            return Ok(None);
        }
        let exclusive = self.exclusive();
        let Err(error) = write::recover(&self.folder) else {
            return Ok(Some(exclusive));
        };
        Err(Box::new(self.not_written(&error)))
    }

    fn not_written(&self, error: &WriteError) -> ClientReport {
        let mut failed = ClientReport::new(self.name.clone(), &self.folder);
        report_write_error(error, &mut failed.diagnostics, &mut failed.sources);
        failed
    }

    /// As long as the value exists, other processes that write files of this configuration wait.
    pub(super) fn exclusive(&self) -> Exclusive {
        write::exclusive(&self.folder.join(&self.name))
    }

    /// Moves diagnostics about the configuration to it: those of an override, and of the path of a document.
    pub(super) fn locate_in_configuration(&self, client: &ClientEntry, report: &mut ClientReport) {
        let mut found = false;
        let mut overrides = BTreeMap::new();
        for (key, position) in &client.override_positions {
            overrides.entry(Pointer::parse(key)).or_insert(*position);
        }
        for diagnostic in report.diagnostics.iter_mut() {
            let position = if diagnostic.code == &codes::CONFIG {
                overrides.get(&diagnostic.pointer).copied()
            } else if diagnostic.code == &codes::UNREADABLE && diagnostic.position.is_none() {
                Some(client.spec_position)
            } else {
                None
            };
            if position.is_some() {
                diagnostic.pointer = Pointer::document(&self.name);
                diagnostic.position = position;
                found = true;
            }
        }
        if found && let Some(source) = self.sources.get(&self.name) {
            report
                .sources
                .insert(&self.name, source.path.clone(), source.text.clone());
        }
    }
}

/// The result for one client.
#[derive(Debug)]
pub struct ClientReport {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub out: PathBuf,
    /// The changes that were written, or would be.
    pub report: Report,
    /// The findings in its document, and errors of the disk.
    pub diagnostics: Diagnostics,
    /// The texts of the document.
    pub sources: Sources,
    /// Files that were read.
    pub read_paths: Vec<PathBuf>,
    /// Numbers for a summary; zeros if there was an error.
    pub stats: Stats,
}

impl ClientReport {
    fn new(name: String, out: &Path) -> Self {
        Self {
            name,
            out: out.to_path_buf(),
            report: Report::default(),
            diagnostics: Diagnostics::default(),
            sources: Sources::default(),
            read_paths: Vec::new(),
            stats: Stats::default(),
        }
    }

    /// Whether there was an error, so that nothing was written.
    pub fn failed(&self) -> bool {
        self.diagnostics.has_errors()
    }
}

/// Updates every client of a project on disk, or finds out what would change.
///
/// # Errors
///
/// Returns the rendered diagnostics. Nothing is written for a client with errors.
pub fn update(config: &Path, mode: Mode) -> Result<Vec<ClientReport>, Error> {
    let reports = Project::read(config)?.update(mode, |_| {});
    let failed: Vec<String> = reports
        .iter()
        .filter(|report| report.failed())
        .map(|report| Error::from_diagnostics(&report.diagnostics, &report.sources).to_string())
        .collect();
    if failed.is_empty() {
        Ok(reports)
    } else {
        Err(Error::new(failed.join("\n\n")))
    }
}

/// Generates one client and its `names.lock` into a folder. If there are errors, nothing is written.
pub fn update_client(spec: &Path, out: &Path, settings: &Settings, mode: Mode) -> ClientReport {
    update_client_observed(spec, out, settings, mode, QUIET)
}

/// The same as [`update_client`]. The function is called at each step, for a display of progress.
pub fn update_client_observed(
    spec: &Path,
    out: &Path,
    settings: &Settings,
    mode: Mode,
    on_step: OnStep<'_>,
) -> ClientReport {
    update_from(
        &Input::Path(spec.to_path_buf()),
        out,
        settings,
        &BTreeSet::new(),
        mode,
        on_step,
    )
    .0
}

/// Generates one client from any input, and returns the text of its lock. `known` are the modules of all clients of its
/// configuration, if it has one.
pub(super) fn update_from(
    input: &Input,
    out: &Path,
    settings: &Settings,
    known: &BTreeSet<String>,
    mode: Mode,
    on_step: OnStep<'_>,
) -> (ClientReport, String) {
    let lock_name = Lock::file_name(settings);
    let lock = of_other_layout(out, settings).unwrap_or_else(|| out.join(&lock_name));
    let client = crate::name::client_name(&settings.name);
    // One that cannot be read exists.
    let mut has_lock = true;
    let mut outcome = with_lock(Some(&lock), settings, |lock| {
        has_lock = lock.is_some_and(|text| !text.trim().is_empty());
        generate_observed(input, settings, lock, on_step)
    });
    if !has_lock {
        report_missing(&lock, out, settings, known, &mut outcome);
    }
    report_edited(out, settings, &mut outcome);
    let text = outcome.lock.clone();
    let target = Target {
        folder: out,
        layout: settings.layout,
        client: &client,
        continuity: outcome.continuity,
        is_configured: !known.is_empty(),
    };
    let report = saved(out, settings, outcome, |mut files, lock| {
        files.push(File {
            path: lock_name,
            text: lock,
        });
        write::save_client(&target, files, mode, on_step)
    });
    (report, text)
}

/// Generates the reference of one client into a folder. If there are errors, nothing is written.
///
/// `lock` is the client's `names.lock`, if it has one.
#[cfg(feature = "reference")]
pub fn update_reference(spec: &Path, out: &Path, settings: &Settings, lock: Option<&Path>, mode: Mode) -> ClientReport {
    let outcome = referenced(spec, settings, lock);
    saved(out, settings, outcome, |files, _| {
        write::save_pages(out, files, mode, false)
    })
}

#[cfg(feature = "reference")]
fn referenced(spec: &Path, settings: &Settings, lock: Option<&Path>) -> Outcome {
    let input = Input::Path(spec.to_path_buf());
    with_lock(lock, settings, |lock| reference(&input, settings, lock))
}

/// Generates files with the names of a lock. If the lock cannot be read, nothing is generated, since its names would
/// be lost. A lock that does not exist is no error.
pub(crate) fn with_lock(
    path: Option<&Path>,
    settings: &Settings,
    generate: impl FnOnce(Option<&str>) -> Outcome,
) -> Outcome {
    let Some(path) = path else { return generate(None) };
    let name = Lock::file_name(settings);
    match read_text(path) {
        Ok(text) => {
            let mut outcome = generate(Some(&text));
            outcome.sources.found_at(&name, path);
            outcome
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => generate(None),
        Err(error) => {
            let mut outcome = Outcome::default();
            outcome.sources.unread(&name, path.to_path_buf());
            let message = format!("cannot read `{}`: {error}", path.display());
            outcome
                .diagnostics
                .add(&codes::LOCK, &Pointer::document(&name), message);
            outcome
        }
    }
}

/// Saves the files, unless there was an error.
pub(super) fn saved(
    out: &Path,
    settings: &Settings,
    outcome: Outcome,
    save: impl FnOnce(Vec<File>, String) -> Result<Report, WriteError>,
) -> ClientReport {
    let mut client = ClientReport {
        diagnostics: outcome.diagnostics,
        sources: outcome.sources,
        read_paths: outcome.read_paths,
        stats: outcome.stats,
        ..ClientReport::new(settings.name.clone(), out)
    };
    if client.failed() {
        return client;
    }
    // Written as a path, it would be a folder of this name.
    let refused = url(out).map(|_| WriteError {
        path: out.to_path_buf(),
        reason: WriteErrorReason::Url,
    });
    match refused.map_or_else(|| save(outcome.files, outcome.lock), Err) {
        Ok(written) => client.report = written,
        Err(error) => {
            report_write_error(&error, &mut client.diagnostics, &mut client.sources);
            client.stats = Stats::default();
        }
    }
    client
}

/// Reports why a file was not written.
pub(crate) fn report_write_error(error: &WriteError, diagnostics: &mut Diagnostics, sources: &mut Sources) {
    let shown = error.path.display().to_string();
    let code = match error.reason {
        WriteErrorReason::Foreign | WriteErrorReason::FileAsFolder => &codes::FOREIGN,
        WriteErrorReason::Owned(_) | WriteErrorReason::Overlaps(..) | WriteErrorReason::Pages(_) => &codes::OWNED,
        WriteErrorReason::Outside | WriteErrorReason::Link | WriteErrorReason::Url | WriteErrorReason::Io(_) => {
            &codes::OUTPUT
        }
    };
    sources.unread(&shown, error.path.clone());
    diagnostics.add(
        code,
        &Pointer::document(&shown),
        format!("cannot write `{shown}`: {}", error.reason),
    );
}
