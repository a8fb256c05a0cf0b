//! Changes that are possible in one document only.

use serde_json::{Value, json};

use super::{Breaks, Change, Changes, Fine, set};
use crate::base::Base;

/// What is changed: pointers with new values; null removes.
type Edits<'a> = &'a [(&'a str, Value)];

pub(super) fn add(base: &Base, found: &mut Vec<Change>) {
    let mut change = |kind: &'static str, edits: Edits<'_>, means: &dyn Fn(Change) -> Change| {
        let mut tree = base.tree.clone();
        for (pointer, value) in edits {
            set(&mut tree, pointer, value.clone());
        }
        found.push(means(Change::new(kind, edits.first().map_or("", |(at, _)| at), tree)));
    };
    match base.name {
        "access" => {
            access(&mut change);
            media(&mut change);
        }
        "modern" => modern(&mut change),
        "params" => params(&mut change),
        "shapes" => shapes(&mut change),
        "shop" => shop(&mut change),
        "streams" => streams(&mut change),
        "forms" => forms(&mut change),
        "legacy" => legacy(&mut change),
        "pages" => {
            pages(&mut change);
            gone(&mut change);
        }
        _ => {}
    }
}

const SCOPES: &str =
    "the scopes that an operation requires are no part of the client, so the comparison does not have them";

type Add<'a> = &'a mut dyn FnMut(&'static str, Edits<'_>, &dyn Fn(Change) -> Change);

fn access(add: Add<'_>) {
    add(
        "server variable default",
        &[("/servers/0/variables/region/default", json!("us"))],
        &|one| one.means("server-changed", Fine, Fine),
    );
    add(
        "server variable value removed",
        &[("/servers/0/variables/region/enum", json!(["eu"]))],
        &|one| one.means("server-changed", Fine, Fine),
    );
    add("server removed", &[("/servers/1", Value::Null)], &|one| {
        one.means("server-removed", Fine, Fine)
    });
    add(
        "server of an operation gone",
        &[("/paths/~1reports~1{id}/get/servers", Value::Null)],
        &|one| one.means("server-changed", Fine, Breaks).for_some(false),
    );
    add(
        "security of the document",
        &[("/security", json!([{ "key": [], "second": [] }]))],
        &|one| one.means("security-changed", Fine, Breaks).for_some(true).rows(2),
    );
    add(
        "security scope",
        &[("/paths/~1grants/post/security", json!([{ "flow": ["read", "write"] }]))],
        &|one| {
            one.means("security-changed", Fine, Breaks)
                .for_some(false)
                .except(SCOPES)
        },
    );
    add(
        "security scheme of another header",
        &[("/components/securitySchemes/key/name", json!("X-Other-Key"))],
        &|one| one.means("security-changed", Fine, Breaks).for_some(true).rows(2),
    );
    add(
        "security scheme renamed",
        &[
            (
                "/components/securitySchemes/token",
                json!({ "type": "http", "scheme": "bearer" }),
            ),
            ("/components/securitySchemes/bearer", Value::Null),
            ("/security", json!([{ "token": [] }, { "key": [], "second": [] }])),
            ("/paths/~1maybe/get/security", json!([{}, { "token": [] }])),
        ],
        &|one| one.means("security-changed", Fine, Fine).rows(4),
    );
    add(
        "security API key renamed",
        &[
            (
                "/components/securitySchemes/main",
                json!({ "type": "apiKey", "in": "header", "name": "X-Key" }),
            ),
            ("/components/securitySchemes/key", Value::Null),
            ("/security", json!([{ "bearer": [] }, { "main": [], "second": [] }])),
        ],
        &|one| one.means("security-changed", Changes, Fine),
    );
    add(
        "security scheme removed from an alternative",
        &[("/security", json!([{ "bearer": [] }, { "key": [] }]))],
        &|one| one.means("security-changed", Fine, Fine).rows(2),
    );
    add(
        "error removed",
        &[("/paths/~1grants/post/responses/403", Value::Null)],
        &|one| one.means("error-removed", Breaks, Fine),
    );
    add(
        "success of several removed",
        &[("/paths/~1grants/post/responses/202", Value::Null)],
        &|one| one.means("status-removed", Breaks, Fine),
    );
    add(
        "empty success gets a body",
        &[(
            "/paths/~1grants/post/responses/202/content",
            json!({ "application/json": { "schema": { "type": "object", "required": ["at"], "properties": { "at": { "type": "string" } } } } }),
        )],
        &|one| one.means("response-body-added", Breaks, Fine).rows(2),
    );
    add(
        "document described",
        &[("/info/description", json!("Another."))],
        &|one| one.means("documentation-changed", Fine, Fine),
    );
    add(
        "flow described",
        &[(
            "/components/securitySchemes/flow/flows/clientCredentials/scopes/read",
            json!("Another."),
        )],
        &|one| one.means("documentation-changed", Fine, Fine),
    );
    add(
        "token address",
        &[(
            "/components/securitySchemes/flow/flows/clientCredentials/tokenUrl",
            json!("https://other.example.com/token"),
        )],
        &|one| one.means("documentation-changed", Fine, Fine),
    );
    add(
        "response text to bytes",
        &[(
            "/paths/~1open/get/responses/200/content",
            json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } }),
        )],
        &|one| one.means("response-media-type-changed", Breaks, Breaks).rows(3),
    );
}

fn gone(add: Add<'_>) {
    let users = "/paths/~1users/get/parameters";
    let skip = json!({ "name": "skip", "in": "query", "schema": { "type": "integer", "minimum": 0, "default": 0 } });
    add("paging by another name", &[(&format!("{users}/1"), skip)], &|one| {
        one.means("parameter-removed", Breaks, Changes).rows(5)
    });
}

fn media(add: Add<'_>) {
    let content = "/paths/~1open/get/responses/200/content";
    let text = json!({ "schema": { "type": "string" } });
    add(
        "text of a media type gone",
        &[(&format!("{content}/text~1html"), Value::Null)],
        &|one| one.means("response-media-type-removed", Fine, Fine),
    );
    add(
        "text of a second media type",
        &[(&format!("{content}/text~1markdown"), text)],
        &|one| one.means("response-media-type-added", Fine, Fine),
    );
}

fn modern(add: Add<'_>) {
    let note = "/components/schemas/Note/properties";
    let at = |name: &str| format!("{note}/{name}");
    add(
        "names of values",
        &[(
            "/components/schemas/Rank/x-enum-varnames",
            json!(["Low", "Middle", "Top"]),
        )],
        &|one| one,
    );
    add("constant", &[(&at("object/const"), json!("memo"))], &|one| {
        one.means("value-removed", Breaks, Changes).rows(2)
    });
    add(
        "constant opened",
        &[(&at("object"), json!({ "type": "string" }))],
        &|one| one.means("enum-opened", Breaks, Changes),
    );
    add(
        "any JSON to text",
        &[(&at("rest"), json!({ "type": "string" }))],
        &|one| one.means("type-changed", Breaks, Fine),
    );
    add(
        "any JSON to object",
        &[(
            &at("rest"),
            json!({ "type": "object", "required": ["x"], "properties": { "x": { "type": "integer" } } }),
        )],
        &|one| one.means("type-changed", Breaks, Fine),
    );
    add(
        "object to closed map",
        &[(&at("meta/additionalProperties"), json!({ "type": "integer" }))],
        &|one| one.means("type-changed", Breaks, Fine),
    );
    add(
        "elements not null",
        &[(&at("points/items/type"), json!("integer"))],
        &|one| one.means("element-not-nullable", Breaks, Fine),
    );
    add("text not null", &[(&at("text/type"), json!("string"))], &|one| {
        one.means("member-not-nullable", Breaks, Fine)
    });
    add(
        "request time not null",
        &[("/components/schemas/NoteDraft/properties/when/type", json!("string"))],
        &|one| one.means("member-not-nullable", Breaks, Breaks).for_some(true),
    );
    add(
        "time to text",
        &[("/components/schemas/NoteDraft/properties/when/format", Value::Null)],
        &|one| one.means("type-changed", Breaks, Fine),
    );
    add(
        "integer of another width",
        &[(&at("rev/format"), json!("int32"))],
        &|one| one.means("type-changed", Breaks, Fine),
    );
    add("bytes to text", &[(&at("data/contentEncoding"), Value::Null)], &|one| {
        one.means("type-changed", Breaks, Breaks)
    });
    add(
        "exclusive bound",
        &[(&at("ratio/exclusiveMinimum"), json!(1))],
        &|one| one.means("limit-changed", Fine, Fine),
    );
    add(
        "step",
        &[("/components/schemas/NoteDraft/properties/a/pattern", json!("^[a-z]*$"))],
        &|one| one.means("limit-tightened", Fine, Breaks).for_some(true),
    );
    add(
        "identifier to text",
        &[(
            "/paths/~1notes~1{note}~1rank/put/parameters/0/schema/format",
            Value::Null,
        )],
        &|one| one.means("type-changed", Fine, Fine),
    );
}

fn params(add: Add<'_>) {
    let find = "/paths/~1find~1{first}~1{second}~1{third}/get/parameters";
    let at = |index: usize, name: &str| format!("{find}/{index}/{name}");
    add("list joined", &[(&at(3, "explode"), json!(false))], &|one| {
        one.means("parameter-style-changed", Fine, Breaks).for_some(true)
    });
    add("list repeated", &[(&at(4, "explode"), json!(true))], &|one| {
        one.means("parameter-style-changed", Fine, Breaks).for_some(true)
    });
    add(
        "pipes for spaces",
        &[(&at(5, "style"), json!("pipeDelimited"))],
        &|one| one.means("parameter-style-changed", Fine, Breaks).for_some(true),
    );
    add("deep object as a form", &[(&at(7, "style"), json!("form"))], &|one| {
        one.means("parameter-style-changed", Fine, Changes)
    });
    add(
        "JSON as a deep object",
        &[
            (&at(8, "content"), Value::Null),
            (&at(8, "style"), json!("deepObject")),
            (&at(8, "schema"), json!({ "$ref": "#/components/schemas/Box" })),
        ],
        &|one| one.means("parameter-style-changed", Fine, Changes),
    );
    add(
        "reserved signs escaped",
        &[(&at(9, "allowReserved"), Value::Null)],
        &|one| one.means("parameter-style-changed", Fine, Fine),
    );
    add("label to simple", &[(&at(1, "style"), Value::Null)], &|one| {
        one.means("parameter-style-changed", Fine, Breaks)
    });
    add("matrix to simple", &[(&at(2, "style"), Value::Null)], &|one| {
        one.means("parameter-style-changed", Fine, Breaks)
    });
    add(
        "header of texts",
        &[(&at(12, "schema/items/type"), json!("string"))],
        &|one| one.means("type-changed", Breaks, Fine),
    );
    add(
        "list of texts",
        &[(&at(3, "schema/items/type"), json!("string"))],
        &|one| one.means("type-changed", Breaks, Fine),
    );
    add(
        "list to a scalar",
        &[(&at(3, "schema"), json!({ "type": "integer" }))],
        &|one| one.means("type-changed", Breaks, Breaks).for_some(true),
    );
    add("cookie renamed", &[(&at(13, "name"), json!("sid"))], &|one| {
        one.means("parameter-removed", Breaks, Changes).rows(2)
    });
    add("cookie to query", &[(&at(13, "in"), json!("query"))], &|one| {
        one.means("parameter-moved", Fine, Changes)
    });
    let search = "/paths/~1search/get/parameters";
    let q = json!({ "name": "q", "in": "query", "required": true, "schema": { "type": "string", "minLength": 1 } });
    let lang =
        json!({ "name": "lang", "in": "query", "required": true, "schema": { "type": "string", "default": "en" } });
    let first = format!("{search}/0");
    let second = format!("{search}/1");
    add(
        "arguments in another order",
        &[(&first, lang.clone()), (&second, q.clone())],
        &|one| one,
    );
    add(
        "arguments in another order, names lost",
        &[(&first, lang), (&second, q)],
        &|one| one.means("arguments-exchanged", Changes, Fine).without_lock(),
    );
    add(
        "text gets a minimum",
        &[(&format!("{search}/0/schema/maxLength"), json!(4))],
        &|one| one.means("limit-tightened", Fine, Breaks).for_some(true),
    );
    add(
        "limit looser",
        &[(&format!("{search}/0/schema/minLength"), Value::Null)],
        &|one| one.means("limit-changed", Fine, Fine),
    );
    add(
        "default of a required parameter",
        &[(&format!("{search}/1/schema/default"), json!("de"))],
        &|one| one.means("default-changed", Fine, Fine),
    );
}

fn shapes(add: Add<'_>) {
    let schemas = "/components/schemas";
    let at = |rest: &str| format!("{schemas}/{rest}");
    let free = json!({ "type": "object", "required": ["type", "gift"], "properties": { "type": { "type": "string" }, "gift": { "type": "boolean" } } });
    add(
        "branch added",
        &[
            (&at("Free"), free.clone()),
            (&at("Price/oneOf/-"), json!({ "$ref": "#/components/schemas/Free" })),
            (
                &at("Price/discriminator/mapping/free"),
                json!("#/components/schemas/Free"),
            ),
        ],
        &|one| one.means("branch-added", Fine, Changes),
    );
    add(
        "branch removed",
        &[
            (&at("Price/oneOf/1"), Value::Null),
            (&at("Price/discriminator/mapping/range"), Value::Null),
        ],
        &|one| one.means("type-changed", Breaks, Fine).rows(4),
    );
    add(
        "request branch added",
        &[
            (
                &at("GiftOffer"),
                json!({ "type": "object", "required": ["kind", "to"], "properties": { "kind": { "type": "string", "enum": ["gift"] }, "to": { "type": "string" } } }),
            ),
            (
                &at("Offer/oneOf/-"),
                json!({ "$ref": "#/components/schemas/GiftOffer" }),
            ),
            (
                &at("Offer/discriminator/mapping/gift"),
                json!("#/components/schemas/GiftOffer"),
            ),
        ],
        &|one| one.means("branch-added", Fine, Fine),
    );
    add(
        "value of a branch",
        &[(
            &at("Price/discriminator/mapping"),
            json!({ "firm": "#/components/schemas/Fixed", "range": "#/components/schemas/Range" }),
        )],
        &|one| one.means("branch-recognized-otherwise", Fine, Changes).rows(3),
    );
    add(
        "name of the tag",
        &[
            (&at("Price/discriminator/propertyName"), json!("sort")),
            (
                &at("Fixed/properties"),
                json!({ "sort": { "type": "string" }, "amount": { "type": "integer" } }),
            ),
            (&at("Fixed/required"), json!(["sort", "amount"])),
            (
                &at("Range/properties"),
                json!({ "sort": { "type": "string" }, "least": { "type": "integer" }, "most": { "type": "integer" } }),
            ),
            (&at("Range/required"), json!(["sort", "least"])),
        ],
        &|one| one.means("branch-recognized-otherwise", Breaks, Changes).rows(8),
    );
    add(
        "union without a discriminator",
        &[(&at("Offer/discriminator"), Value::Null)],
        &|one| one.rows(2),
    );
    add(
        "branch by members added",
        &[
            (
                &at("Waiting"),
                json!({ "type": "object", "required": ["until"], "properties": { "until": { "type": "string" } } }),
            ),
            (
                &at("Receipt/anyOf/-"),
                json!({ "$ref": "#/components/schemas/Waiting" }),
            ),
        ],
        &|one| one.means("branch-added", Fine, Changes),
    );
    add(
        "subtype added",
        &[(
            &at("Bird"),
            json!({ "allOf": [{ "$ref": "#/components/schemas/Animal" }, { "type": "object", "required": ["wings"], "properties": { "wings": { "type": "integer" } } }] }),
        )],
        &|one| one.means("branch-added", Fine, Fine),
    );
    add(
        "member of the parent",
        &[(&at("Animal/properties/age"), json!({ "type": "integer" }))],
        &|one| one.means("member-added", Fine, Fine).rows(3),
    );
    add(
        "scalar branch added",
        &[(&at("Value/oneOf/-"), json!({ "type": "boolean" }))],
        &|one| one.means("branch-added", Fine, Changes),
    );
    add(
        "scalar branch removed",
        &[(&at("Value/oneOf/1"), Value::Null)],
        &|one| one.means("branch-removed", Breaks, Breaks).for_some(true),
    );
    add(
        "member of a branch removed",
        &[(&at("Range/properties/most"), Value::Null)],
        &|one| one.means("member-removed", Breaks, Changes),
    );
    add(
        "required member of a branch removed",
        &[
            (&at("Fixed/properties/amount"), Value::Null),
            (&at("Fixed/required"), json!(["type"])),
        ],
        &|one| one.means("member-removed-required", Breaks, Breaks).by_value(),
    );
    add(
        "recursive member required",
        &[(&at("Tree/required"), json!(["leaf", "branches"]))],
        &|one| one.means("member-required", Breaks, Breaks).for_some(true),
    );
    add(
        "recursive member type",
        &[(&at("Tree/properties/leaf/type"), json!("integer"))],
        &|one| one.means("type-changed", Breaks, Breaks).for_some(true),
    );
    add(
        "union becomes one object",
        &[(&at("Receipt"), json!({ "$ref": "#/components/schemas/Paid" }))],
        &|one| one.means("type-changed", Breaks, Fine).rows(4),
    );
    add(
        "object becomes a union",
        &[(
            "/paths/~1animals/get/responses/200/content/application~1json/schema/items",
            json!({ "oneOf": [{ "$ref": "#/components/schemas/Tree" }, { "type": "integer" }] }),
        )],
        &|one| one.means("branch-removed", Breaks, Changes).rows(9),
    );
}

fn shop(add: Add<'_>) {
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

fn streams(add: Add<'_>) {
    let piece = "/components/schemas/Piece";
    let reason = "streams are not run: the verdict for deployed programs is not a fact";
    add(
        "line member added",
        &[(&format!("{piece}/properties/more"), json!({ "type": "string" }))],
        &|one| one.means("member-added", Fine, Fine),
    );
    add(
        "line member removed",
        &[(&format!("{piece}/properties/last"), Value::Null)],
        &|one| one.means("member-removed", Breaks, Changes).except(reason),
    );
    add(
        "line member of another type",
        &[(&format!("{piece}/properties/delta/type"), json!("integer"))],
        &|one| one.means("type-changed", Breaks, Breaks).except(reason),
    );
    add(
        "events gone",
        &[(
            "/paths/~1chat/post/responses/200/content/text~1event-stream",
            Value::Null,
        )],
        &|one| one.means("stream-removed", Breaks, Breaks).except(reason).rows(2),
    );
    add(
        "lines gone",
        &[(
            "/paths/~1lines/get/responses/200/content",
            json!({ "application/json": { "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Piece" } } } }),
        )],
        &|one| one.means("stream-removed", Breaks, Breaks).except(reason).rows(3),
    );
    add(
        "events added",
        &[(
            "/paths/~1lines/get/responses/200/content/text~1event-stream",
            json!({ "schema": { "$ref": "#/components/schemas/Piece" } }),
        )],
        &|one| one.means("stream-added", Breaks, Fine).rows(2),
    );
}

fn forms(add: Add<'_>) {
    let login = "/paths/~1login/post/requestBody/content/application~1x-www-form-urlencoded";
    let upload = "/paths/~1files/post/requestBody/content/multipart~1form-data";
    add(
        "form member joined",
        &[(
            &format!("{login}/encoding"),
            json!({ "scopes": { "style": "form", "explode": false } }),
        )],
        &|one| one.means("body-style-changed", Fine, Breaks).for_some(true),
    );
    add(
        "password to text",
        &[(&format!("{login}/schema/properties/secret/format"), Value::Null)],
        &|one| one.means("type-changed", Breaks, Fine),
    );
    add(
        "file optional",
        &[(&format!("{upload}/schema/required"), json!(["title"]))],
        &|one| one.means("member-optional", Breaks, Fine),
    );
    add(
        "part removed",
        &[(&format!("{upload}/schema/properties/count"), Value::Null)],
        &|one| one.means("member-removed", Breaks, Changes),
    );
    add(
        "part added",
        &[(
            &format!("{upload}/schema/properties/extra_one"),
            json!({ "type": "string" }),
        )],
        &|one| one.means("member-added", Fine, Fine),
    );
    add(
        "part required",
        &[(&format!("{upload}/schema/required"), json!(["file", "title", "count"]))],
        &|one| one.means("member-required", Breaks, Breaks).for_some(true),
    );
    add(
        "text part to integer",
        &[(&format!("{upload}/schema/properties/title/type"), json!("integer"))],
        &|one| one.means("type-changed", Breaks, Breaks).by_value(),
    );
    add(
        "form to multipart",
        &[(
            "/paths/~1login/post/requestBody/content",
            json!({ "multipart/form-data": { "schema": { "type": "object", "required": ["user"], "properties": { "user": { "type": "string" } } } } }),
        )],
        &|one| one.means("request-media-type-removed", Breaks, Breaks).rows(9),
    );
    add(
        "text to bytes",
        &[(
            "/paths/~1texts/post/requestBody/content",
            json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } }),
        )],
        &|one| one.means("request-media-type-removed", Fine, Breaks).rows(3),
    );
    add(
        "second media type gone",
        &[(
            "/paths/~1settings/post/requestBody/content/application~1x-www-form-urlencoded",
            Value::Null,
        )],
        &|one| one.means("request-media-type-removed", Breaks, Breaks).for_some(true),
    );
    add(
        "bytes of another media type",
        &[(
            "/paths/~1files~1{name}/put/requestBody/content",
            json!({ "image/png": { "schema": { "type": "string", "format": "binary" } } }),
        )],
        &|one| one.means("request-media-type-removed", Fine, Breaks).rows(2),
    );
    add(
        "download of another media type",
        &[(
            "/paths/~1files~1{name}/get/responses/200/content",
            json!({ "image/png": { "schema": { "type": "string", "format": "binary" } } }),
        )],
        &|one| one.means("response-media-type-changed", Fine, Fine),
    );
}

fn legacy(add: Add<'_>) {
    add(
        "list of another format",
        &[("/paths/~1pets/get/parameters/0/collectionFormat", json!("pipes"))],
        &|one| one.means("parameter-style-changed", Fine, Breaks).for_some(true),
    );
    add(
        "list repeated",
        &[("/paths/~1pets/get/parameters/0/collectionFormat", json!("multi"))],
        &|one| one.means("parameter-style-changed", Fine, Breaks).for_some(true),
    );
    add("base path", &[("/basePath", json!("/v2"))], &|one| {
        one.means("server-changed", Fine, Breaks).for_some(false)
    });
    add(
        "form member required",
        &[("/paths/~1pets~1{pet}/post/parameters/2/required", json!(true))],
        &|one| one.means("member-required", Breaks, Breaks).for_some(true),
    );
    add(
        "form member removed",
        &[("/paths/~1pets~1{pet}/post/parameters/2", Value::Null)],
        &|one| one.means("member-removed", Breaks, Changes),
    );
    add(
        "body optional",
        &[("/paths/~1pets/post/parameters/0/required", Value::Null)],
        &|one| one.means("request-body-optional", Breaks, Fine),
    );
    add("response media type", &[("/produces", json!(["text/plain"]))], &|one| {
        one.means("response-media-type-changed", Breaks, Breaks).rows(9)
    });
    add(
        "security of the document",
        &[("/security", json!([{ "key": [] }]))],
        &|one| one.means("security-changed", Fine, Breaks).for_some(true),
    );
}

fn pages(add: Add<'_>) {
    add(
        "paging gone",
        &[("/paths/~1users/get/parameters/1/name", json!("start_at_nothing"))],
        &|one| one.means("pages-removed", Breaks, Changes).rows(4),
    );
    add(
        "token of another name",
        &[(
            "/paths/~1events/get/responses/200/content/application~1json/schema/properties",
            json!({ "items": { "type": "array", "items": { "$ref": "#/components/schemas/Event" } }, "next_token": { "type": "string", "nullable": true } }),
        )],
        &|one| one.means("member-removed", Breaks, Changes).rows(4),
    );
    add(
        "page size",
        &[("/paths/~1logs/get/parameters/1/schema/default", json!(30))],
        &|one| one.means("default-changed", Fine, Changes),
    );
}
