//! Changes of the document `forms`: forms and files.

use serde_json::{Value, json};

use super::Add;
use crate::changes::{Breaks, Changes, Fine};

pub(super) fn forms(add: Add<'_>) {
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
