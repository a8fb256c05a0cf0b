//! The API for build scripts.

use std::path::{Path, PathBuf};

use crate::config::{Layout, Override, Settings, TimeLibrary, TimesWithoutOffset};
use crate::diag::{Diagnostics, RenderStyle, Severity, Sources, render_each, select};
use crate::error::Error;
use crate::format::File;
use crate::load::Input;
use crate::name::Lock;
use crate::pipeline::generate;
use crate::project;
use crate::text::visible;
use crate::write::{Mode, save};

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
}

impl Configuration {
    /// Sets the output folder; the default is `OUT_DIR`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Reads clients and options from this `oaspen.toml`; call [`run`](Self::run) afterwards.
    pub fn config(mut self, file: impl Into<PathBuf>) -> Self {
        self.config = Some(file.into());
        self
    }

    /// Sets the name of the client; the default is the file name of the document without its extension.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.settings.name = name.into();
        self
    }

    /// Sets the layout. In `OUT_DIR`, it is always one file for `include!`.
    pub fn layout(mut self, layout: Layout) -> Self {
        self.settings.layout = layout;
        self
    }

    /// Sets the crate whose types represent dates and times.
    pub fn time_crate(mut self, library: TimeLibrary) -> Self {
        self.settings.time_crate = library;
        self
    }

    /// Sets what dates and times without an offset are.
    pub fn times_without_offset(mut self, times: TimesWithoutOffset) -> Self {
        self.settings.times_without_offset = times;
        self
    }

    /// Sets whether dates and times keep the offset that they are sent with.
    pub fn keep_offsets(mut self, keep: bool) -> Self {
        self.settings.keep_offsets = keep;
        self
    }

    /// Sets whether every struct keeps the members that the document does not declare, and writes them back.
    pub fn keep_unknown(mut self, keep: bool) -> Self {
        self.settings.keep_unknown = keep;
        self
    }

    /// Generates only operations with this tag. Can be called several times.
    pub fn include_tag(mut self, tag: impl Into<String>) -> Self {
        self.settings.filters.include_tags.push(tag.into());
        self
    }

    /// Generates only the operation with this id. Can be called several times.
    pub fn include_operation(mut self, id: impl Into<String>) -> Self {
        self.settings.filters.include_operations.push(id.into());
        self
    }

    /// Generates only operations whose path starts with this. Can be called several times.
    pub fn include_path(mut self, path: impl Into<String>) -> Self {
        self.settings.filters.include_paths.push(path.into());
        self
    }

    /// Skips operations with this tag. Can be called several times.
    pub fn exclude_tag(mut self, tag: impl Into<String>) -> Self {
        self.settings.filters.exclude_tags.push(tag.into());
        self
    }

    /// Skips the operation with this id. Can be called several times.
    pub fn exclude_operation(mut self, id: impl Into<String>) -> Self {
        self.settings.filters.exclude_operations.push(id.into());
        self
    }

    /// Skips operations whose path starts with this. Can be called several times.
    pub fn exclude_path(mut self, path: impl Into<String>) -> Self {
        self.settings.filters.exclude_paths.push(path.into());
        self
    }

    /// Declares that values of path parameters with this name have several segments (`projects/p/topics/t`). Can be called
    /// several times.
    pub fn many_segments(mut self, parameter: impl Into<String>) -> Self {
        self.settings.many_segments.push(parameter.into());
        self
    }

    /// Adds an override for the part of the document at this JSON pointer, or for the operation with this id.
    pub fn override_at(mut self, pointer: impl Into<String>, chosen: Override) -> Self {
        self.settings.overrides.insert(pointer.into(), chosen);
        self
    }

    /// Sets the folder that every file of the document must be in; the default is the folder of the document.
    pub fn root(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.root = Some(folder.into());
        self
    }

    /// Sets the MiB of memory that a file of the document may take where its YAML aliases are expanded, in addition to a
    /// multiple of its size; the default is 256.
    pub fn max_expanded_mib(mut self, mib: u64) -> Self {
        self.settings.max_expanded_mib = Some(mib);
        self
    }

    /// Treats warnings as errors.
    pub fn strict(mut self) -> Self {
        self.settings.strict = true;
        self
    }

    /// Generates the client of one document, and declares the files that it depends on to cargo.
    ///
    /// Only files whose content changed are written. Warnings are printed as `cargo:warning`.
    ///
    /// # Errors
    ///
    /// Returns the rendered diagnostics if the document cannot be used or the output cannot be written.
    pub fn generate(self, spec: impl AsRef<Path>) -> Result<(), Error> {
        let spec = spec.as_ref();
        let mut settings = self.settings;
        let to_out_dir = self.out_dir.is_none();
        if settings.name.is_empty() {
            settings.name = project::client_name(spec);
        }
        if to_out_dir {
            settings.layout = Layout::File;
        }
        let folder = match self.out_dir {
            Some(folder) => folder,
            None => PathBuf::from(std::env::var_os("OUT_DIR").ok_or_else(|| {
                Error::new("OUT_DIR is not set: call this from a build script, or choose a folder with `out_dir`")
            })?),
        };
        let lock_path = if to_out_dir {
            spec.with_extension("names.lock")
        } else {
            folder.join(Lock::file_name(&settings))
        };
        rerun_if_changed(spec);
        rerun_if_changed(&lock_path);
        let input = Input::Path(spec.to_path_buf());
        let outcome = project::with_lock(Some(&lock_path), &settings, |lock| generate(&input, &settings, lock));
        outcome.read_paths.iter().for_each(|path| rerun_if_changed(path));
        if outcome.diagnostics.has_errors() {
            return Err(Error::from_diagnostics(&outcome.diagnostics, &outcome.sources));
        }
        warn(&outcome.diagnostics, &outcome.sources);
        let mut files = outcome.files;
        if !to_out_dir {
            files.push(File {
                path: Lock::file_name(&settings),
                text: outcome.lock,
            });
        }
        save(&folder, &files, settings.layout, Mode::Write).map_err(|error| {
            let (mut diagnostics, mut sources) = (Diagnostics::default(), Sources::default());
            project::report_write_error(&error, &mut diagnostics, &mut sources);
            Error::from_diagnostics(&diagnostics, &sources)
        })?;
        Ok(())
    }

    /// Generates every client of the `oaspen.toml` that was set with [`config`](Self::config).
    ///
    /// # Errors
    ///
    /// Returns the rendered diagnostics of the configuration and of every document.
    pub fn run(self) -> Result<(), Error> {
        let config = self.config.unwrap_or_else(|| PathBuf::from("oaspen.toml"));
        rerun_if_changed(&config);
        let reports = project::update(&config, Mode::Write)?;
        for report in &reports {
            report.read_paths.iter().for_each(|path| rerun_if_changed(path));
            warn(&report.diagnostics, &report.sources);
        }
        Ok(())
    }
}

/// Prints the first few warnings of each kind for cargo, and the number of all.
fn warn(list: &Diagnostics, sources: &Sources) {
    const MAX_SHOWN: usize = 3;
    let chosen = select(list, Severity::Warning, MAX_SHOWN);
    let texts = render_each(&chosen.shown, sources, RenderStyle::Plain);
    for text in texts.chain([chosen.counts()]) {
        // Cargo reads a directive from each line.
        for line in visible(&text).lines() {
            println!("cargo:warning={line}");
        }
    }
}

/// Declares a file to cargo, if it exists: a missing file would make cargo run the script every time.
fn rerun_if_changed(path: &Path) {
    if path.exists()
        && let Some(directive) = directive(path)
    {
        println!("{directive}");
    }
}

/// The line that declares a file to cargo. A path is the rest of the line and cannot be escaped, so that a name with a line end
/// would begin another directive: instead of it, the nearest folder around it that can be written is declared.
fn directive(path: &Path) -> Option<String> {
    let can_be_written = |path: &&Path| path.to_str().is_some_and(|text| !text.contains(char::is_control));
    let path = path.ancestors().find(can_be_written)?;
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    Some(format!("cargo:rerun-if-changed={}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::directive;
    use std::path::Path;

    #[test]
    fn a_file_name_is_never_a_directive() {
        let line = |path: &str| directive(Path::new(path)).unwrap_or_default();
        assert_eq!(line("specs/größe b.yaml"), "cargo:rerun-if-changed=specs/größe b.yaml");
        for name in [
            "a\ncargo::rustc-link-lib=evil",
            "a\r",
            "\u{85}",
            "x\n/y.yaml",
            "x\n/y\n/z.yaml",
        ] {
            assert_eq!(line(&format!("specs/{name}")), "cargo:rerun-if-changed=specs");
        }
        assert_eq!(line("a\nb"), "cargo:rerun-if-changed=.");
    }
}
