//! Documents of the corpus, which `cargo run --release -p corpus -- fetch` downloads.

use std::path::{Path, PathBuf};

use crate::folders::{absolute, from_environment, repository};

/// A document, by its path below the folder of documents without the extension: `bunq.com`, `googleapis.com/apigee`. The corpus
/// is in the folder `OASPEN_CORPUS_DIR` (default: `target/corpus`).
///
/// # Errors
///
/// It is not there.
pub fn document(name: &str) -> Result<PathBuf, String> {
    let folder = from_environment("OASPEN_CORPUS_DIR").unwrap_or_else(|| repository().join("target/corpus"));
    absolute(&folder.join("package/package/api").join(format!("{name}.json")))
        .map_err(|error| format!("{error} (`cargo run --release -p corpus -- fetch` downloads the corpus)"))
}

/// The document of an argument: a file, or else the name of a document of the corpus, as [`document`] takes it.
///
/// # Errors
///
/// It is neither.
pub fn argument(text: &str) -> Result<PathBuf, String> {
    let path = Path::new(text);
    if path.is_file() {
        return absolute(path);
    }
    document(text).map_err(|error| format!("{text}: neither a file nor a document of the corpus: {error}"))
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
