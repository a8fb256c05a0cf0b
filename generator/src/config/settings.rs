//! The options of one client.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Pages;

/// What a client consists of on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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

/// The Rust types of `date-time` and `date`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Times {
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
        let matches = |ids: &[String], paths: &[String], names: &[String]| {
            let any = |list: &[String], sight: Sight| list.iter().any(|text| sight.sees(text, id, path, tags));
            any(ids, Sight::Id) || any(paths, Sight::Path) || any(names, Sight::Tag)
        };
        let no_include =
            self.include_tags.is_empty() && self.include_operations.is_empty() && self.include_paths.is_empty();
        (no_include || matches(&self.include_operations, &self.include_paths, &self.include_tags))
            && !matches(&self.exclude_operations, &self.exclude_paths, &self.exclude_tags)
    }

    /// Every filter: its name in the configuration, what it looks at, and its text.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static str, Sight, &str)> {
        let lists = [
            ("include-tags", Sight::Tag, &self.include_tags),
            ("include-operations", Sight::Id, &self.include_operations),
            ("include-paths", Sight::Path, &self.include_paths),
            ("exclude-tags", Sight::Tag, &self.exclude_tags),
            ("exclude-operations", Sight::Id, &self.exclude_operations),
            ("exclude-paths", Sight::Path, &self.exclude_paths),
        ];
        let lists = lists.into_iter();
        lists.flat_map(|(name, sight, list)| list.iter().map(move |text| (name, sight, text.as_str())))
    }
}

/// What of an operation a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    Tag,
    Id,
    /// The beginning of the path.
    Path,
}

impl Sight {
    /// Whether the text of a filter matches an operation.
    pub(crate) fn sees(self, text: &str, id: &str, path: &str, tags: &[&str]) -> bool {
        match self {
            Self::Tag => tags.contains(&text),
            Self::Id => id == text,
            Self::Path => path.starts_with(text),
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
    /// The Rust types of times.
    pub times: Times,
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
