//! References to references: however many there are, what is at their end counts.

use std::collections::BTreeSet;

use crate::common;
use crate::common::cpu::within;
use oaspen::Outcome;
use serde_json::{Map, Value, json};

fn generate(document: &Value) -> Outcome {
    let text = document.to_string();
    within(60, "spec.json", || {
        oaspen::generate(&common::text_input("spec.json", text), &common::settings(), None)
    })
}

/// `A0` to the last, each a reference to the next one, and a definition at the end.
fn chain(list: &str, links: usize, end: Value) -> Value {
    let mut map: Map<String, Value> = (0..links)
        .map(|n| (format!("A{n}"), json!({"$ref": format!("#/{list}/A{}", n + 1)})))
        .collect();
    map.insert(format!("A{links}"), end);
    Value::Object(map)
}

/// The same without an end.
fn ring(list: &str, links: usize) -> Value {
    chain(list, links - 1, json!({"$ref": format!("#/{list}/A0")}))
}

fn object() -> Value {
    json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}})
}

fn first(list: &str) -> Value {
    json!({"$ref": format!("#/{list}/A0")})
}

/// A document that uses the first of each kind of component.
fn document(components: impl Fn(&str, Value) -> Value) -> Value {
    let content = json!({"application/json": {"schema": first("components/schemas")}});
    let list = |name: &str, end: Value| components(&format!("components/{name}"), end);
    json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/a": {"post": {
            "operationId": "a",
            "security": [{"A0": []}],
            "parameters": [first("components/parameters")],
            "requestBody": first("components/requestBodies"),
            "responses": {"200": first("components/responses")},
        }}},
        "components": {
            "schemas": list("schemas", object()),
            "parameters": list("parameters", json!({"name": "p", "in": "query", "schema": {"type": "string"}})),
            "requestBodies": list("requestBodies", json!({"content": content})),
            "responses": list("responses", json!({
                "description": "d", "content": content, "headers": {"X-A": first("components/headers")},
            })),
            "headers": list("headers", json!({"schema": {"type": "string"}})),
            "examples": list("examples", json!({"value": {"a": "b"}})),
            "securitySchemes": list("securitySchemes", json!({"type": "http", "scheme": "bearer"})),
        },
    })
}

/// The same for the versions before OpenAPI 3.
fn swagger2(components: impl Fn(&str, Value) -> Value) -> Value {
    json!({
        "swagger": "2.0", "info": {"title": "T", "version": "1"}, "host": "api.example.com", "schemes": ["https"],
        "paths": {"/a": {"get": {
            "operationId": "a", "produces": ["application/json"],
            "parameters": [first("parameters")],
            "responses": {"200": first("responses")},
        }}},
        "definitions": components("definitions", object()),
        "parameters": components("parameters", json!({"name": "p", "in": "query", "type": "string"})),
        "responses": components("responses", json!({"description": "d", "schema": first("definitions")})),
    })
}

/// Path items that are references to each other, each with a member of its own or without one.
fn paths(links: usize, own: Option<&str>) -> Value {
    let mut paths: Map<String, Value> = (0..links)
        .map(|n| {
            let mut item = json!({"$ref": format!("#/paths/~1a{}", n + 1)});
            if let Some(own) = own {
                item[own] = json!("text");
            }
            (format!("/a{n}"), item)
        })
        .collect();
    let end = json!({"get": {"responses": {"200": {"description": "d"}}}});
    paths.insert(format!("/a{links}"), end);
    json!({
        "openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://api.example.com"}],
        "paths": paths,
    })
}

#[track_caller]
fn are_alike(short: &Value, long: &Value) {
    let (short, long) = (generate(short), generate(long));
    assert!(!short.diagnostics.has_errors(), "{}", common::rendered(&short));
    let codes = |outcome: &Outcome| {
        let mut codes: Vec<String> = outcome.diagnostics.iter().map(|one| one.code.code.to_owned()).collect();
        codes.dedup();
        codes
    };
    assert_eq!(codes(&short), codes(&long), "{}", common::rendered(&long));
    let text = |outcome: &Outcome| {
        let files = outcome.files.iter().filter(|file| file.path.ends_with("rs"));
        let code: String = files.map(|file| file.text.as_str()).collect();
        let is_link = |word: &str| word.get(1..).is_some_and(|rest| rest.parse::<usize>().is_ok());
        let words = code.split(|c: char| !c.is_alphanumeric()).filter(|word| !is_link(word));
        words.map(str::to_owned).collect::<BTreeSet<String>>()
    };
    assert_eq!(text(&short), text(&long));
}

#[test]
fn a_long_chain_of_references_is_no_cycle() {
    for links in [65, 1000] {
        let of = |links: usize| move |list: &str, end: Value| chain(list, links, end);
        are_alike(&document(of(3)), &document(of(links)));
        are_alike(&swagger2(of(3)), &swagger2(of(links)));
    }
}

#[test]
fn a_long_chain_of_path_items_is_no_cycle() {
    for own in [None, Some("summary")] {
        let outcome = generate(&paths(100, own));
        assert!(!outcome.diagnostics.has_errors(), "{}", common::rendered(&outcome));
        let rendered = common::rendered(&outcome);
        assert!(
            !rendered.contains("leads back") && !rendered.contains("nothing at"),
            "{rendered}"
        );
        assert!(!rendered.contains("W0102"), "{rendered}");
    }
}

#[test]
fn a_cycle_of_references_is_told_however_long_it_is() {
    for links in [1, 2, 3, 64, 65, 100, 1000] {
        let outcome = generate(&document(|list, end| match list {
            "components/schemas" => ring(list, links),
            _ => chain(list, 3, end),
        }));
        let rendered = common::rendered(&outcome);
        assert!(!outcome.diagnostics.has_errors(), "{rendered}");
        assert!(
            rendered.contains("W0113") && rendered.contains("leads back to itself"),
            "{rendered}"
        );
        let outcome = generate(&document(|list, end| match list {
            "components/parameters" => ring(list, links),
            _ => chain(list, 3, end),
        }));
        let rendered = common::rendered(&outcome);
        assert!(
            rendered.contains("W0102") && rendered.contains("leads back to itself"),
            "{rendered}"
        );
    }
}

/// A union that is a branch of itself, behind schemas that are only another name for it.
#[test]
fn a_union_is_a_branch_of_itself_behind_any_number_of_names() {
    let document = |links: usize| {
        let mut document = document(|list, end| chain(list, 3, end));
        let schemas = &mut document["components"]["schemas"];
        for n in 0..links {
            let next = match n + 1 {
                last if last == links => "U".to_owned(),
                next => format!("B{next}"),
            };
            schemas[format!("B{n}")] = json!({"allOf": [{"$ref": format!("#/components/schemas/{next}")}]});
        }
        let branch = json!({"$ref": "#/components/schemas/B0"});
        schemas["U"] = json!({"oneOf": [branch, {"type": "string"}, object()]});
        document["paths"]["/a"]["post"]["responses"]["200"] = json!({
            "description": "d",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/U"}}},
        });
        document
    };
    for links in [16, 17, 100] {
        are_alike(&document(3), &document(links));
    }
}
