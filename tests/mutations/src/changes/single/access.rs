//! Changes of the document `access`: credentials, servers and media types.

use serde_json::{Value, json};

use super::Add;
use crate::changes::{Breaks, Changes, Fine};

pub(super) fn access(add: Add<'_>) {
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
    add(
        "server with the default port",
        &[("/servers/1/url", json!("HTTPS://backup.Access.example.com:443/"))],
        &|one| one,
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
        &|one| one.means("security-scopes-changed", Fine, Breaks).for_some(false),
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
        &|one| one,
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
        &|one| one.means("security-loosened", Fine, Fine).rows(2),
    );
    add(
        "security schemes of an alternative in another order",
        &[("/security", json!([{ "bearer": [] }, { "second": [], "key": [] }]))],
        &|one| one,
    );
    add(
        "security alternatives in another order",
        &[("/security", json!([{ "key": [], "second": [] }, { "bearer": [] }]))],
        &|one| one.means("security-order-changed", Changes, Fine),
    );
    add(
        "security none in another order",
        &[("/paths/~1maybe/get/security", json!([{ "bearer": [] }, {}]))],
        &|one| one,
    );
    add(
        "security scope not needed",
        &[("/paths/~1grants/post/security", json!([{ "flow": [] }]))],
        &|one| one.means("security-scopes-changed", Fine, Fine),
    );
    add(
        "security scope and another scheme",
        &[(
            "/paths/~1grants/post/security",
            json!([{ "flow": ["read"], "key": [] }]),
        )],
        &|one| one.means("security-changed", Fine, Breaks).for_some(false),
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

pub(super) fn media(add: Add<'_>) {
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
