//! The documents of the package and the number of their operations, counted independently of the generator.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// One document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// Its path relative to the folder of documents, with `/`. It is the name in all tables.
    pub name: String,
    /// Its file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
}

impl Document {
    /// The name of files and folders for this document.
    pub(crate) fn slug(&self) -> String {
        self.name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' })
            .collect()
    }
}

/// All documents in a folder and its subfolders, sorted by name.
pub(crate) fn list(root: &Path) -> Result<Vec<Document>, String> {
    let mut found = Vec::new();
    let mut queue = vec![root.to_path_buf()];
    while let Some(folder) = queue.pop() {
        let entries =
            std::fs::read_dir(&folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|error| format!("{}: {error}", folder.display()))?.path();
            if path.is_dir() {
                queue.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                let size = path.metadata().map_or(0, |data| data.len());
                let name = path.strip_prefix(root).unwrap_or(&path);
                let name = name.to_string_lossy().replace('\\', "/");
                found.push(Document { name, path, size });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The number of operations that a document declares. A path item may be a reference.
pub(crate) fn declared(document: &Value) -> usize {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let Some(Value::Object(paths)) = document.get("paths") else {
        return 0;
    };
    paths
        .iter()
        .filter(|(path, _)| path.starts_with('/'))
        .map(|(_, item)| follow(document, item))
        .map(|item| {
            METHODS
                .iter()
                .filter(|method| item.get(**method).is_some_and(Value::is_object))
                .count()
        })
        .sum()
}

fn follow<'a>(document: &'a Value, item: &'a Value) -> &'a Value {
    let target = item
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|target| target.strip_prefix('#'));
    target.and_then(|pointer| document.pointer(pointer)).unwrap_or(item)
}
