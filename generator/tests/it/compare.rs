//! `oaspen::compare`: what holds for a comparison as a whole. Single changes are checked by `tests/mutations`.

use std::path::PathBuf;

use crate::common;
use oaspen::{Bump, Comparison, Input, Settings, Verdict, Version};

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: Clocks, version: "1" }
servers: [{ url: "https://clocks.example.com" }]
paths:
  /now:
    get:
      operationId: getNow
      description: The time.
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Time" } } } }
components:
  schemas:
    Time: { type: object, required: [hour], properties: { hour: { type: integer } } }
"##;

fn compared(from: &str, to: &str) -> Comparison {
    assert!(DOCUMENT.contains(from), "{from}");
    let version = |label: &str, text: String| Version {
        label: label.into(),
        input: Input::Text {
            name: "clocks.yaml".into(),
            text,
        },
        settings: Settings {
            name: "clocks".into(),
            ..Settings::default()
        },
        lock: None,
        files: None,
    };
    let new = DOCUMENT.replace(from, to);
    oaspen::compare(&version("old", DOCUMENT.into()), &version("new", new)).expect("both can be read")
}

#[test]
fn the_version_follows_from_the_public_items() {
    for (from, to, bump) in [
        ("Clocks", "Clocks", Bump::None),
        ("The time.", "What time it is.", Bump::Patch),
        ("clocks.example.com", "time.example.com", Bump::Patch),
        (
            "hour: { type: integer }",
            "hour: { type: integer }, minute: { type: integer }",
            Bump::Addition,
        ),
        ("hour: { type: integer }", "hour: { type: string }", Bump::Breaking),
    ] {
        let comparison = compared(from, to);
        assert_eq!(comparison.bump(), bump, "{from} => {to}: {:?}", comparison.changes);
    }
}

/// A document that is compared with itself has no changes, whatever is in it.
#[test]
fn nothing_changes_between_equal_documents() {
    let cases = common::case_folders()
        .into_iter()
        .map(|folder| folder.join("spec.yaml"));
    let specs = ["specs/clerk.yaml", "specs/logto.yaml"].map(|spec| common::root().join(spec));
    for path in cases.chain(specs) {
        let version = version_of(&path);
        // Some cases show errors.
        if let Ok(comparison) = oaspen::compare(&version, &version) {
            assert_eq!(comparison.changes, [], "{}", path.display());
        }
    }
}

/// Paths that differ in the names of their parameters only.
#[test]
fn operations_of_alike_paths_are_not_confused() {
    let document = |second: &str| {
        format!(
            r#"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{
            "/v1/{{name}}": {{"parameters": [{{"name": "name", "in": "path", "required": true, "schema": {{"type": "string"}}}}],
                "get": {{"operationId": "listA", "responses": {{"204": {{"description": "x"}}}}}}}},
            "/v1/{{{second}}}": {{"parameters": [{{"name": "{second}", "in": "path", "required": true, "schema": {{"type": "string"}}}}],
                "get": {{"operationId": "getB", "parameters": [{{"name": "z", "in": "query", "required": true, "schema": {{"type": "string"}}}}],
                    "responses": {{"204": {{"description": "x"}}}}}}}}}}}}"#
        )
    };
    let version = |text: String| Version {
        input: Input::Text {
            name: "t.json".into(),
            text,
        },
        ..version_of(&PathBuf::new())
    };
    let same = oaspen::compare(&version(document("job")), &version(document("job"))).expect("both can be read");
    assert_eq!(same.changes, []);
    let renamed = oaspen::compare(&version(document("job")), &version(document("task"))).expect("both can be read");
    assert_eq!(renamed.bump(), Bump::None, "{:?}", renamed.changes);
}

/// Accepting one change accepts no other one.
#[test]
fn members_have_fingerprints_of_their_own() {
    let added = |name: &str| {
        let to = format!("hour: {{ type: integer }}, {name}: {{ type: string }}");
        let comparison = compared("hour: { type: integer }", &to);
        let all: Vec<String> = comparison
            .changes
            .into_iter()
            .map(|change| change.fingerprint)
            .collect();
        assert_eq!(all.len(), 1);
        all
    };
    assert_ne!(added("zone"), added("place"));
}

fn version_of(path: &std::path::Path) -> Version {
    Version {
        label: path.display().to_string(),
        input: Input::Path(path.to_path_buf()),
        settings: Settings {
            name: "case".into(),
            ..Settings::default()
        },
        lock: None,
        files: None,
    }
}

/// Accepting one of two changes that break a constructor does not hide the other.
#[test]
fn a_constructor_belongs_to_every_change_of_its_arguments() {
    let post = |members: &str, required: &str| {
        format!(
            "post:\n      operationId: setNow\n      requestBody: {{ required: true, content: {{ application/json: {{ schema: \
             {{ type: object, required: [{required}], properties: {{ {members} }} }} }} }} }}\n      responses: {{ '204': {{ \
             description: ok }} }}\n    get:\n      operationId: getNow"
        )
    };
    let from = "get:\n      operationId: getNow";
    let old = DOCUMENT.replace(from, &post("a: { type: string }", "a"));
    let more = "a: { type: string }, b: { type: string }, c: { type: string }";
    let new = DOCUMENT.replace(from, &post(more, "a, b, c"));
    let version = |text: String| Version {
        input: Input::Text {
            name: "clocks.yaml".into(),
            text,
        },
        ..version_of(&PathBuf::new())
    };
    let comparison = oaspen::compare(&version(old), &version(new)).expect("both can be read");
    let verdicts: Vec<(&str, Verdict)> = comparison
        .changes
        .iter()
        .map(|change| (change.rule.id, change.code))
        .collect();
    assert_eq!(verdicts, [("member-added-required", Verdict::Breaks); 2]);
}
