//! Kinds of schemas.

use serde_json::{Value, json};

use super::{Case, Kind, document, json as case, list, members, reference, schema, schemas, spelling};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "schemas",
        make: |n| schemas(members(n, |i| (format!("S{i}"), object()))),
    },
    Kind {
        name: "schemas-of-one-name",
        make: |n| schemas(members(n, |i| (spelling(i), object()))),
    },
    Kind {
        name: "schemas-unicode",
        make: |n| schemas(members(n, |i| (format!("größe {i} 姓名"), object()))),
    },
    Kind {
        name: "properties",
        make: |n| schema(with_properties(members(n, |i| (format!("p{i}"), text())))),
    },
    Kind {
        name: "properties-of-one-name",
        make: |n| schema(with_properties(members(n, |i| (spelling(i), text())))),
    },
    Kind {
        name: "properties-required",
        make: required,
    },
    Kind {
        name: "properties-inline",
        make: |n| schema(with_properties(members(n, |i| (format!("p{i}"), unlike(i))))),
    },
    Kind {
        name: "inline-equal",
        make: |n| {
            schemas(members(n, |i| {
                (format!("S{i}"), with_properties(json!({"address": object()})))
            }))
        },
    },
    Kind {
        name: "inline-similar",
        make: |n| {
            schemas(members(n, |i| {
                (format!("S{i}"), with_properties(json!({"address": unlike(i)})))
            }))
        },
    },
    Kind {
        name: "reference-chain",
        make: |n| chain(n, reference),
    },
    Kind {
        name: "reference-ring",
        make: |n| ring(n, reference),
    },
    Kind {
        name: "reference-star",
        make: |n| {
            schemas(members(n + 1, |i| {
                (format!("S{i}"), if i == 0 { object() } else { reference("S0") })
            }))
        },
    },
    Kind {
        name: "object-chain",
        make: |n| chain(n, |next| with_properties(json!({ "next": reference(next) }))),
    },
    Kind {
        name: "object-ring",
        make: |n| ring(n, |next| with_properties(json!({ "next": reference(next) }))),
    },
    Kind {
        name: "array-chain",
        make: |n| chain(n, |next| json!({"type": "array", "items": reference(next)})),
    },
    Kind {
        name: "map-chain",
        make: |n| {
            chain(
                n,
                |next| json!({"type": "object", "additionalProperties": reference(next)}),
            )
        },
    },
    Kind {
        name: "self-reference",
        make: |n| {
            schemas(members(n, |i| {
                (
                    format!("S{i}"),
                    with_properties(json!({"me": reference(&format!("S{i}"))})),
                )
            }))
        },
    },
    Kind {
        name: "all-of-chain",
        make: |n| chain(n, |next| json!({"allOf": [reference(next)]})),
    },
    Kind {
        name: "all-of-chains-of-20",
        make: all_of_chains,
    },
    Kind {
        name: "all-of-inheritance",
        make: |n| {
            chain(
                n,
                |next| json!({"allOf": [reference(next), with_properties(json!({ format!("own{next}"): text() }))]}),
            )
        },
    },
    Kind {
        name: "all-of-parts",
        make: all_of_parts,
    },
    Kind {
        name: "all-of-required",
        make: |n| {
            let base = with_properties(members(n, |i| (format!("p{i}"), text())));
            let required = |i: usize| json!({"required": [format!("p{i}")]});
            let parts = list(n + 1, |i| if i == 0 { reference("Base") } else { required(i - 1) });
            schemas(json!({"Base": base, "One": {"allOf": parts}}))
        },
    },
    Kind {
        name: "all-of-children",
        make: |n| {
            schemas(members(n + 1, |i| {
                (
                    format!("S{i}"),
                    if i == 0 {
                        object()
                    } else {
                        json!({"allOf": [reference("S0"), unlike(i)]})
                    },
                )
            }))
        },
    },
    Kind {
        name: "all-of-same-members",
        make: |n| {
            let both = |own: &str| {
                with_properties(members(n, |i| {
                    (format!("p{i}"), with_properties(json!({ format!("{own}{i}"): text() })))
                }))
            };
            schemas(json!({"A": both("a"), "B": both("b"), "Both": {"allOf": [reference("A"), reference("B")]}}))
        },
    },
    Kind {
        name: "all-of-parents-in-pairs",
        make: |n| {
            let member =
                |i: usize| with_properties(json!({"m": with_properties(json!({ format!("own{i}"): text() }))}));
            let child = |i: usize| json!({"allOf": [reference("S0"), reference(&format!("S{i}"))]});
            let mut all = members(n, |i| (format!("S{i}"), member(i)));
            for i in 1..n {
                all[format!("Both{i}")] = child(i);
            }
            schemas(all)
        },
    },
    Kind {
        name: "all-of-circles",
        make: |n| {
            let step =
                |circle: &str, next: usize| with_properties(json!({"next": reference(&format!("{circle}{next}"))}));
            let mut all = members(n, |i| (format!("A{i}"), step("A", (i + 1) % n)));
            for i in 0..=n {
                all[format!("B{i}")] = step("B", (i + 1) % (n + 1));
            }
            all["Both"] = json!({"allOf": [reference("A0"), reference("B0")]});
            schemas(all)
        },
    },
    Kind {
        name: "branches-beside-members-that-are-referenced",
        make: |n| {
            let branches = list(n, |i| with_properties(json!({ format!("own{i}"): text() })));
            let mut all = members(n, |i| {
                (
                    format!("S{i}"),
                    with_properties(json!({"one": {"$ref": format!("#/components/schemas/Filter/oneOf/{i}")}})),
                )
            });
            all["Filter"] = json!({"type": "object", "properties": {"id": text()}, "oneOf": branches});
            schemas(all)
        },
    },
    Kind {
        name: "all-of-inline",
        make: |n| schema(json!({"allOf": list(n, unlike)})),
    },
    Kind {
        name: "arrays",
        make: |n| {
            schemas(members(n, |i| {
                (format!("S{i}"), json!({"type": "array", "items": unlike(i)}))
            }))
        },
    },
    Kind {
        name: "maps",
        make: |n| {
            schemas(members(n, |i| {
                (
                    format!("S{i}"),
                    json!({"type": "object", "additionalProperties": unlike(i)}),
                )
            }))
        },
    },
    Kind {
        name: "prefix-items",
        make: |n| {
            case(&document(
                "3.1.0",
                json!({"components": {"schemas": {"One": {"type": "array", "prefixItems": list(n, unlike)}}}}),
            ))
        },
    },
    Kind {
        name: "defs",
        make: |n| {
            case(&document(
                "3.1.0",
                json!({"components": {"schemas": {"One": {"type": "object", "properties": members(n, |i| (format!("p{i}"), json!({"$ref": format!("#/$defs/D{i}")}))), "$defs": members(n, |i| (format!("D{i}"), unlike(i)))}}}}),
            ))
        },
    },
    Kind {
        name: "anchors-of-one-name",
        make: |n| {
            let one = |i: usize| json!({"$id": format!("https://example.com/s{i}"), "$dynamicAnchor": "node", "type": "object", "properties": {"next": {"$dynamicRef": "#node"}}});
            case(&document(
                "3.1.0",
                json!({"components": {"schemas": members(n, |i| (format!("S{i}"), one(i)))}}),
            ))
        },
    },
    Kind {
        name: "anchors",
        make: |n| {
            case(&document(
                "3.1.0",
                json!({"components": {"schemas": members(n, |i| (format!("S{i}"), json!({"$anchor": format!("a{i}"), "type": "object", "properties": {"next": {"$ref": format!("#a{}", (i + 1) % n)}}})))}}),
            ))
        },
    },
    Kind {
        name: "ids",
        make: |n| {
            case(&document(
                "3.1.0",
                json!({"components": {"schemas": members(n, |i| (format!("S{i}"), json!({"$id": format!("https://example.com/s{i}"), "type": "object", "properties": {"next": {"$ref": format!("https://example.com/s{}", (i + 1) % n)}}})))}}),
            ))
        },
    },
    Kind {
        name: "nullable",
        make: |n| {
            schema(with_properties(members(n, |i| {
                (
                    format!("p{i}"),
                    json!({"type": "object", "nullable": true, "properties": {format!("q{i}"): text()}}),
                )
            })))
        },
    },
    Kind {
        name: "null-types",
        make: |n| {
            case(&document(
                "3.1.0",
                json!({"components": {"schemas": {"One": with_properties(members(n, |i| (format!("p{i}"), json!({"type": ["string", "null", "integer"]}))))}}}),
            ))
        },
    },
    Kind {
        name: "enum-values",
        make: |n| schema(json!({"type": "string", "enum": list(n, |i| json!(format!("value{i}")))})),
    },
    Kind {
        name: "enum-values-of-one-name",
        make: |n| schema(json!({"type": "string", "enum": list(n, |i| json!(spelling(i)))})),
    },
    Kind {
        name: "enum-values-of-one-name-in-case",
        make: |n| schema(json!({"type": "string", "enum": list(n, |i| json!(in_case(i)))})),
    },
    Kind {
        name: "enum-values-without-letters",
        make: |n| schema(json!({"type": "string", "enum": list(n, |i| json!(symbols(i)))})),
    },
    Kind {
        name: "enum-integers",
        make: |n| schema(json!({"type": "integer", "enum": list(n, |i| json!(i))})),
    },
    Kind {
        name: "enum-mixed",
        make: |n| schema(json!({"enum": list(n, |i| if i % 2 == 0 { json!(i) } else { json!(format!("v{i}")) })})),
    },
    Kind {
        name: "enum-repeated",
        make: |n| schema(json!({"type": "string", "enum": list(n, |i| json!(format!("v{}", i % 7)))})),
    },
    Kind {
        name: "enum-named",
        make: |n| {
            schema(
                json!({"type": "integer", "enum": list(n, |i| json!(i)), "x-enum-varnames": list(n, |i| json!(format!("Name{i}"))), "x-enum-descriptions": list(n, |i| json!(format!("Text {i}")))}),
            )
        },
    },
    Kind {
        name: "enums",
        make: |n| {
            schemas(members(n, |i| {
                (
                    format!("S{i}"),
                    json!({"type": "string", "enum": [format!("a{i}"), "b"]}),
                )
            }))
        },
    },
    Kind {
        name: "enums-inline",
        make: |n| {
            schema(with_properties(members(n, |i| {
                (format!("p{i}"), json!({"type": "string", "enum": ["a", "b", "c"]}))
            })))
        },
    },
    Kind {
        name: "defaults",
        make: |n| {
            schema(with_properties(members(n, |i| {
                (
                    format!("p{i}"),
                    json!({"type": "integer", "default": i, "minimum": 0, "maximum": i}),
                )
            })))
        },
    },
    Kind {
        name: "patterns",
        make: |n| {
            schema(with_properties(members(n, |i| {
                (
                    format!("p{i}"),
                    json!({"type": "string", "pattern": format!("^a{i}$"), "maxLength": i}),
                )
            })))
        },
    },
    Kind {
        name: "formats",
        make: |n| {
            schema(with_properties(members(n, |i| {
                (
                    format!("p{i}"),
                    json!({"type": "string", "format": (["date-time", "uuid", "byte", "uri"]).get(i % 4)}),
                )
            })))
        },
    },
    Kind {
        name: "examples",
        make: |n| {
            schemas(members(n, |i| {
                (
                    format!("S{i}"),
                    json!({"type": "object", "properties": {"a": text()}, "example": {"a": format!("x{i}")}}),
                )
            }))
        },
    },
    Kind {
        name: "one-example",
        make: |n| schema(json!({"type": "array", "items": text(), "example": list(n, |i| json!(format!("x{i}")))})),
    },
];

pub(crate) fn text() -> Value {
    json!({"type": "string"})
}

pub(crate) fn object() -> Value {
    json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "name": text(), "at": {"type": "string", "format": "date-time"}}})
}

/// An object that has a property of its own.
pub(crate) fn unlike(number: usize) -> Value {
    json!({"type": "object", "required": ["id"], "properties": {"id": text(), format!("own{number}"): text()}})
}

pub(crate) fn with_properties(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

fn required(count: usize) -> Case {
    let names = list(count, |i| json!(format!("p{i}")));
    schema(json!({"type": "object", "required": names, "properties": members(count, |i| (format!("p{i}"), text()))}))
}

/// Schemas of which each names the next one.
pub(crate) fn chain(count: usize, link: impl Fn(&str) -> Value) -> Case {
    let one = |i: usize| {
        if i + 1 < count {
            link(&format!("S{}", i + 1))
        } else {
            object()
        }
    };
    schemas(members(count, |i| (format!("S{i}"), one(i))))
}

/// Schemas of which each names the next one, and the last one the first.
pub(crate) fn ring(count: usize, link: impl Fn(&str) -> Value) -> Case {
    schemas(members(count, |i| {
        (format!("S{i}"), link(&format!("S{}", (i + 1) % count)))
    }))
}

fn all_of_chains(count: usize) -> Case {
    let one = |i: usize| {
        if i.is_multiple_of(20) {
            unlike(i)
        } else {
            json!({"allOf": [reference(&format!("S{}", i - 1)), unlike(i)]})
        }
    };
    schemas(members(count, |i| (format!("S{i}"), one(i))))
}

fn all_of_parts(count: usize) -> Case {
    let whole = json!({"allOf": list(count, |i| reference(&format!("S{}", i + 1)))});
    schemas(members(count + 1, |i| {
        (format!("S{i}"), if i == 0 { whole.clone() } else { unlike(i) })
    }))
}

/// One of many spellings of one identifier, which differ in case only.
fn in_case(number: usize) -> String {
    let letters = "abcdefghijklmnopq".chars().enumerate();
    let spelled = letters.map(|(place, letter)| match (number >> place) & 1 {
        1 => letter.to_ascii_uppercase(),
        _ => letter,
    });
    spelled.collect()
}

/// A text without a letter.
fn symbols(number: usize) -> String {
    let mut text = String::new();
    for place in 0..9 {
        text.push(['+', '*', '!', '%'][(number >> (2 * place)) & 3]);
    }
    text
}
