//! The overrides that follow from departures: how many, with which keys, and what is left without one.

use oaspen::{LearnOptions, Settings, learn};
use serde_json::json;

use super::{MEMBER, assert_learned, bodies, document, exchanges, input, lesson, response, thing, toml};
use crate::common;

#[test]
fn a_component_is_corrected_once() {
    let document = document(
        r##"{"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object", "properties":
            {"a": {"$ref": "#/components/schemas/Time"}, "b": {"$ref": "#/components/schemas/Time"}}}}}}}"##,
        r#"{"Time": {"type": "string", "format": "date-time"}}"#,
    );
    assert_learned(
        &document,
        &bodies(&[r#"{"a": "2026-01-31 12:00", "b": "2026-01-31T12:00:00Z"}"#]),
        "# 1 of 2 values in responses of list are not of the format date-time.\n\
         [clients.shop.overrides.\"#/components/schemas/Time\"]\ntype = \"String\"\n",
    );
}

#[test]
fn equal_parts_share_an_override_if_all_of_them_need_it() {
    let schemas = r#"{
        "A": {"type": "object", "required": ["at"], "properties": {"at": {"type": "string", "format": "date-time"}}},
        "B": {"type": "object", "required": ["at"], "properties": {"at": {"type": "string", "format": "date-time"}}}}"#;
    let responses = r##"{"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object",
        "properties": {"a": {"$ref": "#/components/schemas/A"}, "b": {"$ref": "#/components/schemas/B"}}}}}}}"##;
    let document = document(responses, schemas);
    let key = |name: &str| format!("[clients.shop.overrides.\"#/components/schemas/{name}/properties/at\"]\n");
    let line = "# 1 of 1 values in responses of list are not of the format date-time.\n";
    assert_learned(
        &document,
        &bodies(&[r#"{"a": {"at": "now"}, "b": {"at": "now"}}"#]),
        &format!("{line}{line}{}type = \"String\"\neverywhere = true\n", key("A")),
    );
    assert_learned(
        &document,
        &bodies(&[r#"{"a": {"at": "now"}, "b": {"at": "2026-01-31T12:00:00Z"}}"#]),
        &format!("{line}{}type = \"String\"\n", key("A")),
    );
}

#[test]
fn overrides_of_the_client_are_extended() {
    let document = document(
        r#"{"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "string"}}}},
            "202": {"description": "later"}}"#,
        "{}",
    );
    let mut settings = Settings::default();
    let known = oaspen::Override {
        status: oaspen::Statuses::new(["200", "203"]),
        ..oaspen::Override::default()
    };
    settings
        .overrides
        .insert("#/paths/~1things/get/responses/200".to_owned(), known);
    let lines = exchanges(&[
        response(203, "application/json", "\"x\""),
        response(201, "application/json", "\"x\""),
    ]);
    let found = learn(&input(document), &settings, None, &lines, &LearnOptions::default());
    assert!(toml(&found).ends_with("status = [200, 203, 201]\n"), "{}", toml(&found));
}

#[test]
fn swagger_2_has_the_pointers_of_its_text() {
    let document = r##"{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "basePath": "/api", "paths": {
        "/things": {"get": {"operationId": "list", "produces": ["application/json"], "responses": {"200":
            {"description": "ok", "schema": {"type": "array", "items": {"$ref": "#/definitions/Thing"}}}}}}},
        "definitions": {"Thing": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}}}"##;
    assert_learned(
        document,
        &bodies(&[r#"[{"id": 1.5}, null]"#, "null"]),
        "# 1 of 1 values in responses of list have another type; all of them are numbers.\n\
         [clients.shop.overrides.\"#/definitions/Thing/properties/id\"]\ntype = \"f64\"\n\
         # 1 of 2 values in responses of list are null.\n\
         [clients.shop.overrides.\"#/paths/~1things/get/responses/200/schema/items\"]\nnullable = true\n",
    );
}

#[test]
fn what_no_override_can_name_is_left_with_its_reason() {
    // Required, and declared nowhere.
    let document = thing(r#"{"type": "object", "required": ["a", "b"], "properties": {"b": {"type": "string"}}}"#);
    let found = lesson(&document, &bodies(&[r#"{"b": null}"#]));
    assert!(
        toml(&found).ends_with(&format!("{MEMBER}b\"]\nnullable = true\n")),
        "{}",
        toml(&found)
    );
    assert_eq!(found.overrides.len(), 1);
    assert_eq!(found.left[0].pointer, "#/components/schemas/Thing/properties/a");
    assert_eq!(
        found.left[0].reason,
        "1 of 1 objects in responses of list do not have this member; no override repairs this"
    );
    assert!(!found.outcome.diagnostics.has_errors());
}

/// The proof by value: the bodies of `learn_before` do not decode, and with the overrides that they lead to, which are those of
/// `learn_after`, they do. `tests/snapshots` compiles both cases, and decodes the values of their `values.txt`.
#[test]
fn bodies_that_do_not_decode_do_with_the_overrides() {
    let read = |path: &str| common::read(&format!("tests/cases/{path}"));
    let (before, after) = (read("learn_before/values.txt"), read("learn_after/values.txt"));
    let documents = (read("learn_before/spec.yaml"), read("learn_after/spec.yaml"));
    assert_eq!(
        documents.0.split_once('\n').expect("text").1,
        documents.1.split_once('\n').expect("text").1
    );
    let bodies = |text: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.split_once(" => "));
        lines
            .map(|(body, _)| body.trim_start_matches("Orders ").to_owned())
            .collect()
    };
    assert_eq!(bodies(&before), bodies(&after));
    assert!(before.lines().all(|line| line.contains(" => error ")) && !after.contains(" => error"));

    let lines: Vec<String> = bodies(&before)
        .iter()
        .map(|body| {
            json!({"request": {"method": "GET", "url": "/orders"}, "response": {"status": 200, "body": body}})
                .to_string()
        })
        .collect();
    let found = lesson(&documents.0, &lines);
    let tables: Vec<String> = found.overrides.iter().map(|one| one.to_toml("learn_after")).collect();
    let config = read("learn_after/oaspen.toml");
    let (_, overrides) = config.split_once("\n\n").expect("overrides");
    assert_eq!(tables.join("\n"), overrides);
    assert_eq!(found.left, []);
}
