//! What a document can write in two ways: `oaspen::compare` finds no change between them.

use crate::common;
use oaspen::{ClientChange, Verdict};

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: Clocks, version: "1", description: All clocks. }
servers: [{ url: "https://clocks.example.com" }]
tags: [{ name: clocks, description: Clocks. }, { name: towers, description: Towers. }]
security: [{ key: [], second: [] }, { token: [read, write] }]
paths:
  /clocks:
    get:
      operationId: listClocks
      summary: Lists.
      description: All of them.
      tags: [clocks]
      parameters:
        - { name: zone, in: query, description: Where., schema: { type: string } }
        - { name: ids, in: query, schema: { type: array, items: { type: string } } }
        - { name: X-Ids, in: header, schema: { type: array, items: { type: string } } }
        - { name: limit, in: query, schema: { type: integer, default: 10, maximum: 50, minimum: 1 } }
        - { name: filter, in: query, schema: { type: object, example: { from: 1, to: 2 }, additionalProperties: { type: integer } } }
      responses:
        "200": { description: ok, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Clock" } }, example: [{ hour: 1, name: a }] } } }
        "404": { description: none, content: { application/json: { schema: { type: object, properties: { code: { type: string } } } } } }
    post:
      operationId: addClock
      tags: [towers]
      requestBody: { description: New., required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Clock" } } } }
      responses: { "204": { description: done } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    second: { type: apiKey, in: query, name: second }
    token: { type: oauth2, flows: { clientCredentials: { tokenUrl: "https://clocks.example.com/token", scopes: { read: Reads., write: Writes. } } } }
  schemas:
    Clock:
      type: object
      description: Shows the time.
      required: [hour, kind]
      example: { hour: 1, name: a, owner: { first: b, last: c } }
      properties:
        hour: { type: integer, minimum: 0, maximum: 23 }
        kind: { type: string, enum: [sand, sun, water] }
        name: { type: string, maxLength: 10, description: Its name., example: Ben }
        weight: { type: number, maximum: 5 }
        owner: { type: object, properties: { first: { type: string }, last: { type: string } } }
        tags: { type: array, items: { type: string } }
        notes: { type: object, additionalProperties: { type: string }, default: { a: b, c: d } }
        made: { $ref: "#/components/schemas/Moment" }
        place: { $ref: "#/components/schemas/Place" }
        rest: { type: object }
    Moment: { type: string, format: date-time, description: A moment. }
    Place: { type: object, required: [town], properties: { town: { type: string }, street: { type: string } } }
"##;

fn changes(old: &str, new: &str) -> Vec<ClientChange> {
    let version = |text: &str| common::version("clocks", common::text_input("clocks.yaml", text));
    let found = oaspen::compare(&version(old), &version(new)).expect("both can be read");
    found.changes
}

/// The rows between the document and the same with another text, in both directions.
fn rows(from: &str, to: &str) -> Vec<String> {
    assert_eq!(DOCUMENT.matches(from).count(), 1, "{from}");
    let other = DOCUMENT.replace(from, to);
    let both = changes(DOCUMENT, &other).into_iter().chain(changes(&other, DOCUMENT));
    both.map(|change| {
        format!(
            "{} {}: {} => {}",
            change.rule.id,
            change.item(),
            change.before,
            change.after
        )
    })
    .collect()
}

fn none(pairs: &[(&str, &str)]) {
    let found: Vec<String> = pairs
        .iter()
        .flat_map(|(from, to)| {
            let rows = rows(from, to);
            rows.into_iter().map(move |row| format!("{from} -> {to}: {row}"))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_order_of_sets_and_keys() {
    none(&[
        ("{ key: [], second: [] }", "{ second: [], key: [] }"),
        ("[read, write]", "[write, read]"),
        (
            "scopes: { read: Reads., write: Writes. }",
            "scopes: { write: Writes., read: Reads. }",
        ),
        ("required: [hour, kind]", "required: [kind, hour]"),
        ("enum: [sand, sun, water]", "enum: [water, sand, sun]"),
        ("example: { from: 1, to: 2 }", "example: { to: 2, from: 1 }"),
        (
            "{ hour: 1, name: a, owner: { first: b, last: c } }",
            "{ owner: { last: c, first: b }, name: a, hour: 1 }",
        ),
        ("[{ hour: 1, name: a }]", "[{ name: a, hour: 1 }]"),
        ("default: { a: b, c: d }", "default: { c: d, a: b }"),
        (
            "tags: [{ name: clocks, description: Clocks. }, { name: towers, description: Towers. }]",
            "tags: [{ name: towers, description: Towers. }, { name: clocks, description: Clocks. }]",
        ),
        (
            "- { name: zone, in: query, description: Where., schema: { type: string } }
        - { name: ids, in: query, schema: { type: array, items: { type: string } } }",
            "- { name: ids, in: query, schema: { type: array, items: { type: string } } }
        - { name: zone, in: query, description: Where., schema: { type: string } }",
        ),
    ]);
}

#[test]
fn defaults_that_are_written_out() {
    none(&[
        ("maxLength: 10", "maxLength: 10, minLength: 0"),
        (
            "tags: { type: array,",
            "tags: { type: array, minItems: 0, uniqueItems: false,",
        ),
        (
            "owner: { type: object,",
            "owner: { type: object, minProperties: 0, required: [],",
        ),
        ("made: { $ref", "made: { nullable: false, $ref"),
        (
            "weight: { type: number,",
            "weight: { type: number, nullable: false, exclusiveMaximum: false, readOnly: false,",
        ),
        (
            "weight: { type: number,",
            "weight: { type: number, deprecated: false, description: '', title: '', writeOnly: false,",
        ),
        (
            "operationId: listClocks",
            "operationId: listClocks\n      deprecated: false",
        ),
        (
            "name: zone, in: query,",
            "name: zone, in: query, required: false, deprecated: false, allowEmptyValue: false,",
        ),
        (
            "name: zone, in: query,",
            "name: zone, in: query, style: form, explode: true, allowReserved: false,",
        ),
        (
            "name: ids, in: query,",
            "name: ids, in: query, style: form, explode: true,",
        ),
        (
            "name: ids, in: query,",
            "name: ids, in: query, explode: true, description: '',",
        ),
        (
            "name: X-Ids, in: header,",
            "name: X-Ids, in: header, style: simple, explode: false,",
        ),
        (
            "name: filter, in: query,",
            "name: filter, in: query, style: form, explode: true,",
        ),
        (
            "rest: { type: object }",
            "rest: { type: object, additionalProperties: true }",
        ),
        (
            "rest: { type: object }",
            "rest: { type: object, additionalProperties: {}, properties: {} }",
        ),
        (
            "operationId: addClock",
            "operationId: addClock\n      parameters: []\n      description: ''",
        ),
        (
            "operationId: addClock",
            "operationId: addClock\n      security: [{ key: [], second: [] }, { token: [read, write] }]",
        ),
        (
            "operationId: addClock",
            "operationId: addClock\n      servers: [{ url: 'https://clocks.example.com' }]",
        ),
        ("https://clocks.example.com\" }]", "https://clocks.example.com/\" }]"),
        (
            "\"204\": { description: done }",
            "\"204\": { description: done, headers: {}, content: {} }",
        ),
        (
            "schema: { type: object, properties: { code:",
            "schema: { type: object, nullable: false, properties: { code:",
        ),
    ]);
}

#[test]
fn white_space_in_descriptions() {
    none(&[
        ("description: All of them.", "description: \"All of them. \\n\""),
        ("description: All clocks.", "description: \" All clocks.\\n\""),
        ("summary: Lists.", "summary: 'Lists. '"),
        ("description: Its name.", "description: \"Its name.\\n\""),
        ("description: Shows the time.", "description: \"Shows the time.  \""),
        ("description: Clocks.", "description: \"Clocks.\\n\""),
        ("description: Where.", "description: \" Where.\""),
        ("description: New.", "description: \"New.\\n\""),
        ("description: none", "description: \"none\\r\\n\""),
        (
            "\"204\": { description: done }",
            "\"204\": { description: \"done\\n\" }",
        ),
        ("read: Reads.", "read: \"Reads.\\n\""),
    ]);
}

#[test]
fn other_spellings() {
    none(&[
        ("default: 10, maximum: 50", "default: 10.0, maximum: 50.0"),
        ("minimum: 0, maximum: 23", "minimum: 0.0, maximum: 2.3e1"),
        ("maximum: 5 }", "maximum: 5.0 }"),
        ("{ hour: 1, name: a, owner", "{ hour: 1.0, name: 'a', owner"),
        ("maxLength: 10,", "maxLength: 10.0,"),
        (
            "tags: { type: array,",
            "\"tags\": { \"type\": \"array\", \"minItems\": 0.0,",
        ),
        ("\"200\": { description: ok", "200: { description: ok"),
        ("required: [hour, kind]", "required:\n      - hour\n      - \"kind\""),
        (
            "place: { $ref: \"#/components/schemas/Place\" }",
            "place: { allOf: [{ $ref: \"#/components/schemas/Place\" }] }",
        ),
        (
            "made: { $ref: \"#/components/schemas/Moment\" }",
            "made: { type: string, format: date-time, description: A moment. }",
        ),
    ]);
}

/// What is no change for a server, and one for the client: it sends the first alternative whose credentials are set, and has
/// a field for properties that a schema allows explicitly.
#[test]
fn what_the_client_makes_of_it() {
    let found = |from: &str, to: &str| -> Vec<(&str, Verdict, Verdict)> {
        let all = changes(DOCUMENT, &DOCUMENT.replace(from, to)).into_iter();
        all.map(|change| (change.rule.id, change.code, change.deployed))
            .collect()
    };
    let exchanged = found(
        "[{ key: [], second: [] }, { token: [read, write] }]",
        "[{ token: [read, write] }, { second: [], key: [] }]",
    );
    assert_eq!(exchanged, [("security-order-changed", Verdict::Changes, Verdict::Fine)]);
    let opened = found(
        "owner: { type: object,",
        "owner: { type: object, additionalProperties: true,",
    );
    assert_eq!(opened, [("object-opened", Verdict::Fine, Verdict::Fine)]);
}

/// An inline schema that became a component changes nothing if nothing has another name.
#[test]
fn references() {
    let parameter = "- { name: zone, in: query, description: Where., schema: { type: string } }";
    let referenced = DOCUMENT
        .replace(parameter, "- { $ref: \"#/components/parameters/zone\" }")
        .replace(
            "components:\n",
            &format!(
                "components:\n  parameters:\n    zone: {}\n",
                parameter.trim_start_matches("- ")
            ),
        );
    assert_eq!(changes(DOCUMENT, &referenced), []);
    assert_eq!(changes(&referenced, DOCUMENT), []);
    let response = "\"204\": { description: done }";
    let referenced = DOCUMENT
        .replace(response, "\"204\": { $ref: \"#/components/responses/done\" }")
        .replace(
            "components:\n",
            "components:\n  responses:\n    done: { description: done }\n",
        );
    assert_eq!(changes(DOCUMENT, &referenced), []);
    assert_eq!(changes(&referenced, DOCUMENT), []);
}

/// JSON of a YAML document.
#[test]
fn the_syntax() {
    let tree: serde_json::Value = serde_yaml::from_str(DOCUMENT).expect("YAML");
    assert_eq!(changes(DOCUMENT, &format!("{tree:#}")), []);
    assert_eq!(changes(&tree.to_string(), DOCUMENT), []);
}

#[test]
fn limits_that_nothing_exceeds() {
    none(&[
        (
            "{ type: integer, minimum: 0, maximum: 23 }",
            "{ type: integer, minimum: 0, maximum: 23, multipleOf: 1 }",
        ),
        (
            "{ type: integer, minimum: 0, maximum: 23 }",
            "{ type: integer, minimum: 0, maximum: 23, multipleOf: 0.5 }",
        ),
        ("tags: { type: array,", "tags: { type: array, uniqueItems: false,"),
        ("rest: { type: object }", "rest: { type: object, minProperties: 0 }"),
        ("notes: { type: object,", "notes: { type: object, minProperties: 0,"),
    ]);
}

#[test]
fn names_and_hosts_in_another_case() {
    none(&[
        ("name: X-Ids", "name: x-ids"),
        (
            "[{ url: \"https://clocks.example.com\" }]",
            "[{ url: \"HTTPS://Clocks.Example.com:443/\" }]",
        ),
    ]);
}

/// Parts of an operation that have one name once they are sent or read: each is the same as itself.
#[test]
fn parts_of_one_name() {
    const BODY: &str =
        "required: true, content: { application/json: { schema: { $ref: \"#/components/schemas/Clock\" } } }";
    const RESPONSES: &str = "\"204\": { description: done }";
    const PARAMETER: &str = "- { name: X-Ids, in: header, schema: { type: array, items: { type: string } } }";
    let objects = ["a: { type: string }", "b: { type: integer }"];
    let schemas = objects.map(|object| format!("schema: {{ type: object, properties: {{ {object} }} }}"));
    let both = |first: &str, second: &str, more: &str| {
        let parts = [first, second].into_iter().zip(&schemas);
        let parts: Vec<String> = parts
            .map(|(name, schema)| format!("{name}: {{ {more} {schema} }}"))
            .collect();
        parts.join(", ")
    };
    let media_types = [
        ("application/json", "application/*+json"),
        ("application/*+json", "application/*"),
        ("application/json", "Application/JSON"),
        ("application/json; version=1", "application/json; version=2"),
        (
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=utf-8",
        ),
        ("multipart/form-data", "multipart/form-data; boundary=a"),
        ("multipart/form-data", "multipart/*"),
        ("application/jsonl", "application/jsonl; charset=utf-8"),
    ];
    let mut documents = Vec::new();
    for (first, second) in media_types {
        documents.push((BODY, format!("content: {{ {} }}", both(first, second, ""))));
        let content = both(first, second, "");
        documents.push((
            RESPONSES,
            format!("\"200\": {{ description: done, content: {{ {content} }} }}"),
        ));
    }
    let headers = both("X-A", "x-a", "");
    documents.push((
        RESPONSES,
        format!("\"204\": {{ description: done, headers: {{ {headers} }} }}"),
    ));
    documents.push((
        PARAMETER,
        format!("{PARAMETER}\n        - {{ name: x-ids, in: header, {} }}", schemas[1]),
    ));
    let parts = both("application/json", "application/json; a=b", "");
    let statuses =
        ["\"2XX\"", "2xx", "200"].map(|status| format!("{status}: {{ description: A, content: {{ {parts} }} }}"));
    documents.push((RESPONSES, statuses.join(", ")));
    let mut found = Vec::new();
    for (from, to) in documents {
        assert_eq!(DOCUMENT.matches(from).count(), 1, "{from}");
        let document = DOCUMENT.replace(from, &to);
        found.extend(
            changes(&document, &document)
                .iter()
                .map(|change| format!("{}: {to}", change.rule.id)),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
