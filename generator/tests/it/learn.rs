//! `learn`: each kind of departure, and the overrides that follow from it.

use oaspen::{Exchange, Input, LearnOptions, Lesson, Settings, learn, read_recording};
use serde_json::{Value, json};

/// A document with one operation, `GET /things`, whose responses are `responses`.
fn document(responses: &str, schemas: &str) -> String {
    format!(
        r##"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{
            "/things": {{"get": {{"operationId": "list", "responses": {responses}}}}}}},
            "components": {{"schemas": {schemas}}}}}"##
    )
}

/// `GET /things` responds 200 with the schema `Thing`.
fn thing(schema: &str) -> String {
    document(
        r##"{"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}"##,
        &format!(r#"{{"Thing": {schema}}}"#),
    )
}

/// An object with required members.
fn object(members: &str) -> String {
    let parsed: Value = serde_json::from_str(members).expect("members");
    let names: Vec<&String> = parsed.as_object().expect("members").keys().collect();
    thing(&format!(
        r#"{{"type": "object", "required": {}, "properties": {members}}}"#,
        json!(names)
    ))
}

/// A line of a recording: a response to `GET /things`.
fn response(status: u16, media: &str, body: &str) -> String {
    json!({
        "request": {"method": "GET", "url": "http://127.0.0.1:8080/things"},
        "response": {"status": status, "headers": {"Content-Type": media}, "body": body},
    })
    .to_string()
}

fn bodies(bodies: &[&str]) -> Vec<String> {
    bodies
        .iter()
        .map(|body| response(200, "application/json", body))
        .collect()
}

fn exchanges(lines: &[String]) -> Vec<Exchange> {
    read_recording("r.jsonl", lines.join("\n").as_bytes()).expect("recording")
}

fn lesson(document: &str, lines: &[String]) -> Lesson {
    let input = Input::Text {
        name: "things.json".to_owned(),
        text: document.to_owned(),
    };
    learn(
        &input,
        &Settings::default(),
        None,
        &exchanges(lines),
        &LearnOptions::default(),
    )
}

/// The tables for the configuration.
fn toml(lesson: &Lesson) -> String {
    let tables: Vec<String> = lesson.overrides.iter().map(|one| one.to_toml("shop")).collect();
    tables.join("")
}

#[track_caller]
fn assert_learned(document: &str, lines: &[String], expected: &str) {
    let found = lesson(document, lines);
    assert_eq!(toml(&found), expected);
    assert_eq!(found.left, [], "{}", toml(&found));
    assert!(!found.outcome.diagnostics.has_errors());
    assert!(!found.outcome.files.is_empty());
}

#[track_caller]
fn assert_nothing(document: &str, lines: &[String]) {
    assert_learned(document, lines, "");
}

const MEMBER: &str = "[clients.shop.overrides.\"#/components/schemas/Thing/properties/";
const RESPONSE: &str = "[clients.shop.overrides.\"#/paths/~1things/get/responses/200\"]\n";

#[test]
fn a_required_member_is_missing() {
    assert_learned(
        &object(r#"{"a": {"type": "string"}}"#),
        &bodies(&[r#"{"a": "x"}"#, "{}", r#"{"a": "y"}"#]),
        &format!("# 1 of 3 objects in responses of list do not have this member.\n{MEMBER}a\"]\nrequired = false\n"),
    );
}

#[test]
fn null_where_it_is_not_allowed() {
    assert_learned(
        &object(r#"{"a": {"type": "array", "items": {"type": "string"}}}"#),
        &bodies(&[r#"{"a": null}"#, r#"{"a": ["x", null, "y"]}"#]),
        &format!(
            "# 1 of 2 values in responses of list are null.\n{MEMBER}a\"]\nnullable = true\n\
             # 1 of 3 values in responses of list are null.\n{MEMBER}a/items\"]\nnullable = true\n"
        ),
    );
}

#[test]
fn the_narrowest_type_that_holds_all_values() {
    for (declared, values, expected, shown) in [
        ("integer", "1, 1.5", "f64", "integers and numbers"),
        ("integer", "18446744073709551615, 1", "u64", "integers"),
        (
            "integer",
            "9007199254740993, 0.5",
            "oaspen_client::Json",
            "integers and numbers",
        ),
        ("string", "18446744073709551615, -1", "oaspen_client::Json", "integers"),
        (
            "integer",
            "36893488147419103233, 1",
            "f64",
            "integers and integers of more than 64 bits, of which an f64 keeps 15 digits",
        ),
        ("integer", "\"1\"", "String", "strings"),
        ("integer", "1, \"1\"", "oaspen_client::Json", "integers and strings"),
        ("string", "1, 2", "i64", "integers"),
        ("string", "true", "bool", "booleans"),
        ("string", "{}", "oaspen_client::JsonMap", "objects"),
        ("string", "[1]", "oaspen_client::Json", "lists"),
        ("boolean", "0, 1", "i64", "integers"),
    ] {
        let lines: Vec<String> = values.split(", ").map(|value| format!(r#"{{"a": {value}}}"#)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let found = lesson(
            &object(&format!(r#"{{"a": {{"type": "{declared}"}}}}"#)),
            &bodies(&lines),
        );
        let text = toml(&found);
        assert!(
            text.ends_with(&format!("{MEMBER}a\"]\ntype = \"{expected}\"\n")),
            "{text}"
        );
        assert!(text.contains(&format!("all of them are {shown}.")), "{text}");
        assert_eq!(found.left, [], "{text}");
    }
}

#[test]
fn integers_in_any_spelling_are_integers() {
    assert_nothing(
        &object(r#"{"a": {"type": "integer"}}"#),
        &bodies(&[r#"{"a": 10.0}"#, r#"{"a": 1e3}"#]),
    );
}

#[test]
fn texts_that_are_not_of_their_format() {
    for (format, value) in [
        ("date-time", "31.01.2026 12:00"),
        ("date-time", ""),
        ("date", "31.01.2026"),
        ("uuid", "17"),
        ("byte", "%"),
        ("ipv4", "localhost"),
    ] {
        assert_learned(
            &object(&format!(r#"{{"a": {{"type": "string", "format": "{format}"}}}}"#)),
            &bodies(&[&format!(r#"{{"a": "{value}"}}"#)]),
            &format!(
                "# 1 of 1 values in responses of list are not of the format {format}.\n{MEMBER}a\"]\ntype = \"String\"\n"
            ),
        );
    }
}

#[test]
fn a_member_in_another_spelling() {
    assert_learned(
        &object(r#"{"created_at": {"type": "string"}}"#),
        &bodies(&[r#"{"createdAt": "x"}"#, r#"{"createdAt": "y"}"#]),
        &format!(
            "# 2 of 2 objects in responses of list spell this member `createdAt`.\n{MEMBER}created_at\"]\n\
             wire-name = \"createdAt\"\n"
        ),
    );
    // With both spellings, none of them is the name.
    assert_learned(
        &object(r#"{"Id": {"type": "string"}}"#),
        &bodies(&[r#"{"ID": "x"}"#, r#"{"Id": "y"}"#]),
        &format!("# 1 of 2 objects in responses of list do not have this member.\n{MEMBER}Id\"]\nrequired = false\n"),
    );
}

#[test]
fn what_is_behind_a_departure_is_found_in_the_next_round() {
    assert_learned(
        &object(r#"{"Inner": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}}"#),
        &bodies(&[r#"{"inner": {"a": null}}"#]),
        &format!(
            "# 1 of 1 objects in responses of list spell this member `inner`.\n{MEMBER}Inner\"]\n\
             wire-name = \"inner\"\n\
             # 1 of 1 values in responses of list are null.\n{MEMBER}Inner/properties/a\"]\nnullable = true\n"
        ),
    );
}

#[test]
fn what_the_decoder_accepts_is_no_departure() {
    assert_nothing(
        &thing(
            r#"{"type": "object", "required": ["kind", "note"], "properties": {
                "kind": {"type": "string", "enum": ["a", "b"]},
                "note": {"type": "string", "nullable": true},
                "more": {"type": "integer"}}}"#,
        ),
        // An unknown value of an enum, a nullable member that is absent, null for an optional one, an unknown member.
        &bodies(&[r#"{"kind": "c", "more": null, "new": {"x": [1]}}"#]),
    );
}

#[test]
fn a_branch_whose_tag_matches_must_decode() {
    let document = document(
        r##"{"200": {"description": "ok", "content": {"application/json": {"schema": {"oneOf": [
            {"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}}}}}"##,
        r#"{"Cat": {"type": "object", "required": ["kind", "lives"], "properties": {
                "kind": {"type": "string", "enum": ["cat"]}, "lives": {"type": "integer"}}},
            "Dog": {"type": "object", "required": ["kind", "name"], "properties": {
                "kind": {"type": "string", "enum": ["dog"]}, "name": {"type": "string"}}}}"#,
    );
    assert_learned(
        &document,
        &bodies(&[
            r#"{"kind": "cat", "lives": null}"#,
            r#"{"kind": "dog", "name": "x"}"#,
            r#"{"kind": "fish"}"#,
        ]),
        "# 1 of 1 values in responses of list are null.\n\
         [clients.shop.overrides.\"#/components/schemas/Cat/properties/lives\"]\nnullable = true\n",
    );
}

#[test]
fn lists_maps_and_bodies_have_parts_too() {
    let document = document(
        r#"{"200": {"description": "ok", "content": {"application/json": {"schema":
            {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "integer"}}}}}}}"#,
        "{}",
    );
    let schema = "#/paths/~1things/get/responses/200/content/application~1json/schema";
    assert_learned(
        &document,
        &bodies(&[r#"{"secret": [1, "x"], "other": null}"#]),
        &format!(
            "# 1 of 2 values in responses of list are null.\n\
             [clients.shop.overrides.\"{schema}/additionalProperties\"]\nnullable = true\n\
             # 1 of 2 values in responses of list have another type; all of them are integers and strings.\n\
             [clients.shop.overrides.\"{schema}/additionalProperties/items\"]\ntype = \"oaspen_client::Json\"\n"
        ),
    );
    assert_learned(
        &object(r#"{"a": {"type": "string"}}"#),
        &bodies(&["null", "[]"]),
        "# 1 of 2 values in responses of list have another type; all of them are lists.\n\
         # 1 of 2 values in responses of list are null.\n\
         [clients.shop.overrides.\"#/paths/~1things/get/responses/200/content/application~1json/schema\"]\n\
         type = \"oaspen_client::Json\"\n",
    );
}

#[test]
fn times_without_an_offset() {
    let document = object(r#"{"a": {"type": "string", "format": "date-time"}}"#);
    let lines = bodies(&[r#"{"a": "2026-01-31T12:00:00"}"#, r#"{"a": "2026-01-31 12:00:00.5"}"#]);
    assert_learned(
        &document,
        &lines,
        &format!(
            "# 2 of 2 values in responses of list are times without an offset.\n{MEMBER}a\"]\n\
             type = \"oaspen_client::DateTime\"\n"
        ),
    );
    let mixed = bodies(&[r#"{"a": "2026-01-31T12:00:00"}"#, r#"{"a": "2026-01-31T12:00:00Z"}"#]);
    assert!(toml(&lesson(&document, &mixed)).ends_with("type = \"String\"\n"));
    // A client that reads them as UTC, or as civil times, needs no override.
    let input = Input::Text {
        name: "things.json".to_owned(),
        text: document,
    };
    for times in [oaspen::TimesWithoutOffset::Utc, oaspen::TimesWithoutOffset::Civil] {
        let settings = Settings {
            times_without_offset: times,
            ..Settings::default()
        };
        let found = learn(&input, &settings, None, &exchanges(&lines), &LearnOptions::default());
        assert_eq!(toml(&found), "", "{times:?}");
    }
}

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
            "# 1 of 2 values in responses of list are null.\n{MEMBER}a\"]\nnullable = true\n\
             # 2 of 2 responses of list are several JSON values, one after the other.\n{RESPONSE}stream = \"json-lines\"\n"
        )
        .replace("1 of 2 values", "1 of 4 values"),
    );
    assert_learned(
        &json,
        &[response(200, "text/event-stream", "data: {\"a\": \"x\"}\n\n")],
        &format!("# 1 of 1 responses of list are server-sent events.\n{RESPONSE}stream = \"events\"\n"),
    );
}

#[test]
fn a_component_is_corrected_once() {
    let document = document(
        r##"{"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object", "properties":
            {"a": {"$ref": "#/components/schemas/Time"}, "b": {"$ref": "#/components/schemas/Time"}}}}}}}"##,
        r#"{"Time": {"type": "string", "format": "date-time"}}"#,
    );
    assert_learned(
        &document,
        &bodies(&[r#"{"a": "2026-01-31 12:00", "b": "2026-01-31T12:00:00Z"}"#]),
        "# 1 of 2 values in responses of list are not of the format date-time.\n\
         [clients.shop.overrides.\"#/components/schemas/Time\"]\ntype = \"String\"\n",
    );
}

#[test]
fn equal_parts_share_an_override_if_all_of_them_need_it() {
    let schemas = r#"{
        "A": {"type": "object", "required": ["at"], "properties": {"at": {"type": "string", "format": "date-time"}}},
        "B": {"type": "object", "required": ["at"], "properties": {"at": {"type": "string", "format": "date-time"}}}}"#;
    let responses = r##"{"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object",
        "properties": {"a": {"$ref": "#/components/schemas/A"}, "b": {"$ref": "#/components/schemas/B"}}}}}}}"##;
    let document = document(responses, schemas);
    let key = |name: &str| format!("[clients.shop.overrides.\"#/components/schemas/{name}/properties/at\"]\n");
    let line = "# 1 of 1 values in responses of list are not of the format date-time.\n";
    assert_learned(
        &document,
        &bodies(&[r#"{"a": {"at": "now"}, "b": {"at": "now"}}"#]),
        &format!("{line}{line}{}type = \"String\"\neverywhere = true\n", key("A")),
    );
    assert_learned(
        &document,
        &bodies(&[r#"{"a": {"at": "now"}, "b": {"at": "2026-01-31T12:00:00Z"}}"#]),
        &format!("{line}{}type = \"String\"\n", key("A")),
    );
}

#[test]
fn overrides_of_the_client_are_extended() {
    let document = document(
        r#"{"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "string"}}}},
            "202": {"description": "later"}}"#,
        "{}",
    );
    let mut settings = Settings::default();
    let known = oaspen::Override {
        status: oaspen::Statuses::new(["200", "203"]),
        ..oaspen::Override::default()
    };
    settings
        .overrides
        .insert("#/paths/~1things/get/responses/200".to_owned(), known);
    let input = Input::Text {
        name: "things.json".to_owned(),
        text: document,
    };
    let lines = exchanges(&[
        response(203, "application/json", "\"x\""),
        response(201, "application/json", "\"x\""),
    ]);
    let found = learn(&input, &settings, None, &lines, &LearnOptions::default());
    assert!(toml(&found).ends_with("status = [200, 203, 201]\n"), "{}", toml(&found));
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
    let input = Input::Text {
        name: "things.json".to_owned(),
        text: document.to_owned(),
    };
    let mut options = LearnOptions::default();
    options.base = Some("http://localhost/deep/base".to_owned());
    let lines = exchanges(&[
        line("http://localhost/deep/base/a/new", "1"),
        line("http://localhost/a/new", "1"),
    ]);
    let found = learn(&input, &Settings::default(), None, &lines, &options);
    assert_eq!((found.counts.compared, found.counts.unknown), (1, 1));
}

#[test]
fn swagger_2_has_the_pointers_of_its_text() {
    let document = r##"{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "basePath": "/api", "paths": {
        "/things": {"get": {"operationId": "list", "produces": ["application/json"], "responses": {"200":
            {"description": "ok", "schema": {"type": "array", "items": {"$ref": "#/definitions/Thing"}}}}}}},
        "definitions": {"Thing": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}}}"##;
    assert_learned(
        document,
        &bodies(&[r#"[{"id": 1.5}, null]"#, "null"]),
        "# 1 of 1 values in responses of list have another type; all of them are numbers.\n\
         [clients.shop.overrides.\"#/definitions/Thing/properties/id\"]\ntype = \"f64\"\n\
         # 1 of 2 values in responses of list are null.\n\
         [clients.shop.overrides.\"#/paths/~1things/get/responses/200/schema\"]\nnullable = true\n\
         # 1 of 2 values in responses of list are null.\n\
         [clients.shop.overrides.\"#/paths/~1things/get/responses/200/schema/items\"]\nnullable = true\n",
    );
}

#[test]
fn what_no_override_can_name_is_left_with_its_reason() {
    // Required, and declared nowhere.
    let document = thing(r#"{"type": "object", "required": ["a", "b"], "properties": {"b": {"type": "string"}}}"#);
    let found = lesson(&document, &bodies(&[r#"{"b": null}"#]));
    assert!(
        toml(&found).ends_with(&format!("{MEMBER}b\"]\nnullable = true\n")),
        "{}",
        toml(&found)
    );
    assert_eq!(found.overrides.len(), 1);
    assert_eq!(found.left[0].pointer, "#/components/schemas/Thing/properties/a");
    assert_eq!(
        found.left[0].reason,
        "1 of 1 objects in responses of list do not have this member; no override repairs this"
    );
    assert!(!found.outcome.diagnostics.has_errors());
}

#[test]
fn large_recordings_take_little_time() {
    let document = document(
        r##"{"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "array", "items":
            {"$ref": "#/components/schemas/Thing"}}}}}}"##,
        r#"{"Thing": {"type": "object", "required": ["id", "at"], "properties": {"id": {"type": "integer"},
            "at": {"type": "string", "format": "date-time"}, "tags": {"type": "array", "items": {"type": "string"}}}}}"#,
    );
    let one = r#"{"id": 17, "at": "2026-01-31T12:00:00Z", "tags": ["a", "b", "c"]}"#;
    let body = format!("[{}]", vec![one; 1500].join(","));
    let lines: Vec<String> = (0..100).map(|_| response(200, "application/json", &body)).collect();
    assert!(lines.join("\n").len() > 10_000_000);
    let begin = std::time::Instant::now();
    assert_nothing(&document, &lines);
    // About a second without optimization; the bound only shows that it is not quadratic.
    assert!(begin.elapsed().as_secs() < 60, "{:?}", begin.elapsed());
}

/// The proof by value: the bodies of `learn_before` do not decode, and with the overrides that they lead to, which are those of
/// `learn_after`, they do. `tests/snapshots` compiles both cases, and decodes the values of their `values.txt`.
#[test]
fn bodies_that_do_not_decode_do_with_the_overrides() {
    let cases = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let read = |path: &str| std::fs::read_to_string(cases.join(path)).expect("a file of the case");
    let (before, after) = (read("learn_before/values.txt"), read("learn_after/values.txt"));
    let documents = (read("learn_before/spec.yaml"), read("learn_after/spec.yaml"));
    assert_eq!(
        documents.0.split_once('\n').expect("text").1,
        documents.1.split_once('\n').expect("text").1
    );
    let bodies = |text: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.split_once(" => "));
        lines
            .map(|(body, _)| body.trim_start_matches("Orders ").to_owned())
            .collect()
    };
    assert_eq!(bodies(&before), bodies(&after));
    assert!(before.lines().all(|line| line.contains(" => error ")) && !after.contains(" => error"));

    let lines: Vec<String> = bodies(&before)
        .iter()
        .map(|body| {
            json!({"request": {"method": "GET", "url": "/orders"}, "response": {"status": 200, "body": body}})
                .to_string()
        })
        .collect();
    let found = lesson(&documents.0, &lines);
    let tables: Vec<String> = found.overrides.iter().map(|one| one.to_toml("learn_after")).collect();
    let config = read("learn_after/oaspen.toml");
    let (_, overrides) = config.split_once("\n\n").expect("overrides");
    assert_eq!(tables.join("\n"), overrides);
    assert_eq!(found.left, []);
}
