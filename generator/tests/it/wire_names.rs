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
