//! `oaspen::compare`: what holds for a comparison as a whole. Single changes are checked by `tests/mutations`.

use crate::common;
use oaspen::{Bump, Comparison, Input, Verdict};

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
    between("clocks.yaml", DOCUMENT, DOCUMENT.replace(from, to))
}

fn between(file: &str, old: impl Into<String>, new: impl Into<String>) -> Comparison {
    let version = |label, text| common::version(label, common::text_input(file, text));
    oaspen::compare(&version("old", old.into()), &version("new", new.into())).expect("both can be read")
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
        let version = common::version(&path.display().to_string(), Input::Path(path.clone()));
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
    let same = between("t.json", document("job"), document("job"));
    assert_eq!(same.changes, []);
    let renamed = between("t.json", document("job"), document("task"));
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
    let comparison = between("clocks.yaml", old, new);
    let verdicts: Vec<(&str, Verdict)> = comparison
        .changes
        .iter()
        .map(|change| (change.rule.id, change.code))
        .collect();
    assert_eq!(verdicts, [("member-added-required", Verdict::Breaks); 2]);
}
