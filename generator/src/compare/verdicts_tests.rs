//! Single changes of a document, each with what it means for code and for deployed programs.

use super::calls::differences;
use super::code::breaks;
use super::side::Side;
use super::surface::Surface;
use super::verdict::Effect;
use crate::Settings;
use crate::load::Input;
use crate::pipeline::{Compared, compared};

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: Store, version: "1" }
servers: [{ url: "https://store.example.com" }]
security: [{ bearer: [] }]
paths:
  /items:
    get:
      operationId: listItems
      tags: [Items]
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 100, default: 10 } }
        - { name: status, in: query, schema: { type: string, enum: [on, off] } }
      responses:
        "200": { description: ok, headers: { X-Total: { schema: { type: integer } } }, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Item" } } } } }
    post:
      operationId: createItem
      tags: [Items]
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/NewItem" } } } }
      responses:
        "201": { description: made, content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } } }
        "400": { description: no, content: { application/json: { schema: { $ref: "#/components/schemas/Problem" } } } }
  /items/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getItem
      tags: [Items]
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } } }
    patch:
      operationId: updateItem
      tags: [Items]
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Change" } } } }
      responses: { "204": { description: done } }
    delete:
      operationId: deleteItem
      tags: [Items]
      responses: { "204": { description: gone } }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer }, key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Item:
      type: object
      required: [id, name, size, labels, price, kind]
      properties:
        id: { type: string }
        name: { type: string }
        note: { type: string }
        size: { type: integer }
        made_at: { type: string, format: date-time }
        parent: { type: string, nullable: true }
        kind: { $ref: "#/components/schemas/Kind" }
        labels: { type: object, additionalProperties: { type: string } }
        price: { $ref: "#/components/schemas/Price" }
    Kind: { type: string, enum: [book, toy] }
    NewItem:
      type: object
      required: [name, kind]
      properties:
        name: { type: string }
        kind: { $ref: "#/components/schemas/Kind" }
        size: { type: integer }
        color: { type: string }
    Change: { type: object, properties: { name: { type: string, nullable: true }, color: { type: string } } }
    Problem: { type: object, required: [code], properties: { code: { type: string } } }
    Price: { oneOf: [{ $ref: "#/components/schemas/Fixed" }, { $ref: "#/components/schemas/Offer" }], discriminator: { propertyName: type, mapping: { fixed: "#/components/schemas/Fixed", offer: "#/components/schemas/Offer" } } }
    Fixed: { type: object, required: [type, amount], properties: { type: { type: string }, amount: { type: integer } } }
    Offer: { type: object, required: [type, text], properties: { type: { type: string }, text: { type: string } } }
"##;

/// Name, what is replaced, by what, whether code breaks, and what happens to deployed programs.
const CHANGES: &[(&str, &str, &str, bool, Effect)] = &[
    (
        "a response member, optional",
        "        note: { type: string }\n",
        "        note: { type: string }\n        extra: { type: string }\n",
        false,
        Effect::None,
    ),
    (
        "a response member removed, optional",
        "        note: { type: string }\n",
        "",
        true,
        Effect::Changes,
    ),
    (
        "a response member removed, required",
        "        name: { type: string }\n        note",
        "        note",
        true,
        Effect::Fails,
    ),
    (
        "a request member, optional",
        "        color: { type: string }\n",
        "        color: { type: string }\n        shape: { type: string }\n",
        false,
        Effect::None,
    ),
    (
        "a request member, required",
        "      required: [name, kind]\n      properties:\n",
        "      required: [name, kind, shape]\n      properties:\n        shape: { type: string }\n",
        true,
        Effect::Fails,
    ),
    (
        "a request member removed",
        "        size: { type: integer }\n        color: { type: string }\n",
        "        size: { type: integer }\n",
        true,
        Effect::SometimesFails,
    ),
    (
        "a name on the wire in other case",
        "made_at:",
        "madeAt:",
        false,
        Effect::Changes,
    ),
    (
        "a response member becomes optional",
        "required: [id, name, size, labels, price, kind]",
        "required: [id, size, labels, price, kind]",
        true,
        Effect::Fails,
    ),
    (
        "a response member becomes required",
        "required: [id, name, size, labels, price, kind]",
        "required: [id, name, note, size, labels, price, kind]",
        true,
        Effect::None,
    ),
    (
        "a request member becomes optional",
        "      required: [name, kind]\n",
        "      required: [kind]\n",
        true,
        Effect::None,
    ),
    (
        "a request member becomes required",
        "      required: [name, kind]\n",
        "      required: [name, kind, color]\n",
        true,
        Effect::Fails,
    ),
    (
        "a response member becomes nullable",
        "        name: { type: string }\n        note",
        "        name: { type: string, nullable: true }\n        note",
        true,
        Effect::SometimesFails,
    ),
    (
        "an optional response member becomes nullable",
        "        note: { type: string }\n",
        "        note: { type: string, nullable: true }\n",
        false,
        Effect::None,
    ),
    (
        "a request member becomes nullable",
        "color: { type: string } }",
        "color: { type: string, nullable: true } }",
        true,
        Effect::None,
    ),
    (
        "a request member is no longer nullable",
        "name: { type: string, nullable: true }, color",
        "name: { type: string }, color",
        true,
        Effect::Fails,
    ),
    (
        "an integer becomes a text",
        "        size: { type: integer }\n        made_at",
        "        size: { type: string }\n        made_at",
        true,
        Effect::Fails,
    ),
    (
        "an integer becomes a number",
        "        size: { type: integer }\n        made_at",
        "        size: { type: number }\n        made_at",
        true,
        Effect::Fails,
    ),
    (
        "a request integer becomes a number",
        "        size: { type: integer }\n        color",
        "        size: { type: number }\n        color",
        true,
        Effect::None,
    ),
    (
        "a time becomes a text",
        "made_at: { type: string, format: date-time }",
        "made_at: { type: string }",
        true,
        Effect::Fails,
    ),
    (
        "a text gets a format",
        "        id: { type: string }\n",
        "        id: { type: string, format: uuid }\n",
        true,
        Effect::None,
    ),
    (
        "a value of an enum",
        "enum: [book, toy]",
        "enum: [book, toy, game]",
        false,
        Effect::Changes,
    ),
    (
        "a value of an enum removed",
        "enum: [book, toy]",
        "enum: [book]",
        true,
        Effect::SometimesFails,
    ),
    (
        "values in another order",
        "enum: [book, toy]",
        "enum: [toy, book]",
        false,
        Effect::None,
    ),
    (
        "a value of a parameter",
        "enum: [on, off]",
        "enum: [on, off, all]",
        false,
        Effect::None,
    ),
    (
        "a value of a parameter removed",
        "enum: [on, off]",
        "enum: [on]",
        true,
        Effect::SometimesFails,
    ),
    (
        "a parameter, optional",
        "        - { name: status",
        "        - { name: more, in: query, schema: { type: string } }\n        - { name: status",
        false,
        Effect::None,
    ),
    (
        "a parameter, required",
        "        - { name: status",
        "        - { name: more, in: query, required: true, schema: { type: string } }\n        - { name: status",
        true,
        Effect::Fails,
    ),
    (
        "a parameter becomes required",
        "{ name: limit, in: query, schema",
        "{ name: limit, in: query, required: true, schema",
        true,
        Effect::Fails,
    ),
    (
        "the default of a parameter",
        "default: 10",
        "default: 20",
        false,
        Effect::Changes,
    ),
    (
        "the maximum of a parameter",
        "maximum: 100",
        "maximum: 50",
        false,
        Effect::SometimesFails,
    ),
    (
        "a greater maximum of a parameter",
        "maximum: 100",
        "maximum: 500",
        false,
        Effect::None,
    ),
    (
        "a parameter in a header",
        "{ name: limit, in: query",
        "{ name: limit, in: header",
        false,
        Effect::SometimesFails,
    ),
    (
        "the name of a path parameter",
        "/items/{id}:\n    parameters: [{ name: id,",
        "/items/{key}:\n    parameters: [{ name: key,",
        false,
        Effect::None,
    ),
    (
        "another path",
        "  /items/{id}:\n",
        "  /things/{id}:\n",
        false,
        Effect::Fails,
    ),
    ("another method", "    patch:\n", "    put:\n", false, Effect::Fails),
    (
        "an operation removed",
        "    delete:\n      operationId: deleteItem\n      tags: [Items]\n      responses: { \"204\": { description: gone } }\n",
        "",
        true,
        Effect::Fails,
    ),
    (
        "an operation added",
        "    delete:\n",
        "    head:\n      operationId: headItem\n      tags: [Items]\n      responses: { \"204\": { description: there } }\n    delete:\n",
        false,
        Effect::None,
    ),
    (
        "another operationId",
        "operationId: getItem",
        "operationId: fetchItem",
        false,
        Effect::None,
    ),
    (
        "an optional body becomes required",
        "requestBody: { content: { application/json: { schema: { $ref: \"#/components/schemas/Change\"",
        "requestBody: { required: true, content: { application/json: { schema: { $ref: \"#/components/schemas/Change\"",
        true,
        Effect::Fails,
    ),
    (
        "another media type of a body",
        "requestBody: { required: true, content: { application/json:",
        "requestBody: { required: true, content: { application/x-www-form-urlencoded:",
        false,
        Effect::Fails,
    ),
    (
        "another status",
        "        \"201\": { description: made",
        "        \"200\": { description: made",
        false,
        Effect::Fails,
    ),
    (
        "an error more, of the same type",
        "        \"400\": { description: no,",
        "        \"409\": { description: no, content: { application/json: { schema: { $ref: \"#/components/schemas/Problem\" } } } }\n        \"400\": { description: no,",
        false,
        Effect::None,
    ),
    (
        "a list becomes an object",
        "schema: { type: array, items: { $ref: \"#/components/schemas/Item\" } }",
        "schema: { type: object, properties: { data: { type: array, items: { $ref: \"#/components/schemas/Item\" } } } }",
        true,
        Effect::Fails,
    ),
    (
        "a header removed",
        "headers: { X-Total: { schema: { type: integer } } }, ",
        "",
        true,
        Effect::Changes,
    ),
    (
        "a branch",
        "oneOf: [{ $ref: \"#/components/schemas/Fixed\" }",
        "oneOf: [{ $ref: \"#/components/schemas/Problem\" }, { $ref: \"#/components/schemas/Fixed\" }",
        false,
        Effect::Changes,
    ),
    (
        "the values of a map",
        "additionalProperties: { type: string }",
        "additionalProperties: { type: integer }",
        true,
        Effect::Fails,
    ),
    (
        "a longest text",
        "        color: { type: string }\n",
        "        color: { type: string, maxLength: 5 }\n",
        false,
        Effect::SometimesFails,
    ),
    (
        "a pattern",
        "        color: { type: string }\n",
        "        color: { type: string, pattern: '^a' }\n",
        false,
        Effect::SometimesFails,
    ),
    (
        "a key beside the token",
        "security: [{ bearer: [] }]",
        "security: [{ bearer: [], key: [] }]",
        false,
        Effect::Fails,
    ),
    (
        "a key instead of the token",
        "security: [{ bearer: [] }]",
        "security: [{ key: [] }]",
        false,
        Effect::Fails,
    ),
    (
        "a key as an alternative",
        "security: [{ bearer: [] }]",
        "security: [{ bearer: [] }, { key: [] }]",
        false,
        Effect::None,
    ),
    (
        "no credentials",
        "security: [{ bearer: [] }]",
        "security: []",
        false,
        Effect::None,
    ),
    (
        "another server",
        "https://store.example.com",
        "https://shop.example.com",
        false,
        Effect::SometimesFails,
    ),
    ("another tag", "tags: [Items]", "tags: [Goods]", false, Effect::None),
    (
        "a description",
        "description: gone",
        "description: is gone",
        false,
        Effect::None,
    ),
];

#[test]
fn single_changes() {
    let mut failures = Vec::new();
    for (name, from, to, code, deployed) in CHANGES {
        assert!(DOCUMENT.contains(from), "{name}");
        let changed = DOCUMENT.replace(from, to);
        let input = |text: &str| Input::Text {
            name: "store.yaml".into(),
            text: text.to_owned(),
        };
        let settings = Settings {
            name: "store".into(),
            ..Settings::default()
        };
        let old = compared(&input(DOCUMENT), &settings, None);
        let new = compared(&input(&changed), &settings, Some(&old.outcome.lock));
        let surface = |client: &Compared| Surface::of(&client.outcome.files).unwrap_or_default();
        let broken = breaks(&surface(&old), &surface(&new));
        if broken.is_empty() == *code {
            failures.push(format!("{name}: code {code}, but {broken:?}"));
        }
        let found = match (&old.named, &new.named) {
            (Some((api, names)), Some((other_api, other_names))) => differences(
                Side { api, names },
                Side {
                    api: other_api,
                    names: other_names,
                },
            ),
            _ => Vec::new(),
        };
        let effect = found.iter().map(|one| one.effect).max().unwrap_or(Effect::None);
        if effect != *deployed {
            failures.push(format!("{name}: deployed {deployed:?}, but {effect:?}: {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
