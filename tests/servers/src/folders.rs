//! Folders of a run, and files with errors that name them.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().unwrap_or(root)
}

/// The folder of this program: `tests/servers`.
pub(crate) fn servers() -> PathBuf {
    repository().join("tests/servers")
}

/// The documents that servers do not serve themselves.
pub(crate) fn documents() -> PathBuf {
    std::env::var_os("OASPEN_SERVERS").map_or_else(|| repository().join("../shared/servers/documents"), PathBuf::from)
}

/// A folder for what is installed and generated: `target/servers/NAME`.
pub(crate) fn work(name: &str) -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let target = program.parent().and_then(Path::parent).unwrap_or(Path::new("target"));
    let folder = target.join("servers").join(name);
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    Ok(folder)
}

/// Reads a file.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    std::fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
