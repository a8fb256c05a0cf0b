//! The input of a run.

use std::fmt::Debug;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The document to read.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file; `$ref`s may name files in its folder and below.
    Path(PathBuf),
    /// A text without other files.
    Text {
        /// The name that messages show.
        name: String,
        /// The document.
        text: String,
    },
    /// A file of a store, such as a revision of a repository; `$ref`s may name files in its folder and below.
    Stored {
        /// All files.
        store: Arc<dyn Store>,
        /// The path of the document in the store. The root folder of [`crate::Settings`] is a path in the store, too.
        path: PathBuf,
    },
}

/// Files that are not simply those on disk.
pub trait Store: Debug + Send + Sync {
    /// The bytes of a file. No file outside of `root` is read, also not by a symbolic link. The main document has no
    /// `root`.
    ///
    /// # Errors
    ///
    /// If there is no such file, or if it cannot be read.
    fn read(&self, path: &Path, root: Option<&Path>) -> io::Result<Vec<u8>>;

    /// The path that messages show.
    fn shown(&self, path: &Path) -> PathBuf;
}
