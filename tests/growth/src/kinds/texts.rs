//! Kinds of texts: descriptions, and names without an end.

use serde_json::json;

use super::schemas::{text, with_properties};
use super::{Case, Kind, members, operation, schema, schemas};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "descriptions",
        make: |n| {
            schema(with_properties(members(n, |i| {
                (
                    format!("p{i}"),
                    json!({"type": "string", "description": format!("The *{i}th* `property`, see [it](https://example.com).")}),
                )
            })))
        },
    },
    Kind {
        name: "description-paragraphs",
        make: |n| described(&"A paragraph with *words*.\n\n", n),
    },
    Kind {
        name: "description-lines",
        make: |n| described(&"A line with `words`.\n", n),
    },
    Kind {
        name: "description-items",
        make: |n| described(&"- An item\n", n),
    },
    Kind {
        name: "description-rows",
        make: |n| text_of(format!("| a | b |\n|---|---|\n{}", "| 1 | `x` |\n".repeat(n))),
    },
    Kind {
        name: "description-stars",
        make: |n| described(&"*a ", n),
    },
    Kind {
        name: "description-star-runs",
        make: |n| described(&"*a**b ", n),
    },
    Kind {
        name: "description-underscores",
        make: |n| described(&"_a _", n),
    },
    Kind {
        name: "description-backticks",
        make: backticks,
    },
    Kind {
        name: "description-brackets",
        make: |n| described(&"[", n),
    },
    Kind {
        name: "description-links",
        make: |n| described(&"[a](b ", n),
    },
    Kind {
        name: "description-images",
        make: |n| described(&"![", n),
    },
    Kind {
        name: "description-quotes",
        make: |n| described(&">", n),
    },
    Kind {
        name: "description-nested-items",
        make: |n| described(&"- ", n),
    },
    Kind {
        name: "description-tags",
        make: |n| described(&"<a href=", n),
    },
    Kind {
        name: "description-html",
        make: |n| described(&"<b>x</b> <br> ", n),
    },
    Kind {
        name: "description-comments",
        make: |n| described(&"<!-- ", n),
    },
    Kind {
        name: "description-fences",
        make: |n| described(&"```\n", n),
    },
    Kind {
        name: "description-entities",
        make: |n| described(&"&amp;", n),
    },
    Kind {
        name: "description-definitions",
        make: |n| {
            text_of(
                (0..n)
                    .map(|i| format!("[a{i}]: https://example.com/{i}\n[a{i}]\n\n"))
                    .collect(),
            )
        },
    },
    Kind {
        name: "description-escapes",
        make: |n| described(&"\\", n),
    },
    Kind {
        name: "description-blank",
        make: |n| described(&" \n", n),
    },
    Kind {
        name: "description-indents",
        make: |n| described(&"\t", n),
    },
    Kind {
        name: "description-word",
        make: |n| described(&"x", n),
    },
    Kind {
        name: "description-hidden",
        make: |n| described(&"\u{202e}", n),
    },
    Kind {
        name: "description-of-an-operation",
        make: |n| {
            operation(
                json!({"summary": "Word ".repeat(n), "description": "A line.\n".repeat(n), "responses": {"204": {"description": "x. ".repeat(n)}}}),
            )
        },
    },
    Kind {
        name: "long-schema-name",
        make: |n| schemas(json!({ "Aa".repeat(n): with_properties(json!({"a": text()})) })),
    },
    Kind {
        name: "long-property-name",
        make: |n| schema(with_properties(json!({ "a_".repeat(n): text() }))),
    },
    Kind {
        name: "long-unicode-name",
        make: |n| schema(with_properties(json!({ "é名".repeat(n): text() }))),
    },
    Kind {
        name: "long-operation-id",
        make: |n| operation(json!({"operationId": "getA".repeat(n), "responses": {"204": {"description": "x"}}})),
    },
    Kind {
        name: "long-tag",
        make: |n| operation(json!({"tags": ["a ".repeat(n)], "responses": {"204": {"description": "x"}}})),
    },
    Kind {
        name: "long-value",
        make: |n| schema(json!({"type": "string", "enum": ["a ".repeat(n), "b"]})),
    },
    Kind {
        name: "long-default",
        make: |n| {
            schema(with_properties(
                json!({"a": {"type": "string", "default": "a\"".repeat(n)}}),
            ))
        },
    },
    Kind {
        name: "long-pattern",
        make: |n| {
            schema(with_properties(
                json!({"a": {"type": "string", "pattern": "(a|".repeat(n)}}),
            ))
        },
    },
    Kind {
        name: "long-title",
        make: |n| {
            schema(
                json!({"title": "a ".repeat(n), "oneOf": [{"type": "object", "title": "b ".repeat(n), "properties": {"a": text()}}, text()]}),
            )
        },
    },
    Kind {
        name: "long-reference",
        make: |n| schema(with_properties(json!({"a": {"$ref": format!("#{}", "/a".repeat(n))}}))),
    },
    Kind {
        name: "long-file-reference",
        make: |n| {
            schema(with_properties(
                json!({"a": {"$ref": format!("{}b.yaml", "a/".repeat(n))}}),
            ))
        },
    },
    Kind {
        name: "long-media-type",
        make: |n| {
            operation(
                json!({"requestBody": {"content": {format!("application/json{}", "; a=b".repeat(n)): {"schema": text()}}}, "responses": {"204": {"description": "x"}}}),
            )
        },
    },
    Kind {
        name: "long-type",
        make: |n| schema(json!({"type": "x".repeat(n)})),
    },
];

fn text_of(description: String) -> Case {
    schema(json!({"type": "object", "description": description, "properties": {"a": text()}}))
}

/// A description that repeats a text.
fn described(text: &impl AsRef<str>, count: usize) -> Case {
    text_of(text.as_ref().repeat(count))
}

/// Runs of backticks, each longer than the one before it, in about as many characters.
fn backticks(count: usize) -> Case {
    let mut text = String::new();
    let mut run = 1;
    while text.len() < count {
        text.push_str(&"`".repeat(run));
        text.push(' ');
        run += 1;
    }
    text_of(text)
}
