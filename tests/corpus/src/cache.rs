//! Results of earlier runs, so that a run can be stopped and taken up again.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::folders;

/// A result with what it was made from.
#[derive(Deserialize, Serialize)]
struct Entry<T> {
    key: String,
    value: T,
}

/// The earlier result under this name if it was made from the same things, else a new one.
pub(crate) fn result<T: Serialize + DeserializeOwned>(
    folder: &Path,
    name: &str,
    key: &str,
    make: impl FnOnce() -> T,
) -> T {
    let file = folder.join(format!("{name}.json"));
    kept(&file, key).unwrap_or_else(|| keep(&file, key, make()))
}

/// The same where making may fail in a way that says nothing about the thing itself; failures are not kept.
pub(crate) fn attempt<T: Serialize + DeserializeOwned>(
    folder: &Path,
    name: &str,
    key: &str,
    make: impl FnOnce() -> Result<T, String>,
) -> Result<T, String> {
    let file = folder.join(format!("{name}.json"));
    match kept(&file, key) {
        Some(value) => Ok(value),
        None => make().map(|value| keep(&file, key, value)),
    }
}

fn kept<T: DeserializeOwned>(file: &Path, key: &str) -> Option<T> {
    let text = folders::read(file).ok()?;
    let old: Entry<T> = serde_json::from_str(&text).ok()?;
    (old.key == key).then_some(old.value)
}

fn keep<T: Serialize>(file: &Path, key: &str, value: T) -> T {
    let key = key.to_owned();
    let entry = Entry { key, value };
    // A result that cannot be kept is only made again.
    let _ = serde_json::to_string(&entry).map(|text| folders::write(file, &text));
    entry.value
}

/// The checksum of a file; empty where there is none.
pub(crate) fn key_of_file(path: &Path) -> String {
    std::fs::read(path)
        .map(|bytes| hex(&Sha256::digest(&bytes)))
        .unwrap_or_default()
}

/// The checksum of all Rust files below a folder.
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
