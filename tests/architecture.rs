//! The rules of `docs/ARCHITECTURE.md`, enforced.

use std::fs;
use std::path::{Path, PathBuf};

/// Package, and the modules of the generator that may name it.
const OWNERS: &[(&str, &[&str])] = &[
    ("serde_yaml", &["load/"]),
    ("serde_json", &["load/", "cli/"]),
    ("saphyr_parser", &["diag/"]),
    ("annotate_snippets", &["diag/"]),
    ("openapiv3", &["resolve/", "lower/"]),
    ("heck", &["name/"]),
    ("quote", &["emit/"]),
    ("proc_macro2", &["emit/", "format/"]),
    ("syn", &["format/"]),
    ("prettyplease", &["format/"]),
    ("pulldown_cmark", &["markdown"]),
    ("toml", &["config/", "manifest", "cli/"]),
    ("tempfile", &["write/", "project"]),
    // The two options and the stage that the command line takes are those of the library.
    ("clap", &["cli/", "main", "config/settings", "pipeline"]),
    ("indicatif", &["cli/"]),
    ("similar", &["cli/"]),
];

/// Stages that must not touch files.
const PURE: &[&str] = &[
    "normalize/",
    "resolve/",
    "ir/",
    "lower/",
    "passes/",
    "name/",
    "emit/",
    "format/",
    "markdown",
    "reference/",
    "pipeline",
];

/// What examples do with files, the environment and the terminal, quoted.
const QUOTED: &str = "emit/example/world.rs";

/// What a stage must not know of another.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "ir/",
        &[
            "crate::lower",
            "crate::name",
            "crate::emit",
            "crate::config",
            "crate::load",
        ],
    ),
    (
        "passes/",
        &["crate::lower", "crate::name", "crate::emit", "crate::load"],
    ),
    ("lower/", &["crate::name", "crate::emit", "crate::format"]),
    (
        "name/",
        &["crate::lower", "crate::emit", "crate::load", "crate::resolve"],
    ),
    (
        "emit/",
        &[
            "crate::lower",
            "crate::load",
            "crate::resolve",
            "crate::normalize",
            "crate::write",
        ],
    ),
    (
        "reference/",
        &[
            "crate::lower",
            "crate::load",
            "crate::resolve",
            "crate::normalize",
            "crate::write",
        ],
    ),
    ("format/", &["crate::ir", "crate::lower", "crate::name"]),
];

const MOST_LINES: usize = 500;
const LONGEST_FUNCTION: usize = 60;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Path below the folder, and the text without comments and tests.
fn sources(folder: &str) -> Vec<(String, String)> {
    let folder = root().join(folder);
    rust_files(&folder)
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a readable source");
            let name = path
                .strip_prefix(&folder)
                .expect("below")
                .to_string_lossy()
                .replace('\\', "/");
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
            let code: Vec<&str> = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            (name, code.join("\n"))
        })
        .collect()
}

/// Whether `word` occurs as a path's first segment.
fn mentions(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + word.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '.') && after.starts_with("::")
    })
}

#[test]
fn every_package_has_one_owner() {
    let mut wrong = Vec::new();
    for (name, code) in sources("generator/src") {
        for (package, owners) in OWNERS {
            if mentions(&code, package) && !owners.iter().any(|owner| name.starts_with(owner)) {
                wrong.push(format!("{name} names `{package}`, which belongs to {owners:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_middle_of_the_pipeline_touches_no_file() {
    let mut wrong = Vec::new();
    for (name, code) in sources("generator/src") {
        let is_pure = PURE.iter().any(|stage| name.starts_with(stage)) && name != QUOTED;
        if is_pure && (code.contains("std::fs") || code.contains("std::env") || code.contains("println!")) {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "these stages touch the world: {wrong:?}");
}

#[test]
fn stages_do_not_reach_into_each_other() {
    let mut wrong = Vec::new();
    for (name, code) in sources("generator/src") {
        for (stage, others) in FORBIDDEN {
            for other in others.iter().filter(|_| name.starts_with(stage)) {
                if code.contains(&format!("{other}::")) {
                    wrong.push(format!("{name} uses {other}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_and_functions_stay_small() {
    let mut wrong = Vec::new();
    for folder in ["generator/src", "runtime/src"] {
        for path in rust_files(&root().join(folder)) {
            let text = fs::read_to_string(&path).expect("a readable source");
            let lines: Vec<&str> = text.lines().collect();
            if lines.len() > MOST_LINES {
                wrong.push(format!("{}: {} lines", path.display(), lines.len()));
            }
            for (at, line) in lines.iter().enumerate() {
                let indent = line.len() - line.trim_start().len();
                let is_function = [
                    "fn ",
                    "pub fn ",
                    "pub(crate) fn ",
                    "pub(super) fn ",
                    "async fn ",
                    "pub async fn ",
                ]
                .iter()
                .any(|start| line.trim_start().starts_with(start));
                if !is_function || line.trim_end().ends_with(';') || line.trim_end().ends_with('}') {
                    continue;
                }
                let close = format!("{}}}", " ".repeat(indent));
                let length = lines[at..].iter().position(|line| *line == close).unwrap_or(0) + 1;
                if length > LONGEST_FUNCTION {
                    wrong.push(format!("{}:{}: a function of {length} lines", path.display(), at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
