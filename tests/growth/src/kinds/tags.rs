//! Tags, each of which becomes a module.

use oaspen::{Layout, PackageFeatures};
use serde_json::json;

use super::{Case, Kind, document, done, json as case, list, members, ok, operation, paths, reference, spelling};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "tags",
        make: tagged,
    },
    Kind {
        name: "tags-of-one-name",
        make: |n| {
            paths(members(n, |i| {
                (
                    format!("/p{i}"),
                    json!({"get": {"operationId": format!("get{i}"), "tags": [spelling(i)], "responses": done()}}),
                )
            }))
        },
    },
    Kind {
        name: "tags-declared",
        make: |n| {
            case(&document(
                "3.0.3",
                json!({"tags": list(n, |i| json!({"name": format!("tag{i}"), "description": "A tag."})), "paths": {"/a": {"get": {"tags": ["tag1"], "responses": done()}}}}),
            ))
        },
    },
    Kind {
        name: "tags-of-one-operation",
        make: |n| operation(json!({"tags": list(n, |i| json!(format!("tag{i}"))), "responses": done()})),
    },
    Kind {
        name: "tags-with-headers",
        make: |n| {
            paths(members(n, |i| {
                let headers = json!({format!("X-Header-{i}"): {"schema": {"type": "string"}}});
                let responses = json!({"200": {"description": "ok", "headers": headers}});
                (
                    format!("/p{i}"),
                    json!({"get": {"operationId": format!("get{i}"), "tags": [format!("tag{i}")], "responses": responses}}),
                )
            }))
        },
    },
    Kind {
        name: "tags-with-features",
        make: |n| {
            let next = |i: usize| {
                if i + 1 < n {
                    reference(&format!("S{}", i + 1))
                } else {
                    json!({})
                }
            };
            let model = |i: usize| json!({"type": "object", "properties": {"next": next(i)}});
            let get = |i: usize| json!({"operationId": format!("get{i}"), "tags": [format!("tag{i}")], "responses": ok(&reference(&format!("S{i}")))});
            let all = members(n, |i| (format!("S{i}"), model(i)));
            let mut case = case(&document(
                "3.0.3",
                json!({"paths": members(n, |i| (format!("/p{i}"), json!({"get": get(i)}))), "components": {"schemas": all}}),
            ));
            case.settings.features = PackageFeatures::Tags;
            case
        },
    },
    Kind {
        name: "tags-in-one-file",
        make: |n| {
            let mut case = tagged(n);
            case.settings.layout = Layout::File;
            case
        },
    },
];

/// An operation for each tag.
fn tagged(count: usize) -> Case {
    paths(members(count, |i| {
        (
            format!("/p{i}"),
            json!({"get": {"operationId": format!("get{i}"), "tags": [format!("tag{i}")], "responses": done()}}),
        )
    }))
}
