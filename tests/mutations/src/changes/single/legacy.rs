//! Changes of the document `legacy`: Swagger 2.0.

use serde_json::{Value, json};

use super::Add;
use crate::changes::{Breaks, Changes, Fine};

pub(super) fn legacy(add: Add<'_>) {
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
