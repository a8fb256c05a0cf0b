//! The options of one client.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::pages::Pages;

/// What a client consists of on disk.
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

/// The crate whose types represent `date-time` and `date`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "kebab-case")]
pub enum TimeLibrary {
    /// `jiff::Timestamp` and `jiff::civil::Date`.
    #[default]
    Jiff,
    /// `chrono::DateTime<Utc>` and `chrono::NaiveDate`; needs the feature `chrono` of the runtime.
    Chrono,
    /// `time::OffsetDateTime` and `time::Date`; needs the feature `time` of the runtime.
    Time,
    /// Texts, as they are on the wire.
    String,
}

/// Which operations are generated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Only operations with one of these tags.
    pub include_tags: Vec<String>,
    /// Only operations with one of these ids.
    pub include_operations: Vec<String>,
    /// Only operations whose path starts with one of these.
    pub include_paths: Vec<String>,
    /// No operation with one of these tags.
    pub exclude_tags: Vec<String>,
    /// None of these ids.
    pub exclude_operations: Vec<String>,
    /// No operation whose path starts with one of these.
    pub exclude_paths: Vec<String>,
}

impl Filters {
    /// Whether anything is filtered at all.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }

    /// Whether an operation is generated: it matches some include, if there are any, and no exclude.
    pub fn allow(&self, id: &str, path: &str, tags: &[&str]) -> bool {
        let (included, excluded): (Vec<_>, Vec<_>) = self.all().partition(|filter| filter.includes);
        let sees = |filter: &Filter<'_>| filter.sees(id, path, tags);
        (included.is_empty() || included.iter().any(sees)) && !excluded.iter().any(sees)
    }

    /// Every filter.
    pub(crate) fn all(&self) -> impl Iterator<Item = Filter<'_>> {
        let lists = [
            ("include-tags", Sight::Tag, true, &self.include_tags),
            ("include-operations", Sight::Id, true, &self.include_operations),
            ("include-paths", Sight::Path, true, &self.include_paths),
            ("exclude-tags", Sight::Tag, false, &self.exclude_tags),
            ("exclude-operations", Sight::Id, false, &self.exclude_operations),
            ("exclude-paths", Sight::Path, false, &self.exclude_paths),
        ];
        lists.into_iter().flat_map(|(name, sight, includes, list)| {
            list.iter().map(move |text| Filter {
                name,
                text,
                sight,
                includes,
            })
        })
    }
}

/// One filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Filter<'a> {
    /// What it is called in the configuration.
    pub name: &'static str,
    pub text: &'a str,
    sight: Sight,
    includes: bool,
}

/// What of an operation a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    Tag,
    Id,
    /// The beginning of the path.
    Path,
}

impl Filter<'_> {
    /// Whether it matches an operation.
    pub(crate) fn sees(&self, id: &str, path: &str, tags: &[&str]) -> bool {
        match self.sight {
            Sight::Tag => tags.contains(&self.text),
            Sight::Id => id == self.text,
            Sight::Path => path.starts_with(self.text),
        }
    }
}

/// What is decided by hand about one place of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Override {
    /// A Rust type by its path; it must encode and decode itself.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// Whether null is allowed, whatever the document says.
    pub nullable: Option<bool>,
    /// The Rust name.
    pub rename: Option<String>,
    /// How the list of an operation is paged.
    pub pages: Option<Pages>,
    /// How many segments a path parameter has.
    pub segments: Option<Segments>,
}

/// How many segments of a path a parameter fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Segments {
    /// One: a `/` in the value is sent as `%2F`.
    One,
    /// One or more: a `/` in the value stays, and each segment is checked.
    Many,
}

/// The options of one client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The name of the client: its module, its package, its user agent.
    pub name: String,
    /// What it consists of on disk.
    pub layout: Layout,
    /// The crate whose types represent dates and times.
    pub time_crate: TimeLibrary,
    /// Which operations are generated.
    pub filters: Filters,
    /// Path parameters, by name, whose values fill several segments.
    pub many_segments: Vec<String>,
    /// Decisions by JSON pointer.
    pub overrides: BTreeMap<String, Override>,
    /// Where a generated `Cargo.toml` finds `oaspen-client`; its published version if there is none.
    pub runtime_path: Option<String>,
    /// Where examples of the reference import the client from, such as `user_apis::clerk`. Without it, the
    /// client is a package of its own, or a module of the crate it is in, as the layout says.
    pub crate_path: Option<String>,
    /// Warnings are errors.
    pub strict: bool,
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
