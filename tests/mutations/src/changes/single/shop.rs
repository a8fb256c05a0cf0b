//! Changes of the document `shop`: components that requests and responses share.

use serde_json::{Value, json};

use super::Add;
use crate::changes::{Breaks, Changes, Fine};

pub(super) fn shop(add: Add<'_>) {
    let offset =
        json!({ "name": "offset", "in": "query", "schema": { "type": "integer", "minimum": 0, "default": 0 } });
    add(
        "list becomes paged",
        &[("/paths/~1items/get/parameters/-", offset)],
        &|one| one.means("pages-added", Fine, Fine).rows(2),
    );
    add(
        "enum of integers",
        &[("/components/schemas/Kind", json!({ "type": "integer", "enum": [1, 2] }))],
        // One row for each of two members, and the description.
        &|one| one.means("type-changed", Breaks, Breaks).rows(3),
    );
    let item = "/components/schemas/Item/properties";
    add(
        "map of integers",
        &[(&format!("{item}/labels/additionalProperties/type"), json!("integer"))],
        &|one| one.means("type-changed", Breaks, Breaks).for_some(true),
    );
    add(
        "map with null",
        &[(&format!("{item}/labels/additionalProperties/nullable"), json!(true))],
        &|one| one.means("element-nullable", Breaks, Breaks).for_some(true),
    );
    add(
        "list with null",
        &[(
            "/components/schemas/NewItem/properties/tags/items/nullable",
            json!(true),
        )],
        &|one| one.means("element-nullable", Breaks, Fine),
    );
    add(
        "map to object",
        &[(
            &format!("{item}/labels"),
            json!({ "type": "object", "properties": { "a": { "type": "string" } } }),
        )],
        &|one| one.means("type-changed", Breaks, Fine).rows(2),
    );
    add(
        "time to text",
        &[(&format!("{item}/made_at/format"), Value::Null)],
        &|one| one.means("type-changed", Breaks, Breaks).for_some(true),
    );
    add(
        "request null off",
        &[("/components/schemas/ItemChange/properties/name/nullable", Value::Null)],
        &|one| one.means("member-not-nullable", Breaks, Breaks).for_some(true),
    );
    add(
        "response null off",
        &[(&format!("{item}/parent/nullable"), Value::Null)],
        &|one| {
            one.means("type-changed", Breaks, Fine)
                .rows(1)
                .means("member-not-nullable", Fine, Fine)
        },
    );
    add(
        "path parameter",
        &[
            (
                "/paths/~1items~1{key}",
                json!({ "parameters": [{ "name": "key", "in": "path", "required": true, "schema": { "type": "string" } }],
            "get": { "operationId": "getItem", "tags": ["items"], "responses": { "200": { "description": "One.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Item" } } } }, "404": { "description": "None.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Problem" } } } } } },
            "patch": { "operationId": "changeItem", "tags": ["items"], "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/ItemChange" } } } }, "responses": { "204": { "description": "Done." } } },
            "delete": { "operationId": "deleteItem", "tags": ["items"], "responses": { "204": { "description": "Gone." } } } }),
            ),
            ("/paths/~1items~1{id}", Value::Null),
        ],
        &|one| one,
    );
    add(
        "object loosened",
        &[("/components/schemas/Order/additionalProperties", json!(true))],
        &|one| one.means("object-opened", Fine, Fine),
    );
    add(
        "limit of a list",
        &[("/components/schemas/NewItem/properties/tags/maxItems", json!(1))],
        &|one| one.means("limit-tightened", Fine, Breaks).for_some(true),
    );
    add("tag described", &[("/tags/0/description", json!("Another."))], &|one| {
        one.means("documentation-changed", Fine, Fine)
    });
    add(
        "component gets an enum",
        &[(&format!("{item}/note/enum"), json!(["text", "other"]))],
        &|one| one.means("enum-closed", Breaks, Fine),
    );
    add(
        "request gets an enum",
        &[(
            "/components/schemas/NewItem/properties/color/enum",
            json!(["text", "red"]),
        )],
        &|one| one.means("enum-closed", Breaks, Breaks).for_some(true),
    );
    add(
        "component written in place",
        &[
            (
                &format!("{item}/owner"),
                json!({ "type": "object", "required": ["name"], "properties": { "name": { "type": "string" }, "mail": { "type": "string", "format": "email" } } }),
            ),
            ("/components/schemas/Owner", Value::Null),
        ],
        &|one| one.means("type-renamed", Changes, Fine),
    );
    add(
        "members exchanged, names lost",
        &[(
            "/components/schemas/Order",
            json!({ "type": "object", "additionalProperties": false, "required": ["count", "item"], "properties": { "count": { "type": "integer", "minimum": 1 }, "item": { "type": "string" }, "gift": { "type": "boolean" } } }),
        )],
        &|one| one.means("rust-item-changed", Breaks, Fine).without_lock(),
    );
    add(
        "schema extended by allOf",
        &[(
            "/components/schemas/NewItem",
            json!({ "allOf": [{ "type": "object", "required": ["name", "kind"], "properties": { "name": { "type": "string", "minLength": 1, "maxLength": 40 }, "kind": { "$ref": "#/components/schemas/Kind" }, "size": { "type": "integer", "default": 1 }, "color": { "type": "string" }, "tags": { "type": "array", "maxItems": 5, "items": { "type": "string" } } } }] }),
        )],
        &|one| one,
    );
    add(
        "body added",
        &[(
            "/paths/~1items~1{id}/delete/requestBody",
            json!({ "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Problem" } } } }),
        )],
        &|one| one.means("request-body-added", Fine, Fine).rows(2),
    );
    add(
        "body added, required",
        &[(
            "/paths/~1items~1{id}/delete/requestBody",
            json!({ "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Problem" } } } }),
        )],
        &|one| {
            one.means("request-body-added-required", Breaks, Breaks)
                .for_some(false)
                .rows(2)
        },
    );
    add(
        "response only type is sent",
        &[(
            "/paths/~1items~1{id}/put",
            json!({ "operationId": "putItem", "tags": ["items"], "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Item" } } } }, "responses": { "204": { "description": "Done." } } }),
        )],
        &|one| one.means("operation-added", Breaks, Fine).rows(2),
    );
}
