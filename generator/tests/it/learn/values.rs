//! Values that depart from their schema.

use oaspen::{LearnOptions, Settings, learn};

use super::{
    MEMBER, assert_learned, assert_nothing, bodies, document, exchanges, input, lesson, object, response, thing, toml,
};

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
        &object(r#"{"a": {"type": "array", "items": {"type": "string"}}, "b": {"type": "integer"}}"#),
        &bodies(&[r#"{"a": [], "b": null}"#, r#"{"a": ["x", null, "y"], "b": 1}"#]),
        &format!(
            "# 1 of 3 values in responses of list are null.\n{MEMBER}a/items\"]\nnullable = true\n\
             # 1 of 2 values in responses of list are null.\n{MEMBER}b\"]\nnullable = true\n"
        ),
    );
}

#[test]
fn null_for_a_list_or_a_map_is_read_as_empty() {
    assert_nothing(
        &object(
            r#"{"a": {"type": "array", "items": {"type": "array", "items": {}}}, "b": {"type": "object"},
                "c": {"type": "object", "additionalProperties": {"type": "string"}}}"#,
        ),
        &bodies(&[
            r#"{"a": null, "b": null, "c": null}"#,
            r#"{"a": [null], "b": {}, "c": {}}"#,
        ]),
    );
}

#[test]
fn counts_are_of_the_values_that_are_there() {
    let document = thing(r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#);
    let lines = bodies(&["{}", "{}", r#"{"a": 1}"#, r#"{"a": 2}"#, r#"{"a": null}"#]);
    assert_learned(
        &document,
        &lines,
        &format!(
            "# 2 of 3 values in responses of list have another type; all of them are integers.\n{MEMBER}a\"]\n\
             type = \"i64\"\n"
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
            "oaspen_client::Json",
            "integers and integers of more than 64 bits, of which Json keeps 15 digits, or all with the feature \
             arbitrary_precision of serde_json",
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
        &object(r#"{"user_id": {"type": "string"}}"#),
        &bodies(&[r#"{"user-id": "x"}"#, r#"{"user_id": "y"}"#]),
        &format!(
            "# 1 of 2 objects in responses of list do not have this member.\n{MEMBER}user_id\"]\nrequired = false\n"
        ),
    );
}

#[test]
fn a_required_member_in_another_case_is_read() {
    let id = object(r#"{"Id": {"type": "string"}}"#);
    assert_nothing(&id, &bodies(&[r#"{"ID": "x"}"#, r#"{"Id": "y"}"#]));
    // Its value is compared. A member that is nullable is not read in another case.
    assert_learned(
        &id,
        &bodies(&[r#"{"ID": null}"#]),
        &format!(
            "# 1 of 1 values in responses of list are null.\n\
             # 1 of 1 objects in responses of list spell this member `ID`.\n{MEMBER}Id\"]\nnullable = true\n\
             wire-name = \"ID\"\n"
        ),
    );
    // Of two such members, it is not clear which one it is; an optional one is not read in another case.
    assert_learned(
        &id,
        &bodies(&[r#"{"ID": "x", "id": "y"}"#, r#"{"Id": "y"}"#]),
        &format!("# 1 of 2 objects in responses of list do not have this member.\n{MEMBER}Id\"]\nrequired = false\n"),
    );
    assert_learned(
        &thing(r#"{"type": "object", "properties": {"Id": {"type": "string"}}}"#),
        &bodies(&[r#"{"ID": "x"}"#]),
        &format!("# 1 of 1 objects in responses of list spell this member `ID`.\n{MEMBER}Id\"]\nwire-name = \"ID\"\n"),
    );
}

#[test]
fn what_is_behind_a_departure_is_found_in_the_next_round() {
    assert_learned(
        &object(r#"{"in_ner": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}}"#),
        &bodies(&[r#"{"inner": {"a": null}}"#]),
        &format!(
            "# 1 of 1 objects in responses of list spell this member `inner`.\n{MEMBER}in_ner\"]\n\
             wire-name = \"inner\"\n\
             # 1 of 1 values in responses of list are null.\n{MEMBER}in_ner/properties/a\"]\nnullable = true\n"
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
            "# 1 of 2 values in responses of list have another type; all of them are integers and strings.\n\
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
             times-without-offset = \"civil\"\n"
        ),
    );
    let mixed = bodies(&[r#"{"a": "2026-01-31T12:00:00"}"#, r#"{"a": "2026-01-31T12:00:00Z"}"#]);
    assert!(toml(&lesson(&document, &mixed)).ends_with("type = \"String\"\n"));
    // The second response is compared when the overrides of the first round are there.
    let mut later = bodies(&[r#"{"a": "2026-01-31T12:00:00"}"#]);
    later.push(response(200, "text/event-stream", "data: {\"a\": \"now\"}\n\n"));
    let found = toml(&lesson(&document, &later));
    assert!(found.contains("a\"]\ntype = \"String\"\n"), "{found}");
    // A client that reads them as UTC, or as civil times, needs no override.
    let input = input(document);
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

/// What a member lacks is counted for each operation whose responses have the model, and each of them can have another member.
#[test]
fn a_member_is_missing_in_several_operations() {
    let of = |id: &str| {
        format!(
            r##"{{"get": {{"operationId": "{id}", "responses": {{"200": {{"description": "ok", "content": {{
                "application/json": {{"schema": {{"$ref": "#/components/schemas/Thing"}}}}}}}}}}}}}}"##
        )
    };
    let schema = r#"{"type": "object", "required": ["a", "b", "c"], "properties": {"a": {"type": "string"},
        "b": {"type": "string"}, "c": {"type": "string"}}}"#;
    let document = format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{"/one": {}, "/two": {}}},
            "components": {{"schemas": {{"Thing": {schema}}}}}}}"#,
        of("one"),
        of("two")
    );
    let line = |path: &str, body: &str| {
        serde_json::json!({"request": {"method": "GET", "url": path}, "response": {"status": 200, "body": body}})
            .to_string()
    };
    let lines = [
        line("/one", r#"{"a": "x", "b": null}"#),
        line("/one", r#"{"a": "x", "C": "x"}"#),
        line("/two", r#"{"b": "x", "c": "x"}"#),
    ];
    let lesson = lesson(&document, &lines);
    let evidence: Vec<&String> = lesson.overrides.iter().flat_map(|one| &one.evidence).collect();
    assert_eq!(
        evidence,
        [
            "1 of 3 objects in responses of 2 operations do not have this member",
            "1 of 3 objects in responses of 2 operations do not have this member",
            "1 of 2 values in responses of 2 operations are null",
            "1 of 3 objects in responses of 2 operations do not have this member",
        ]
    );
}
