//! Changes of the document `modern`: OpenAPI 3.1.

use serde_json::{Value, json};

use super::Add;
use crate::changes::{Breaks, Changes, Fine};

pub(super) fn modern(add: Add<'_>) {
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
