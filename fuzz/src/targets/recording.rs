//! Recordings of requests and responses, from which `oaspen learn` finds overrides.

use crate::cases::root;
use crate::choices::Choices;
use crate::generated::{assert_visible, generate, input, settings};
use crate::target::{Part, Target, join};
use oaspen::{LearnOptions, Settings};
use std::fs;

pub(super) const TARGET: Target = Target {
    name: "recording",
    parts: &[Part::Choices, Part::Document, Part::Bytes(crate::names::JSON)],
    seeds,
    check,
    memory_mib: 96,
};

const DOCUMENT: &str = r##"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {
    "/tags": {"get": {"operationId": "listTags", "responses": {"200": {"description": "ok", "content":
        {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Tag"}}}}}}}},
    "/tags/{id}": {"put": {"operationId": "putTag", "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tag"}}}},
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tag"}}}}}}}},
    "components": {"schemas": {"Tag": {"type": "object", "required": ["name", "kind"], "properties":
        {"name": {"type": "string"}, "kind": {"type": "string", "enum": ["a", "b"]}, "at": {"type": "string", "format": "date-time"},
         "value": {"oneOf": [{"type": "integer"}, {"type": "object", "required": ["x"], "properties": {"x": {"type": "number"}}}]}}}}}}"##;

const LINES: &str = r#"{"request": {"method": "GET", "url": "https://example.com/tags"}, "response": {"status": 200, "headers": {"content-type": "application/json"}, "body": "[{\"name\":null,\"kind\":\"c\",\"at\":\"2026-01-31 12:00\",\"value\":\"1\"}]"}}
{"request": {"method": "PUT", "url": "/tags/1?x=1", "body": "{\"name\":1}"}, "response": {"status": 404, "body": "{\"Name\":\"x\"}"}}
"#;

const HAR: &str = r#"{"log": {"version": "1.2", "entries": [{"startedDateTime": "2026-01-31T12:00:00Z", "request": {"method": "GET", "url": "https://example.com/tags", "headers": [{"name": "Accept", "value": "*/*"}]}, "response": {"status": 201, "headers": [], "content": {"mimeType": "application/json", "text": "W10=", "encoding": "base64"}}}]}}"#;

fn seeds() -> Vec<Vec<u8>> {
    let seed = |document: &[u8], text: &[u8]| join(&[&b""[..], document, text]);
    let mut list = vec![
        seed(DOCUMENT.as_bytes(), LINES.as_bytes()),
        seed(DOCUMENT.as_bytes(), HAR.as_bytes()),
    ];
    let real = (
        fs::read(root().join("specs/logto.yaml")),
        fs::read(root().join("tests/it/wire/logto_observed/exchanges.jsonl")),
    );
    if let (Ok(document), Ok(lines)) = real {
        list.push(seed(&document, &lines));
    }
    list
}

/// What is learned is the same each time, and is a valid configuration.
fn check(parts: &[&[u8]]) {
    let mut choices = Choices::new(parts[0]);
    let exchanges = match oaspen::read_recording("recording", parts[2]) {
        Ok(exchanges) => exchanges,
        Err(error) => return assert_visible(&error.to_string()),
    };
    let mut options = LearnOptions::default();
    options.requests = choices.flag();
    let input = input(parts[1], &mut choices);
    let settings = settings(&mut choices);
    let lesson = oaspen::learn(&input, &settings, None, &exchanges, &options);
    let again = oaspen::learn(&input, &settings, None, &exchanges, &options);
    assert_eq!(lesson.overrides, again.overrides);
    if lesson.overrides.is_empty() || lesson.outcome.diagnostics.has_errors() {
        return;
    }
    for learned in &lesson.overrides {
        learned.evidence.iter().for_each(|line| assert_visible(line));
    }
    let overrides = lesson
        .overrides
        .iter()
        .map(|learned| (learned.key.clone(), learned.chosen.clone()))
        .collect();
    let outcome = generate(&input, &Settings { overrides, ..settings }, None);
    assert!(
        !outcome.diagnostics.has_errors(),
        "{}",
        crate::generated::rendered(&outcome)
    );
}
