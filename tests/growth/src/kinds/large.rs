//! Kinds of schemas that refer to one large schema: as many of them as it has parts.

use serde_json::{Value, json};

use super::schemas::{text, with_properties};
use super::unions::tagged;
use super::{Case, Kind, list, members, reference, schemas};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "unions-of-one-large-union-and-text",
        make: |n| unions(n, union(n, json!({})), &text()),
    },
    Kind {
        name: "unions-of-one-large-union-and-object",
        make: |n| unions(n, union(n, json!({})), &other()),
    },
    Kind {
        name: "unions-of-one-large-tagged-union-and-object",
        make: |n| {
            unions(
                n,
                union(n, json!({"discriminator": {"propertyName": "kind"}})),
                &other(),
            )
        },
    },
    Kind {
        name: "unions-of-one-large-object-and-text",
        make: |n| {
            unions(
                n,
                vec![with_properties(members(n, |i| (format!("p{i}"), text())))],
                &text(),
            )
        },
    },
    Kind {
        name: "unions-of-one-object-of-required-and-object",
        make: |n| unions(n, vec![required(n)], &other()),
    },
    Kind {
        name: "unions-of-one-object-of-enums-and-object",
        make: |n| {
            let own = |i: usize| json!({"type": "string", "enum": [format!("a{i}"), format!("b{i}")]});
            unions(
                n,
                vec![with_properties(members(n, |i| (format!("p{i}"), own(i))))],
                &other(),
            )
        },
    },
    Kind {
        name: "unions-of-one-large-enum-and-object",
        make: |n| unions(n, vec![values(n)], &other()),
    },
    Kind {
        name: "unions-of-one-large-enum-and-null",
        make: |n| unions(n, vec![values(n)], &json!({"nullable": true})),
    },
    Kind {
        name: "unions-of-constants-and-integer",
        make: |n| {
            let one = |i: usize| json!({"type": "string", "enum": [format!("v{i}")]});
            unions(n, vec![json!({"oneOf": list(n, one)})], &json!({"type": "integer"}))
        },
    },
    Kind {
        name: "unions-of-one-large-all-of-and-text",
        make: |n| {
            let part = |i: usize| with_properties(members(1, |_| (format!("p{i}"), text())));
            let mut parts: Vec<Value> = vec![json!({"allOf": list(n, |i| reference(&format!("S{}", i + 1)))})];
            parts.extend((0..n).map(part));
            unions(n, parts, &text())
        },
    },
    Kind {
        name: "unions-of-lists-of-one-large-union",
        make: |n| {
            let mut parts = union(n, json!({}));
            parts.insert(0, json!({"type": "array", "items": reference("S1")}));
            unions(n, parts, &text())
        },
    },
    // Each of them is a branch of nine others.
    Kind {
        name: "unions-of-each-other",
        make: |n| {
            let near = |i: usize| list(9, |step| reference(&format!("S{}", (i + step * step + 1) % n)));
            schemas(members(n, |i| (format!("S{i}"), json!({"oneOf": near(i)}))))
        },
    },
];

/// The first of some schemas, or this one: so many unions.
fn unions(count: usize, parts: Vec<Value>, other: &Value) -> Case {
    let all = parts.len();
    schemas(members(all + count, |i| match parts.get(i) {
        Some(part) => (format!("S{i}"), part.clone()),
        None => (format!("U{}", i - all), json!({"oneOf": [reference("S0"), other]})),
    }))
}

/// A union, and its branches after it.
fn union(count: usize, keywords: Value) -> Vec<Value> {
    let mut all = keywords;
    if let Some(map) = all.as_object_mut() {
        map.insert("oneOf".to_owned(), list(count, |i| reference(&format!("S{}", i + 1))));
    }
    std::iter::once(all).chain((0..count).map(tagged)).collect()
}

fn required(count: usize) -> Value {
    let names = list(count, |i| json!(format!("p{i}")));
    let properties = members(count, |i| (format!("p{i}"), text()));
    json!({"type": "object", "properties": properties, "required": names})
}

fn values(count: usize) -> Value {
    json!({"type": "string", "enum": list(count, |i| json!(format!("v{i}")))})
}

fn other() -> Value {
    json!({"type": "object", "required": ["other"], "properties": {"other": text()}})
}
