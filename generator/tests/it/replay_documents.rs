//! Three small documents of different style, whose histories are replayed.

use serde_json::{Value, json};

/// Components and tags, as written by hand.
pub(crate) fn shop() -> Value {
    let by_ref = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let page = json!({"type": "object", "required": ["total", "items"], "properties": {
        "total": {"type": "integer"}, "items": {"type": "array", "items": by_ref("Order")}, "next": {"type": "string"}}});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Shop", "version": "1"},
        "paths": {
            "/orders": {
                "get": {"operationId": "listOrders", "tags": ["Orders"], "parameters": [
                    {"name": "state", "in": "query", "required": true, "schema": {"type": "string", "enum": ["open", "shut"]}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                    {"name": "after", "in": "query", "required": true, "schema": {"type": "string"}},
                ], "responses": {"200": response(page)}},
                "post": {"operationId": "createOrder", "tags": ["Orders"], "requestBody": body(by_ref("Order")),
                    "responses": {"201": response(by_ref("Order")), "400": response(by_ref("Problem"))}},
            },
            "/orders/{id}": {
                "get": {"operationId": "getOrder", "tags": ["Orders"], "parameters": [in_path("id")],
                    "responses": {"200": response(by_ref("Order")), "404": response(by_ref("Problem"))}},
            },
            "/customers/{id}/orders/{order}": {
                "put": {"operationId": "moveOrder", "tags": ["Customers"], "parameters": [in_path("order"), in_path("id")],
                    "requestBody": body(by_ref("Move")), "responses": {"200": response(by_ref("Customer"))}},
            },
        },
        "components": {"schemas": {
            "Order": {"type": "object", "required": ["id", "customer", "lines"], "properties": {
                "id": {"type": "string"}, "customer": by_ref("Customer"), "lines": {"type": "array", "items": by_ref("Line")},
                "state": by_ref("State")}},
            "Customer": {"type": "object", "required": ["name", "email", "phone"], "properties": {
                "name": {"type": "string"}, "email": {"type": "string"}, "phone": {"type": "string"},
                "address": by_ref("Address"), "invoice-address": by_ref("Address")}},
            "Address": {"type": "object", "required": ["street", "zip", "city"], "properties": {
                "street": {"type": "string"}, "zip": {"type": "string"}, "city": {"type": "string"}}},
            "Line": {"type": "object", "required": ["sku", "count", "price", "unit", "tax", "note"], "properties": {
                "sku": {"type": "string"}, "count": {"type": "integer"}, "price": {"type": "integer"},
                "unit": {"type": "string"}, "tax": {"type": "integer"}, "note": {"type": "string"}}},
            "Move": {"type": "object", "required": ["from", "to", "date"], "properties": {
                "to": {"type": "string"}, "from": {"type": "string"}, "date": {"type": "string"}}},
            "State": {"type": "string", "enum": ["open", "paid", "shut"]},
            "Problem": {"type": "object", "properties": {
                "code": {"type": "string"}, "message": {"type": "string"}, "fields": {"type": "array", "items": {"type": "string"}}}},
        }},
    })
}

/// Schemas where they are used, without tags, as frameworks write them.
pub(crate) fn inline() -> Value {
    let user = json!({"type": "object", "required": ["id", "login", "site-admin"], "properties": {
        "id": {"type": "integer"}, "login": {"type": "string"}, "site-admin": {"type": "boolean"}}});
    let label = json!({"type": "object", "properties": {
        "name": {"type": "string"}, "color": {"type": "string"}, "default": {"type": "boolean"}}});
    let issue = |more: &str| {
        json!({"type": "object", "required": ["number", "title"], "properties": {
            "number": {"type": "integer"}, "title": {"type": "string"}, "user": user, "assignee": user,
            "labels": {"type": "array", "items": label}, "state": {"type": "string", "enum": ["open", "closed"]},
            more: {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "object", "properties": {
                "c": {"type": "string"}, "d": {"type": "integer"}, "e": {"type": "string"}}}}}}})
    };
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Tracker", "version": "1"},
        "paths": {
            "/repos/{owner}/{repo}/issues": {
                "get": {"operationId": "list_issues_repos__owner___repo__issues_get", "parameters": [
                    in_path("owner"), in_path("repo"),
                    {"name": "sort", "in": "query", "schema": {"type": "string", "enum": ["created", "updated"]}},
                    {"name": "since", "in": "query", "required": true, "schema": {"type": "string"}},
                    {"name": "X-Trace", "in": "header", "required": true, "schema": {"type": "string"}},
                ], "responses": {"200": response(json!({"type": "array", "items": issue("meta")}))}},
                "post": {"operationId": "create_issue_repos__owner___repo__issues_post",
                    "parameters": [in_path("owner"), in_path("repo")],
                    "requestBody": body(json!({"type": "object", "required": ["title", "body", "labels"], "properties": {
                        "title": {"type": "string"}, "body": {"type": "string"}, "labels": {"type": "array", "items": label},
                        "assignee": user}})),
                    "responses": {"201": response(issue("meta"))}},
            },
            "/repos/{owner}/{repo}/issues/{number}": {
                "get": {"operationId": "get_issue_repos__owner___repo__issues__number__get",
                    "parameters": [in_path("owner"), in_path("repo"), in_path("number")],
                    "responses": {"200": response(issue("milestone"))}},
                "delete": {"operationId": "delete_issue_repos__owner___repo__issues__number__delete",
                    "parameters": [in_path("owner"), in_path("repo"), in_path("number")],
                    "responses": {"200": response(user)}},
            },
        },
        "components": {"schemas": {}},
    })
}

/// Unions, names that collide, and operations without an id.
pub(crate) fn events() -> Value {
    let owner = json!({"type": "object", "properties": {"n": {"type": "string"}, "k": {"type": "integer"}, "z": {"type": "string"}}});
    let branch = |kind: &str, member: &str| {
        json!({"type": "object", "required": ["kind", member], "properties": {
            "kind": {"type": "string", "enum": [kind]}, member: {"type": "string"}, "owner": owner}})
    };
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Events", "version": "1"},
        "paths": {
            "/events": {
                "get": {"tags": ["events"], "parameters": [
                    {"name": "user_id", "in": "query", "required": true, "schema": {"type": "string"}},
                    {"name": "user-id", "in": "query", "required": true, "schema": {"type": "string"}},
                ], "responses": {"200": response(json!({"type": "array", "items": {"$ref": "#/components/schemas/event"}}))}},
                "post": {"tags": ["Events"], "requestBody": body(json!({"$ref": "#/components/schemas/event"})),
                    "responses": {"200": response(json!({"$ref": "#/components/schemas/Event"}))}},
            },
            "/events/{id}": {
                "patch": {"tags": ["events", "admin"], "parameters": [in_path("id")],
                    "requestBody": body(json!({"$ref": "#/components/schemas/Event"})),
                    "responses": {"200": response(json!({"$ref": "#/components/schemas/EventBuilder"}))}},
            },
        },
        "components": {"schemas": {
            "event": {"oneOf": [branch("made", "by"), branch("sent", "to"), {"type": "string"},
                {"type": "object", "properties": {"m": {"type": "string"}, "n": owner}},
                {"type": "object", "properties": {"m": {"type": "string"}, "n": {"type": "object", "properties": {"y": {"type": "string"}}}}}]},
            "Event": {"type": "object", "required": ["id", "type", "source", "time", "Self"], "properties": {
                "id": {"type": "string"}, "type": {"type": "string", "enum": ["a-b", "a_b"]}, "source": {"type": "string"},
                "time": {"type": "string"}, "Self": {"type": "string"}, "owner": owner,
                "data": {"type": "object", "additionalProperties": owner}}},
            "EventBuilder": {"type": "object", "properties": {
                "owner": owner, "user_id": {"type": "string"}, "user-id": {"type": "string"}, "events": {"type": "array", "items": {"$ref": "#/components/schemas/event"}}}},
        }},
    })
}

fn in_path(name: &str) -> Value {
    json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}})
}

fn body(schema: Value) -> Value {
    json!({"required": true, "content": {"application/json": {"schema": schema}}})
}

fn response(schema: Value) -> Value {
    json!({"description": "Done.", "content": {"application/json": {"schema": schema}}})
}
