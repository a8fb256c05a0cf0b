//! Kinds of operations, and what they consist of.

use serde_json::{Value, json};

use super::schemas::{object, text, unlike};
use super::{
    Case, Kind, components, document, done, json as case, list, members, ok, operation, paths, reference, spelling,
};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "operations",
        make: |n| {
            paths(members(n, |i| {
                (
                    format!("/p{i}"),
                    json!({"get": {"operationId": format!("get{i}"), "responses": ok(&object())}}),
                )
            }))
        },
    },
    Kind {
        name: "operations-without-id",
        make: |n| {
            paths(members(n, |i| {
                (
                    format!("/p{i}/{{id}}/items"),
                    json!({"get": {"responses": done()}, "delete": {"responses": done()}}),
                )
            }))
        },
    },
    Kind {
        name: "operations-of-one-id",
        make: |n| {
            paths(members(n, |i| {
                (
                    format!("/p{i}"),
                    json!({"get": {"operationId": spelling(i), "responses": done()}}),
                )
            }))
        },
    },
    Kind {
        name: "operations-of-one-path",
        make: |n| {
            paths(members(n, |i| {
                (format!("/{}", spelling(i)), json!({"get": {"responses": done()}}))
            }))
        },
    },
    Kind {
        name: "operations-of-one-tag",
        make: |n| {
            paths(members(n, |i| {
                (
                    format!("/p{i}"),
                    json!({"get": {"operationId": format!("get{i}"), "tags": ["one"], "responses": done()}}),
                )
            }))
        },
    },
    Kind {
        name: "operations-with-equal-bodies",
        make: |n| {
            paths(members(n, |i| {
                (
                    format!("/p{i}"),
                    json!({"post": {"operationId": format!("post{i}"), "requestBody": {"content": {"application/json": {"schema": object()}}}, "responses": ok(&object())}}),
                )
            }))
        },
    },
    Kind {
        name: "operations-with-errors",
        make: |n| {
            paths(members(n, |i| {
                (
                    format!("/p{i}"),
                    json!({"get": {"operationId": format!("get{i}"), "responses": {"200": {"description": "ok"}, "404": body(&object()), "409": body(&unlike(i)), "default": body(&unlike(1))}}}),
                )
            }))
        },
    },
    Kind {
        name: "operations-deprecated",
        make: |n| {
            paths(members(n, |i| {
                (
                    format!("/p{i}"),
                    json!({"get": {"operationId": format!("get{i}"), "deprecated": true, "summary": format!("Gets {i}."), "description": "Some *text* with `code`.", "responses": done()}}),
                )
            }))
        },
    },
    Kind {
        name: "operations-with-pages",
        make: |n| {
            paths(members(n, |i| {
                (
                    format!("/p{i}"),
                    json!({"get": {"operationId": format!("list{i}"), "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}, {"name": "per_page", "in": "query", "schema": {"type": "integer"}}], "responses": ok(&json!({"type": "array", "items": object()}))}}),
                )
            }))
        },
    },
    Kind {
        name: "operations-with-streams",
        make: |n| {
            paths(members(n, |i| {
                (
                    format!("/p{i}"),
                    json!({"get": {"operationId": format!("watch{i}"), "responses": {"200": {"description": "ok", "content": {"text/event-stream": {"schema": unlike(i)}}}}}}),
                )
            }))
        },
    },
    Kind {
        name: "operations-with-security",
        make: with_security,
    },
    Kind {
        name: "operations-with-servers",
        make: |n| {
            paths(members(n, |i| {
                (
                    format!("/p{i}"),
                    json!({"get": {"operationId": format!("get{i}"), "servers": [{"url": format!("https://s{i}.example.com")}], "responses": done()}}),
                )
            }))
        },
    },
    Kind {
        name: "path-items-shared",
        make: |n| {
            case(&document(
                "3.1.0",
                json!({"paths": members(n, |i| (format!("/p{i}"), json!({"$ref": "#/components/pathItems/One"}))), "components": {"pathItems": {"One": {"get": {"responses": done()}}}}}),
            ))
        },
    },
    Kind {
        name: "query-parameters",
        make: |n| operation(json!({"parameters": parameters(n, "query"), "responses": done()})),
    },
    Kind {
        name: "query-parameters-of-one-name",
        make: |n| {
            operation(
                json!({"parameters": list(n, |i| json!({"name": spelling(i), "in": "query", "schema": text()})), "responses": done()}),
            )
        },
    },
    Kind {
        name: "query-parameters-required",
        make: |n| {
            operation(
                json!({"parameters": list(n, |i| json!({"name": format!("p{i}"), "in": "query", "required": true, "schema": text()})), "responses": done()}),
            )
        },
    },
    Kind {
        name: "header-parameters",
        make: |n| operation(json!({"parameters": parameters(n, "header"), "responses": done()})),
    },
    Kind {
        name: "cookie-parameters",
        make: |n| operation(json!({"parameters": parameters(n, "cookie"), "responses": done()})),
    },
    Kind {
        name: "path-parameters",
        make: path_parameters,
    },
    Kind {
        name: "path-segments",
        make: |n| paths(json!({ "/segment".repeat(n): {"get": {"responses": done()}} })),
    },
    Kind {
        name: "parameters-of-a-path",
        make: |n| paths(json!({"/one": {"parameters": parameters(n, "query"), "get": {"responses": done()}}})),
    },
    Kind {
        name: "parameter-components",
        make: parameter_components,
    },
    Kind {
        name: "parameter-enums",
        make: |n| {
            operation(
                json!({"parameters": list(n, |i| json!({"name": format!("p{i}"), "in": "query", "schema": {"type": "string", "enum": ["a", format!("b{i}")]}})), "responses": done()}),
            )
        },
    },
    Kind {
        name: "response-headers",
        make: |n| {
            operation(
                json!({"responses": {"200": {"description": "ok", "headers": members(n, |i| (format!("X-Header-{i}"), json!({"schema": text()})))}}}),
            )
        },
    },
    Kind {
        name: "response-components",
        make: |n| {
            case(&document(
                "3.0.3",
                json!({"paths": members(n, |i| (format!("/p{i}"), json!({"get": {"responses": {"200": {"$ref": format!("#/components/responses/R{i}")}}}}))), "components": {"responses": members(n, |i| (format!("R{i}"), body(&unlike(i))))}}),
            ))
        },
    },
    Kind {
        name: "body-components",
        make: |n| {
            case(&document(
                "3.0.3",
                json!({"paths": members(n, |i| (format!("/p{i}"), json!({"post": {"requestBody": {"$ref": format!("#/components/requestBodies/R{i}")}, "responses": done()}}))), "components": {"requestBodies": members(n, |i| (format!("R{i}"), json!({"content": {"application/json": {"schema": unlike(i)}}})))}}),
            ))
        },
    },
    // With as many members.
    Kind {
        name: "responses-of-one-large-model",
        make: |n| {
            case(&document(
                "3.0.3",
                json!({"paths": members(n, |i| (format!("/p{i}"), json!({"get": {"responses": ok(&reference("Large"))}}))), "components": {"schemas": {"Large": large(n)}}}),
            ))
        },
    },
    Kind {
        name: "bodies-of-one-large-model",
        make: |n| {
            case(&document(
                "3.0.3",
                json!({"paths": members(n, |i| (format!("/p{i}"), json!({"post": {"requestBody": {"content": {"application/json": {"schema": reference("Large")}}}, "responses": done()}}))), "components": {"schemas": {"Large": large(n)}}}),
            ))
        },
    },
    Kind {
        name: "media-types-of-a-request",
        make: |n| {
            operation(
                json!({"requestBody": {"content": members(n, |i| (format!("application/x-{i}"), json!({"schema": unlike(i)})))}, "responses": done()}),
            )
        },
    },
    Kind {
        name: "media-types-of-json",
        make: |n| {
            operation(
                json!({"requestBody": {"content": members(n, |i| (format!("application/x-{i}+json"), json!({"schema": unlike(i)})))}, "responses": done()}),
            )
        },
    },
    Kind {
        name: "media-types-of-a-response",
        make: |n| {
            operation(
                json!({"responses": {"200": {"description": "ok", "content": members(n, |i| (format!("application/x-{i}+json"), json!({"schema": unlike(i)})))}}}),
            )
        },
    },
    Kind {
        name: "statuses",
        make: |n| {
            paths(members(n / 400 + 1, |i| {
                (
                    format!("/p{i}"),
                    json!({"get": {"responses": members(400.min(n), |s| (format!("{}", 200 + s), body(&unlike(s))))}}),
                )
            }))
        },
    },
    Kind {
        name: "form-members",
        make: |n| {
            operation(
                json!({"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": members(n, |i| (format!("p{i}"), text()))}}}}, "responses": done()}),
            )
        },
    },
    Kind {
        name: "bodies-of-one-large-model-with-results",
        make: |n| {
            let all = json!({"type": "object", "properties": members(n, |i| (format!("p{i}"), text()))});
            let body = json!({"content": {"application/json": {"schema": reference("All")}}});
            let post = |i: usize| json!({"post": {"operationId": format!("post{i}"), "requestBody": body, "responses": ok(&reference("All"))}});
            case(&document(
                "3.0.3",
                json!({"paths": members(n, |i| (format!("/p{i}"), post(i))), "components": {"schemas": {"All": all}}}),
            ))
        },
    },
    Kind {
        name: "parameters-of-one-large-enum",
        make: |n| {
            let all = json!({"type": "string", "enum": list(n, |i| json!(format!("v{i}")))});
            let parameter =
                json!({"name": "e", "in": "query", "schema": {"allOf": [reference("All")], "default": "v0"}});
            let get = |i: usize| json!({"get": {"operationId": format!("get{i}"), "parameters": [parameter], "responses": done()}});
            case(&document(
                "3.0.3",
                json!({"paths": members(n, |i| (format!("/p{i}"), get(i))), "components": {"schemas": {"All": all}}}),
            ))
        },
    },
    Kind {
        name: "form-encodings",
        make: |n| {
            let member = |i: usize| (format!("p{i}"), json!({"type": "array", "items": text()}));
            let encoding = |i: usize| (format!("p{i}"), json!({"style": "spaceDelimited"}));
            let form = json!({"schema": {"type": "object", "properties": members(n, member)}, "encoding": members(n, encoding)});
            operation(
                json!({"requestBody": {"content": {"application/x-www-form-urlencoded": form}}, "responses": done()}),
            )
        },
    },
    Kind {
        name: "multipart-members",
        make: multipart,
    },
    Kind {
        name: "servers",
        make: |n| {
            case(&document(
                "3.0.3",
                json!({"servers": list(n, |i| json!({"url": format!("https://s{i}.example.com"), "description": format!("Server {i}")}))}),
            ))
        },
    },
    Kind {
        name: "servers-of-one-name",
        make: |n| {
            case(&document(
                "3.0.3",
                json!({"servers": list(n, |i| json!({"url": format!("https://example.com/{i}"), "description": spelling(i)}))}),
            ))
        },
    },
    Kind {
        name: "server-variables",
        make: server_variables,
    },
    Kind {
        name: "server-values",
        make: |n| {
            case(&document(
                "3.0.3",
                json!({"servers": [{"url": "https://{region}.example.com", "variables": {"region": {"default": "r0", "enum": list(n, |i| json!(format!("r{i}")))}}}]}),
            ))
        },
    },
    Kind {
        name: "security-schemes",
        make: |n| {
            components(
                json!({"securitySchemes": members(n, |i| (format!("key{i}"), json!({"type": "apiKey", "in": "header", "name": format!("X-Key-{i}")})))}),
            )
        },
    },
    Kind {
        name: "security-schemes-of-one-name",
        make: |n| {
            components(
                json!({"securitySchemes": members(n, |i| (spelling(i), json!({"type": "apiKey", "in": "header", "name": format!("X-Key-{i}")})))}),
            )
        },
    },
    Kind {
        name: "security-alternatives",
        make: |n| {
            case(&document(
                "3.0.3",
                json!({"security": list(n, |i| json!({format!("key{i}"): []})), "paths": {"/a": {"get": {"responses": done()}}}, "components": {"securitySchemes": members(n, |i| (format!("key{i}"), json!({"type": "apiKey", "in": "header", "name": format!("X-Key-{i}")})))}}),
            ))
        },
    },
    Kind {
        name: "security-together",
        make: |n| {
            let scheme = |i: usize| json!({"type": "apiKey", "in": "header", "name": format!("X-Key-{i}")});
            let all = members(n, |i| (format!("key{i}"), json!([])));
            case(&document(
                "3.0.3",
                json!({"security": [all], "paths": {"/a": {"get": {"responses": done()}}}, "components": {"securitySchemes": members(n, |i| (format!("key{i}"), scheme(i)))}}),
            ))
        },
    },
    Kind {
        name: "security-of-no-scheme",
        make: |n| {
            let operation = |i: usize| json!({"get": {"security": [{format!("kee{i}"): []}], "responses": done()}});
            let scheme = json!({"type": "http", "scheme": "bearer"});
            case(&document(
                "3.0.3",
                json!({"paths": members(n, |i| (format!("/p{i}"), operation(i))), "components": {"securitySchemes": members(n, |i| (format!("key{i}"), scheme.clone()))}}),
            ))
        },
    },
    Kind {
        name: "scopes",
        make: |n| {
            components(
                json!({"securitySchemes": {"oauth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://example.com/token", "scopes": members(n, |i| (format!("scope{i}"), json!("A scope")))}}}}}),
            )
        },
    },
    Kind {
        name: "callbacks",
        make: |n| {
            operation(
                json!({"callbacks": members(n, |i| (format!("on{i}"), json!({"{$request.body#/url}": {"post": {"responses": done()}}}))), "responses": done()}),
            )
        },
    },
    Kind {
        name: "webhooks",
        make: |n| {
            case(&document(
                "3.1.0",
                json!({"webhooks": members(n, |i| (format!("on{i}"), json!({"post": {"responses": done()}})))}),
            ))
        },
    },
    Kind {
        name: "links",
        make: |n| {
            operation(
                json!({"operationId": "one", "responses": {"200": {"description": "ok", "links": members(n, |i| (format!("l{i}"), json!({"operationId": "one"})))}}}),
            )
        },
    },
    Kind {
        name: "swagger2-definitions",
        make: |n| swagger(json!({"definitions": members(n, |i| (format!("S{i}"), unlike(i)))})),
    },
    Kind {
        name: "swagger2-operations",
        make: |n| {
            swagger(
                json!({"paths": members(n, |i| (format!("/p{i}"), json!({"post": {"operationId": format!("post{i}"), "consumes": ["application/json"], "parameters": [{"in": "body", "name": "body", "schema": unlike(i)}, {"in": "query", "name": "q", "type": "string"}], "responses": {"200": {"description": "ok", "schema": unlike(i)}}}})))}),
            )
        },
    },
    Kind {
        name: "swagger2-shared",
        make: |n| {
            swagger(
                json!({"parameters": {"p": {"in": "query", "name": "q", "type": "string"}}, "responses": {"r": {"description": "ok", "schema": object()}}, "paths": members(n, |i| (format!("/p{i}"), json!({"get": {"operationId": format!("get{i}"), "parameters": [{"$ref": "#/parameters/p"}], "responses": {"200": {"$ref": "#/responses/r"}}}})))}),
            )
        },
    },
    Kind {
        name: "swagger2-form",
        make: |n| {
            swagger(
                json!({"paths": {"/one": {"post": {"consumes": ["multipart/form-data"], "parameters": list(n, |i| json!({"in": "formData", "name": format!("p{i}"), "type": "string"})), "responses": done()}}}}),
            )
        },
    },
];

/// An object with so many members.
fn large(n: usize) -> Value {
    json!({"type": "object", "properties": members(n, |i| (format!("m{i}"), text()))})
}

fn body(schema: &Value) -> Value {
    json!({"description": "a body", "content": {"application/json": {"schema": schema}}})
}

fn parameters(count: usize, location: &str) -> Value {
    list(
        count,
        |i| json!({"name": format!("p{i}"), "in": location, "schema": text()}),
    )
}

fn with_security(count: usize) -> Case {
    let all = members(count, |i| {
        (
            format!("/p{i}"),
            json!({"get": {"operationId": format!("get{i}"), "security": [{"a": []}, {"b": []}], "responses": done()}}),
        )
    });
    let scheme = json!({"type": "http", "scheme": "bearer"});
    case(&document(
        "3.0.3",
        json!({"paths": all, "components": {"securitySchemes": {"a": scheme, "b": {"type": "apiKey", "in": "query", "name": "key"}}}}),
    ))
}

fn path_parameters(count: usize) -> Case {
    let path: String = (0..count).map(|i| format!("/{{p{i}}}")).collect();
    let parameters = list(
        count,
        |i| json!({"name": format!("p{i}"), "in": "path", "required": true, "schema": text()}),
    );
    paths(json!({ path: {"get": {"parameters": parameters, "responses": done()}} }))
}

fn parameter_components(count: usize) -> Case {
    let all = list(count, |i| json!({"$ref": format!("#/components/parameters/p{i}")}));
    let components = members(count, |i| {
        (
            format!("p{i}"),
            json!({"name": format!("p{i}"), "in": "query", "schema": text()}),
        )
    });
    case(&document(
        "3.0.3",
        json!({"paths": {"/one": {"get": {"parameters": all, "responses": done()}}}, "components": {"parameters": components}}),
    ))
}

fn multipart(count: usize) -> Case {
    let properties = members(count, |i| {
        (
            format!("p{i}"),
            if i % 2 == 0 {
                json!({"type": "string", "format": "binary"})
            } else {
                text()
            },
        )
    });
    let encoding = members(count, |i| (format!("p{i}"), json!({"contentType": "text/plain"})));
    operation(
        json!({"requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": properties}, "encoding": encoding}}}, "responses": done()}),
    )
}

fn server_variables(count: usize) -> Case {
    let path: String = (0..count).map(|i| format!("/{{v{i}}}")).collect();
    let variables = members(count, |i| (format!("v{i}"), json!({"default": "x"})));
    case(&document(
        "3.0.3",
        json!({"servers": [{"url": format!("https://example.com{path}"), "variables": variables}]}),
    ))
}

pub(crate) fn swagger(with: Value) -> Case {
    let mut document = json!({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "host": "example.com", "schemes": ["https"], "paths": {}});
    if let (Some(document), Value::Object(with)) = (document.as_object_mut(), with) {
        document.extend(with);
    }
    case(&document)
}

/// A document that names a component from each operation.
pub(crate) fn referring(count: usize) -> Value {
    document(
        "3.0.3",
        json!({
            "paths": members(count, |i| (format!("/p{i}"), json!({"get": {"operationId": format!("get{i}"), "tags": [format!("t{}", i % 10)], "responses": ok(&reference(&format!("S{i}")))}}))),
            "components": {"schemas": members(count, |i| (format!("S{i}"), unlike(i)))},
        }),
    )
}
