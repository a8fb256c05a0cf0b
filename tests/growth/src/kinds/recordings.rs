//! Kinds of recordings that `learn` compares with a document.

use oaspen::{Exchange, read_recording};
use serde_json::{Value, json};

use super::schemas::text;
use super::{Case, Kind, Task, list, members, ok, paths};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "learn-members-missing",
        make: |n| {
            let own = |i: usize| json!({"type": "object", "required": [format!("own{i}")], "properties": {format!("own{i}"): text()}});
            operations(n, own, |_| json!({}))
        },
    },
    Kind {
        name: "learn-members-of-one-schema",
        make: |n| {
            let names = list(n, |i| json!(format!("own{i}")));
            let properties = members(n, |i| (format!("own{i}"), text()));
            let one = json!({"type": "object", "required": names, "properties": properties});
            learning(operation(&one), &[("/p0", json!({}))])
        },
    },
    Kind {
        name: "learn-members-spelled",
        make: |n| {
            let properties = members(n, |i| (format!("own_{i}"), text()));
            let one = json!({"type": "object", "properties": properties});
            let sent = members(n, |i| (format!("own-{i}"), json!("a")));
            learning(operation(&one), &[("/p0", sent)])
        },
    },
    Kind {
        name: "learn-null",
        make: |n| {
            let own = |i: usize| json!({"type": "object", "properties": {"id": text(), format!("own{i}"): text()}});
            operations(n, own, |_| json!({"id": null}))
        },
    },
    Kind {
        name: "learn-types",
        make: |n| {
            let own = |i: usize| json!({"type": "object", "properties": {format!("own{i}"): text()}});
            operations(n, own, |i| json!({format!("own{i}"): 1}))
        },
    },
    Kind {
        name: "learn-branches",
        make: |n| {
            let tagged = |i: usize| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": [format!("k{i}")]}, "value": text()}});
            let one = json!({"type": "array", "items": {"oneOf": list(n, tagged)}});
            let sent = list(n, |i| json!({"kind": format!("k{i}"), "value": 1}));
            learning(operation(&one), &[("/p0", sent)])
        },
    },
];

fn operation(schema: &Value) -> Case {
    paths(json!({"/p0": {"get": {"operationId": "get0", "responses": ok(schema)}}}))
}

/// An operation with a response of each schema, and an exchange of each.
fn operations(count: usize, schema: impl Fn(usize) -> Value, body: impl Fn(usize) -> Value) -> Case {
    let one = |i: usize| {
        let get = json!({"operationId": format!("get{i}"), "responses": ok(&schema(i))});
        (format!("/p{i}"), json!({ "get": get }))
    };
    let bodies: Vec<(String, Value)> = (0..count).map(|i| (format!("/p{i}"), body(i))).collect();
    let bodies: Vec<(&str, Value)> = bodies
        .iter()
        .map(|(path, body)| (path.as_str(), body.clone()))
        .collect();
    learning(paths(members(count, one)), &bodies)
}

fn learning(mut case: Case, bodies: &[(&str, Value)]) -> Case {
    let lines = bodies.iter().map(|(path, body)| {
        let request = json!({"method": "GET", "url": format!("https://api.example.com{path}")});
        let headers = json!({"content-type": "application/json"});
        json!({"request": request, "response": {"status": 200, "headers": headers, "body": body.to_string()}})
            .to_string()
    });
    let lines: Vec<String> = lines.collect();
    let exchanges: Vec<Exchange> = read_recording("growth.jsonl", lines.join("\n").as_bytes()).expect("a recording");
    case.task = Task::Learn(exchanges);
    case
}
