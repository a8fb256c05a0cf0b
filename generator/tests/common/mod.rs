//! What several of the tests need.

#![allow(dead_code, reason = "each test uses its part")]

pub(crate) mod cpu;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use oaspen::{Input, Layout, Outcome, RenderStyle, Settings, Severity, Version};
use similar::TextDiff;

/// Files by their path.
pub(crate) type Files = BTreeMap<String, String>;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate is in the repository")
        .to_path_buf()
}

/// A file of the repository.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The options of a test: a module named `client`.
pub(crate) fn settings() -> Settings {
    Settings {
        name: "client".into(),
        layout: Layout::Module,
        ..Settings::default()
    }
}

pub(crate) fn text_input(name: &str, text: impl Into<String>) -> Input {
    Input::Text {
        name: name.into(),
        text: text.into(),
    }
}

/// A version of a document for `oaspen::compare`, without a lock.
pub(crate) fn version(label: &str, input: Input) -> Version {
    Version {
        label: label.into(),
        input,
        settings: Settings {
            name: "client".into(),
            ..Settings::default()
        },
        lock: None,
        files: None,
    }
}

/// Generates from a text that must be fine.
pub(crate) fn generate(text: &str, lock: Option<&str>) -> Outcome {
    let name = if text.trim_start().starts_with('{') {
        "spec.json"
    } else {
        "spec.yaml"
    };
    let outcome = oaspen::generate(&text_input(name, text), &settings(), lock);
    assert!(!outcome.diagnostics.has_errors(), "{}", rendered(&outcome));
    outcome
}

/// Everything that was found, as people see it.
pub(crate) fn rendered(outcome: &Outcome) -> String {
    oaspen::render_all(
        &outcome.diagnostics,
        &outcome.sources,
        Severity::Note,
        50,
        RenderStyle::Plain,
    )
}

/// The files of an outcome with the lock among them.
pub(crate) fn files(outcome: &Outcome) -> Files {
    let mut files: Files = outcome
        .files
        .iter()
        .map(|file| (file.path.clone(), file.text.clone()))
        .collect();
    files.insert("names.lock".into(), outcome.lock.clone());
    files
}

/// Every file below a folder, by its path with `/`.
pub(crate) fn read_folder(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(here) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(&here) else {
            continue;
        };
        for path in entries.map(|entry| entry.expect("a readable folder").path()) {
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .expect("it is below")
                    .to_string_lossy()
                    .replace('\\', "/");
                files.insert(
                    name,
                    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())),
                );
            }
        }
    }
    files
}

/// Writes a folder anew.
pub(crate) fn write_folder(folder: &Path, files: &Files) -> std::io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text)?;
    }
    Ok(())
}

/// The names of the files that differ, with a sign: `+` new, `-` gone, `~` other content.
pub(crate) fn changed(before: &Files, after: &Files) -> Vec<String> {
    let mut list: Vec<String> = before
        .keys()
        .filter(|name| !after.contains_key(*name))
        .map(|name| format!("-{name}"))
        .collect();
    for (name, text) in after {
        match before.get(name) {
            None => list.push(format!("+{name}")),
            Some(old) if old != text => list.push(format!("~{name}")),
            Some(_) => {}
        }
    }
    list.sort();
    list
}

/// What differs, in the manner of `diff -u`, short.
pub(crate) fn difference(expected: &Files, found: &Files) -> Option<String> {
    const MOST_LINES: usize = 80;
    let mut out = String::new();
    for name in changed(expected, found) {
        let (sign, name) = name.split_at(1);
        match (sign, expected.get(name), found.get(name)) {
            ("+", ..) => out.push_str(&format!("--- {name} is generated, and not among the expected files\n")),
            ("-", ..) => out.push_str(&format!("--- {name} is expected, and not generated any more\n")),
            (_, Some(old), Some(new)) => {
                let diff = TextDiff::from_lines(old.as_str(), new.as_str());
                let text = diff
                    .unified_diff()
                    .context_radius(2)
                    .header(&format!("expected/{name}"), &format!("generated/{name}"))
                    .to_string();
                out.push_str(&text);
            }
            _ => {}
        }
    }
    let lines: Vec<&str> = out.lines().collect();
    if lines.is_empty() {
        return None;
    }
    let mut text = lines
        .iter()
        .take(MOST_LINES)
        .map(|line| format!("{line}\n"))
        .collect::<String>();
    if lines.len() > MOST_LINES {
        text.push_str(&format!("... and {} lines more\n", lines.len() - MOST_LINES));
    }
    Some(text)
}

/// A document as a tree; keys that YAML reads as numbers become texts.
pub(crate) fn tree(text: &str) -> serde_json::Value {
    json(serde_yaml::from_str(text).expect("valid YAML"))
}

fn json(value: serde_yaml::Value) -> serde_json::Value {
    match value {
        serde_yaml::Value::Mapping(map) => map
            .into_iter()
            .map(|(key, value)| (key_text(key), json(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        serde_yaml::Value::Sequence(list) => list.into_iter().map(json).collect(),
        other => serde_json::to_value(other).expect("a scalar"),
    }
}

fn key_text(key: serde_yaml::Value) -> String {
    match key {
        serde_yaml::Value::String(text) => text,
        other => serde_json::to_value(other).expect("a scalar key").to_string(),
    }
}

/// The folders of all cases.
pub(crate) fn case_folders() -> Vec<PathBuf> {
    let cases = root().join("tests/cases");
    let entries = std::fs::read_dir(&cases).unwrap_or_else(|error| panic!("{}: {error}", cases.display()));
    let mut list: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.join("spec.yaml").exists())
        .collect();
    list.sort();
    list
}

/// Whether `after` is `before` with lines added, and nothing else.
pub(crate) fn is_insertion(before: &str, after: &str) -> bool {
    let mut new = after.lines();
    before.lines().all(|line| new.any(|other| other == line))
}
