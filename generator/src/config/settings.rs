//! The options of one client.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::filters::Filters;
use super::overrides::Override;
use super::times::{TimeLibrary, TimesWithoutOffset};
use crate::limits::DocumentLimits;

/// The beginning of every `names.lock`. A lock without it was not written by oaspen.
pub(crate) const LOCK_MARK: &str = "# Names chosen by oaspen";

/// The files of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A package with `Cargo.toml` and `README.md`.
    #[default]
    Crate,
    /// A folder with `mod.rs`, to be declared as a module.
    Module,
    /// One file, for `include!`.
    File,
}

/// The features of a generated package, besides those of the runtime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "kebab-case")]
pub enum PackageFeatures {
    /// None: everything is compiled.
    #[default]
    None,
    /// One for each tag: its operations, and the models that they need.
    Tags,
}

/// The options of one client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The name of the client: its module, its package, its user agent.
    pub name: String,
    /// The files of the client.
    pub layout: Layout,
    /// The features of a package.
    pub features: PackageFeatures,
    /// The crate whose types represent dates and times.
    pub time_crate: TimeLibrary,
    /// What dates and times without an offset are.
    pub times_without_offset: TimesWithoutOffset,
    /// Whether dates and times keep the offset that they are sent with. Their type is then `jiff::Zoned` or
    /// `chrono::DateTime<FixedOffset>`; `time::OffsetDateTime` keeps it in any case.
    pub keep_offsets: bool,
    /// Whether every struct keeps the members that the document does not declare, and writes them back.
    pub keep_unknown: bool,
    /// Which operations are generated.
    pub filters: Filters,
    /// Path parameters, by name, whose values fill several segments.
    pub many_segments: Vec<String>,
    /// Overrides by JSON pointer, or by operationId.
    pub overrides: BTreeMap<String, Override>,
    /// The path of `oaspen-client` in a generated `Cargo.toml`; if `None`, its published version is used.
    pub runtime_path: Option<String>,
    /// The path from which examples of the reference import the client, such as `user_apis::clerk`. If `None`, it
    /// follows from the layout: a package of its own, or a module of the crate.
    pub crate_path: Option<String>,
    /// Treats warnings as errors.
    pub strict: bool,
    /// The folder that every file of the document must be in; if `None`, the folder of the main file.
    pub root: Option<PathBuf>,
    /// What the document may cost.
    pub limits: DocumentLimits,
    /// Whether a type whose schema was renamed keeps its name in Rust. Otherwise it gets a new one, and the old one
    /// becomes a deprecated alias.
    pub keep_renamed: bool,
}
