//! Nested documents, and chains of references: their depth does not decide how much stack the generator takes.

use serde_json::{Map, Value, json};

use crate::common;
use crate::common::cpu::within;

type Wrap = fn(Value) -> Value;

/// A schema around another one, or around a reference.
const KINDS: [(&str, Wrap); 30] = [
    ("items", |s| json!({"type": "array", "items": s})),
    (
        "prefixItems",
        |s| json!({"type": "array", "prefixItems": [s, {"type": "string"}]}),
    ),
    ("properties", |s| json!({"type": "object", "properties": {"a": s}})),
    (
        "required",
        |s| json!({"type": "object", "required": ["a"], "properties": {"a": s, "b": {"type": "string"}}}),
    ),
    (
        "additionalProperties",
        |s| json!({"type": "object", "additionalProperties": s}),
    ),
    (
        "patternProperties",
        |s| json!({"type": "object", "patternProperties": {"^x": s}}),
    ),
    ("allOf", |s| json!({"allOf": [s]})),
    (
        "allOf two",
        |s| json!({"allOf": [s, {"type": "object", "properties": {"b": {"type": "string"}}}]}),
    ),
    (
        "allOf and properties",
        |s| json!({"type": "object", "properties": {"c": {"type": "string"}}, "allOf": [{"description": "d"}, s]}),
    ),
    ("oneOf", |s| json!({"oneOf": [s, {"type": "string"}]})),
    ("oneOf one", |s| json!({"oneOf": [s]})),
    ("oneOf null", |s| json!({"oneOf": [s, {"type": "null"}]})),
    (
        "oneOf object",
        |s| json!({"oneOf": [{"type": "object", "required": ["k"], "properties": {"k": {"const": "v"}}}, s]}),
    ),
    ("anyOf", |s| json!({"anyOf": [s, {"type": "integer"}]})),
    (
        "oneOf and allOf",
        |s| json!({"allOf": [{"type": "object", "properties": {"b": {"type": "string"}}}], "oneOf": [s, {"type": "object", "required": ["q"], "properties": {"q": {"type": "string"}}}]}),
    ),
    ("not", |s| json!({"type": "string", "not": s})),
    (
        "then",
        |s| json!({"type": "object", "if": {"required": ["a"]}, "then": s, "else": {"type": "object"}}),
    ),
    ("contains", |s| json!({"type": "array", "contains": s})),
    ("propertyNames", |s| json!({"type": "object", "propertyNames": s})),
    (
        "unevaluatedProperties",
        |s| json!({"type": "object", "unevaluatedProperties": s}),
    ),
    (
        "contentSchema",
        |s| json!({"type": "string", "contentMediaType": "application/json", "contentSchema": s}),
    ),
    (
        "discriminator",
        |s| json!({"oneOf": [s, {"type": "object", "properties": {"kind": {"type": "string"}}}], "discriminator": {"propertyName": "kind"}}),
    ),
    (
        "parent",
        |s| json!({"type": "object", "required": ["kind"], "discriminator": {"propertyName": "kind"}, "properties": {"kind": {"type": "string"}, "a": {"type": "string"}}, "allOf": [s]}),
    ),
    ("default", |s| json!({"type": "object", "default": s})),
    (
        "example",
        |s| json!({"type": "object", "example": s, "properties": {"a": {"type": "object", "additionalProperties": true}}}),
    ),
    (
        "patternProperties two",
        |s| json!({"type": "object", "patternProperties": {"^x": s, "^y": {"type": "integer"}}, "additionalProperties": {"type": "string"}}),
    ),
    (
        "types",
        |s| json!({"type": ["object", "array", "object", "array"], "properties": {"a": s}, "items": {"type": "string"}}),
    ),
    (
        "types of items",
        |s| json!({"type": ["array", "object"], "items": s, "additionalProperties": {"type": "string"}}),
    ),
    (
        "unevaluatedItems",
        |s| json!({"type": "array", "prefixItems": [{"type": "string"}], "unevaluatedItems": s}),
    ),
    ("enum", |s| json!({"enum": [s, {"a": 1}]})),
];

fn last() -> Value {
    json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": "z"}, "z": {"type": "string"}}})
}

fn nested(wrap: Wrap, depth: usize) -> Value {
    let mut schema = last();
    loop {
        let next = wrap(schema.clone());
        if height(&next) > depth {
            return schema;
        }
        schema = next;
    }
}

fn height(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(height).max().unwrap_or(0),
        Value::Object(map) => 1 + map.values().map(height).max().unwrap_or(0),
        _ => 0,
    }
}

fn chain(wrap: Wrap, length: usize) -> Value {
    let schemas = (0..length).map(|n| {
        let next = format!("#/components/schemas/S{}", n + 1);
        (format!("S{n}"), wrap(json!({"$ref": next})))
    });
    let schemas = schemas.chain([(format!("S{length}"), last())]).collect();
    document(json!({"$ref": "#/components/schemas/S0"}), schemas)
}

fn document(schema: Value, schemas: Map<String, Value>) -> Value {
    let media = json!({"application/json": {"schema": schema}});
    json!({
        "openapi": "3.1.0", "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"post": {"operationId": "postA", "requestBody": {"content": media.clone()},
            "responses": {"200": {"description": "ok", "content": media}}}}},
        "components": {"schemas": schemas},
    })
}

/// Runs the generator with less stack than a thread has by default.
#[track_caller]
fn is_generated(what: &str, text: String) {
    let name = what.to_owned();
    let generate = || oaspen::generate(&common::text_input("spec.json", text), &common::settings(), None);
    let run = move || within(60, &name, generate);
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(run);
    let outcome = thread.expect("a thread").join().expect("no panic");
    assert!(!outcome.files.is_empty(), "{what}: {}", common::rendered(&outcome));
}

#[test]
fn nested_schemas_take_bounded_stack_and_time() {
    for (name, wrap) in KINDS {
        let schema = nested(wrap, 60);
        let schemas = [("S".to_owned(), schema.clone())].into_iter().collect();
        is_generated(name, document(schema, schemas).to_string());
    }
}

#[test]
fn chains_of_references_take_bounded_stack_and_time() {
    for (name, wrap) in KINDS {
        is_generated(name, chain(wrap, 30).to_string());
    }
}

/// The values of a map have the type of a pattern, and a reference to the pattern is one to that type.
#[test]
fn patterns_are_moved_and_references_to_them_are_followed() {
    let pattern = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let patterns = json!({"^x": pattern, "^y": {"type": "integer"}});
    let schemas = json!({
        "One": {"type": "object", "patternProperties": {"^x": pattern}},
        "Two": {"type": "object", "patternProperties": patterns},
        "Uses": {"type": "object", "required": ["one", "two"], "properties": {
            "one": {"$ref": "#/components/schemas/One/patternProperties/%5Ex"},
            "two": {"$ref": "#/components/schemas/Two/patternProperties/%5Ey"}}},
    });
    let schemas = schemas.as_object().cloned().expect("an object");
    let text = document(json!({"$ref": "#/components/schemas/Uses"}), schemas).to_string();
    let outcome = oaspen::generate(&common::text_input("spec.json", text), &common::settings(), None);
    let uses = outcome.files.iter().find(|file| file.path.ends_with("models/uses.rs"));
    let uses = &uses.expect("the model").text;
    assert!(
        uses.contains("pub one: OneValue,") && uses.contains("pub two: i64,"),
        "{uses}"
    );
}
