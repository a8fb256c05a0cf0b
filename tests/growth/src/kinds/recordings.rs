//! Kinds of recordings that `learn` compares with a document.

use oaspen::{Exchange, read_recording};
use serde_json::{Value, json};

use super::schemas::text;
use super::{Case, Kind, Task, document, json as case, list, members, ok, paths, reference};

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
    // Each exchange has one of the members.
    Kind {
        name: "learn-routes-of-one-large-model",
        make: |n| {
            let large = json!({"type": "object", "required": ["id"], "properties": members(n, |i| (format!("own{i}"), text()))});
            let case = routes(
                n,
                |i| (format!("/p{i}"), json!({})),
                &reference("Large"),
                json!({"Large": large}),
            );
            recorded(case, n, |i| (format!("/p{i}"), json!({format!("own{i}"): 1})))
        },
    },
    Kind {
        name: "learn-branches-of-own-members",
        make: |n| {
            let own = |i: usize| json!({"type": "object", "required": [format!("own{i}")], "properties": {format!("own{i}"): text(), "value": text()}});
            let one = json!({"type": "array", "items": {"oneOf": list(n, own)}});
            let sent = list(n, |i| json!({format!("own{i}"): "a", "value": 1}));
            learning(operation(&one), &[("/p0", sent)])
        },
    },
    Kind {
        name: "learn-routes-with-servers",
        make: |n| {
            let with = |i: usize| json!({"servers": [{"url": format!("https://api.example.com/s{i}")}]});
            let case = routes(n, |i| (format!("/p{i}"), with(i)), &text(), json!({}));
            recorded(case, n, |i| (format!("/s{i}/p{i}"), json!("a")))
        },
    },
    Kind {
        name: "learn-routes-with-texts-in-segments",
        make: |n| {
            let with = json!({"parameters": [{"name": "id", "in": "path", "required": true, "schema": text()}]});
            let case = routes(n, |i| (format!("/{{id}}.p{i}"), with.clone()), &text(), json!({}));
            recorded(case, n, |i| (format!("/1.p{i}"), json!("a")))
        },
    },
    Kind {
        name: "learn-routes-with-texts-between-parameters",
        make: |n| {
            let named = |name: &str| json!({"name": name, "in": "path", "required": true, "schema": text()});
            let with = json!({"parameters": [named("a"), named("b")]});
            let case = routes(n, |i| (format!("/{{a}}-x{i}-{{b}}"), with.clone()), &text(), json!({}));
            recorded(case, n, |i| (format!("/1-x{i}-2"), json!("a")))
        },
    },
    Kind {
        name: "learn-branches-without-tags",
        make: |n| {
            let own = |i: usize| json!({"type": "object", "properties": {format!("own{i}"): text()}});
            let one = json!({"type": "array", "items": {"oneOf": list(n, own)}});
            let sent = list(n, |i| json!({format!("own{i}"): 1}));
            learning(operation(&one), &[("/p0", sent)])
        },
    },
    Kind {
        name: "learn-routes-with-queries",
        make: |n| {
            let case = routes(n, |i| (format!("/p?action=p{i}"), json!({})), &text(), json!({}));
            recorded(case, n, |i| (format!("/p?action=p{i}"), json!("a")))
        },
    },
];

/// Routes with a response of one schema.
fn routes(count: usize, route: impl Fn(usize) -> (String, Value), schema: &Value, schemas: Value) -> Case {
    let one = |i: usize| {
        let (path, mut item) = route(i);
        item["get"] = json!({"operationId": format!("get{i}"), "responses": ok(schema)});
        (path, item)
    };
    case(&document(
        "3.0.3",
        json!({"paths": members(count, one), "components": {"schemas": schemas}}),
    ))
}

fn recorded(case: Case, count: usize, exchange: impl Fn(usize) -> (String, Value)) -> Case {
    let bodies: Vec<(String, Value)> = (0..count).map(exchange).collect();
    let bodies: Vec<(&str, Value)> = bodies
        .iter()
        .map(|(path, body)| (path.as_str(), body.clone()))
        .collect();
    learning(case, &bodies)
}

fn operation(schema: &Value) -> Case {
    paths(json!({"/p0": {"get": {"operationId": "get0", "responses": ok(schema)}}}))
}

/// An operation with a response of each schema, and an exchange of each.
fn operations(count: usize, schema: impl Fn(usize) -> Value, body: impl Fn(usize) -> Value) -> Case {
    let one = |i: usize| {
        let get = json!({"operationId": format!("get{i}"), "responses": ok(&schema(i))});
        (format!("/p{i}"), json!({ "get": get }))
    };
    recorded(paths(members(count, one)), count, |i| (format!("/p{i}"), body(i)))
}

fn learning(mut case: Case, bodies: &[(&str, Value)]) -> Case {
    let lines = bodies.iter().map(|(path, body)| {
        let request = json!({"method": "GET", "url": format!("https://api.example.com{path}")});
        let headers = json!({"content-type": "application/json"});
        json!({"request": request, "response": {"status": 200, "headers": headers, "body": body.to_string()}})
            .to_string()
    });
    let lines: Vec<String> = lines.collect();
    // An empty file is no recording.
    let exchanges: Vec<Exchange> = match lines.as_slice() {
        [] => Vec::new(),
        lines => read_recording("growth.jsonl", lines.join("\n").as_bytes()).expect("a recording"),
    };
    case.task = Task::Learn(exchanges);
    case
}
