//! One process at a time changes the files of a configuration, or of a folder.

use std::fs::File;
use std::path::Path;

/// As long as this value exists, other processes that change files of the same configuration or folder wait.
#[derive(Debug)]
pub(crate) struct Exclusive {
    /// The file is unlocked when it is closed, also if the process is killed.
    file: Option<File>,
}

impl Exclusive {
    /// Whether other processes wait. A file system without locks has no protection, and Windows has no locks of folders.
    pub(super) fn is_held(&self) -> bool {
        self.file.is_some()
    }
}

/// Waits until no other process changes files of a configuration, or of a folder.
pub(crate) fn exclusive(path: &Path) -> Exclusive {
    // Opening a pipe would wait for its other end. What is no folder is reported when a file is written.
    let opens_at_once = path.metadata().is_ok_and(|found| found.is_dir() || found.is_file());
    let file = opens_at_once.then(|| File::open(path).ok()).flatten();
    Exclusive {
        file: file.filter(|file| file.lock().is_ok()),
    }
}
