//! Kinds of changes between two versions of a document.

use serde_json::{Value, json};

use super::schemas::text;
use super::{Accepted, Case, Kind, Task, document, done, json as case, list, members, ok, operation, paths, reference};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "changes-accepted",
        make: |n| {
            let one = |i: usize| json!({"get": {"operationId": format!("get{i}"), "responses": done()}});
            let old = paths(members(n, |i| (format!("/p{i}"), one(i))));
            compared(old, paths(json!({})), Accepted::All)
        },
    },
    Kind {
        name: "changes-of-members",
        make: |n| {
            let named = |prefix: &str| {
                let properties = members(n, |i| (format!("{prefix}{i}"), text()));
                let all = ok(&json!({"type": "object", "properties": properties}));
                operation(json!({"operationId": "one", "responses": all}))
            };
            compared(named("a"), named("b"), Accepted::None)
        },
    },
    Kind {
        name: "changes-of-parameters",
        make: |n| {
            let named = |prefix: &str| {
                let one = |i: usize| json!({"name": format!("{prefix}{i}"), "in": "query", "schema": text()});
                operation(json!({"operationId": "one", "parameters": list(n, one), "responses": done()}))
            };
            compared(named("a"), named("b"), Accepted::None)
        },
    },
    Kind {
        name: "changes-of-branches",
        make: |n| {
            let named = |prefix: &str| {
                let tagged = |i: usize| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": [format!("{prefix}{i}")]}}});
                operation(json!({"operationId": "one", "responses": ok(&json!({"oneOf": list(n, tagged)}))}))
            };
            compared(named("a"), named("b"), Accepted::None)
        },
    },
    Kind {
        name: "changes-of-servers",
        make: |n| {
            let named = |host: &str| {
                let servers = list(n, |i| json!({"url": format!("https://{host}{i}.example.com")}));
                case(&document("3.0.3", json!({ "servers": servers })))
            };
            compared(named("a"), named("b"), Accepted::None)
        },
    },
    Kind {
        name: "changes-of-tags",
        make: |n| {
            let named = |prefix: &str| {
                let one = |i: usize| json!({"get": {"operationId": format!("get{i}"), "tags": [format!("{prefix}{i}")], "responses": done()}});
                paths(members(n, |i| (format!("/p{i}"), one(i))))
            };
            compared(named("a"), named("b"), Accepted::None)
        },
    },
    Kind {
        name: "changes-at-the-end-of-a-chain",
        make: |n| compared(chain(n, &text()), chain(n, &json!({"type": "integer"})), Accepted::None),
    },
    Kind {
        name: "changes-of-nothing-in-a-ring",
        make: |n| compared(ring(n, "S", n), ring(n, "S", n), Accepted::None),
    },
    Kind {
        name: "changes-of-names-in-a-ring",
        make: |n| compared(ring(n, "Old", n), ring(n, "New", n), Accepted::None),
    },
    Kind {
        name: "changes-of-operations-of-a-ring",
        make: |n| compared(ring(n, "S", n), ring(n, "S", 1), Accepted::None),
    },
    Kind {
        name: "changes-of-branches-of-models",
        make: |n| {
            let named = |prefix: &str| {
                let name = |i: usize| format!("{prefix}{i}");
                let own = |i: usize| json!({"type": "object", "required": [format!("own{i}")], "properties": {format!("own{i}"): text()}});
                let get =
                    json!({"operationId": "get", "responses": ok(&json!({"oneOf": list(n, |i| reference(&name(i)))}))});
                let schemas = members(n, |i| (name(i), own(i)));
                case(&document(
                    "3.0.3",
                    json!({"paths": {"/a": {"get": get}}, "components": {"schemas": schemas}}),
                ))
            };
            compared(named("A"), named("B"), Accepted::None)
        },
    },
    Kind {
        name: "changes-of-schemes-of-operations",
        make: |n| {
            let named = |prefix: &str| {
                let scheme = |i: usize| {
                    let key = json!({"type": "apiKey", "in": "header", "name": format!("X-{prefix}{i}")});
                    (format!("{prefix}{i}"), key)
                };
                let get = |i: usize| {
                    let own = members(1, |_| (format!("{prefix}{i}"), json!([])));
                    let get = json!({"operationId": format!("get{i}"), "security": [own], "responses": done()});
                    (format!("/p{i}"), json!({ "get": get }))
                };
                let schemes = json!({"securitySchemes": members(n, scheme)});
                case(&document(
                    "3.0.3",
                    json!({"paths": members(n, get), "components": schemes}),
                ))
            };
            compared(named("a"), named("b"), Accepted::None)
        },
    },
    Kind {
        name: "changes-of-alternatives-of-schemes",
        make: |n| {
            let named = |prefix: &str| {
                let scheme = |i: usize| {
                    let key = json!({"type": "apiKey", "in": "header", "name": format!("X-{prefix}{i}")});
                    (format!("k{i}"), key)
                };
                let all = list(n, |i| members(1, |_| (format!("k{i}"), json!([]))));
                let get = json!({"operationId": "get", "security": all, "responses": done()});
                let schemes = json!({"securitySchemes": members(n, scheme)});
                case(&document(
                    "3.0.3",
                    json!({"paths": {"/a": {"get": get}}, "components": schemes}),
                ))
            };
            compared(named("a"), named("b"), Accepted::None)
        },
    },
    Kind {
        name: "changes-of-servers-of-operations",
        make: |n| {
            let server = |i: usize| json!({"url": format!("https://s{i}.example.com")});
            let with = |has_own: bool| {
                let get = |i: usize| {
                    let mut get = json!({"operationId": format!("get{i}"), "responses": done()});
                    if has_own {
                        get["servers"] = json!([server(i + 1)]);
                    }
                    (format!("/p{i}"), json!({ "get": get }))
                };
                case(&document(
                    "3.0.3",
                    json!({"paths": members(n, get), "servers": list(n, server)}),
                ))
            };
            compared(with(true), with(false), Accepted::None)
        },
    },
    Kind {
        name: "changes-of-required-parameters",
        make: |n| {
            let of = |prefix: &str| {
                let one = |i: usize| json!({"name": format!("{prefix}{i}"), "in": "query", "required": true, "schema": text()});
                operation(json!({"operationId": "one", "parameters": list(n, one), "responses": done()}))
            };
            compared(of("a"), of("a"), Accepted::None)
        },
    },
    Kind {
        name: "changes-of-members-that-all-use",
        make: |n| {
            let named = |prefix: &str| {
                let all = json!({"type": "object", "properties": members(n, |i| (format!("{prefix}{i}"), text()))});
                let get =
                    |i: usize| json!({"get": {"operationId": format!("get{i}"), "responses": ok(&reference("All"))}});
                let paths = members(n, |i| (format!("/p{i}"), get(i)));
                case(&document(
                    "3.0.3",
                    json!({"paths": paths, "components": {"schemas": {"All": all}}}),
                ))
            };
            compared(named("a"), named("b"), Accepted::None)
        },
    },
];

/// Objects that all reach each other, and operations that each receive one of them.
fn ring(count: usize, prefix: &str, operations: usize) -> Case {
    let name = |i: usize| format!("{prefix}{}", i % count.max(1));
    let get = |i: usize| json!({"get": {"operationId": format!("get{i}"), "responses": ok(&reference(&name(i)))}});
    let one = |i: usize| json!({"type": "object", "properties": {"next": reference(&name(i + 1)), format!("own{i}"): text()}});
    case(&document(
        "3.0.3",
        json!({"paths": members(operations.min(count), |i| (format!("/p{i}"), get(i))), "components": {"schemas": members(count, |i| (name(i), one(i)))}}),
    ))
}

/// An operation that sends and receives a chain of objects.
fn chain(count: usize, end: &Value) -> Case {
    let one = |i: usize| {
        let next = if i + 1 < count {
            reference(&format!("S{}", i + 1))
        } else {
            end.clone()
        };
        (format!("S{i}"), json!({"type": "object", "properties": {"next": next}}))
    };
    let get = json!({"operationId": "get", "responses": ok(&reference("S0"))});
    case(&document(
        "3.0.3",
        json!({"paths": {"/a": {"get": get}}, "components": {"schemas": members(count, one)}}),
    ))
}

fn compared(mut old: Case, new: Case, accepted: Accepted) -> Case {
    old.task = Task::Compare(new.input, accepted);
    old
}
