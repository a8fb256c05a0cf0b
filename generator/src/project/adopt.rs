//! A new document for a client: checked, then written together with everything that is generated from it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::clients::{ClientReport, Project, report_write_error, saved, update_from};
use super::incoming::{FutureFiles, Incoming};
use super::index::write_index;
use crate::config::ClientEntry;
use crate::diag::codes;
use crate::files::read_file;
use crate::load::Input;
use crate::outcome::Stats;
use crate::pipeline::reference;
use crate::pointer::Pointer;
use crate::step::QUIET;
use crate::write::{self, Change, Exclusive, Mode};

/// A new document for a client, and everything that is generated from it. Nothing is written yet.
#[derive(Debug)]
#[non_exhaustive]
pub struct Adoption {
    /// The new document.
    pub input: Input,
    /// The text of the new `names.lock`.
    pub lock: String,
    /// The changes of all files, and what was found in the document. Nothing is written if there are errors.
    pub report: ClientReport,
    /// The folder of the configuration.
    folder: PathBuf,
    /// No other process changes the files that were read, until this is written.
    _exclusive: Exclusive,
}

impl Project {
    /// Checks a new document for a client, and generates everything from it, in memory. `None` if there is no such client.
    pub fn adopt(&self, client: &str, incoming: Incoming) -> Option<Adoption> {
        let client = self.file.clients.iter().find(|entry| entry.settings.name == client)?;
        let settings = &client.settings;
        let exclusive = self.exclusive();
        let unfinished = write::recover(&self.folder);
        let files = Arc::new(FutureFiles::new(incoming, &client.spec, settings.root.as_deref()));
        let input = Input::Stored {
            store: Arc::clone(&files) as _,
            path: client.spec.clone(),
        };
        let known = self.module_names();
        let (mut report, lock) = update_from(&input, &client.out, settings, &known, Mode::Check, QUIET);
        self.locate_in_configuration(client, &mut report);
        let mut adoption = Adoption {
            input,
            lock,
            report,
            folder: self.folder.clone(),
            _exclusive: exclusive,
        };
        if let Err(error) = unfinished {
            adoption.fail(&error);
        }
        if !adoption.report.failed() {
            adoption.add_pages(client);
            adoption.add_index(self);
            adoption.add_document(&files, client);
        }
        Some(adoption)
    }
}

impl Adoption {
    /// Writes all changes, or none: then the report has the error.
    pub fn write(&mut self) {
        if self.report.failed() {
            return;
        }
        if let Err(error) = write::commit_together(&self.folder, &self.report.report.changes) {
            self.fail(&error);
        }
    }

    fn add_pages(&mut self, client: &ClientEntry) {
        let Some(docs) = &client.docs else { return };
        let outcome = reference(&self.input, &client.settings, Some(&self.lock));
        let pages = saved(docs, &client.settings, outcome, |files, _| {
            write::save_pages(docs, files, Mode::Check, true)
        });
        if pages.failed() {
            self.report.diagnostics = pages.diagnostics;
            self.report.sources = pages.sources;
        } else {
            self.report.report.extend(pages.report);
        }
    }

    fn add_index(&mut self, project: &Project) {
        let Some((index, _)) = &project.file.index else { return };
        match write_index(index, &project.file.clients, Mode::Check) {
            Ok(report) => self.report.report.changes.extend(report.changes),
            Err(error) => self.fail(&error),
        }
    }

    /// The files of the document itself. They come last.
    fn add_document(&mut self, files: &FutureFiles, client: &ClientEntry) {
        let folder = client.spec.parent().unwrap_or(Path::new(""));
        let root = client.settings.root.as_deref().unwrap_or(folder);
        for (path, bytes) in files.brought() {
            if path != client.spec && leaves(root, &path) {
                let message = format!(
                    "`{}` leads out of `{}` through a symbolic link; remove the link",
                    path.display(),
                    root.display()
                );
                self.report.diagnostics.add(&codes::OUTPUT, &Pointer::root(), message);
                continue;
            }
            let path = target(&path);
            let Ok(new) = String::from_utf8(bytes) else {
                let message = format!("`{}` is not UTF-8; convert it before the update", path.display());
                let at = Pointer::root();
                self.report.diagnostics.add(&codes::UNREADABLE, &at, message);
                continue;
            };
            let old = match read_file(&path) {
                Ok(old) => Some(String::from_utf8_lossy(&old).into_owned()),
                Err(_) => None,
            };
            if old.as_ref() != Some(&new) {
                let new = Some(new);
                self.report.report.changes.push(Change { path, old, new });
            }
        }
    }

    fn fail(&mut self, error: &write::WriteError) {
        report_write_error(error, &mut self.report.diagnostics, &mut self.report.sources);
        self.report.report = write::Report::default();
        self.report.stats = Stats::default();
    }
}

/// The file that a path names: a symbolic link stays one.
fn target(spec: &Path) -> PathBuf {
    match std::fs::symlink_metadata(spec) {
        Ok(found) if found.is_symlink() => spec.canonicalize().unwrap_or_else(|_| spec.to_path_buf()),
        _ => spec.to_path_buf(),
    }
}

/// Whether a file that is written would be outside of a folder, because of a symbolic link on its way.
fn leaves(folder: &Path, path: &Path) -> bool {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let existing = path.ancestors().find(|path| path.symlink_metadata().is_ok());
    match (folder.canonicalize(), existing.map(Path::canonicalize)) {
        (Ok(folder), Some(Ok(existing))) => !existing.starts_with(folder),
        (Ok(_), None) => false,
        // A link to nothing, or a folder that cannot be read.
        (_, Some(Err(_))) | (Err(_), _) => true,
    }
}
