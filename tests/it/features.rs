//! Every row of the feature tables in docs/features.md has a test named after it, or a program that shows it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Features that no test of `cargo test` can show.
const PROGRAMS: &[(&str, &str)] = &[
    ("compile_time", "benches/compile/Cargo.toml"),
    ("run_time_cost", "benches/call/Cargo.toml"),
    ("wasm", "tests/wasm/run"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The first cells of the tables before the list of the crate's features, as they are written in names of tests.
fn features() -> Vec<String> {
    let page = fs::read_to_string(root().join("docs/features.md")).expect("docs/features.md");
    let lines = page.lines().take_while(|line| *line != "## Features of the crate");
    let rows = lines.filter(|line| line.starts_with("| ") && !line.starts_with("| feature |"));
    rows.filter_map(|row| row.split('|').nth(1)).map(word).collect()
}

fn word(text: &str) -> String {
    let plain = text.trim().to_ascii_lowercase();
    plain.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

/// The names of tests, each with that of its file before it.
fn tests(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository").flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            if name != "target" && name != "expected" {
                tests(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap_or_default();
            found.extend(names(&text).map(|name| format!("{stem}::{name}")));
        }
    }
}

/// The functions with a test attribute in the lines above them.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let is_test = |line: &&str| line.starts_with("#[") && line.contains("test") && !line.contains("cfg");
    let names: Vec<&str> = lines
        .windows(4)
        .filter(|window| window.iter().any(is_test))
        .filter_map(|window| window.last()?.split("fn ").nth(1)?.split(['(', '<']).next())
        .collect();
    names.into_iter()
}

#[test]
fn every_row_of_the_feature_tables_has_a_test_named_after_it() {
    let mut found = BTreeSet::new();
    for folder in ["tests", "generator", "runtime"] {
        tests(&root().join(folder), &mut found);
    }
    let features = features();
    assert!(features.len() > 20, "the table was found");
    let shown = |feature: &String| {
        let by_test = found.iter().any(|name| {
            let (file, test) = name.split_once("::").unwrap_or_default();
            file == feature || test.starts_with(feature.as_str())
        });
        let program = PROGRAMS.iter().find(|(name, _)| name == feature);
        by_test || program.is_some_and(|(_, path)| root().join(path).exists())
    };
    let missing: Vec<&String> = features.iter().filter(|feature| !shown(feature)).collect();
    assert!(missing.is_empty(), "no test is named after {missing:?}");
}
