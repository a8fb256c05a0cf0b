//! Kinds of unions.

use serde_json::{Value, json};

use super::schemas::{chain, object, ring, text, unlike, with_properties};
use super::{Case, Kind, list, members, reference, schema, schemas, spelling};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "one-of-references",
        make: |n| union(n, json!({"oneOf": references(n)})),
    },
    Kind {
        name: "references-into-branches",
        make: |n| {
            let into = |i: usize| json!({"$ref": format!("#/components/schemas/One/oneOf/{i}")});
            let other = with_properties(members(n, |i| (format!("p{i}"), into(i))));
            schemas(json!({"Other": other, "One": {"oneOf": list(n, own_key)}}))
        },
    },
    Kind {
        name: "one-of-two-tags",
        make: |n| {
            let side = n.isqrt();
            let tag = |value: String| json!({"type": "string", "enum": [value]});
            let branch = |i: usize| {
                let members = json!({"row": tag(format!("r{}", i / side)), "column": tag(format!("c{}", i % side)), format!("k{i}"): text()});
                json!({"type": "object", "required": ["row", "column"], "properties": members})
            };
            schema(json!({"oneOf": list(n, branch)}))
        },
    },
    Kind {
        name: "any-of-references",
        make: |n| union(n, json!({"anyOf": references(n)})),
    },
    Kind {
        name: "one-of-inline",
        make: |n| schema(json!({"oneOf": list(n, own_key)})),
    },
    Kind {
        name: "one-of-titles",
        make: |n| {
            schema(
                json!({"oneOf": list(n, |i| json!({"title": format!("Branch {i}"), "type": "object", "properties": {format!("k{i}"): text()}}))}),
            )
        },
    },
    Kind {
        name: "one-of-one-name",
        make: |n| {
            schema(
                json!({"oneOf": list(n, |i| json!({"title": spelling(i), "type": "object", "properties": {format!("k{i}"): text()}}))}),
            )
        },
    },
    Kind {
        name: "one-of-alike",
        make: |n| {
            schema(
                json!({"oneOf": list(n, |i| json!({"type": "object", "properties": {"a": {"type": "string", "maxLength": i}}}))}),
            )
        },
    },
    Kind {
        name: "one-of-equal",
        make: |n| schema(json!({"oneOf": list(n, |_| object())})),
    },
    Kind {
        name: "one-of-constants",
        make: |n| schema(json!({"oneOf": list(n, |i| json!({"type": "string", "enum": [format!("v{i}")]}))})),
    },
    Kind {
        name: "one-of-tagged",
        make: |n| schema(json!({"oneOf": list(n, tagged)})),
    },
    Kind {
        name: "one-of-enums",
        make: |n| {
            schema(json!({"oneOf": list(n, |i| json!({"type": "string", "enum": [format!("a{i}"), format!("b{i}")]}))}))
        },
    },
    Kind {
        name: "one-of-arrays",
        make: |n| schema(json!({"oneOf": list(n, |i| json!({"type": "array", "items": unlike(i)}))})),
    },
    Kind {
        name: "unions",
        make: |n| schemas(members(n, |i| (format!("S{i}"), json!({"oneOf": [text(), unlike(i)]})))),
    },
    Kind {
        name: "unions-inline",
        make: |n| {
            schema(with_properties(members(n, |i| {
                (format!("p{i}"), json!({"oneOf": [text(), unlike(i)]}))
            })))
        },
    },
    Kind {
        name: "union-chain",
        make: |n| chain(n, |next| json!({"oneOf": [reference(next), text()]})),
    },
    Kind {
        name: "union-ring",
        make: |n| ring(n, |next| json!({"oneOf": [reference(next), text()]})),
    },
    Kind {
        name: "union-object-chain",
        make: |n| {
            chain(
                n,
                |next| json!({"oneOf": [with_properties(json!({"next": reference(next)})), text()]}),
            )
        },
    },
    Kind {
        name: "discriminator-mapping",
        make: |n| {
            union(
                n,
                json!({"oneOf": references(n), "discriminator": {"propertyName": "kind", "mapping": members(n, |i| (format!("kind{i}"), json!(format!("#/components/schemas/S{i}"))))}}),
            )
        },
    },
    Kind {
        name: "discriminator-without-mapping",
        make: |n| {
            union(
                n,
                json!({"oneOf": references(n), "discriminator": {"propertyName": "kind"}}),
            )
        },
    },
    Kind {
        name: "discriminator-children",
        make: children,
    },
    Kind {
        name: "discriminator-children-mapped",
        make: |n| {
            let mapping = members(n, |i| (format!("kind{i}"), json!(format!("S{}", i + 1))));
            let mut parent = parent();
            parent["discriminator"]["mapping"] = mapping;
            let child = |i: usize| json!({"allOf": [reference("S0"), {"type": "object", "properties": {format!("own{i}"): reference("S0")}}]});
            schemas(members(n + 1, |i| {
                (format!("S{i}"), if i == 0 { parent.clone() } else { child(i) })
            }))
        },
    },
    Kind {
        name: "discriminator-chain",
        make: |n| {
            chain_of_parents(
                n,
                |i| json!({"allOf": [reference(&format!("S{}", i - 1)), {"type": "object", "properties": {format!("own{i}"): text()}}]}),
            )
        },
    },
    Kind {
        name: "discriminator-chain-of-each",
        make: |n| {
            chain_of_parents(
                n,
                |i| json!({"allOf": [reference(&format!("S{}", i - 1))], "discriminator": {"propertyName": "kind"}, "required": ["kind"], "properties": {"kind": text()}}),
            )
        },
    },
    Kind {
        name: "discriminators",
        make: |n| {
            schemas(members(n, |i| {
                (
                    format!("S{i}"),
                    json!({"oneOf": [tagged(0), tagged(i + 1)], "discriminator": {"propertyName": "kind"}}),
                )
            }))
        },
    },
    Kind {
        name: "discriminator-ring",
        make: |n| {
            ring(
                n,
                |next| json!({"type": "object", "required": ["kind"], "properties": {"kind": text()}, "discriminator": {"propertyName": "kind"}, "allOf": [reference(next)]}),
            )
        },
    },
];

fn own_key(number: usize) -> Value {
    json!({"type": "object", "required": [format!("k{number}")], "properties": {format!("k{number}"): text()}})
}

pub(crate) fn tagged(number: usize) -> Value {
    json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": [format!("kind{number}")]}, "value": text()}})
}

fn references(count: usize) -> Value {
    list(count, |i| reference(&format!("S{i}")))
}

/// A union, and the schemas that it names.
fn union(count: usize, union: Value) -> Case {
    let own = |i: usize| json!({"type": "object", "required": ["kind"], "properties": {"kind": text(), format!("own{i}"): text()}});
    schemas(members(count + 1, |i| {
        if i == count {
            ("Union".to_owned(), union.clone())
        } else {
            (format!("S{i}"), own(i))
        }
    }))
}

fn parent() -> Value {
    json!({"type": "object", "required": ["kind"], "properties": {"kind": text()}, "discriminator": {"propertyName": "kind"}})
}

/// A parent with a discriminator, and its children.
fn children(count: usize) -> Case {
    schemas(members(count + 1, |i| {
        let child =
            || json!({"allOf": [reference("S0"), {"type": "object", "properties": {format!("own{i}"): text()}}]});
        (format!("S{i}"), if i == 0 { parent() } else { child() })
    }))
}

/// A parent with a discriminator, its child, the child of that, and so on.
fn chain_of_parents(count: usize, child: impl Fn(usize) -> Value) -> Case {
    schemas(members(count + 1, |i| {
        (format!("S{i}"), if i == 0 { parent() } else { child(i) })
    }))
}
