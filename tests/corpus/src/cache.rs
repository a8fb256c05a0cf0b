//! A cache of results, so that a run can be stopped and continued.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::folders;

/// A result with the key of its inputs.
#[derive(Deserialize, Serialize)]
struct Entry<T> {
    key: String,
    value: T,
}

/// The cached result with this name and key, else a new one.
pub(crate) fn get_or_make<T: Serialize + DeserializeOwned>(
    folder: &Path,
    name: &str,
    key: &str,
    make: impl FnOnce() -> T,
) -> T {
    let file = folder.join(format!("{name}.json"));
    read(&file, key).unwrap_or_else(|| store(&file, key, make()))
}

/// Like [`get_or_make`], but `make` can fail for reasons other than its input. Failures are not cached.
pub(crate) fn get_or_try<T: Serialize + DeserializeOwned>(
    folder: &Path,
    name: &str,
    key: &str,
    make: impl FnOnce() -> Result<T, String>,
) -> Result<T, String> {
    let file = folder.join(format!("{name}.json"));
    match read(&file, key) {
        Some(value) => Ok(value),
        None => make().map(|value| store(&file, key, value)),
    }
}

fn read<T: DeserializeOwned>(file: &Path, key: &str) -> Option<T> {
    let text = folders::read(file).ok()?;
    let old: Entry<T> = serde_json::from_str(&text).ok()?;
    (old.key == key).then_some(old.value)
}

fn store<T: Serialize>(file: &Path, key: &str, value: T) -> T {
    let key = key.to_owned();
    let entry = Entry { key, value };
    // If the result cannot be stored, it is made again in the next run.
    let _ = serde_json::to_string(&entry).map(|text| folders::write(file, &text));
    entry.value
}

/// The checksum of a file; empty if the file does not exist.
pub(crate) fn key_of_file(path: &Path) -> String {
    std::fs::read(path)
        .map(|bytes| hex(&Sha256::digest(&bytes)))
        .unwrap_or_default()
}

/// The checksum of all Rust files in a folder and its subfolders.
pub(crate) fn key_of_sources(folder: &Path) -> String {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        digest.update(file.as_os_str().as_encoded_bytes());
        digest.update(std::fs::read(&file).unwrap_or_default());
    }
    hex(&digest.finalize())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
