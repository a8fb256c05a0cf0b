//! Changes of the document `names`: aliases, references to types that are alike, errors, lists instead of texts.

use serde_json::{Value, json};

use super::Add;
use crate::changes::{Breaks, Changes, Fine};

pub(super) fn names(add: Add<'_>) {
    let entry = "/components/schemas/Entry/properties";
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    add(
        "reference to a type with more members",
        &[(&format!("{entry}/first"), reference("Company"))],
        &|one| one.means("type-changed", Breaks, Breaks).for_some(true),
    );
    add(
        "reference to a type with fewer members",
        &[(&format!("{entry}/second"), reference("Person"))],
        &|one| one.means("type-changed", Breaks, Breaks).for_some(true),
    );
    add(
        "references exchanged",
        &[
            (&format!("{entry}/first"), reference("Company")),
            (&format!("{entry}/second"), reference("Person")),
        ],
        &|one| one.means("type-changed", Breaks, Breaks).for_some(true).rows(2),
    );
    add(
        "alias written in place",
        &[(
            &format!("{entry}/names"),
            json!({ "type": "array", "items": { "type": "string" } }),
        )],
        &|one| one,
    );
    add(
        "limit of an alias",
        &[("/components/schemas/Key/minLength", json!(2))],
        &|one| one.means("limit-tightened", Fine, Breaks).for_some(true),
    );
    add(
        "text in place of an alias of it",
        &[(&format!("{entry}/key"), json!({ "type": "string", "minLength": 1 }))],
        &|one| one,
    );
    add(
        "any value of a required member gets a type",
        &[(&format!("{entry}/free"), json!({ "type": "string" }))],
        &|one| one.means("type-changed", Breaks, Breaks).for_some(true),
    );
    add(
        "required member may have any value",
        &[(&format!("{entry}/key"), json!({}))],
        &|one| one.means("type-changed", Breaks, Breaks).for_some(true).rows(2),
    );
}

pub(super) fn calls(add: Add<'_>) {
    let (get, post) = ("/paths/~1plain~1{id}/get", "/paths/~1plain/post");
    let fault = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Fault" } } });
    add(
        "error gets a body",
        &[(&format!("{get}/responses/404/content"), fault)],
        &|one| one.means("error-body-added", Breaks, Fine),
    );
    add(
        "error without a body",
        &[(&format!("{post}/responses/409/content"), Value::Null)],
        &|one| one.means("error-body-removed", Breaks, Changes),
    );
    add(
        "path and tag renamed",
        &[
            (
                "/paths/~1simple~1{id}",
                json!({ "get": { "operationId": "plain",
                "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "$ref": "#/components/schemas/Key" } }],
                "responses": { "200": { "description": "One.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Entry" } } } },
                    "404": { "description": "None." } } } }),
            ),
            ("/paths/~1plain~1{id}", Value::Null),
        ],
        &|one| one.means("route-changed", Fine, Breaks).for_some(false),
    );
    let texts = json!({ "type": "array", "items": { "type": "string", "minLength": 1 } });
    add(
        "text to a list of texts",
        &[(&format!("{post}/parameters/0/schema"), texts.clone())],
        &|one| one.means("type-changed", Breaks, Fine),
    );
    add(
        "text to a joined list of texts",
        &[
            (&format!("{post}/parameters/0/schema"), texts),
            (&format!("{post}/parameters/0/explode"), json!(false)),
        ],
        &|one| one.means("type-changed", Breaks, Fine).rows(2),
    );
    add(
        "number to a list of numbers",
        &[(
            &format!("{post}/parameters/1/schema"),
            json!({ "type": "array", "items": { "type": "integer" } }),
        )],
        &|one| one.means("type-changed", Breaks, Fine),
    );
    add(
        "number to a list of texts",
        &[(
            &format!("{post}/parameters/1/schema"),
            json!({ "type": "array", "items": { "type": "string" } }),
        )],
        &|one| one.means("type-changed", Breaks, Fine),
    );
    add(
        "text to a list of values of an enum",
        &[(
            &format!("{post}/parameters/0/schema"),
            json!({ "type": "array", "items": { "type": "string", "enum": ["text", "other"] } }),
        )],
        &|one| one.means("type-changed", Breaks, Breaks).for_some(true),
    );
}
