//! Several clients from one `oaspen.toml`.

use std::path::{Path, PathBuf};

use crate::config;
use crate::diag::{Diagnostics, Sources, codes};
use crate::error::Error;
use crate::format::{File, HEADER};
use crate::load::Input;
use crate::pipeline::{Outcome, Stats, generate};
use crate::pointer::Pointer;
use crate::write::{Mode, RealDisk, Report, apply};

/// Marker for the configuration file of a project.
#[derive(Debug)]
pub struct Project {
    inner: config::Project,
}

impl Project {
    /// Reads a configuration file.
    ///
    /// # Errors
    ///
    /// The rendered diagnostics: what is wrong, with line and column.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|error| Error::new(format!("cannot read `{}`: {error}", path.display())))?;
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        match config::Project::parse(path, &text, &mut sources, &mut diagnostics) {
            Some(inner) => Ok(Self { inner }),
            None => Err(Error::from_diagnostics(&diagnostics, &sources)),
        }
    }

    /// The names of the clients.
    pub fn clients(&self) -> impl Iterator<Item = &str> {
        self.inner.clients.iter().map(|client| client.settings.name.as_str())
    }
}

/// What happened to one client.
#[derive(Debug)]
pub struct ClientReport {
    /// Its name.
    pub name: String,
    /// The folder that it is in.
    pub out: PathBuf,
    /// What was written, or would be.
    pub report: Report,
    /// Everything that was found in its document.
    pub diagnostics: Diagnostics,
    /// The texts of the document.
    pub sources: Sources,
    /// Files that were read.
    pub read_paths: Vec<PathBuf>,
    /// Numbers for a summary.
    pub stats: Stats,
}

/// Brings every client of a project up to date, or finds out what would change.
///
/// # Errors
///
/// The rendered diagnostics; nothing is written for a client with errors.
pub fn update(config: &Path, mode: Mode) -> Result<Vec<ClientReport>, Error> {
    let project = Project::read(config)?.inner;
    let mut reports = Vec::new();
    for client in &project.clients {
        reports.push(one(&client.spec, &client.out, &client.settings, mode)?);
    }
    if let (Some(index), Some(last)) = (&project.index, reports.last_mut()) {
        let names: Vec<String> = project.clients.iter().map(|client| client.settings.name.clone()).collect();
        let folder = index.parent().unwrap_or(Path::new("")).to_path_buf();
        let name = index.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // The folder of the index holds the clients too: only the index itself is looked at.
        let file = File { path: name, text: index_text(&names) };
        let mut report = index_only(&folder, &file, mode)?;
        last.report.changes.append(&mut report.changes);
        last.report.unchanged += report.unchanged;
    }
    Ok(reports)
}

fn index_text(names: &[String]) -> String {
    let mut text = format!("{HEADER}\n//! Generated clients.\n\n");
    for name in names {
        text.push_str(&format!("pub mod {name};\n"));
    }
    text
}

fn index_only(folder: &Path, file: &File, mode: Mode) -> Result<Report, Error> {
    struct OneFile;
    impl crate::write::Disk for OneFile {
        fn read(&self, path: &Path) -> std::io::Result<Option<String>> {
            RealDisk.read(path)
        }
        fn list(&self, _folder: &Path) -> std::io::Result<Vec<PathBuf>> {
            Ok(Vec::new())
        }
        fn stage(&self, path: &Path, text: &str) -> std::io::Result<tempfile::TempPath> {
            RealDisk.stage(path, text)
        }
        fn replace(&self, temporary: tempfile::TempPath, path: &Path) -> std::io::Result<()> {
            RealDisk.replace(temporary, path)
        }
        fn remove(&self, path: &Path) -> std::io::Result<()> {
            RealDisk.remove(path)
        }
    }
    apply(folder, std::slice::from_ref(file), mode, &OneFile).map_err(|error| unwritable(&error))
}

fn unwritable(error: &crate::write::WriteError) -> Error {
    Error::new(format!("error[{}]: cannot write `{}`: {}", codes::OUTPUT.code, error.path.display(), error.message))
}

/// Generates one client into its folder, with `names.lock` beside it.
pub(crate) fn one(spec: &Path, out: &Path, settings: &config::Settings, mode: Mode) -> Result<ClientReport, Error> {
    let lock = std::fs::read_to_string(out.join("names.lock")).ok();
    let outcome = generate(&Input::Path(spec.to_path_buf()), settings, lock.as_deref());
    if outcome.diagnostics.has_errors() {
        return Err(Error::from_diagnostics(&outcome.diagnostics, &outcome.sources));
    }
    let Outcome { mut files, lock, diagnostics, sources, read_paths, stats } = outcome;
    files.push(File { path: "names.lock".to_owned(), text: lock });
    let report = apply(out, &files, mode, &RealDisk).map_err(|error| unwritable(&error))?;
    Ok(ClientReport { name: settings.name.clone(), out: out.to_path_buf(), report, diagnostics, sources, read_paths, stats })
}

/// The name of a client from the file name of its document.
pub(crate) fn name_of(spec: &Path) -> String {
    let stem = spec.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let _ = Pointer::root();
    crate::name::client_name(&stem)
}
