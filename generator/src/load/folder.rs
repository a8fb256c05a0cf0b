//! The folder of a document, and the files that its references may name.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::input::{Input, Store};
use crate::text::is_unsafe_char;

/// The folder of the main document, and the folder above which nothing is read.
pub(super) struct Folder {
    /// The folder of the main document.
    pub base: PathBuf,
    /// The name of the main document.
    pub main: String,
    /// The folder that every file must be in.
    pub root: PathBuf,
    /// The folders from the root to the folder of the main document.
    inner: Vec<String>,
    /// Where the other files are.
    others: Others,
}

/// Where the other files of a document are.
enum Others {
    Nowhere,
    OnDisk,
    Stored(Arc<dyn Store>),
}

/// Why the root folder cannot be used: it does not contain the main document, or it does not exist.
pub(super) struct RootError(pub String);

impl Folder {
    pub(super) fn of(input: &Input, root: Option<&Path>) -> Result<Self, RootError> {
        let (base, main) = match input {
            Input::Path(path) | Input::Stored { path, .. } => (
                path.parent().map_or_else(PathBuf::new, Path::to_path_buf),
                path.file_name()
                    .map(|name| name.to_string_lossy().into_owned())
                    .unwrap_or_default(),
            ),
            Input::Text { name, .. } => (PathBuf::new(), name.clone()),
        };
        let mut folder = Self {
            root: base.clone(),
            base,
            main,
            inner: Vec::new(),
            others: match input {
                Input::Path(_) => Others::OnDisk,
                Input::Text { .. } => Others::Nowhere,
                Input::Stored { store, .. } => Others::Stored(Arc::clone(store)),
            },
        };
        if let Some(root) = root {
            folder.inner = match folder.others {
                Others::Nowhere => return Ok(folder),
                Others::OnDisk => inner(root, &folder.base)?,
                Others::Stored(_) => below(root, root, &folder.base)?,
            };
            folder.root = root.to_path_buf();
        }
        Ok(folder)
    }

    /// The path of a file on disk.
    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.base.join(if file.is_empty() { &self.main } else { file })
    }

    /// Whether there is such a file on disk. A document without a folder has no other files.
    pub(super) fn has(&self, file: &str) -> bool {
        match &self.others {
            Others::Nowhere => false,
            Others::OnDisk => self.path(file).exists(),
            Others::Stored(store) => store.read(&self.path(file), Some(&self.root)).is_ok(),
        }
    }

    /// The file that `relative` names as seen from `file`, or `None` where it leaves the root folder.
    pub(super) fn joined(&self, file: &str, relative: &str) -> Option<String> {
        if relative.starts_with('/') || relative.contains('\\') || relative.contains(is_unsafe_char) {
            return None;
        }
        let mut parts: Vec<&str> = self.inner.iter().map(String::as_str).collect();
        let own = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        descend(&mut parts, own)?;
        descend(&mut parts, relative)?;
        let shared = parts
            .iter()
            .zip(&self.inner)
            .take_while(|(a, b)| **a == b.as_str())
            .count();
        let up = std::iter::repeat_n("..", self.inner.len() - shared);
        let below = parts.iter().skip(shared).copied();
        let name = up.chain(below).collect::<Vec<_>>().join("/");
        Some(if name == self.main { String::new() } else { name })
    }
}

fn descend<'p>(parts: &mut Vec<&'p str>, path: &'p str) -> Option<()> {
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(())
}

/// The names of the folders from the root down to the folder of the document.
fn inner(root: &Path, base: &Path) -> Result<Vec<String>, RootError> {
    let real = |path: &Path| {
        let path = if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            path
        };
        let failed = |error| RootError(format!("the folder `{}` cannot be read: {error}", path.display()));
        path.canonicalize().map_err(failed)
    };
    below(root, &real(root)?, &real(base)?)
}

/// The names of the folders below `outer` that lead to `inner`. `root` is how messages name `outer`.
fn below(root: &Path, outer: &Path, inner: &Path) -> Result<Vec<String>, RootError> {
    let Ok(rest) = inner.strip_prefix(outer) else {
        let message = format!("the root folder `{}` does not contain the document", root.display());
        return Err(RootError(message));
    };
    let names = rest.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    Ok(names.collect())
}

#[cfg(test)]
mod tests {
    use super::{Folder, Others};
    use std::path::PathBuf;

    fn folder(inner: &[&str]) -> Folder {
        Folder {
            base: PathBuf::new(),
            main: "api.yaml".to_owned(),
            root: PathBuf::new(),
            inner: inner.iter().map(|name| (*name).to_owned()).collect(),
            others: Others::Nowhere,
        }
    }

    #[test]
    fn relative_files_stay_inside() {
        let folder = folder(&[]);
        assert_eq!(folder.joined("", "a/b.yaml").as_deref(), Some("a/b.yaml"));
        assert_eq!(folder.joined("a/b.yaml", "../c.yaml").as_deref(), Some("c.yaml"));
        assert_eq!(folder.joined("a/b.yaml", "../api.yaml").as_deref(), Some(""));
        assert_eq!(folder.joined("", "../c.yaml"), None);
        assert_eq!(folder.joined("", "/etc/passwd"), None);
        assert_eq!(folder.joined("a/b.yaml", "../../etc/passwd"), None);
    }

    #[test]
    fn a_root_allows_sibling_folders() {
        let folder = folder(&["specs", "v1"]);
        assert_eq!(folder.joined("", "../common.yaml").as_deref(), Some("../common.yaml"));
        assert_eq!(folder.joined("../common.yaml", "v1/api.yaml").as_deref(), Some(""));
        assert_eq!(
            folder.joined("../../x/a.yaml", "../specs/v1/b.yaml").as_deref(),
            Some("b.yaml")
        );
        assert_eq!(folder.joined("", "../../../c.yaml"), None);
    }
}
