//! Changes of the document `pages`: pagination, and what is gone.

use serde_json::json;

use super::Add;
use crate::changes::{Breaks, Changes, Fine};

pub(super) fn pages(add: Add<'_>) {
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

pub(super) fn gone(add: Add<'_>) {
    let users = "/paths/~1users/get/parameters";
    let skip = json!({ "name": "skip", "in": "query", "schema": { "type": "integer", "minimum": 0, "default": 0 } });
    add("paging by another name", &[(&format!("{users}/1"), skip)], &|one| {
        one.means("parameter-removed", Breaks, Changes).rows(5)
    });
}
