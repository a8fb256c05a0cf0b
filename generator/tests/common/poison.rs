//! A document in which every text is hostile.
//!
//! The build script of `tests/snapshots` includes this file, too, and compiles and documents the result.

use serde_json::{Value, json};

/// Texts that would do harm if one of them became code, a path, an attribute or a doctest.
pub(crate) fn texts() -> Vec<String> {
    let mut list: Vec<String> = [
        "\"; compile_error!(\"out of the string\"); //",
        "\"#; compile_error!(\"out of the raw string\"); r#\"",
        "*/ compile_error!(\"out of the comment\"); /*",
        "}\ncompile_error!(\"out of the block\");\nmod x {",
        "]\ncompile_error!(\"out of the attribute\");\n#[doc = \"",
        "a\n/// ```\n/// panic!(\"doctest\");\n/// ```",
        "```\npanic!(\"doctest\");\n```",
        "~~~rust\npanic!(\"doctest\");\n~~~",
        "- item\n\n  ```should_panic\n  panic!()\n  ```\n\n  - deeper\n\n        panic!(\"indented\");",
        "> ```rust\n> panic!()\n> ```",
        "- > ````\n  > ```\n  > panic!(\"quote in an item\")\n  > ```\n  > ````",
        "- > ```\n  > <script>alert(1)</script></details>\n  > ```",
        "- - - {panic!(\"items in items\");1};",
        "1. > - ~~~\n  > panic!()\n",
        "- a\n\n    10) ```\n\n",
        "10) a\n    > 10) ```",
        "text\n\n    panic!(\"indented\");\n",
        "\tpanic!(\"tab\");",
        "1. a\n\n   ````\n   ```\n   panic!()\n   ```\n   ````",
        "<script>alert(1)</script> <img src=x onerror=alert(1)> <b>unclosed",
        "<!-- comment",
        "[crate::Nothing] [`String`](std::nothing) [a]: javascript:alert(1) [text][a] ![image](http://evil.example/x.png)",
        "[x](javascript:alert(1)) <javascript:alert(1)>",
        "\u{202e}gnp.exe\u{202d} \u{2066}hidden\u{2069} \u{200b}\u{feff}",
        "\0 \u{1b}[31mred\u{1b}[0m \u{7} \u{8} \r\n \u{85} \u{2028} \u{2029}",
        "../../../../etc/passwd",
        "..\\..\\windows\\system32",
        "/absolute/path.rs",
        "C:\\con",
        "$crate::x!() $($x)* {} {0} {:?} #{x} ${x} `cmd` $(cmd)",
        "r#\"raw\"# b\"bytes\" 'c' '\\'' \\u{41} \\x41 \\",
        "#![allow(warnings)] #[path = \"/etc/passwd\"] include!(\"/etc/passwd\")",
        "unsafe { std::process::exit(1) }",
        "true", "null", "1e999", "0x", "=", "---\n- yaml", "\n\n\n", "   ",
        "{user}/../{admin}?x=1#y",
        "application/json\r\nX-Injected: 1",
        "http://[::1]:99999/\" {x} \\",
    ]
    .map(str::to_owned)
    .to_vec();
    list.push("x".repeat(10_000));
    list.push("`".repeat(3_000));
    list.push("[".repeat(2_000));
    list.push("> ".repeat(2_000));
    list.push("- ".repeat(2_000));
    list.push("<a ".repeat(2_000));
    list
}

/// A document with the same text in every position where a text is allowed.
pub(crate) fn document(text: &str) -> Value {
    let schema = |kind: &str| {
        json!({
            "type": kind, "title": text, "description": text, "format": text, "pattern": text, "default": text, "example": text,
            "x-extension": text, "externalDocs": {"url": text, "description": text},
        })
    };
    let object = json!({
        "type": "object", "title": text, "description": text, "required": [text, "other"],
        "properties": {
            text: schema("string"),
            "other": {"type": "object", "description": text, "properties": {text: schema("integer")}},
            "values": {"type": "string", "enum": [text, "plain"], "x-enum-varnames": [text, text], "x-enum-descriptions": [text, text]},
            "mixed": {"enum": [text, 1, null], "default": text},
            "constant": {"type": "string", "format": format!("\"{text}\"")},
            "either": {"oneOf": [{"type": "object", "title": text, "required": [text], "properties": {text: {"type": "string"}}}, {"type": "string", "description": text}]},
        },
    });
    let tagged = json!({
        "description": text,
        "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
        "discriminator": {"propertyName": text, "mapping": {text: "#/components/schemas/A", "b": text}},
    });
    let parameters: Vec<Value> = ["query", "header", "cookie"]
        .map(|place| json!({"name": text, "in": place, "description": text, "schema": schema("string")}))
        .to_vec();
    let answer = json!({"description": text, "headers": {text: {"description": text, "schema": schema("string")}}, "content": {text: {"schema": object}}});
    let operation = json!({
        "operationId": text, "summary": text, "description": text, "tags": [text], "deprecated": true,
        "parameters": parameters,
        "requestBody": {"description": text, "content": {text: {"schema": object}}},
        "responses": {"200": answer, "default": {"description": text, "content": {"application/json": {"schema": object}}}, text: answer},
        "security": [{text: [text]}, {}],
        "servers": [{"url": text, "description": text}],
    });
    json!({
        "openapi": "3.0.3",
        "info": {"title": text, "version": text, "description": text, "termsOfService": text},
        "servers": [{"url": format!("https://example.com/{text}"), "description": text, "variables": {text: {"default": text}}}, {"url": text}],
        "tags": [{"name": text, "description": text}],
        "paths": {
            format!("/{text}"): {"get": operation, "description": text, "summary": text},
            format!("/a/{{{text}}}"): {"post": {"responses": {"204": {"description": text}}}},
            "/plain": {"put": {
                "operationId": "plain", "summary": text, "description": text,
                "requestBody": {"required": true, "description": text, "content": {"multipart/form-data": {"schema": object, "encoding": {text: {"contentType": text}}}}},
                "responses": {"200": {
                    "description": text,
                    "headers": {"X-Plain": {"description": text, "schema": schema("string")}},
                    "content": {
                        "application/json": {"schema": tagged},
                        format!("text/event-stream; {text}"): {"schema": object},
                        format!("application/x-ndjson; {text}"): {"schema": object},
                        format!("application/json-seq; {text}"): {"itemSchema": tagged},
                    },
                }},
            }},
        },
        "components": {
            "schemas": {
                text: object,
                "Tagged": tagged,
                "Values": {"type": "string", "description": text, "enum": [text, "plain"]},
                "A": {"type": "object", "description": text, "required": [text], "properties": {text: {"type": "string"}}},
                "B": {"type": "object", "description": text, "properties": {text: {"type": "integer", "default": text}}},
                "Referring": {"type": "object", "properties": {"a": {"$ref": text}, "b": {"$ref": format!("{text}#/x")}, "c": {"$ref": format!("#/components/schemas/{text}")}}},
            },
            "securitySchemes": {text: {"type": "apiKey", "in": "header", "name": text, "description": text}, "http": {"type": "http", "scheme": text}},
        },
        "x-extension": text,
    })
}
