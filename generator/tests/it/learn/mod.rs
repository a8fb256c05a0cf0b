//! `learn`: each kind of departure, and the overrides that follow from it.

mod agrees;
mod nested;
mod overrides;
mod responses;
mod values;

use oaspen::{Exchange, Input, LearnOptions, Lesson, Settings, learn, read_recording};
use serde_json::{Value, json};

use crate::common;

/// A document with one operation, `GET /things`, whose responses are `responses`.
fn document(responses: &str, schemas: &str) -> String {
    format!(
        r##"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{
            "/things": {{"get": {{"operationId": "list", "responses": {responses}}}}}}},
            "components": {{"schemas": {schemas}}}}}"##
    )
}

/// `GET /things` responds 200 with the schema `Thing`.
fn thing(schema: &str) -> String {
    document(
        r##"{"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}"##,
        &format!(r#"{{"Thing": {schema}}}"#),
    )
}

/// An object with required members.
fn object(members: &str) -> String {
    let parsed: Value = serde_json::from_str(members).expect("members");
    let names: Vec<&String> = parsed.as_object().expect("members").keys().collect();
    thing(&format!(
        r#"{{"type": "object", "required": {}, "properties": {members}}}"#,
        json!(names)
    ))
}

/// A line of a recording: a response to `GET /things`.
fn response(status: u16, media: &str, body: &str) -> String {
    json!({
        "request": {"method": "GET", "url": "http://127.0.0.1:8080/things"},
        "response": {"status": status, "headers": {"Content-Type": media}, "body": body},
    })
    .to_string()
}

fn bodies(bodies: &[&str]) -> Vec<String> {
    bodies
        .iter()
        .map(|body| response(200, "application/json", body))
        .collect()
}

fn exchanges(lines: &[String]) -> Vec<Exchange> {
    read_recording("r.jsonl", lines.join("\n").as_bytes()).expect("recording")
}

fn input(document: impl Into<String>) -> Input {
    common::text_input("things.json", document)
}

/// What is learned; with it, nothing more is.
#[track_caller]
fn lesson(document: &str, lines: &[String]) -> Lesson {
    let (input, exchanges, options) = (input(document), exchanges(lines), LearnOptions::default());
    let mut settings = Settings::default();
    let found = learn(&input, &settings, None, &exchanges, &options);
    let learned = found.overrides.iter().map(|one| (one.key.clone(), one.chosen.clone()));
    settings.overrides.extend(learned);
    let again = learn(&input, &settings, None, &exchanges, &options);
    assert_eq!(toml(&again), "", "the second time, after {}", toml(&found));
    assert_eq!(again.left, found.left);
    found
}

/// The tables for the configuration.
fn toml(lesson: &Lesson) -> String {
    let tables: Vec<String> = lesson.overrides.iter().map(|one| one.to_toml("shop")).collect();
    tables.join("")
}

#[track_caller]
fn assert_learned(document: &str, lines: &[String], expected: &str) {
    let found = lesson(document, lines);
    assert_eq!(toml(&found), expected);
    assert_eq!(found.left, [], "{}", toml(&found));
    assert!(!found.outcome.diagnostics.has_errors());
    assert!(!found.outcome.files.is_empty());
}

#[track_caller]
fn assert_nothing(document: &str, lines: &[String]) {
    assert_learned(document, lines, "");
}

const MEMBER: &str = "[clients.shop.overrides.\"#/components/schemas/Thing/properties/";
const RESPONSE: &str = "[clients.shop.overrides.\"#/paths/~1things/get/responses/200\"]\n";
