//! Where things are: what is committed, and what a run leaves behind.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file of this package, such as the committed table.
pub(crate) fn committed(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A folder below the one for everything that a run makes, made if it is missing. It can be put
/// elsewhere with `OASPEN_CORPUS_DIR`, because a whole run fills about ten gigabytes.
pub(crate) fn work(name: &str) -> Result<PathBuf, String> {
    let base = std::env::var_os("OASPEN_CORPUS_DIR").map_or_else(|| repository().join("target/corpus"), PathBuf::from);
    let folder = base.join(name);
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    Ok(folder)
}

/// Reads a file; the error names it.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Writes a file; the error names it. One that says so already keeps its time, so that nothing is compiled again.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    if std::fs::read(path).is_ok_and(|known| known == text.as_bytes()) {
        return Ok(());
    }
    std::fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
