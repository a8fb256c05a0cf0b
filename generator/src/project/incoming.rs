//! A new document for a client, which is not yet among its files.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::files::read_file;
use crate::load::Store;

/// A new document.
#[derive(Clone, Debug)]
pub enum Incoming {
    /// The text of the main file. Other files are those on disk.
    Text(String),
    /// A folder with all files. The second path is that of the main file.
    Folder(PathBuf, PathBuf),
}

/// The files of a client as they will be. Each file is read once, so that what is checked is what is written.
#[derive(Debug)]
pub(super) struct FutureFiles {
    incoming: Incoming,
    /// The path of the main file.
    spec: PathBuf,
    /// The folder on disk that the folder of the new document replaces.
    base: PathBuf,
    /// What was read of the new document, by the paths where it will be.
    brought: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
}

impl FutureFiles {
    pub(super) fn new(incoming: Incoming, spec: &Path, root: Option<&Path>) -> Self {
        let folder = spec.parent().unwrap_or(Path::new(""));
        Self {
            incoming,
            spec: spec.to_path_buf(),
            base: root.unwrap_or(folder).to_path_buf(),
            brought: Mutex::default(),
        }
    }

    /// The files of the new document.
    pub(super) fn brought(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        self.brought.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The file of the new document that a path names. `None` for a file on disk.
    fn source(&self, path: &Path) -> Option<io::Result<Vec<u8>>> {
        let is_main = path == self.spec;
        match &self.incoming {
            Incoming::Text(text) => is_main.then(|| Ok(text.clone().into_bytes())),
            Incoming::Folder(_, main) if is_main => Some(read_file(main).map_err(io::Error::from)),
            Incoming::Folder(folder, _) => {
                let below = path.strip_prefix(&self.base).ok()?;
                Some(read_inside(&folder.join(below), folder))
            }
        }
    }
}

impl Store for FutureFiles {
    fn read(&self, path: &Path, root: Option<&Path>) -> io::Result<Vec<u8>> {
        let mut brought = self.brought.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = brought.get(path) {
            return Ok(bytes.clone());
        }
        match self.source(path) {
            Some(source) => {
                let bytes = source?;
                brought.insert(path.to_path_buf(), bytes.clone());
                Ok(bytes)
            }
            None => read_inside(path, root.unwrap_or(Path::new(""))),
        }
    }

    fn shown(&self, path: &Path) -> PathBuf {
        path.to_path_buf()
    }
}

/// Reads a file, unless it is outside of a folder.
fn read_inside(path: &Path, folder: &Path) -> io::Result<Vec<u8>> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    if !path.canonicalize()?.starts_with(folder.canonicalize()?) {
        let message = format!("it is outside the folder `{}`", folder.display());
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
    }
    Ok(read_file(path)?)
}
