//! Changes of the document `shapes`: unions and objects.

use serde_json::{Value, json};

use super::Add;
use crate::changes::{Breaks, Changes, Fine};

pub(super) fn shapes(add: Add<'_>) {
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
        &|one| one.means("type-changed", Breaks, Changes),
    );
}
