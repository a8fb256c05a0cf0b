//! The folders of committed files and of the files that a run writes.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file of this package, such as the committed table.
pub(crate) fn committed(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A subfolder of the work folder; it is created if it does not exist. `OASPEN_CORPUS_DIR` sets the work folder. A full
/// run needs about ten gigabytes.
pub(crate) fn work(name: &str) -> Result<PathBuf, String> {
    let base = std::env::var_os("OASPEN_CORPUS_DIR").map_or_else(|| repository().join("target/corpus"), PathBuf::from);
    let folder = base.join(name);
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    Ok(folder)
}

/// Reads a file. The error contains the path.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Writes a file. The error contains the path. A file with the same content is not changed, so that it is not compiled
/// again.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    if std::fs::read(path).is_ok_and(|known| known == text.as_bytes()) {
        return Ok(());
    }
    std::fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
