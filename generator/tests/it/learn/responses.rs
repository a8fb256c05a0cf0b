//! Responses that depart from what the operation declares, and the operations that responses belong to.

use oaspen::{LearnOptions, Settings, learn};
use serde_json::json;

use super::{
    MEMBER, RESPONSE, assert_learned, assert_nothing, bodies, document, exchanges, input, lesson, object, response,
    thing, toml,
};

#[test]
fn statuses_that_are_not_declared() {
    let two = |second: &str| {
        document(
            &format!(
                r#"{{"200": {{"description": "ok", "content": {{"application/json": {{"schema": {{"type": "string"}}}}}}}},
                    "202": {{"description": "later"{second}}}}}"#
            ),
            "{}",
        )
    };
    let lines = [
        response(201, "application/json", "\"x\""),
        response(200, "application/json", "\"x\""),
    ];
    assert_learned(
        &two(r#", "content": {"application/json": {"schema": {"type": "integer"}}}"#),
        &lines,
        &format!("# 1 of 2 responses of list have the status 201.\n{RESPONSE}status = [200, 201]\n"),
    );
    // The only success that has such a body is read whatever the status is; an error status needs no declaration.
    assert_nothing(&two(""), &lines);
    assert_nothing(
        &object(r#"{"a": {"type": "string"}}"#),
        &[
            response(201, "application/json", r#"{"a": "x"}"#),
            response(500, "text/html", "<html>"),
        ],
    );
}

#[test]
fn no_body_where_one_is_declared() {
    for status in [200, 204] {
        assert_learned(
            &object(r#"{"a": {"type": "string"}}"#),
            &[response(status, "", "")],
            &format!("# 1 of 1 responses of list have no body.\n{RESPONSE}nullable = true\n"),
        );
    }
}

#[test]
fn texts_as_the_runtime_reads_them() {
    let text = thing(r#"{"type": "string"}"#);
    assert_nothing(
        &text,
        &[
            response(200, "text/plain", "pong"),
            response(200, "application/json", "\"pong\""),
        ],
    );
    let time = thing(r#"{"type": "string", "format": "date"}"#);
    assert_nothing(&time, &[response(200, "text/plain", "2026-01-31")]);
    use base64::Engine as _;
    let latin = base64::engine::general_purpose::STANDARD.encode(b"{\"a\": \"\xe9\"}");
    let line = json!({
        "request": {"method": "GET", "url": "/things"},
        "response": {"status": 200, "headers": {"content-type": "application/json; charset=ISO-8859-1"}, "base64": true, "body": latin},
    });
    assert_nothing(&object(r#"{"a": {"type": "string"}}"#), &[line.to_string()]);
}

#[test]
fn bodies_of_errors_are_compared_too() {
    let document = document(
        r#"{"204": {"description": "ok"}, "default": {"description": "error", "content": {"application/json":
            {"schema": {"type": "object", "required": ["code"], "properties": {"code": {"type": "integer"}}}}}}}"#,
        "{}",
    );
    assert_learned(
        &document,
        &[response(404, "application/json", r#"{"code": "x"}"#)],
        "# 1 of 1 values in responses of list have another type; all of them are strings.\n\
         [clients.shop.overrides.\"#/paths/~1things/get/responses/default/content/application~1json/schema/properties/code\"]\n\
         type = \"String\"\n",
    );
}

#[test]
fn bodies_of_other_media_types() {
    let json = object(r#"{"a": {"type": "string"}}"#);
    assert_learned(
        &json,
        &[response(200, "text/plain; charset=utf-8", "ok")],
        &format!("# 1 of 1 responses of list have the media type text/plain.\n{RESPONSE}media-type = \"text/plain\"\n"),
    );
    // JSON under another media type is JSON.
    assert_nothing(&json, &[response(200, "text/plain", r#"{"a": "x"}"#)]);
    assert_learned(
        &json,
        &[
            response(200, "text/plain", "ok"),
            response(200, "application/json", r#"{"a": "x"}"#),
        ],
        &format!("# 1 of 2 responses of list are text and not JSON.\n{RESPONSE}type = \"oaspen_client::Json\"\n"),
    );
    let found = lesson(&json, &[response(200, "application/json", "oops")]);
    assert_eq!(toml(&found), "");
    assert_eq!(
        found.left[0].reason,
        "1 of 1 responses of list are not JSON, although their media type is"
    );
}

#[test]
fn bodies_that_are_not_declared() {
    let document = document(r#"{"200": {"description": "ok"}}"#, "{}");
    assert_learned(
        &document,
        &bodies(&[r#"{"a": 1}"#]),
        &format!(
            "# 1 of 1 responses of list have a body, and none is declared.\n{RESPONSE}\
             media-type = \"application/json\"\ntype = \"oaspen_client::JsonMap\"\n"
        ),
    );
    assert_nothing(&document, &[response(200, "", ""), response(200, "text/html", "<p>")]);
}

#[test]
fn streams() {
    let json = object(r#"{"a": {"type": "string"}}"#);
    assert_learned(
        &json,
        &bodies(&[r#"{"a": "x"}{"a": "y"}"#, "{\"a\": \"x\"}\n{\"a\": null}\n"]),
        &format!(
            "# 1 of 4 values in responses of list are null.\n{MEMBER}a\"]\nnullable = true\n\
             # 2 of 2 responses of list are several JSON values, one after the other.\n{RESPONSE}stream = \"json-lines\"\n"
        ),
    );
    assert_learned(
        &json,
        &[response(200, "text/event-stream", "data: {\"a\": \"x\"}\n\n")],
        &format!("# 1 of 1 responses of list are server-sent events.\n{RESPONSE}stream = \"events\"\n"),
    );
    let events = document(
        r##"{"200": {"description": "ok", "content": {"text/event-stream": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}"##,
        r#"{"Thing": {"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}}"#,
    );
    assert_learned(
        &events,
        &[response(
            200,
            "text/event-stream",
            ": hello\n\ndata: {\"a\": \"x\"}\n\ndata: {\"a\": null, \"b\": 1}\n\n",
        )],
        &format!(
            "# 1 of 2 values in responses of list are null.\n{MEMBER}a\"]\nnullable = true\n\
             # 1 of 2 objects in responses of list do not have this member.\n{MEMBER}b\"]\nrequired = false\n"
        ),
    );
    let found = lesson(&events, &[response(200, "text/event-stream", "data: hello\n\n")]);
    assert_eq!(toml(&found), "");
    assert_eq!(
        found.left[0].reason,
        "1 of 1 responses of list have events whose data is not JSON"
    );
}

#[test]
fn routes_prefer_literal_texts_and_know_bases() {
    let document = r#"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://api.example.com/v1"}], "paths": {
        "/a/{id}": {"get": {"operationId": "one", "parameters": [{"name": "id", "in": "path", "required": true,
            "schema": {"type": "string"}}], "responses": {"200": {"description": "ok", "content":
            {"application/json": {"schema": {"type": "string"}}}}}}},
        "/a/new": {"get": {"operationId": "new", "responses": {"200": {"description": "ok", "content":
            {"application/json": {"schema": {"type": "integer"}}}}}}}}}"#;
    let line = |url: &str, body: &str| {
        json!({"request": {"method": "get", "url": url}, "response": {"status": 200, "body": body}}).to_string()
    };
    for base in ["", "/v1", "http://localhost:1/v1", "https://api.example.com/v1"] {
        assert_nothing(
            document,
            &[
                line(&format!("{base}/a/new?x=1"), "1"),
                line(&format!("{base}/a/b%2Fc"), "\"x\""),
                line(&format!("{base}/a/c/"), "\"x\""),
                // As the runtime records it: the template instead of the path.
                line(&format!("{base}/a/{{id}}"), "\"x\""),
            ],
        );
    }
    let other = [
        line("https://api.example.com/v1/a/new", "1"),
        line("https://evil.example/v1/a/new", "null"),
    ];
    let found = lesson(document, &other);
    assert_eq!(
        (found.counts.compared, found.counts.other_hosts, found.overrides.len()),
        (1, 1, 0)
    );
    let found = lesson(document, &[line("/v1/b/hunter2", "1"), line("/v1/b/other", "1")]);
    assert_eq!(found.unknown[0].request, "GET /v1/{}/{}");
    assert_eq!(
        (found.unknown[0].count, found.unknown[0].first.as_str()),
        (2, "r.jsonl, line 1")
    );
    let mut options = LearnOptions::default();
    options.base = Some("http://localhost/deep/base".to_owned());
    let lines = exchanges(&[
        line("http://localhost/deep/base/a/new", "1"),
        line("http://localhost/a/new", "1"),
    ]);
    let found = learn(&input(document), &Settings::default(), None, &lines, &options);
    assert_eq!((found.counts.compared, found.counts.unknown), (1, 1));
}
