//! Kinds of documents of which the reference is made, or the findings are shown.

use serde_json::{Value, json};

use super::schemas::text;
use super::{Case, Kind, Task, document, done, json as case, list, members, reference, schemas};

pub(crate) const KINDS: &[Kind] = &[
    // Each call has an example with the members.
    Kind {
        name: "pages-of-one-large-body",
        make: |n| {
            let properties = members(n, |i| (format!("own{i}"), text()));
            let required = list(n, |i| json!(format!("own{i}")));
            bodies(
                n,
                json!({"M0": {"type": "object", "required": required, "properties": properties}}),
            )
        },
    },
    // Each model requires the next one four times.
    Kind {
        name: "pages-of-bodies-on-12-levels",
        make: |n| {
            let names = ["a", "b", "c", "d"];
            let level = |i: usize| {
                let next = if i < 11 {
                    reference(&format!("M{}", i + 1))
                } else {
                    text()
                };
                let properties = members(names.len(), |at| (names[at].to_owned(), next.clone()));
                (
                    format!("M{i}"),
                    json!({"type": "object", "required": names, "properties": properties}),
                )
            };
            bodies(n, members(12, level))
        },
    },
    Kind {
        name: "pages-of-operations-with-own-schemes",
        make: |n| {
            let scheme = |i: usize| {
                (
                    format!("k{i}"),
                    json!({"type": "apiKey", "in": "header", "name": format!("X-{i}")}),
                )
            };
            let get = |i: usize| {
                let own = members(1, |_| (format!("k{i}"), json!([])));
                (
                    format!("/p{i}"),
                    json!({"get": {"security": [own], "responses": done()}}),
                )
            };
            let schemes = json!({"securitySchemes": members(n, scheme)});
            let mut case = case(&document(
                "3.0.3",
                json!({"paths": members(n, get), "components": schemes}),
            ));
            case.task = Task::Document;
            case
        },
    },
    Kind {
        name: "findings-in-one-line",
        make: |n| {
            let wrong = |i: usize| (format!("S{i}"), json!({"type": "strin", "description": 5}));
            let mut case = schemas(members(n, wrong));
            case.task = Task::Show;
            case
        },
    },
];

/// Operations with one body.
fn bodies(count: usize, schemas: Value) -> Case {
    let body = json!({"required": true, "content": {"application/json": {"schema": reference("M0")}}});
    let post = |i: usize| {
        let post = json!({"operationId": format!("post{i}"), "requestBody": body, "responses": done()});
        (format!("/p{i}"), json!({"post": post}))
    };
    let paths = members(count, post);
    let mut case = case(&document(
        "3.0.3",
        json!({"paths": paths, "components": {"schemas": schemas}}),
    ));
    case.task = Task::Document;
    case
}
