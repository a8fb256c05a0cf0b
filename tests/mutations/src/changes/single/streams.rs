//! Changes of the document `streams`: events and JSON lines.

use serde_json::{Value, json};

use super::Add;
use crate::changes::{Breaks, Changes, Fine};

pub(super) fn streams(add: Add<'_>) {
    let piece = "/components/schemas/Piece";
    add(
        "line member added",
        &[(&format!("{piece}/properties/more"), json!({ "type": "string" }))],
        &|one| one.means("member-added", Fine, Fine),
    );
    add(
        "line member removed",
        &[(&format!("{piece}/properties/last"), Value::Null)],
        &|one| one.means("member-removed", Breaks, Changes),
    );
    add(
        "line member of another type",
        &[(&format!("{piece}/properties/delta/type"), json!("integer"))],
        &|one| one.means("type-changed", Breaks, Breaks),
    );
    add(
        "events gone",
        &[(
            "/paths/~1chat/post/responses/200/content/text~1event-stream",
            Value::Null,
        )],
        &|one| one.means("stream-removed", Breaks, Breaks).rows(2),
    );
    add(
        "lines gone",
        &[(
            "/paths/~1lines/get/responses/200/content",
            json!({ "application/json": { "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Piece" } } } }),
        )],
        &|one| one.means("stream-removed", Breaks, Breaks).rows(3),
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
