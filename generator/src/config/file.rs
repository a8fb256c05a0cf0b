//! `oaspen.toml`: which documents are generated as which clients.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::accepted::{Accepted, RawAccepted};
use super::filters::Filters;
use super::overrides::Override;
use super::paths::{from as path_from, runtime_path};
use super::settings::{Layout, PackageFeatures, Settings};
use super::times::{TimeLibrary, TimesWithoutOffset};
use crate::diag::{Diagnostic, Diagnostics, Position, Positions, Sources, codes};
use crate::limits::DocumentLimits;
use crate::pointer::Pointer;
use crate::text::{similar, url};

/// The configuration of a project.
#[derive(Debug)]
pub(crate) struct ProjectFile {
    /// A Rust file with one `pub mod` for each client, and the position of its path in the configuration.
    pub index: Option<(PathBuf, Position)>,
    pub clients: Vec<ClientEntry>,
}

/// One client of a project; paths are relative to the folder of the file.
#[derive(Debug)]
pub(crate) struct ClientEntry {
    pub spec: PathBuf,
    pub out: PathBuf,
    /// The folder of the reference, if there is one.
    pub docs: Option<PathBuf>,
    pub settings: Settings,
    /// The position of `out` in the configuration.
    pub out_position: Position,
    /// The position of `spec`.
    pub spec_position: Position,
    /// The position of `docs`.
    pub docs_position: Position,
    /// The position of each override.
    pub override_positions: Vec<(String, Position)>,
    /// Changes that `oaspen diff` reports as accepted.
    pub accepted: Vec<Accepted>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RawProject {
    index: Option<Spanned<PathBuf>>,
    clients: BTreeMap<String, RawClient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RawClient {
    spec: Spanned<PathBuf>,
    out: Spanned<PathBuf>,
    docs: Option<Spanned<PathBuf>>,
    crate_path: Option<String>,
    #[serde(default)]
    layout: Layout,
    #[serde(default)]
    features: PackageFeatures,
    #[serde(default)]
    time_crate: TimeLibrary,
    #[serde(default)]
    times_without_offset: TimesWithoutOffset,
    #[serde(default)]
    keep_offsets: bool,
    #[serde(default)]
    keep_unknown: bool,
    #[serde(default)]
    include_tags: Vec<String>,
    #[serde(default)]
    include_operations: Vec<String>,
    #[serde(default)]
    include_paths: Vec<String>,
    #[serde(default)]
    exclude_tags: Vec<String>,
    #[serde(default)]
    exclude_operations: Vec<String>,
    #[serde(default)]
    exclude_paths: Vec<String>,
    #[serde(default)]
    many_segments: Vec<String>,
    #[serde(default)]
    runtime_path: Option<Spanned<PathBuf>>,
    #[serde(default)]
    strict: bool,
    root: Option<Spanned<PathBuf>>,
    max_expanded_mib: Option<u64>,
    max_values: Option<u64>,
    max_copied_values: Option<u64>,
    max_key_bytes: Option<u64>,
    max_digits: Option<u64>,
    #[serde(default)]
    overrides: BTreeMap<Spanned<String>, Override>,
    #[serde(default)]
    accept: Vec<RawAccepted>,
}

impl ProjectFile {
    /// Reads the text of a configuration.
    pub(crate) fn parse(path: &Path, text: &str, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Self> {
        let name = path
            .file_name()
            .map_or_else(|| "oaspen.toml".to_owned(), |name| name.to_string_lossy().into_owned());
        sources.insert(&name, path.to_path_buf(), text.to_owned());
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let positions = Positions::of(text);
        let read = toml::from_str::<RawProject>(text).map_err(|error| {
            let position = error.span().map(|span| positions.at(span.start));
            Problem::of(position, error.message().trim())
        });
        match read.and_then(|raw| raw.resolved(&folder, &positions)) {
            Ok(file) => Some(file),
            Err(problem) => {
                let found = Diagnostic::new(&codes::CONFIG, &Pointer::document(&name), problem.message);
                let found = found.at_position(problem.position).suggest(problem.meant.as_deref());
                diagnostics.report(found);
                None
            }
        }
    }
}

/// What is wrong with a configuration, and where.
struct Problem {
    position: Option<Position>,
    message: String,
    meant: Option<String>,
}

impl Problem {
    fn new(position: Option<Position>, message: String) -> Self {
        Self {
            position,
            message,
            meant: None,
        }
    }

    /// The error of a parser. For an unknown key or value, the parser lists all known ones. The most similar one is suggested; if
    /// there is none, all are shown.
    fn of(position: Option<Position>, message: &str) -> Self {
        let kinds = [("unknown field `", "key"), ("unknown variant `", "value")];
        let unknown = kinds.into_iter().find_map(|(start, kind)| {
            let (written, rest) = message.strip_prefix(start)?.split_once('`')?;
            Some((written, kind, rest))
        });
        let Some((written, kind, rest)) = unknown else {
            return Self::new(position, message.to_owned());
        };
        // Every second part is a name in quotes.
        let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
        match similar(written, known.iter().copied()) {
            Some(meant) => Self {
                meant: Some(meant.to_owned()),
                ..Self::new(position, format!("there is no {kind} `{written}` here"))
            },
            None => {
                let known = known.join("`, `");
                let message = format!("there is no {kind} `{written}` here; these are known: `{known}`");
                Self::new(position, message)
            }
        }
    }
}

impl RawProject {
    /// The same with paths relative to the working directory.
    fn resolved(self, folder: &Path, positions: &Positions<'_>) -> Result<ProjectFile, Problem> {
        let index = self.index.map(|index| path(index, folder, positions)).transpose()?;
        let clients = self.clients.into_iter();
        let clients = clients.map(|(name, client)| client.resolved(name, folder, positions));
        Ok(ProjectFile {
            index,
            clients: clients.collect::<Result<_, Problem>>()?,
        })
    }
}

impl RawClient {
    fn limits(&self) -> DocumentLimits {
        let default = DocumentLimits::default();
        DocumentLimits {
            expanded_mib: self.max_expanded_mib.unwrap_or(default.expanded_mib),
            values: self.max_values.unwrap_or(default.values),
            copied_values: self.max_copied_values.unwrap_or(default.copied_values),
            key_bytes: self.max_key_bytes.unwrap_or(default.key_bytes),
            digits: self.max_digits.unwrap_or(default.digits),
        }
    }

    fn resolved(self, name: String, folder: &Path, positions: &Positions<'_>) -> Result<ClientEntry, Problem> {
        let limits = self.limits();
        let accepted = Accepted::all(self.accept)
            .map_err(|error| Problem::new(Some(positions.at(error.span.start)), error.to_string()))?;
        let (spec, spec_position) = path(self.spec, folder, positions)?;
        let (out, out_position) = path(self.out, folder, positions)?;
        let docs = self.docs.map(|docs| path(docs, folder, positions)).transpose()?;
        let root = self.root.map(|root| path(root, folder, positions)).transpose()?;
        let runtime = self.runtime_path.map(|written| {
            let is_absolute = written.get_ref().is_absolute();
            Ok((path(written, folder, positions)?.0, is_absolute))
        });
        let runtime_path = runtime.transpose()?.map(|(runtime, is_absolute)| match is_absolute {
            true => runtime_path(&runtime, &out),
            // Also where the path of the configuration is absolute.
            false => path_from(&out, &runtime),
        });
        let with_position = |key: &Spanned<String>| (key.get_ref().clone(), positions.at(key.span().start));
        Ok(ClientEntry {
            accepted,
            spec_position,
            spec,
            out_position,
            docs_position: docs.as_ref().map_or(out_position, |(_, position)| *position),
            docs: docs.map(|(docs, _)| docs),
            override_positions: self.overrides.keys().map(with_position).collect(),
            out,
            settings: Settings {
                name,
                layout: self.layout,
                features: self.features,
                time_crate: self.time_crate,
                times_without_offset: self.times_without_offset,
                keep_offsets: self.keep_offsets,
                keep_unknown: self.keep_unknown,
                filters: Filters {
                    include_tags: self.include_tags,
                    include_operations: self.include_operations,
                    include_paths: self.include_paths,
                    exclude_tags: self.exclude_tags,
                    exclude_operations: self.exclude_operations,
                    exclude_paths: self.exclude_paths,
                },
                many_segments: self.many_segments,
                overrides: self
                    .overrides
                    .into_iter()
                    .map(|(key, chosen)| (key.into_inner(), chosen))
                    .collect(),
                runtime_path,
                crate_path: self.crate_path,
                strict: self.strict,
                keep_renamed: false,
                root: root.map(|(root, _)| root),
                limits,
            },
        })
    }
}

/// A path, relative to the working directory, and its position in the configuration.
fn path(written: Spanned<PathBuf>, folder: &Path, positions: &Positions<'_>) -> Result<(PathBuf, Position), Problem> {
    let position = positions.at(written.span().start);
    if let Some(url) = url(written.get_ref()) {
        return Err(Problem::new(
            Some(position),
            format!("`{url}` is a URL, and oaspen opens no network connection; name a path"),
        ));
    }
    let shown = written.get_ref().to_string_lossy();
    if shown.contains('\\') && !folder.join(written.get_ref()).exists() {
        // On one system it separates folders, on another it would be a character of the name of a new folder.
        let message = format!("`{shown}` has a backslash; a path in this file is written with `/` on every system");
        return Err(Problem {
            meant: Some(shown.replace('\\', "/")),
            ..Problem::new(Some(position), message)
        });
    }
    Ok((folder.join(written.into_inner()), position))
}
