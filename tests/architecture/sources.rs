//! The source files of a crate, without their tests.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file.
pub struct Source {
    /// Path below `src`, with `/` between folders: `send/retry.rs`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// The room of the file: its first folder, or its own name at the top level (`client.rs` is the room `client`).
    pub fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or(&self.path);
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Whether the file is the root of the library or of a binary. A root only mounts modules.
    pub fn is_root(&self) -> bool {
        matches!(self.path.as_str(), "lib.rs" | "main.rs")
    }

    /// The lines of the file that are code: no comments, no inline test module.
    pub fn code(&self) -> String {
        let text = self.text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
        let lines: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        lines.join("\n")
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All source files below a folder of the repository, sorted by path. Files of tests (`x_tests.rs`) are left out.
pub fn sources(folder: &str) -> Vec<Source> {
    let folder = root().join(folder);
    rust_files(&folder)
        .into_iter()
        .map(|path| Source {
            text: fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())),
            path: path
                .strip_prefix(&folder)
                .expect("a path below the folder")
                .to_string_lossy()
                .replace('\\', "/"),
        })
        .filter(|source| !source.path.ends_with("tests.rs"))
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.expect("a directory entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
