//! A change of the document changes what it must, and no other file, no other line, no other name.

use crate::common;
use crate::common::Files;
use oaspen::Outcome;
use serde_json::{Value, json};

#[test]
fn a_new_schema_touches_its_file_the_index_and_the_lock() {
    for spec in ["clerk", "logto"] {
        let (before, after) = edited(spec, |document| {
            document["components"]["schemas"]["Zebra"] =
                json!({"type": "object", "properties": {"stripes": {"type": "integer"}}});
        });
        assert_eq!(
            common::changed(&before, &after),
            ["+models/zebra.rs", "~models/mod.rs", "~names.lock"],
            "{spec}"
        );
        assert_insertions(&before, &after);
    }
}

#[test]
fn a_new_operation_is_inserted_into_the_file_of_its_tag() {
    let one_file: &[&str] = &["~api/users.rs", "~names.lock"];
    // The operations of Logto are in groups.
    let new_group: &[&str] = &["+api/users/zebra.rs", "~api/users/mod.rs", "~names.lock"];
    let known_group: &[&str] = &["~api/users/mod.rs", "~api/users/roles.rs", "~names.lock"];
    for (spec, id, path, changed) in [
        ("clerk", "AuditUser", "/users/{user_id}/zebra", one_file),
        ("clerk", "ZipUser", "/users/{user_id}/zebra", one_file),
        ("logto", "MergeUser", "/users/{user_id}/zebra", new_group),
        ("logto", "MergeRoles", "/users/{user_id}/roles/zebra", known_group),
    ] {
        let (before, after) = edited(spec, |document| {
            document["paths"][path] = json!({"get": {
                "operationId": id,
                "tags": ["Users"],
                "parameters": [{"name": "user_id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "responses": {"204": {"description": "Done."}},
            }});
        });
        assert_eq!(common::changed(&before, &after), changed, "{spec} {id}");
        // The list of types in a `pub use` is wrapped anew when it becomes longer.
        let is_index = |name: &str| name == "api/users/mod.rs";
        let before: Files = before.into_iter().filter(|(name, _)| !is_index(name)).collect();
        assert_insertions(&before, &after);
    }
}

#[test]
fn an_operation_that_changes_its_tag_stays_or_moves_alone() {
    let mut document = common::tree(&common::read("specs/logto.yaml"));
    for (path, id) in [("/zebras", "ListZebras"), ("/zebras/{id}/stripes", "ListStripes")] {
        let mut operation =
            json!({"operationId": id, "tags": ["Zebras"], "responses": {"204": {"description": "Done."}}});
        if path.contains("{id}") {
            operation["parameters"] =
                json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]);
        }
        document["paths"][path] = json!({"get": operation});
    }
    let before = common::generate(&document.to_string(), None);
    let changes = |path: &str, method: &str, tag: &str| {
        let mut document = document.clone();
        document["paths"][path][method]["tags"] = json!([tag]);
        let after = common::generate(&document.to_string(), Some(&before.lock));
        let changed = common::changed(&common::files(&before), &common::files(&after));
        assert_eq!(changed, [""; 0], "{path}");
        // Without the line that keeps it in its module, it moves.
        let key = path.replace('/', "~1");
        let is_other = |line: &&str| !line.starts_with(&format!("#/paths/{key}/{method}\tmodule"));
        let lock = before
            .lock
            .lines()
            .filter(is_other)
            .fold(String::new(), |text, line| text + line + "\n");
        let after = common::generate(&document.to_string(), Some(&lock));
        common::changed(&common::files(&before), &common::files(&after))
    };
    // From a tag with groups to a tag with one file, and back.
    assert_eq!(
        changes("/api/users/{userId}/roles", "get", "Zebras"),
        [
            "~api/users/mod.rs",
            "~api/users/roles.rs",
            "~api/zebras.rs",
            "~names.lock"
        ]
    );
    assert_eq!(
        changes("/zebras/{id}/stripes", "get", "Users"),
        [
            "+api/users/stripes.rs",
            "~api/users/mod.rs",
            "~api/zebras.rs",
            "~names.lock"
        ]
    );
}

#[test]
fn a_changed_member_touches_the_file_of_its_schema() {
    let (before, after) = edited("clerk", |document| {
        let member = &mut document["components"]["schemas"]["EmailAddress"]["properties"]["reserved"];
        *member = json!({"type": "integer", "description": "Now a number."});
    });
    assert_eq!(common::changed(&before, &after), ["~models/email_address.rs"]);
}

#[test]
fn a_new_member_touches_the_file_of_its_schema_and_the_lock() {
    let (before, after) = edited("clerk", |document| {
        document["components"]["schemas"]["EmailAddress"]["properties"]["zebra"] = json!({"type": "string"});
    });
    assert_eq!(
        common::changed(&before, &after),
        ["~models/email_address.rs", "~names.lock"]
    );
    assert_insertions(&before, &after);
}

#[test]
fn a_new_name_that_collides_renames_nothing() {
    let (before, after) = edited("clerk", |document| {
        let schemas = &mut document["components"]["schemas"];
        schemas["user"] = json!({"type": "object", "properties": {"id": {"type": "string"}}});
        schemas["AAA"] = json!({"type": "object", "properties": {"User": {"type": "object", "properties": {"x": {"type": "string"}}}}});
        schemas["email_address"] = json!({"type": "string", "enum": ["a"]});
    });
    assert!(common::is_insertion(&before["names.lock"], &after["names.lock"]));
    assert_eq!(before["models/user.rs"], after["models/user.rs"]);
    assert_insertions(&before, &after);
}

#[test]
fn a_new_first_branch_renames_nothing() {
    let branches = [
        json!({"$ref": "#/components/schemas/A"}),
        json!({"$ref": "#/components/schemas/B"}),
        inline_branch("c"),
    ];
    let document = |branches: Vec<Value>| {
        document(
            json!({
                "U": {"oneOf": branches},
                "A": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
                "B": {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}},
                "Z": {"type": "object", "required": ["z"], "properties": {"z": {"type": "string"}}},
            }),
            json!({}),
        )
    };
    let before = common::generate(&document(branches.to_vec()).to_string(), None);
    let mut more = vec![inline_branch("y"), json!({"$ref": "#/components/schemas/Z"})];
    more.extend(branches);
    let after = common::generate(&document(more).to_string(), Some(&before.lock));
    let (before, after) = (
        &common::files(&before)["models/u.rs"],
        &common::files(&after)["models/u.rs"],
    );
    for line in before
        .lines()
        .filter(|line| line.contains('(') || line.contains("keys [") || line.contains("struct"))
    {
        assert!(after.lines().any(|other| other == line), "{line}\n\n{after}");
    }
}

fn inline_branch(key: &str) -> Value {
    json!({"type": "object", "required": [key, "kind"], "properties": {key: {"type": "string"}, "kind": {"type": "object", "properties": {key: {"type": "boolean"}}}}})
}

#[test]
fn a_new_first_parameter_renames_nothing() {
    let parameter = |name: &str, values: &[&str]| json!({"name": name, "in": "query", "schema": {"type": "string", "enum": values}});
    let document = |parameters: Vec<Value>| {
        document(
            json!({}),
            json!({"/users": {"get": {"operationId": "listUsers", "parameters": parameters, "responses": {"204": {"description": "Done"}}}}}),
        )
    };
    let before = common::generate(&document(vec![parameter("order", &["asc", "desc"])]).to_string(), None);
    let more = document(vec![
        parameter("state", &["on", "off"]),
        parameter("order", &["asc", "desc"]),
    ]);
    let after = common::generate(&more.to_string(), Some(&before.lock));
    let (before, after) = (common::files(&before), common::files(&after));
    let order = "models/list_users_order.rs";
    let code = |files: &Files| {
        files[order]
            .lines()
            .filter(|line| !line.starts_with("///"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(code(&before), code(&after));
    assert!(after.contains_key("models/list_users_state.rs"), "{:?}", after.keys());
}

#[test]
fn equal_responses_of_two_operations_are_two_types() {
    let user = |more: bool| {
        let mut user = json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}});
        if more {
            user["properties"]["name"] = json!({"type": "string"});
        }
        user
    };
    let operation = |id: &str, schema: Value| json!({"get": {"operationId": id, "responses": {"200": {"description": "One", "content": {"application/json": {"schema": schema}}}}}});
    let document = |a: Value, b: Value| {
        document(
            json!({}),
            json!({"/a": operation("getA", a), "/b": operation("getB", b)}),
        )
    };
    let before = common::generate(&document(user(false), user(false)).to_string(), None);
    let after = common::generate(&document(user(true), user(false)).to_string(), Some(&before.lock));
    assert!(common::files(&after)["models/get_a_response.rs"].contains("pub struct GetAResponse {"));
    assert!(common::files(&after)["models/get_b_response.rs"].contains("pub struct GetBResponse {"));
}

#[test]
fn names_are_the_same_without_the_lock() {
    for spec in ["clerk", "logto"] {
        let fresh = common::generate(&common::read(&format!("specs/{spec}.yaml")), None);
        let again = common::generate(&common::read(&format!("specs/{spec}.yaml")), Some(&fresh.lock));
        assert_eq!(fresh.lock, again.lock, "{spec}");
    }
}

#[test]
fn a_name_in_the_lock_stays_in_any_order() {
    let schemas = json!({
        "Passkey": {"type": "object", "properties": {"a": {"type": "string"}}},
        "passkey": {"type": "object", "properties": {"b": {"type": "string"}}},
        "PASSKEY": {"type": "object", "properties": {"c": {"type": "string"}, "C": {"type": "string"}}},
    });
    let before = common::generate(&document(schemas.clone(), json!({})).to_string(), None);
    let reversed: serde_json::Map<String, Value> = schemas.as_object().unwrap().clone().into_iter().rev().collect();
    let after = common::generate(&document(reversed.into(), json!({})).to_string(), Some(&before.lock));
    assert_eq!(common::files(&before), common::files(&after));
}

fn document(schemas: Value, paths: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Test", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// The files of a spec before and after a change, the second time with the lock of the first.
fn edited(spec: &str, edit: impl FnOnce(&mut Value)) -> (Files, Files) {
    let mut document = common::tree(&common::read(&format!("specs/{spec}.yaml")));
    let before: Outcome = common::generate(&document.to_string(), None);
    edit(&mut document);
    let after = common::generate(&document.to_string(), Some(&before.lock));
    (common::files(&before), common::files(&after))
}

fn assert_insertions(before: &Files, after: &Files) {
    for (name, old) in before {
        let new = after.get(name).unwrap_or_else(|| panic!("{name} is gone"));
        assert!(
            common::is_insertion(old, new),
            "{name}: lines were changed or moved\n{}",
            common::difference(before, after).unwrap_or_default()
        );
    }
}
