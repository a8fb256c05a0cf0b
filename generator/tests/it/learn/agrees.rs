//! `learn` and the decoder agree: it finds a departure in exactly those values of `tests/cases/*/values.txt` that do not decode.
//! That these values decode, or do not, is tested where the cases are compiled (`tests/snapshots`).

use std::collections::BTreeMap;
use std::path::Path;

use oaspen::{LearnOptions, Project, Settings, learn, read_recording};
use serde_json::{Value, json};

use crate::common;

/// The schemas by the names of their types.
fn schemas(case: &Path) -> BTreeMap<String, String> {
    let lock = std::fs::read_to_string(case.join("names.lock")).expect("lock");
    let lines = lock.lines().filter_map(|line| {
        let mut parts = line.split('\t');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(key), Some("type"), Some(name)) => Some((name.to_owned(), key.to_owned())),
            _ => None,
        }
    });
    lines.collect()
}

fn settings(case: &Path) -> Settings {
    let config = case.join("oaspen.toml");
    let project = config.exists().then(|| Project::read(&config).expect("configuration"));
    let entry = project.as_ref().and_then(|project| project.entries().next());
    entry.map_or_else(Settings::default, |entry| Settings {
        root: None,
        ..entry.settings.clone()
    })
}

/// A value of a type, and whether it decodes.
struct Example {
    /// `Type JSON`.
    line: String,
    schema: String,
    value: String,
    decodes: bool,
}

impl Example {
    fn path(&self) -> String {
        format!(
            "/oaspen-learn{}",
            self.schema.trim_start_matches("#/components/schemas")
        )
    }

    fn exchange(&self) -> String {
        json!({
            "request": {"method": "GET", "url": self.path()},
            "response": {"status": 200, "headers": {"content-type": "application/json"}, "body": self.value},
        })
        .to_string()
    }
}

fn examples(case: &Path, spec: &Value) -> Vec<Example> {
    let values = std::fs::read_to_string(case.join("values.txt")).unwrap_or_default();
    let schemas = schemas(case);
    let lines = values.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let examples = lines.filter_map(|line| {
        let (start, expected) = line.split_once(" => ").expect("=>");
        let (name, value) = start.split_once(' ').expect("a type and a value");
        // The key of an inline type in a lock is not always a pointer.
        let schema = schemas
            .get(name)
            .filter(|key| key.starts_with("#/components/schemas/"))?;
        spec.pointer(schema.trim_start_matches('#'))?;
        Some(Example {
            line: start.to_owned(),
            schema: schema.clone(),
            value: value.to_owned(),
            decodes: !expected.starts_with("error"),
        })
    });
    examples.collect()
}

/// The document with an operation for each type.
fn document(spec: &Value, examples: &[Example]) -> String {
    let mut spec = spec.clone();
    for example in examples {
        let schema = json!({"$ref": example.schema});
        let response = json!({"description": "ok", "content": {"application/json": {"schema": schema}}});
        spec["paths"][example.path()] = json!({"get": {"responses": {"200": response}}});
    }
    spec.to_string()
}

/// What is found in exchanges.
fn found(document: &str, settings: &Settings, exchanges: &[String]) -> Vec<String> {
    let input = common::text_input("spec.json", document);
    let exchanges = read_recording("values.jsonl", exchanges.join("\n").as_bytes()).expect("recording");
    let lesson = learn(&input, settings, None, &exchanges, &LearnOptions::default());
    assert_eq!(
        lesson.counts.compared,
        exchanges.len(),
        "{:?}",
        lesson.outcome.diagnostics
    );
    let overrides = lesson
        .overrides
        .iter()
        .map(|one| format!("{} {:?}", one.key, one.evidence));
    overrides
        .chain(lesson.left.iter().map(|one| one.reason.clone()))
        .collect()
}

#[test]
fn learn_agrees_with_the_values_of_the_cases() {
    let mut problems = Vec::new();
    let mut compared = 0;
    for case in common::case_folders() {
        if !case.join("values.txt").exists() {
            continue;
        }
        let text = std::fs::read_to_string(case.join("spec.yaml")).expect("document");
        let spec: Value = serde_yaml::from_str(&text).expect("YAML");
        let (settings, examples) = (settings(&case), examples(&case, &spec));
        compared += examples.len();
        let document = document(&spec, &examples);
        let (good, bad): (Vec<&Example>, Vec<&Example>) = examples.iter().partition(|example| example.decodes);
        let good: Vec<String> = good.into_iter().map(Example::exchange).collect();
        let name = case.file_name().expect("name").display();
        if !good.is_empty() {
            let found = found(&document, &settings, &good);
            problems.extend(found.into_iter().map(|one| format!("{name}: {one}")));
        }
        for example in bad {
            if found(&document, &settings, &[example.exchange()]).is_empty() {
                problems.push(format!("{name}: nothing is found in {}", example.line));
            }
        }
    }
    assert!(
        problems.is_empty(),
        "{} of {compared}:\n{}",
        problems.len(),
        problems.join("\n")
    );
    assert!(compared > 300, "{compared}");
}
