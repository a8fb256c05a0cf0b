//! The options of one client.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::overrides::Override;
use super::times::{TimeLibrary, TimesWithoutOffset};
use crate::limits::DocumentLimits;
use crate::text::similar;

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

/// Which operations are generated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Generates only operations with one of these tags.
    pub include_tags: Vec<String>,
    /// Generates only operations with one of these ids.
    pub include_operations: Vec<String>,
    /// Generates only operations whose path starts with one of these.
    pub include_paths: Vec<String>,
    /// Skips operations with one of these tags.
    pub exclude_tags: Vec<String>,
    /// Skips operations with one of these ids.
    pub exclude_operations: Vec<String>,
    /// Skips operations whose path starts with one of these.
    pub exclude_paths: Vec<String>,
}

impl Filters {
    /// Whether anything is filtered at all.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }

    /// Whether an operation is generated: it matches an include, if there are any, and no exclude.
    pub fn allow(&self, id: &str, path: &str, tags: &[&str]) -> bool {
        let (included, excluded): (Vec<_>, Vec<_>) = self.all().partition(|filter| filter.includes);
        let matches = |filter: &Filter<'_>| filter.matches(id, path, tags);
        (included.is_empty() || included.iter().any(matches)) && !excluded.iter().any(matches)
    }

    /// Every filter.
    pub(crate) fn all(&self) -> impl Iterator<Item = Filter<'_>> {
        let lists = [
            ("include-tags", Criterion::Tag, true, &self.include_tags),
            ("include-operations", Criterion::Id, true, &self.include_operations),
            ("include-paths", Criterion::Path, true, &self.include_paths),
            ("exclude-tags", Criterion::Tag, false, &self.exclude_tags),
            ("exclude-operations", Criterion::Id, false, &self.exclude_operations),
            ("exclude-paths", Criterion::Path, false, &self.exclude_paths),
        ];
        lists.into_iter().flat_map(|(name, criterion, includes, list)| {
            list.iter().map(move |text| Filter {
                name,
                text,
                criterion,
                includes,
            })
        })
    }
}

/// One filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Filter<'a> {
    /// Its key in the configuration.
    pub name: &'static str,
    pub text: &'a str,
    criterion: Criterion,
    includes: bool,
}

/// What a filter compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Criterion {
    Tag,
    Id,
    /// The beginning of the path.
    Path,
}

impl Filter<'_> {
    /// Whether it matches an operation.
    pub(crate) fn matches(&self, id: &str, path: &str, tags: &[&str]) -> bool {
        match self.criterion {
            Criterion::Tag => tags.contains(&self.text),
            Criterion::Id => id == self.text,
            Criterion::Path => path.starts_with(self.text),
        }
    }

    /// What it was probably meant to match, of the ids, paths and tags of operations.
    pub(crate) fn similar<'n>(
        &self,
        operations: impl Iterator<Item = (&'n str, &'n str, &'n [String])>,
    ) -> Option<&'n str> {
        let names = operations.flat_map(|(id, path, tags)| match self.criterion {
            Criterion::Tag => tags.iter().map(String::as_str).collect(),
            Criterion::Id => vec![id],
            Criterion::Path => vec![path],
        });
        similar(self.text, names)
    }
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

#[cfg(test)]
mod tests {
    use super::Filters;

    #[test]
    fn filters_include_first_and_exclude_last() {
        let filters = Filters {
            include_tags: vec!["Users".into()],
            include_paths: vec!["/roles".into()],
            exclude_operations: vec!["DeleteUser".into()],
            ..Filters::default()
        };
        assert!(filters.allow("GetUser", "/users", &["Users"]));
        assert!(filters.allow("x", "/roles/1", &[]));
        assert!(!filters.allow("DeleteUser", "/users", &["Users"]));
        assert!(!filters.allow("x", "/apps", &["Apps"]));
        assert!(Filters::default().allow("x", "/y", &[]));
    }
}
