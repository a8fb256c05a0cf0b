//! Small documents in which unions multiply: every layer refers to every schema of the next one. The work grows with the
//! document and not with the number of paths through it, or these tests do not end.

use oaspen::Outcome;
use serde_json::{Map, Value, json};

use crate::{common, safe};

const WIDTH: usize = 4;
const DEPTH: usize = 14;

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Layers of schemas, `inner` of the references to the next layer, and `leaf` at the end.
fn layers(inner: &dyn Fn(usize, Vec<Value>) -> Value, leaf: &dyn Fn(usize) -> Value) -> Map<String, Value> {
    let name = |depth: usize, width: usize| format!("S{depth}x{width}");
    let mut schemas = Map::new();
    for depth in 0..DEPTH {
        for width in 0..WIDTH {
            let next = (0..WIDTH).map(|width| reference(&name(depth + 1, width))).collect();
            let schema = if depth + 1 < DEPTH {
                inner(depth, next)
            } else {
                leaf(width)
            };
            schemas.insert(name(depth, width), schema);
        }
    }
    schemas
}

fn generated(what: &str, schemas: &Map<String, Value>) -> Outcome {
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": schemas},
    });
    let outcome = oaspen::generate(
        &common::text_input("spec.json", document.to_string()),
        &common::settings(),
        None,
    );
    safe::check(&outcome, what);
    assert!(
        !outcome.diagnostics.has_errors(),
        "{what}: {}",
        common::rendered(&outcome)
    );
    assert!(
        outcome.stats.models < 20 * schemas.len(),
        "{what}: {} models of {}",
        outcome.stats.models,
        schemas.len()
    );
    outcome
}

fn tagged(width: usize) -> Value {
    let tag = format!("v{width}");
    json!({"type": "object", "required": ["t"], "properties": {"t": {"type": "string", "enum": [tag]}}})
}

fn constant(width: usize) -> Value {
    json!({"type": "string", "enum": [format!("v{width}")]})
}

#[test]
fn unions_of_unions_of_objects() {
    generated("objects", &layers(&|_, next| json!({"oneOf": next}), &tagged));
}

#[test]
fn unions_of_unions_of_constants() {
    let mut schemas = layers(&|_, next| json!({"oneOf": next}), &constant);
    let branch = |tag: Value| json!({"type": "object", "required": ["t"], "properties": {"t": tag}});
    let branches = [
        branch(reference("S0x0")),
        branch(json!({"type": "string", "enum": ["z"]})),
    ];
    schemas.insert("Pair".to_owned(), json!({"oneOf": branches}));
    generated("constants", &schemas);
}

#[test]
fn all_of_in_all_of_with_constants() {
    let mut schemas = layers(
        &|_, next| json!({"allOf": next}),
        &|_| json!({"type": "string", "enum": ["a", "b"]}),
    );
    let branch = |tag: Value| json!({"type": "object", "properties": {"t": tag}});
    let branches = [
        branch(reference("S0x0")),
        branch(json!({"type": "string", "enum": ["z"]})),
    ];
    schemas.insert("Pair".to_owned(), json!({"oneOf": branches}));
    generated("allOf", &schemas);
}

#[test]
fn discriminators_in_discriminators() {
    let inner = |_: usize, next: Vec<Value>| json!({"oneOf": next, "discriminator": {"propertyName": "t"}});
    generated(
        "discriminators",
        &layers(
            &inner,
            &|_| json!({"type": "object", "properties": {"a": {"type": "string"}}}),
        ),
    );
}

#[test]
fn parts_of_a_form_in_layers() {
    let schemas = layers(
        &|_, next| json!({"anyOf": next}),
        &|_| json!({"type": "string", "format": "binary"}),
    );
    let form = json!({"type": "object", "properties": {"file": reference("S0x0")}});
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "components": {"schemas": schemas},
        "paths": {"/a": {"post": {
            "requestBody": {"content": {"multipart/form-data": {"schema": form}}},
            "responses": {"204": {"description": "ok"}},
        }}},
    });
    let input = common::text_input("spec.json", document.to_string());
    let outcome = oaspen::generate(&input, &common::settings(), None);
    safe::check(&outcome, "form");
    assert_eq!(outcome.stats.operations, 1);
}

#[test]
fn members_beside_unions_in_every_layer() {
    let member = |depth: usize| json!({format!("p{depth}"): {"type": "string"}});
    let inner = |depth: usize, next: Vec<Value>| json!({"type": "object", "properties": member(depth), "oneOf": next});
    let outcome = generated("shared members", &layers(&inner, &tagged));
    let is_named = outcome
        .diagnostics
        .iter()
        .any(|found| found.message.contains("too many combinations"));
    assert!(is_named, "what is not kept apart is reported");
}

#[test]
fn a_chain_of_unions_with_members() {
    let schemas: Map<String, Value> = (0..150)
        .map(|level| {
            let next = [reference(&format!("S{}", level + 1))];
            let own = json!({"type": "object", "properties": {format!("p{level}"): {"type": "string"}}, "oneOf": next});
            (format!("S{level}"), own)
        })
        .chain([(
            "S150".to_owned(),
            json!({"type": "object", "properties": {"end": {"type": "string"}}}),
        )])
        .collect();
    generated("chain", &schemas);
}

#[test]
fn a_chain_of_unions() {
    let schemas: Map<String, Value> = (0..300)
        .map(|level| {
            let next = [reference(&format!("S{}", level + 1)), json!({"type": "integer"})];
            (format!("S{level}"), json!({"oneOf": next}))
        })
        .chain([("S300".to_owned(), json!({"type": "string", "nullable": true}))])
        .collect();
    generated("chain of unions", &schemas);
}

#[test]
fn a_circle_of_unions_with_discriminators() {
    let schemas: Map<String, Value> = (0..300)
        .map(|level| {
            let own = json!({"type": "object", "required": ["k"], "properties": {"k": {"type": "string", "enum": [format!("v{level}")]}}});
            let next = [reference(&format!("S{}", (level + 1) % 300)), own];
            (
                format!("S{level}"),
                json!({"oneOf": next, "discriminator": {"propertyName": "k"}}),
            )
        })
        .collect();
    generated("circle", &schemas);
}
