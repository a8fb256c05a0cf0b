//! The API for build scripts.

mod rerun;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::config::{Layout, Override, PackageFeatures, Settings, TimeLibrary, TimesWithoutOffset};
use crate::diag::{Diagnostics, RenderStyle, Severity, Sources, render_each, select};
use crate::error::Error;
use crate::load::Input;
use crate::name::{Lock, client_name};
use crate::pipeline::generate_included;
use crate::project::{self, ClientReport, Project};
use crate::text::visible;
use crate::write::{Mode, WriteError, remove_other_files, save_included};
use rerun::{is_as_old_as, is_in_out_dir, is_outside_of_package, of_this_package, rerun_if_changed};

/// Configures the generation of clients in a build script.
///
/// ```no_run
/// fn main() -> Result<(), oaspen::Error> {
///     oaspen::configure().include_tag("Users").generate("specs/petstore.yaml")
/// }
/// ```
pub fn configure() -> Configuration {
    Configuration::default()
}

/// The options of a build script; each corresponds to one in `oaspen.toml`.
#[derive(Clone, Debug, Default)]
#[must_use = "nothing happens until `generate` is called"]
pub struct Configuration {
    settings: Settings,
    out_dir: Option<PathBuf>,
    config: Option<PathBuf>,
    /// The options that were set, each with its key in `oaspen.toml`.
    set: Vec<(&'static str, &'static str)>,
}

/// What a build script wrote to `OUT_DIR`: two clients of one name would overwrite each other.
static WRITTEN: Mutex<BTreeMap<PathBuf, (PathBuf, Settings)>> = Mutex::new(BTreeMap::new());

impl Configuration {
    /// Sets the output folder; the default is `OUT_DIR`.
    pub fn out_dir(self, folder: impl Into<PathBuf>) -> Self {
        let mut this = self.option("out_dir", "out", |_| ());
        this.out_dir = Some(folder.into());
        this
    }

    /// Reads clients and options from this `oaspen.toml`; call [`run`](Self::run) afterwards. Of the other options, only
    /// [`strict`](Self::strict) applies to these clients; with any other one, `run` is an error.
    pub fn config(mut self, file: impl Into<PathBuf>) -> Self {
        self.config = Some(file.into());
        self
    }

    /// Sets the name of the client; the default is the file name of the document without its extension, or the first three words
    /// of the title of the API, without `API`, if the file is called `openapi.json`, `swagger.yaml` or the like. It is written as
    /// the name of a module (`My Shop` becomes `my_shop`, and `type` becomes `type_client`), and `include_client!` needs it in this
    /// form.
    pub fn name(self, name: impl Into<String>) -> Self {
        self.option("name", "clients", |settings| settings.name = name.into())
    }

    /// Sets the layout of a folder that is set with [`out_dir`](Self::out_dir). In `OUT_DIR`, a client is always a file for
    /// `include!`, which includes others: another layout than [`Layout::File`] is an error.
    pub fn layout(self, layout: Layout) -> Self {
        self.option("layout", "layout", |settings| settings.layout = layout)
    }

    /// Sets the features of a package, in a folder that is set with [`out_dir`](Self::out_dir).
    pub fn features(self, features: PackageFeatures) -> Self {
        self.option("features", "features", |settings| settings.features = features)
    }

    /// Sets the crate whose types represent dates and times.
    pub fn time_crate(self, library: TimeLibrary) -> Self {
        self.option("time_crate", "time-crate", |settings| settings.time_crate = library)
    }

    /// Sets what dates and times without an offset are.
    pub fn times_without_offset(self, times: TimesWithoutOffset) -> Self {
        self.option("times_without_offset", "times-without-offset", |settings| {
            settings.times_without_offset = times
        })
    }

    /// Sets whether dates and times keep the offset that they are sent with.
    pub fn keep_offsets(self, keep: bool) -> Self {
        self.option("keep_offsets", "keep-offsets", |settings| settings.keep_offsets = keep)
    }

    /// Sets whether every struct keeps the members that the document does not declare, and writes them back.
    pub fn keep_unknown(self, keep: bool) -> Self {
        self.option("keep_unknown", "keep-unknown", |settings| settings.keep_unknown = keep)
    }

    /// Generates only operations with this tag. Can be called several times.
    pub fn include_tag(self, tag: impl Into<String>) -> Self {
        self.option("include_tag", "include-tags", |settings| {
            settings.filters.include_tags.push(tag.into())
        })
    }

    /// Generates only the operation with this id. Can be called several times.
    pub fn include_operation(self, id: impl Into<String>) -> Self {
        self.option("include_operation", "include-operations", |settings| {
            settings.filters.include_operations.push(id.into())
        })
    }

    /// Generates only operations whose path starts with this. Can be called several times.
    pub fn include_path(self, path: impl Into<String>) -> Self {
        self.option("include_path", "include-paths", |settings| {
            settings.filters.include_paths.push(path.into())
        })
    }

    /// Skips operations with this tag. Can be called several times.
    pub fn exclude_tag(self, tag: impl Into<String>) -> Self {
        self.option("exclude_tag", "exclude-tags", |settings| {
            settings.filters.exclude_tags.push(tag.into())
        })
    }

    /// Skips the operation with this id. Can be called several times.
    pub fn exclude_operation(self, id: impl Into<String>) -> Self {
        self.option("exclude_operation", "exclude-operations", |settings| {
            settings.filters.exclude_operations.push(id.into())
        })
    }

    /// Skips operations whose path starts with this. Can be called several times.
    pub fn exclude_path(self, path: impl Into<String>) -> Self {
        self.option("exclude_path", "exclude-paths", |settings| {
            settings.filters.exclude_paths.push(path.into())
        })
    }

    /// Declares that values of path parameters with this name have several segments (`projects/p/topics/t`). Can be called
    /// several times.
    pub fn many_segments(self, parameter: impl Into<String>) -> Self {
        self.option("many_segments", "many-segments", |settings| {
            settings.many_segments.push(parameter.into())
        })
    }

    /// Adds an override for the part of the document at this JSON pointer, or for the operation with this id.
    pub fn override_at(self, pointer: impl Into<String>, chosen: Override) -> Self {
        self.option("override_at", "overrides", |settings| {
            settings.overrides.insert(pointer.into(), chosen);
        })
    }

    /// Sets the folder that every file of the document must be in; the default is the folder of the document.
    pub fn root(self, folder: impl Into<PathBuf>) -> Self {
        self.option("root", "root", |settings| settings.root = Some(folder.into()))
    }

    /// Sets the MiB of memory that all files of the document may take where their YAML aliases are expanded, in addition to a
    /// multiple of their size; the default is 256.
    pub fn max_expanded_mib(self, mib: u64) -> Self {
        self.option("max_expanded_mib", "max-expanded-mib", |settings| {
            settings.limits.expanded_mib = mib
        })
    }

    /// Sets the number of values that a file of the document may have where its YAML aliases are expanded; the default is
    /// 20,000,000.
    pub fn max_values(self, values: u64) -> Self {
        self.option("max_values", "max-values", |settings| settings.limits.values = values)
    }

    /// Sets the number of values that references may be replaced with, and that shared parts may have, such as a response, where
    /// each use of a part counts. Shared parts may have 4 more for each value of the document; 64 bytes of a text, or of the keys of
    /// `names.lock`, count as one.
    /// The default is 500,000.
    pub fn max_copied_values(self, values: u64) -> Self {
        self.option("max_copied_values", "max-copied-values", |settings| {
            settings.limits.copied_values = values
        })
    }

    /// Sets the number of bytes that a key of the document may have; the default is 16,384.
    pub fn max_key_bytes(self, bytes: u64) -> Self {
        self.option("max_key_bytes", "max-key-bytes", |settings| {
            settings.limits.key_bytes = bytes
        })
    }

    /// Sets the number of digits that a number of a JSON document may have; the default is 1,000.
    pub fn max_digits(self, digits: u64) -> Self {
        self.option("max_digits", "max-digits", |settings| settings.limits.digits = digits)
    }

    /// Treats warnings as errors.
    pub fn strict(mut self) -> Self {
        self.settings.strict = true;
        self
    }

    fn option(mut self, method: &'static str, key: &'static str, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self.set.push((method, key));
        self
    }

    /// Generates the client of one document, and declares the files that it depends on to cargo.
    ///
    /// Only files whose content changed are written; in `OUT_DIR`, those of the second client of a script and of later ones always
    /// are. Warnings are printed as `cargo:warning`.
    ///
    /// In `OUT_DIR`, names are those of a lock beside the document, if there is one: `specs/petstore.names.lock` of the client
    /// `petstore`. `oaspen generate specs/petstore.yaml --layout file --out specs` writes it, beside a `petstore.rs` that is not
    /// needed. In another folder, the lock is in that folder, and is written with the client.
    ///
    /// # Errors
    ///
    /// Returns the rendered diagnostics if the document cannot be used or the output cannot be written.
    pub fn generate(mut self, spec: impl AsRef<Path>) -> Result<(), Error> {
        let spec = spec.as_ref();
        if let Some(config) = &self.config {
            let config = config.display();
            return Err(Error::new(format!(
                "`generate` does not read `{config}`: call `run` for its clients, or remove `config`"
            )));
        }
        if self.settings.name.is_empty() {
            self.settings.name = project::default_name(spec);
        }
        let done = match self.out_dir.take() {
            Some(folder) => self.into_folder(spec, &folder),
            None => self.into_out_dir(spec),
        };
        done.map_err(|error| {
            // An archive of the package that is compiled, by `cargo publish` or by those who use it.
            if spec.exists() || !is_outside_of_package(spec) {
                return error;
            }
            Error::new(format!(
                "{error}\nnote: `{}` is outside of the package, and `cargo package` packs only files in the package's folder",
                visible(&spec.display().to_string())
            ))
        })
    }

    fn into_folder(self, spec: &Path, folder: &Path) -> Result<(), Error> {
        let report = project::update_client(spec, folder, &self.settings, Mode::Write);
        declare(&report, &folder.join(Lock::file_name(&self.settings)), spec);
        if report.failed() {
            return Err(Error::from_diagnostics(&report.diagnostics, &report.sources));
        }
        warn(&report.diagnostics, &report.sources);
        Ok(())
    }

    fn into_out_dir(self, spec: &Path) -> Result<(), Error> {
        let mut settings = self.settings;
        let is_set = self.set.iter().any(|(method, _)| *method == "layout");
        if is_set && settings.layout != Layout::File {
            return Err(Error::new(
                "a client in OUT_DIR has a layout of its own: remove `layout`, or choose a folder with `out_dir`",
            ));
        }
        settings.layout = Layout::File;
        let folder = PathBuf::from(std::env::var_os("OUT_DIR").ok_or_else(|| {
            Error::new("OUT_DIR is not set: call this from a build script, or choose a folder with `out_dir`")
        })?);
        // Where `generate --layout file` writes it, beside the document.
        let lock_path = spec.with_file_name(Lock::file_name(&settings));
        let input = Input::Path(spec.to_path_buf());
        let outcome = project::with_lock(Some(&lock_path), &settings, |lock| {
            generate_included(&input, &settings, lock)
        });
        let read = outcome.read_paths.iter().map(PathBuf::as_path);
        let declared: BTreeSet<&Path> = read.chain([spec, lock_path.as_path()]).collect();
        let declared = declared.into_iter().filter(|path| !is_in_out_dir(path));
        declared.for_each(rerun_if_changed);
        if outcome.diagnostics.has_errors() {
            return Err(Error::from_diagnostics(&outcome.diagnostics, &outcome.sources));
        }
        warn(&outcome.diagnostics, &outcome.sources);
        let client = client_name(&settings.name);
        claim(&folder, &client, spec, &settings)?;
        save_included(&folder, &client, outcome.files).map_err(|error| not_written(&error, &client))?;
        Ok(())
    }

    /// Generates every client of the `oaspen.toml` that was set with [`config`](Self::config).
    ///
    /// # Errors
    ///
    /// Returns the rendered diagnostics of the configuration and of every document, or the options that do not apply to
    /// the clients of a configuration.
    pub fn run(self) -> Result<(), Error> {
        let config = self.config.unwrap_or_else(|| PathBuf::from("oaspen.toml"));
        if let Some((method, key)) = self.set.first() {
            let config = config.display();
            return Err(Error::new(format!(
                "`{method}` does not apply to the clients of `{config}`: remove it, and set `{key}` there"
            )));
        }
        rerun_if_changed(&config);
        let mut project = Project::read(&config)?;
        project.adjust(|settings, _| settings.strict |= self.settings.strict);
        let reports = project.update(Mode::Write, |_| {});
        let failed: Vec<String> = reports
            .iter()
            .filter(|report| report.failed())
            .map(|report| Error::from_diagnostics(&report.diagnostics, &report.sources).to_string())
            .collect();
        if !failed.is_empty() {
            return Err(Error::new(failed.join("\n\n")));
        }
        for (report, client) in reports.iter().zip(project.entries()) {
            declare(report, &client.lock(), client.spec);
            warn(&report.diagnostics, &report.sources);
        }
        Ok(())
    }
}

/// Declares the files that a client in a folder depends on. Its lock and its code are among them, although the script writes
/// them: others may change or remove them, too.
fn declare(report: &ClientReport, lock: &Path, spec: &Path) {
    let mut written = of_this_package(&report.report.generated);
    written.insert(lock);
    let changed = report.report.changes.iter().map(|change| change.path.as_path());
    for file in changed.filter(|file| written.contains(file)) {
        is_as_old_as(file, spec);
    }
    let read = report.read_paths.iter().map(PathBuf::as_path).chain([spec]);
    let declared: BTreeSet<&Path> = read.filter(|path| !is_in_out_dir(path)).chain(written).collect();
    declared.into_iter().for_each(rerun_if_changed);
}

/// Remembers which document a client in `OUT_DIR` was generated from. The first one of a script finds the clients of earlier builds,
/// which may have other names now.
fn claim(folder: &Path, client: &str, spec: &Path, settings: &Settings) -> Result<(), Error> {
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    let file = folder.join(format!("{client}.rs"));
    if !written.keys().any(|known| known.parent() == Some(folder)) {
        remove_other_files(folder, &file)
            .map_err(|error| Error::new(format!("cannot remove the clients of an earlier build: {error}")))?;
    }
    let (known, of) = written
        .entry(file)
        .or_insert_with(|| (spec.to_path_buf(), settings.clone()));
    if known == spec && of == settings {
        return Ok(());
    }
    Err(Error::new(format!(
        "the clients of `{}` and `{}` are both called `{}`: set another name with `name`",
        known.display(),
        spec.display(),
        settings.name
    )))
}

/// The error of a client in `OUT_DIR`. Where something else has the name of one of its files or folders, another name helps.
fn not_written(error: &WriteError, client: &str) -> Error {
    let (mut diagnostics, mut sources) = (Diagnostics::default(), Sources::default());
    project::report_write_error(error, &mut diagnostics, &mut sources);
    let rendered = Error::from_diagnostics(&diagnostics, &sources);
    match error.reason.is_in_the_way() {
        true => Error::new(format!(
            "{rendered}\nnote: in OUT_DIR, this client is `{client}.rs` and the folder `{client}`: set another name with `name`"
        )),
        false => rendered,
    }
}

/// Prints the first few warnings of each kind for cargo, and the number of all.
fn warn(list: &Diagnostics, sources: &Sources) {
    const MAX_SHOWN: usize = 3;
    let chosen = select(list, sources, Severity::Warning, MAX_SHOWN);
    let texts = render_each(&chosen.shown, sources, RenderStyle::Plain);
    for text in texts.chain([chosen.counts()]) {
        // Cargo reads a directive from each line.
        for line in visible(&text).lines() {
            println!("cargo:warning={line}");
        }
    }
}
