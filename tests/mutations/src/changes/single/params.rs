//! Changes of the document `params`: parameters of every style.

use serde_json::{Value, json};

use super::Add;
use crate::changes::{Breaks, Changes, Fine};

pub(super) fn params(add: Add<'_>) {
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
    add(
        "header field in another case",
        &[(&at(11, "name"), json!("x-trace"))],
        &|one| one,
    );
    add(
        "unique items of a parameter",
        &[(&at(3, "schema/uniqueItems"), json!(true))],
        &|one| one.means("limit-tightened", Fine, Breaks).for_some(true),
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
