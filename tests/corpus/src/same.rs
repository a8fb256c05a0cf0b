//! Compares each document with itself, and with the same document whose keys have another order: there must be no change.

use std::path::Path;
use std::process::Command;

use oaspen::{ClientChange, Input, Version};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::document::{self, Document};
use crate::run::{self, Plan};
use crate::worker::{print, settings};
use crate::{ParallelArguments, folders, package};

/// Maximum number of changes that are kept of one comparison.
const MAX_ROWS: usize = 20;

/// What a comparison of a document with its own text found.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Found {
    /// Why the document cannot be compared.
    error: Option<String>,
    /// The changes between the document and itself.
    itself: Vec<String>,
    /// The changes between the document and the one with sorted keys.
    sorted: Vec<String>,
    operations: usize,
}

/// Runs the command. Returns false if there is a change.
pub(crate) fn run(arguments: &ParallelArguments) -> Result<bool, String> {
    let documents = arguments.selection.apply(document::list(&package::fetch()?)?)?;
    let plan = Plan::new(arguments.jobs, false)?;
    let start = |command: &mut Command, document: &Document| {
        command.arg("work-same").arg(&document.path);
    };
    let failed = |error| Found {
        error: Some(error),
        ..Found::default()
    };
    let all = run::for_all(&plan, documents, "comparing", &folders::work("same")?, start, failed);
    let mut rows: Vec<(String, Found)> = all
        .into_iter()
        .map(|(document, found)| (document.name, found))
        .collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    report(&rows)
}

fn report(rows: &[(String, Found)]) -> Result<bool, String> {
    let mut lines = String::new();
    for (name, found) in rows {
        let kinds = [("itself", &found.itself), ("sorted", &found.sorted)];
        let changes = kinds
            .into_iter()
            .flat_map(|(kind, changes)| changes.iter().map(move |change| (kind, change)));
        let errors = found.error.iter().map(|error| ("error", error));
        for (kind, text) in changes.chain(errors) {
            lines.push_str(&format!("{name}\t{kind}\t{}\n", text.replace(['\t', '\n'], " ")));
        }
    }
    folders::write(&folders::work("report")?.join("same.tsv"), &lines)?;
    let count = |has: fn(&Found) -> bool| rows.iter().filter(|(_, found)| has(found)).count();
    let (itself, sorted) = (
        count(|found| !found.itself.is_empty()),
        count(|found| !found.sorted.is_empty()),
    );
    let errors = count(|found| found.error.is_some());
    let operations: usize = rows.iter().map(|(_, found)| found.operations).sum();
    print!("{lines}");
    println!(
        "{} documents, {operations} operations: {itself} differ from themselves, {sorted} from the same with sorted keys, {errors} \
         cannot be compared",
        rows.len()
    );
    Ok(itself + sorted + errors == 0)
}

/// The work on one document.
pub(crate) fn work(spec: &Path) -> Result<bool, String> {
    let text = folders::read(spec)?;
    let mut tree: Value = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", spec.display()))?;
    sort(&mut tree);
    let old = version("old", text);
    let first = compared(&old, &old)?;
    let second = compared(&old, &version("new", format!("{tree:#}")))?;
    print(&Found {
        error: None,
        itself: rows(&first.changes),
        sorted: rows(&second.changes),
        operations: first.operations,
    })
}

fn version(label: &str, text: String) -> Version {
    Version {
        label: label.to_owned(),
        input: Input::Text {
            name: "spec.json".to_owned(),
            text,
        },
        settings: settings(),
        lock: None,
        files: None,
    }
}

fn compared(old: &Version, new: &Version) -> Result<oaspen::Comparison, String> {
    oaspen::compare(old, new).map_err(|unreadable| {
        let mut errors = unreadable.diagnostics.iter();
        let first = errors.find(|diagnostic| diagnostic.severity == oaspen::Severity::Error);
        first.map_or_else(|| "cannot be read".to_owned(), |error| error.message.clone())
    })
}

fn rows(changes: &[ClientChange]) -> Vec<String> {
    let rows = changes.iter().take(MAX_ROWS).map(|change| {
        let pointer = change.old.as_ref().and_then(|part| part.pointer.as_ref());
        format!(
            "{} {:?} {:?} {} {}: {} => {}",
            change.rule.id,
            change.code,
            change.deployed,
            change.item(),
            pointer.map(ToString::to_string).unwrap_or_default(),
            change.before,
            change.after
        )
    });
    rows.collect()
}

/// Sorts the keys of all objects.
fn sort(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.sort_keys();
            members.values_mut().for_each(sort);
        }
        Value::Array(items) => items.iter_mut().for_each(sort),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn keys_are_sorted_and_lists_are_not() {
        let mut value = json!({ "b": [{ "d": 1, "c": 2 }, "a"], "a": null });
        super::sort(&mut value);
        assert_eq!(value.to_string(), r#"{"a":null,"b":[{"c":2,"d":1},"a"]}"#);
    }
}
