//! Documents of the corpus, which `cargo run --release -p corpus -- fetch` downloads.

use std::path::{Path, PathBuf};

/// The repository of the benchmarks.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A document, by its path below the folder of documents without the extension: `bunq.com`, `googleapis.com/apigee`. The corpus
/// is in the folder `OASPEN_CORPUS_DIR` (default: `target/corpus`).
///
/// # Errors
///
/// It is not there.
pub fn document(name: &str) -> Result<PathBuf, String> {
    let folder =
        std::env::var_os("OASPEN_CORPUS_DIR").map_or_else(|| repository().join("target/corpus"), PathBuf::from);
    absolute(&folder.join("package/package/api").join(format!("{name}.json")))
        .map_err(|error| format!("{error} (`cargo run --release -p corpus -- fetch` downloads the corpus)"))
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

/// The name of a document for a table, as [`document`] takes it.
pub fn name(document: &Path) -> String {
    let file = document.file_stem().unwrap_or_default().to_string_lossy();
    let folder = document
        .parent()
        .and_then(Path::file_name)
        .unwrap_or_default()
        .to_string_lossy();
    if folder.contains('.') {
        format!("{folder}/{file}")
    } else {
        file.into_owned()
    }
}
