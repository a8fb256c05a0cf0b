//! Parts that many operations and types use are counted at each use: a short document is no large client.

use crate::common;
use crate::common::cpu::within;
use oaspen::{DocumentLimits, Outcome, Settings};
use serde_json::{Map, Value, json};

/// Uses of the shared part, and members of it.
const USES: usize = 2_000;
const MEMBERS: usize = 2_000;

fn generate(document: &Value, settings: &Settings) -> Outcome {
    within(60, "spec.json", || {
        oaspen::generate(&common::text_input("spec.json", document.to_string()), settings, None)
    })
}

/// A document with many operations that have the same members.
fn operations(uses: usize, operation: &Value, components: Value) -> Value {
    let paths: Map<String, Value> = (0..uses)
        .map(|n| (format!("/p{n}"), json!({"post": operation})))
        .collect();
    json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://example.com"}],
        "paths": paths, "components": components,
    })
}

/// The same for Swagger 2.0, where members of the document apply to all operations.
fn swagger(uses: usize, operation: &Value, root: Value) -> Value {
    let mut document = operations(uses, operation, json!({}));
    let map = document.as_object_mut().expect("an object");
    map.retain(|key, _| key == "info" || key == "paths");
    map.insert("swagger".to_owned(), json!("2.0"));
    map.extend(root.as_object().cloned().unwrap_or_default());
    document
}

fn named(value: impl Fn(usize) -> Value) -> Map<String, Value> {
    (0..MEMBERS).map(|n| (format!("m{n}"), value(n))).collect()
}

fn texts() -> Map<String, Value> {
    named(|_| json!({"type": "string"}))
}

fn done() -> Value {
    json!({"204": {"description": "x"}})
}

#[track_caller]
fn is_refused(document: &Value) {
    exceeds(document, "values where each use of a part counts: `max-copied-values`");
}

#[track_caller]
fn exceeds(document: &Value, limit: &str) {
    let outcome = generate(document, &common::settings());
    let rendered = common::rendered(&outcome);
    assert!(outcome.files.is_empty(), "{rendered}");
    assert_eq!(rendered.matches("E0007").count(), 1, "{rendered}");
    assert!(rendered.contains(limit), "{rendered}");
}

#[test]
fn responses_parameters_and_bodies_are_counted_where_they_are_used() {
    let response = json!({"responses": {"200": {"$ref": "#/components/responses/R"}}});
    let headers = named(|_| json!({"$ref": "#/components/headers/H"}));
    let header = json!({"H": {"schema": {"type": "string", "enum": ["a", "b"]}}});
    is_refused(&operations(
        USES,
        &response,
        json!({"responses": {"R": {"description": "x", "headers": headers}}, "headers": header}),
    ));
    let long = json!({"responses": {"R": {"description": "x".repeat(100_000)}}});
    is_refused(&operations(USES, &response, long));
    let media: Map<String, Value> = (0..MEMBERS)
        .map(|n| (format!("application/x{n}+json"), json!({"schema": {"maximum": n}})))
        .collect();
    is_refused(&operations(
        USES,
        &json!({"requestBody": {"$ref": "#/components/requestBodies/B"}, "responses": done()}),
        json!({"requestBodies": {"B": {"content": media}}}),
    ));
    let schema = json!({"type": "array", "items": {"type": "string"}, "default": vec!["a"; MEMBERS]});
    is_refused(&operations(
        USES,
        &json!({"parameters": [{"$ref": "#/components/parameters/P"}], "responses": done()}),
        json!({"parameters": {"P": {"name": "p", "in": "query", "schema": schema}}}),
    ));
}

#[test]
fn what_operations_have_from_the_document_is_counted() {
    let schemes = named(|_| json!({"type": "http", "scheme": "basic"}));
    let all: Vec<Value> = schemes.keys().map(|name| json!({name: []})).collect();
    let mut document = operations(USES, &json!({"responses": done()}), json!({"securitySchemes": schemes}));
    document["security"] = json!(all);
    is_refused(&document);
    let types: Vec<String> = (0..MEMBERS).map(|n| format!("application/x{n}")).collect();
    let answer = json!({"200": {"description": "x", "schema": {"type": "string"}}});
    is_refused(&swagger(
        USES,
        &json!({"responses": answer}),
        json!({"produces": types}),
    ));
    let body = json!([{"name": "b", "in": "body", "schema": {"type": "string"}}]);
    is_refused(&swagger(
        USES,
        &json!({"parameters": body, "responses": done()}),
        json!({"consumes": types}),
    ));
    let path = json!({"host": "example.com", "basePath": format!("/{}", "x".repeat(200_000))});
    is_refused(&swagger(USES, &json!({"schemes": ["http"], "responses": done()}), path));
    let parameter = json!({"name": "b", "in": "body", "schema": {"type": "object", "properties": texts()}});
    is_refused(&swagger(
        USES,
        &json!({"parameters": [{"$ref": "#/parameters/B"}], "responses": done()}),
        json!({"parameters": {"B": parameter}}),
    ));
}

/// A path item with an inline body, which several paths reference.
#[test]
fn path_items_are_counted_where_they_are_used() {
    let body = json!({"content": {"application/json": {"schema": {"type": "object", "properties": texts()}}}});
    let mut document = operations(1, &json!({"requestBody": body, "responses": done()}), json!({}));
    let others = (0..USES).map(|n| (format!("/other{n}"), json!({"$ref": "#/paths/~1p0"})));
    document["paths"].as_object_mut().expect("paths").extend(others);
    is_refused(&document);
}

/// A document with many schemas that have the same members, and one that they refer to.
fn schemas(shared: Value, each: &Value) -> Value {
    let mut all: Map<String, Value> = (0..USES).map(|n| (format!("S{n}"), each.clone())).collect();
    all.insert("Shared".to_owned(), shared);
    operations(0, &json!({}), json!({"schemas": all}))
}

#[test]
fn members_of_all_of_are_counted_where_they_are_combined() {
    let part = json!({"$ref": "#/components/schemas/Shared"});
    let own = json!({"type": "object", "properties": {"own": {"type": "string"}}});
    let shared = json!({"type": "object", "properties": texts()});
    is_refused(&schemas(shared.clone(), &json!({"allOf": [part, own]})));
    is_refused(&schemas(
        shared.clone(),
        &json!({"allOf": [part], "properties": {"own": {"type": "string"}}}),
    ));
    let branches: Vec<Value> = (0..MEMBERS)
        .map(|n| json!({"type": "object", "required": [format!("m{n}")]}))
        .collect();
    is_refused(&schemas(json!({"oneOf": branches}), &json!({"allOf": [part, own]})));
    let titled = json!({"type": "string", "title": "t ".repeat(50_000)});
    is_refused(&schemas(titled, &json!({"type": "object", "properties": {"p": part}})));
    // The only part of a schema is its type, and is not copied.
    for each in [
        json!({"allOf": [part], "nullable": true}),
        json!({"type": "object", "properties": {"p": {"allOf": [part], "description": "x"}}}),
    ] {
        let outcome = generate(&schemas(shared.clone(), &each), &common::settings());
        assert!(!outcome.files.is_empty(), "{}", common::rendered(&outcome));
    }
    let settings = Settings {
        limits: DocumentLimits {
            copied_values: 0,
            ..DocumentLimits::default()
        },
        ..common::settings()
    };
    let few = json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": {
        "A": {"type": "object", "properties": {"a": {"type": "string"}}},
        "B": {"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"b": {"type": "string"}}}]},
        "C": {"allOf": [{"$ref": "#/components/schemas/B"}, {"properties": {"c": {"type": "string"}}}]},
    }}});
    assert!(!generate(&few, &settings).files.is_empty());
}

#[test]
fn what_branches_repeat_is_counted() {
    let limit = "values where each use of a branch counts: `max-copied-values`";
    let shared = json!({"$ref": "#/components/schemas/Shared"});
    let values: Vec<String> = (0..MEMBERS).map(|n| format!("v{n}")).collect();
    let constants: Vec<Value> = values.iter().map(|value| json!({"const": value})).collect();
    let (values, constants) = (json!({"type": "string", "enum": values}), json!({"oneOf": constants}));
    let object = json!({"type": "object", "properties": texts()});
    let own = json!({"own": {"type": "string"}});
    let other = json!({"type": "object", "properties": {"other": {"type": "string"}}});
    let open = json!({"oneOf": [shared, {"type": "string"}]});
    exceeds(&schemas(values.clone(), &open), limit);
    exceeds(
        &schemas(constants, &json!({"anyOf": [{"type": ["string", "null"]}, shared]})),
        limit,
    );
    for key in ["oneOf", "anyOf"] {
        let each = json!({"type": "object", "properties": own, key: [shared, other]});
        is_refused(&schemas(object.clone(), &each));
        is_refused(&schemas(
            object.clone(),
            &json!({"allOf": [other], key: [shared, other]}),
        ));
    }
    // These are used as they are.
    for (all, beside) in [
        (&values, json!({"type": "null"})),
        (&values, json!({"enum": [null]})),
        (&values, json!({"type": "integer"})),
        (&values, other.clone()),
        (&object, json!({"type": "string"})),
        (&object, other),
    ] {
        let mut document = schemas(all.clone(), &json!({"oneOf": [shared, beside]}));
        document["openapi"] = json!("3.1.0");
        let outcome = generate(&document, &common::settings());
        assert!(!outcome.files.is_empty(), "{}", common::rendered(&outcome));
    }
}

#[test]
fn what_distinguishes_branches_is_counted() {
    let limit = "values where each use of a branch counts: `max-copied-values`";
    let shared = json!({"$ref": "#/components/schemas/Shared"});
    let names: Vec<String> = (0..MEMBERS).map(|n| format!("m{n}")).collect();
    let required = json!({"type": "object", "properties": texts(), "required": names});
    let enums = json!({"type": "object", "properties": named(|_| json!({"type": "string", "enum": ["a", "b"]}))});
    let object = json!({"type": "object", "required": ["own"], "properties": {"own": {"type": "string"}}});
    for large in [&required, &enums] {
        exceeds(&schemas(large.clone(), &json!({"oneOf": [shared, object]})), limit);
    }
    let sealed = json!({"type": "object", "additionalProperties": false, "properties": {"own": {"type": "string"}}});
    let optional = json!({"type": "object", "properties": texts()});
    exceeds(&schemas(optional.clone(), &json!({"oneOf": [shared, sealed]})), limit);
    // Nothing is compared.
    for (large, other) in [(required, json!({"type": "string"})), (optional, object)] {
        let outcome = generate(&schemas(large, &json!({"oneOf": [shared, other]})), &common::settings());
        assert!(!outcome.files.is_empty(), "{}", common::rendered(&outcome));
    }
}

/// Nothing that distinguishes a branch is left out, however much there is.
#[test]
fn all_members_of_large_branches_distinguish_them() {
    let names = |last: &str| (0..300).map(|n| format!("m{n}")).chain([last.to_owned()]);
    let object = |last: &str| {
        let properties: Map<String, Value> = names(last).map(|name| (name, json!({"type": "integer"}))).collect();
        json!({"type": "object", "properties": properties, "required": names(last).collect::<Vec<_>>()})
    };
    let tagged = |value: String| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": [value]}}});
    let mut all = json!({"One": object("one"), "Other": object("other"), "Small": tagged("small".to_owned())});
    let mut wide = object("one");
    wide["properties"] = (0..300)
        .map(|n| (format!("m{n}"), json!({"type": "string", "enum": ["a", "b"]})))
        .collect();
    wide["properties"]["kind"] = json!({"type": "string", "enum": ["wide"]});
    wide["required"] = json!(["kind"]);
    all["Wide"] = wide;
    let mut branches = Vec::new();
    for n in 0..1_100 {
        all[format!("B{n}")] = tagged(format!("v{n}"));
        branches.push(json!({"$ref": format!("#/components/schemas/B{n}")}));
    }
    all["Many"] = json!({"oneOf": branches});
    let two = |one: &str, other: &str| json!([{"$ref": format!("#/components/schemas/{one}")}, {"$ref": format!("#/components/schemas/{other}")}]);
    all["ByMembers"] = json!({"oneOf": two("One", "Other")});
    all["ByWide"] = json!({"oneOf": two("Wide", "Small"), "discriminator": {"propertyName": "kind"}});
    all["ByMany"] = json!({"oneOf": two("Many", "Small"), "discriminator": {"propertyName": "kind"}});
    let outcome = generate(&operations(0, &json!({}), json!({"schemas": all})), &common::settings());
    let text = |name: &str| {
        let file = outcome.files.iter().find(|file| file.path.ends_with(name));
        file.map(|file| file.text.clone())
            .unwrap_or_else(|| common::rendered(&outcome))
    };
    let by_members = text("by_members.rs");
    assert!(
        by_members.contains("\"m299\", \"one\"]") && by_members.contains("\"m299\", \"other\"]"),
        "{by_members}"
    );
    assert!(
        text("by_wide.rs").contains("tag \"kind\" in [\"wide\"]"),
        "{}",
        text("by_wide.rs")
    );
    assert!(
        text("by_many.rs").contains("\"v1098\", \"v1099\"]"),
        "{}",
        text("by_many.rs")
    );
}

/// Alternatives that are compared with each other take time that grows with the square of their number.
#[test]
fn thousands_of_media_types_and_schemes_end() {
    let types = |count: usize, schema: fn(usize) -> Value| -> Map<String, Value> {
        let name = |n: usize| format!("application/x{n}+json");
        (0..count).map(|n| (name(n), json!({"schema": schema(n)}))).collect()
    };
    let body = json!({"content": types(3_000, |n| json!({"title": n.to_string(), "type": "string"}))});
    let texts: Map<String, Value> = (0..5_000)
        .map(|n| (format!("text/x{n}"), json!({"schema": {"type": "string"}})))
        .collect();
    let operation = json!({"requestBody": body, "responses": {"200": {"description": "x", "content": texts}}});
    let schemes = named(|n| json!({"type": "apiKey", "in": "header", "name": format!("X-{n}")}));
    let all: Map<String, Value> = schemes.keys().map(|name| (name.clone(), json!([]))).collect();
    let mut document = operations(1, &operation, json!({"securitySchemes": schemes}));
    document["security"] = json!([all]);
    assert!(!generate(&document, &common::settings()).files.is_empty());
}

#[test]
fn tens_of_thousands_of_values_are_compared() {
    let version = |begin: usize| {
        let values: Vec<String> = (begin..begin + 40_000).map(|n| format!("v{n}")).collect();
        let shared = json!({"type": "string", "enum": values});
        let response = json!({"200": {"description": "x", "content": {"application/json": {"schema": shared}}}});
        let document = operations(1, &json!({"operationId": "a", "responses": response}), json!({}));
        common::version("spec", common::text_input("spec.json", document.to_string()))
    };
    let found = within(60, "compare", || {
        oaspen::compare(&version(0), &version(1)).expect("both can be read")
    });
    assert_eq!(found.changes.len(), 2);
}
