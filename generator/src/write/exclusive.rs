//! One process at a time changes the files of a configuration.

use std::fs::File;
use std::path::Path;

/// As long as this value exists, other processes that change files of the same configuration wait.
#[derive(Debug)]
pub(crate) struct Exclusive {
    /// The file is unlocked when it is closed, also if the process is killed.
    _file: Option<File>,
}

/// Waits until no other process changes files of a configuration.
pub(crate) fn exclusive(configuration: &Path) -> Exclusive {
    let file = File::open(configuration).ok();
    // A file system without locks has no protection, as before.
    Exclusive {
        _file: file.filter(|file| file.lock().is_ok()),
    }
}
