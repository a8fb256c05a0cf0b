//! The work of one round-trip program: reads its documents, generates clients, runs the program and compares.

use std::path::Path;

use oaspen::{Filters, Input, Layout, Settings, Severity};
use serde_json::Value;

use super::examples::{Example, Group, by_schema, collect};
use super::program::{self, Client};
use super::validity::Schemas;
use super::{Outcome, derive, equal};
use crate::document::Document;
use crate::{folders, worker};

/// One example to decode and encode.
struct RoundTrip {
    client: usize,
    operation: usize,
    example: Example,
}

/// A document with its round trips.
struct Prepared {
    outcome: Outcome,
    tree: Value,
    round_trips: Vec<RoundTrip>,
}

/// Runs the examples of several documents in one program.
pub(crate) fn batch(documents: &[Document], library: &Path) -> Result<Vec<Outcome>, String> {
    let slug = documents.first().map(Document::slug).unwrap_or_default();
    let folder = folders::work(&format!("roundtrip/programs/{slug}"))?;
    let mut clients = Vec::new();
    let mut prepared = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        match prepare(document, number, &folder) {
            Ok((client, one)) => {
                clients.extend(client);
                prepared.push(one);
            }
            Err(error) => prepared.push(Prepared {
                outcome: Outcome {
                    name: document.name.clone(),
                    error: Some(error),
                    ..Outcome::default()
                },
                tree: Value::Null,
                round_trips: Vec::new(),
            }),
        }
    }
    if prepared.iter().any(|one| !one.round_trips.is_empty()) {
        folders::write(&folder.join("main.rs"), &program::source(&clients))?;
        let program = program::build(&folder, library)?;
        compare(&program, &mut prepared)?;
    }
    let _ = std::fs::remove_dir_all(&folder);
    Ok(prepared.into_iter().map(|one| one.outcome).collect())
}

fn prepare(document: &Document, number: usize, folder: &Path) -> Result<(Option<Client>, Prepared), String> {
    let text = folders::read(&document.path)?;
    let tree: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let examples = collect(&tree);
    let mut outcome = Outcome {
        name: document.name.clone(),
        examples: examples.len(),
        ..Outcome::default()
    };
    let groups = valid_only(&tree, by_schema(&tree, examples))?;
    outcome.valid = groups.iter().map(|group| group.examples.len()).sum();
    let mut client = None;
    if !groups.is_empty() {
        let files = generate(&derive::document(&tree, &groups))?;
        let api: String = files.iter().map(|file| file.text.as_str()).collect();
        let emitted = |operation: &usize| api.contains(&format!("pub struct Rt{operation}("));
        client = Some(Client {
            number,
            operations: (0..groups.len()).filter(emitted).collect(),
        });
        program::write_client(folder, number, &files)?;
    }
    let round_trips = groups.into_iter().enumerate().flat_map(|(operation, group)| {
        group.examples.into_iter().map(move |example| RoundTrip {
            client: number,
            operation,
            example,
        })
    });
    let round_trips = round_trips.collect();
    Ok((
        client,
        Prepared {
            outcome,
            tree,
            round_trips,
        },
    ))
}

/// Keeps the examples that the validator accepts. Schemas without examples are removed, and binary bodies too, because
/// they are not JSON.
fn valid_only(tree: &Value, mut groups: Vec<Group>) -> Result<Vec<Group>, String> {
    groups.retain(|group| !is_bytes(tree, &group.schema));
    if groups.is_empty() {
        return Ok(groups);
    }
    let schemas = Schemas::new(tree)?;
    groups.retain_mut(|group| {
        // An invalid schema has no valid examples.
        let Ok(validator) = schemas.validator(&group.schema) else {
            return false;
        };
        group.examples.retain(|example| validator.is_valid(&example.value));
        !group.examples.is_empty()
    });
    Ok(groups)
}

/// Whether the schema declares a binary body.
pub(crate) fn is_bytes(tree: &Value, schema: &str) -> bool {
    let mut found = tree.pointer(schema);
    // The limit prevents endless loops of references.
    for _ in 0..8 {
        let reference = found.and_then(|schema| schema.get("$ref")).and_then(Value::as_str);
        match reference.and_then(|text| text.strip_prefix('#')) {
            Some(pointer) => found = tree.pointer(pointer),
            None => break,
        }
    }
    found.and_then(|schema| schema.get("format")) == Some(&Value::from("binary"))
}

/// The settings of a client of the added operations.
pub(crate) fn settings() -> Settings {
    let mut settings = worker::settings();
    settings.layout = Layout::Module;
    settings.filters = Filters {
        include_paths: vec![derive::PATH.to_owned()],
        ..Filters::default()
    };
    settings
}

fn generate(document: &Value) -> Result<Vec<oaspen::File>, String> {
    let input = Input::Text {
        name: "document.json".to_owned(),
        text: document.to_string(),
    };
    let outcome = oaspen::generate(&input, &settings(), None);
    let error = outcome
        .diagnostics
        .iter()
        .find(|finding| finding.severity == Severity::Error);
    match error {
        Some(finding) => Err(format!("{}: {}", finding.code.code, finding.message)),
        None => Ok(outcome.files),
    }
}

fn compare(program: &Path, prepared: &mut [Prepared]) -> Result<(), String> {
    let mut input = String::new();
    for round_trip in prepared.iter().flat_map(|one| &one.round_trips) {
        input.push_str(&format!(
            "{}\t{}\t{}\n",
            round_trip.client, round_trip.operation, round_trip.example.value
        ));
    }
    let mut results = program::run(program, &input)?.into_iter();
    for one in prepared {
        for round_trip in &one.round_trips {
            let result = results.next().unwrap_or_else(|| "error\tthe program ended".to_owned());
            match verdict(&one.tree, &round_trip.example, &result) {
                None => one.outcome.equal += 1,
                Some(what) => one.outcome.failures.push((round_trip.example.pointer.clone(), what)),
            }
        }
    }
    Ok(())
}

fn verdict(tree: &Value, example: &Example, result: &str) -> Option<String> {
    let Some(text) = result.strip_prefix("ok\t") else {
        return Some(result.replacen("error\t", "does not decode: ", 1));
    };
    match serde_json::from_str(text) {
        Ok(after) => equal::difference(tree, &example.schema, &example.value, &after),
        Err(error) => Some(format!("encodes as no JSON: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::is_bytes;
    use serde_json::json;

    #[test]
    fn binary_bodies_are_found_through_references() {
        let tree = json!({"a": {"$ref": "#/b"}, "b": {"type": "string", "format": "binary"}, "c": {"$ref": "#/c"}});
        assert!(is_bytes(&tree, "/a") && is_bytes(&tree, "/b"));
        assert!(!is_bytes(&tree, "/c") && !is_bytes(&tree, "/d"));
    }
}
