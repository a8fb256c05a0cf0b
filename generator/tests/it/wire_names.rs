//! `wire-name`: the names in Rust and the keys of `names.lock` are those of the document.

use oaspen::{Override, Settings, generate};

use crate::common;

const OPENAPI_3: &str = r##"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/pets": {
    "get": {"operationId": "listPets", "parameters": [
        {"name": "size", "in": "query", "required": true, "schema": {"type": "string"}},
        {"name": "zone", "in": "query", "required": true, "schema": {"type": "string"}}],
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object",
            "properties": {"page": {"type": "object", "properties": {"next": {"type": "string"}}}}}}}}}},
    "post": {"operationId": "addPet",
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
        "responses": {"204": {"description": "ok"}}}}},
    "components": {"schemas": {"Pet": {"type": "object", "required": ["name", "owner"], "properties": {
        "name": {"type": "string"},
        "owner": {"type": "object", "required": ["first", "last"], "properties": {
            "first": {"type": "string"}, "last": {"type": "string", "enum": ["a", "b"]}}}}}}}}"##;

const SWAGGER_2: &str = r##"{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "host": "api.example.com", "paths": {
    "/pets": {"post": {"operationId": "addPet", "consumes": ["application/x-www-form-urlencoded"], "parameters": [
        {"name": "first", "in": "formData", "required": true, "type": "string"},
        {"name": "last", "in": "formData", "required": true, "type": "string"},
        {"name": "kind", "in": "formData", "type": "string", "enum": ["a", "b"]},
        {"$ref": "#/parameters/Note"}], "responses": {"200": {"description": "ok"}}}}},
    "parameters": {"Note": {"name": "note", "in": "formData", "type": "string"}}}"##;

/// The lock without overrides, and with them.
fn locks(document: &str, overrides: &[(&str, Override)]) -> (String, String) {
    let input = common::text_input("pets.json", document);
    let mut settings = Settings::default();
    let before = generate(&input, &settings, None).lock;
    let overrides = overrides
        .iter()
        .map(|(key, chosen)| ((*key).to_owned(), chosen.clone()));
    settings.overrides.extend(overrides);
    let after = generate(&input, &settings, Some(&before));
    let found: Vec<String> = after.diagnostics.iter().map(|one| one.message.clone()).collect();
    assert!(!after.files.is_empty(), "{found:?}");
    (before, after.lock)
}

fn wire_name(name: &str) -> Override {
    Override {
        wire_name: Some(name.to_owned()),
        ..Override::default()
    }
}

#[test]
fn the_lock_does_not_change() {
    // The member inside of another one gets its name first: patterns are before pointers.
    let media = Override {
        media_type: Some("application/vnd.pets+json".to_owned()),
        ..Override::default()
    };
    let response = "#/paths/~1pets/get/responses/200";
    let page = format!("{response}/content/application~1json/schema/properties/page");
    let (before, after) = locks(
        OPENAPI_3,
        &[
            (
                "#/components/schemas/*/properties/owner/properties/first",
                wire_name("zf"),
            ),
            (
                "#/components/schemas/*/properties/owner/properties/last",
                wire_name("al"),
            ),
            ("#/components/schemas/Pet/properties/owner", wire_name("holder")),
            ("#/components/schemas/Pet/properties/name", wire_name("zname")),
            ("#/paths/~1pets/get/parameters/0", wire_name("zsize")),
            (&page, wire_name("paging")),
            (&format!("{page}/properties/next"), wire_name("following")),
            (response, media),
        ],
    );
    assert_eq!(after, before);
}

#[test]
fn fields_of_forms_in_swagger_2_keep_their_names_and_their_order() {
    let (before, after) = locks(
        SWAGGER_2,
        &[
            ("#/paths/~1pets/post/parameters/0", wire_name("zfirst")),
            ("#/paths/~1pets/post/parameters/2", wire_name("sort")),
            ("#/parameters/Note", wire_name("remark")),
        ],
    );
    assert_eq!(after, before);
}

/// Members of lists, maps, parts, branches and forms, with names that pointers escape.
#[test]
fn members_everywhere_keep_their_names() {
    let document = r##"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/orders": {
        "post": {"operationId": "addOrder",
            "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object", "required": ["a/b", "file"],
                "properties": {"a/b": {"type": "string"}, "file": {"type": "string", "format": "binary"}}}}}},
            "responses": {"200": {"description": "ok", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Order"}}}}}}}},
        "components": {"schemas": {
            "Base": {"type": "object", "required": ["i~d"], "properties": {"i~d": {"type": "object", "properties": {
                "x": {"type": "string"}}}}},
            "Order": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {
                "lines": {"type": "array", "items": {"type": "object", "required": ["count", "unit"], "properties": {
                    "count": {"type": "integer"}, "unit": {"type": "string", "enum": ["kg", "m"]}}}},
                "notes": {"type": "object", "additionalProperties": {"type": "object", "properties": {
                    "text": {"type": "string"}}}},
                "state": {"oneOf": [{"type": "object", "required": ["open"], "properties": {"open": {"type": "object",
                    "properties": {"since": {"type": "string"}}}}}, {"type": "string"}]}}}]}}}}"##;
    let order = "#/components/schemas/Order/allOf/1/properties";
    let form = "#/paths/~1orders/post/requestBody/content/multipart~1form-data/schema/properties";
    let renamed = [
        (format!("{order}/lines"), "rows"),
        (format!("{order}/lines/items/properties/count"), "zcount"),
        (format!("{order}/lines/items/properties/unit"), "aunit"),
        (format!("{order}/notes"), "anotes"),
        (format!("{order}/notes/additionalProperties/properties/text"), "body"),
        (format!("{order}/state"), "astate"),
        (format!("{order}/state/oneOf/0/properties/open"), "opened"),
        (
            format!("{order}/state/oneOf/0/properties/open/properties/since"),
            "from",
        ),
        ("#/components/schemas/Base/properties/i~0d".to_owned(), "key"),
        ("#/components/schemas/Base/properties/i~0d/properties/x".to_owned(), "y"),
        (format!("{form}/a~1b"), "z/z"),
        (format!("{form}/file"), "attachment"),
    ];
    // In both orders: a member inside of another one can have its name first.
    let inner_first = renamed
        .iter()
        .map(|(key, name)| (key.replace("/schemas/", "/*/"), *name));
    for overrides in [renamed.to_vec(), inner_first.collect()] {
        let overrides: Vec<(&str, Override)> = overrides
            .iter()
            .map(|(key, name)| (key.as_str(), wire_name(name)))
            .collect();
        let (before, after) = locks(document, &overrides);
        assert_eq!(after, before);
    }
}
