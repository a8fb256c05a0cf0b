//! The texts that findings refer to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The texts that were read, for excerpts. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: BTreeMap<String, Arc<Source>>,
    /// Paths of files without a text.
    unread: BTreeMap<String, PathBuf>,
}

/// One file that was read.
#[derive(Debug)]
pub struct Source {
    /// The path that is shown.
    pub path: PathBuf,
    /// The whole text.
    pub text: String,
    /// The text as it was parsed, if comments were blanked: each byte has the same position.
    parsed: Option<String>,
}

impl Source {
    /// The text in which parsers find the positions.
    pub(crate) fn parsed(&self) -> &str {
        self.parsed.as_deref().unwrap_or(&self.text)
    }

    pub(crate) fn is_repaired(&self) -> bool {
        self.parsed.is_some()
    }
}

impl Sources {
    /// Adds a text under the name that pointers use for its file.
    pub fn insert(&mut self, file: &str, path: PathBuf, text: String) {
        self.insert_repaired(file, path, text, None);
    }

    /// Adds a text that was parsed in another form, in which each byte has the same position.
    pub(crate) fn insert_repaired(&mut self, file: &str, path: PathBuf, text: String, parsed: Option<String>) {
        let source = Source { path, text, parsed };
        self.files.insert(file.to_owned(), Arc::new(source));
    }

    /// Sets the path of a text whose path was not known when it was added.
    pub(crate) fn found_at(&mut self, file: &str, path: &Path) {
        if let Some(source) = self.files.get_mut(file) {
            *source = Arc::new(Source {
                path: path.to_path_buf(),
                text: source.text.clone(),
                parsed: source.parsed.clone(),
            });
        }
    }

    /// Adds the path of a file that could not be read, or that is not shown.
    pub(crate) fn unread(&mut self, file: &str, path: PathBuf) {
        self.unread.insert(file.to_owned(), path);
    }

    /// The path of a file that is shown.
    pub fn path(&self, file: &str) -> Option<&Path> {
        let read = self.files.get(file).map(|source| source.path.as_path());
        read.or_else(|| self.unread.get(file).map(PathBuf::as_path))
    }

    /// The text of a file.
    pub fn get(&self, file: &str) -> Option<&Source> {
        self.files.get(file).map(AsRef::as_ref)
    }

    /// Every file with its path, in order of name.
    pub fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.values().map(|source| &source.path)
    }
}
