//! The folders of the benchmarks.

use std::path::{Path, PathBuf};

/// The repository of the benchmarks.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The default work folder of a benchmark: a folder with its name in the folder `OASPEN_BENCH_DIR` (default: `target/bench`).
pub fn work(benchmark: &str) -> PathBuf {
    from_environment("OASPEN_BENCH_DIR")
        .unwrap_or_else(|| repository().join("target/bench"))
        .join(benchmark)
}

/// The folder that an environment variable names, unless it is empty.
pub(crate) fn from_environment(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable)
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
}

/// The absolute path of a file or folder.
///
/// # Errors
///
/// It does not exist.
pub fn absolute(path: &Path) -> Result<PathBuf, String> {
    path.canonicalize()
        .map_err(|error| format!("{}: {error}", path.display()))
}
