//! Which stage may name which package, and which stages touch files, the environment or the terminal.

use super::sources::{Source, sources};

/// A package, and the files of the generator that may name it (the starts of their paths).
const OWNERS: &[(&str, &[&str])] = &[
    ("serde_yaml", &["load/"]),
    (
        "serde_json",
        &["learn/", "load/", "cli/", "name/lock/", "review/json", "review/sarif"],
    ),
    ("saphyr_parser", &["diag/"]),
    ("annotate_snippets", &["diag/"]),
    ("openapiv3", &["resolve/"]),
    ("heck", &["name/"]),
    ("strsim", &["name/lock/", "text"]),
    ("unicode_ident", &["name/"]),
    ("unicode_normalization", &["name/"]),
    ("unicode_security", &["name/"]),
    ("unicode_width", &["text/"]),
    ("quote", &["compare/surface", "emit/"]),
    ("proc_macro2", &["compare/surface", "emit/", "format/"]),
    ("syn", &["compare/surface", "format/"]),
    ("prettyplease", &["format/"]),
    ("pulldown_cmark", &["markdown"]),
    ("toml", &["config/", "manifest", "cli/"]),
    ("tempfile", &["write/", "project"]),
    ("rustix", &["files"]),
    ("clap", &["cli/", "main", "config/settings", "config/times", "pipeline"]),
    ("base64", &["learn/"]),
    ("jiff", &["learn/"]),
    ("toml_edit", &["cli/"]),
    ("uuid", &["learn/"]),
    ("indicatif", &["cli/"]),
    ("mimalloc", &["cli/"]),
    ("similar", &["cli/"]),
];

/// Stages that must not touch files, the environment or the terminal.
const PURE: &[&str] = &[
    "normalize/",
    "resolve/",
    "ir/",
    "lower/",
    "infer/",
    "passes/",
    "name/",
    "emit/",
    "format/",
    "markdown",
    "reference/",
    "pipeline",
    "compare/",
    "decoded",
    "learn/",
    "review/",
];

/// The file that holds, as text for examples, what examples do with files, the environment and the terminal.
const QUOTED: &str = "emit/example/io.rs";

/// Whether `word` occurs as the first segment of a path.
fn mentions(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + word.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '.') && after.starts_with("::")
    })
}

fn starts_with_one_of(source: &Source, starts: &[&str]) -> bool {
    starts.iter().any(|start| source.path.starts_with(start))
}

#[test]
fn every_package_has_one_owner() {
    let mut findings = Vec::new();
    for source in sources("generator/src") {
        let code = source.code();
        for (package, owners) in OWNERS {
            if mentions(&code, package) && !starts_with_one_of(&source, owners) {
                findings.push(format!(
                    "{} names `{package}`, which belongs to {owners:?}",
                    source.path
                ));
            }
        }
    }
    assert!(
        findings.is_empty(),
        "Call the owner of the package instead of the package.\n{}",
        findings.join("\n")
    );
}

#[test]
fn the_middle_of_the_pipeline_touches_no_file() {
    let mut findings = Vec::new();
    for source in sources("generator/src") {
        let is_pure = starts_with_one_of(&source, PURE) && source.path != QUOTED;
        let code = source.code();
        let words = ["std::fs", "std::env", "println!"];
        for word in words.iter().filter(|word| is_pure && code.contains(**word)) {
            findings.push(format!("{} uses `{word}`", source.path));
        }
    }
    assert!(
        findings.is_empty(),
        "Only `load`, `write` and the programs touch files, the environment and the terminal. Pass the value in.\n{}",
        findings.join("\n")
    );
}
