//! `oaspen::compare`: operations that could be the same, and changes that several operations have.

use crate::common;
use oaspen::{ClientChange, Comparison, Settings, Verdict, Version};
use serde_json::json;

fn version(text: &str) -> Version {
    Version {
        label: "t.yaml".to_owned(),
        input: common::text_input("t.yaml", text),
        settings: Settings {
            name: "t".to_owned(),
            ..Settings::default()
        },
        lock: None,
        files: None,
    }
}

fn compared(old: &str, new: &str) -> Comparison {
    oaspen::compare(&version(old), &version(new)).expect("both can be read")
}

fn rules(changes: &[ClientChange]) -> Vec<&str> {
    changes.iter().map(|change| change.rule.id).collect()
}

fn document(paths: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}")
}

#[test]
fn of_two_operations_that_could_be_the_new_one_one_is_gone() {
    let path = |name: &str, id: &str| {
        format!(
            "  /v1/{{{name}}}: {{get: {{operationId: {id}, parameters: [{{name: {name}, in: path, required: true, schema: \
             {{type: string}}}}], responses: {{'204': {{description: ok}}}}}}}}\n"
        )
    };
    let both = document(&(path("name", "listA") + &path("job", "getB")));
    let one = document(&path("task", "listA"));
    let comparison = compared(&both, &one);
    assert_eq!(
        rules(&comparison.changes),
        ["operation-removed"],
        "{:#?}",
        comparison.changes
    );
    // And the other way round: one of them is new.
    assert_eq!(rules(&compared(&one, &both).changes), ["operation-added"]);
}

/// The lock keeps the names of an operation whose path is another one: a program that is compiled again calls it.
#[test]
fn an_operation_that_keeps_its_method_is_not_removed() {
    let path = |path: &str| format!("  {path}: {{get: {{tags: [a], responses: {{'204': {{description: ok}}}}}}}}\n");
    let of = |one: &str, other: &str| document(&(path(one) + &path(other)));
    let old = of("/v1/user_pets", "/v1/shops");
    for new in [
        of("/v2/user_pets", "/v2/shops"),
        of("/v1/userPets", "/v1/Shops"),
        of("/V2/user-pets", "/v2/shops"),
        of("/api/v1/user_pets", "/api/v1/shops"),
    ] {
        let changes = compared(&old, &new).changes;
        assert_eq!(rules(&changes), ["route-changed"; 2], "{new}");
        for change in &changes {
            assert_eq!(
                (change.code, change.deployed),
                (Verdict::Fine, Verdict::Breaks),
                "{new}"
            );
        }
    }
    // With ids, the method that a program calls is that of the id.
    let with_id = |path: &str, id: &str| {
        format!("  {path}: {{get: {{operationId: {id}, tags: [a], responses: {{'204': {{description: ok}}}}}}}}\n")
    };
    let old_ids = document(&(with_id("/user_pets", "a") + &with_id("/my_dogs", "b")));
    let exchanged = document(&(with_id("/userPets", "b") + &with_id("/myDogs", "a")));
    let changes = compared(&old_ids, &exchanged).changes;
    assert_eq!(rules(&changes), ["route-changed"; 2]);
    assert!(
        changes.iter().all(|change| !change.help.contains("call `")),
        "{changes:#?}"
    );
    let gone = document(&with_id("/UserPets", "b"));
    let changes = compared(&old_ids, &gone).changes;
    let removed = changes.iter().find(|change| change.rule.id == "operation-removed");
    assert_eq!(removed.map(|change| change.code), Some(Verdict::Breaks), "{changes:#?}");
    let other = of("/v1/orders", "/v1/carts");
    let mut found = rules(&compared(&old, &other).changes).join(" ");
    found = found.replace("operation-", "");
    assert_eq!(found, "removed removed added added");
}

/// A body that is sent as another media type is not the same one.
#[test]
fn another_media_type_of_a_request_is_reported() {
    let with = |media_type: &str, schema: &str| {
        document(&format!(
            "  /a: {{put: {{operationId: a, requestBody: {{required: true, content: {{{media_type}: {{schema: {schema}}}}}}}, \
             responses: {{'204': {{description: ok}}}}}}}}\n"
        ))
    };
    let (bytes, object) = (
        "{type: string, format: binary}",
        "{type: object, properties: {b: {type: string}}}",
    );
    for (old, new, schema) in [
        ("application/octet-stream", "image/png", bytes),
        ("text/plain", "text/csv", "{type: string}"),
        ("application/json", "application/merge-patch+json", object),
        ("application/x-www-form-urlencoded", "multipart/form-data", object),
        ("application/json", "application/x-www-form-urlencoded", object),
    ] {
        let changes = compared(&with(old, schema), &with(new, schema)).changes;
        let worst = changes.iter().map(|change| change.deployed).max();
        assert_eq!(worst, Some(Verdict::Breaks), "{old} to {new}: {changes:#?}");
        assert!(
            compared(&with(new, schema), &with(new, schema)).changes.is_empty(),
            "{new}"
        );
    }
}

/// Accepting the change of one operation does not accept that of others.
#[test]
fn the_operations_of_a_change_are_in_its_fingerprint() {
    let with_servers = |hosts: [&str; 2]| {
        let paths = ["a", "b"].into_iter().zip(hosts).map(|(name, host)| {
            format!(
                "  /{name}: {{get: {{operationId: {name}, servers: [{{url: 'https://{host}.example'}}], responses: {{'204': \
                 {{description: ok}}}}}}}}\n"
            )
        });
        let all = "  /c: {get: {operationId: c, responses: {'204': {description: ok}}}}\nservers: [{url: 'https://c.example'}]\n";
        document(&(paths.collect::<String>() + all))
    };
    let old = with_servers(["x", "x"]);
    let fingerprint = |hosts| {
        let changes = compared(&old, &with_servers(hosts)).changes;
        assert_eq!(rules(&changes), ["server-changed"]);
        changes.into_iter().map(|change| change.fingerprint).collect::<String>()
    };
    assert_ne!(fingerprint(["y", "x"]), fingerprint(["y", "y"]));
    assert_ne!(fingerprint(["y", "x"]), fingerprint(["x", "y"]));
}

/// A parameter that several operations share is one row, and what to do is not about one of them.
#[test]
fn a_shared_parameter_is_one_row() {
    let document = |parameter: &str| {
        let operation = |name: &str| {
            format!(
                "  /{name}: {{get: {{operationId: {name}, parameters: [{{$ref: '#/components/parameters/Zone'}}], responses: \
                 {{'204': {{description: ok}}}}}}}}\n"
            )
        };
        let paths: String = ["a", "b", "c"].map(operation).concat();
        document(&paths) + &format!("components: {{parameters: {{Zone: {{name: zone, in: query, {parameter}}}}}}}\n")
    };
    let old = document("schema: {type: string, maxLength: 9}");
    for (new, rule) in [
        ("schema: {type: string, maxLength: 8}", "limit-tightened"),
        ("schema: {type: integer}", "type-changed"),
        (
            "required: true, schema: {type: string, maxLength: 9}",
            "parameter-required",
        ),
        (
            "deprecated: true, schema: {type: string, maxLength: 9}",
            "parameter-deprecated",
        ),
        ("schema: {type: string, maxLength: 9, default: x}", "default-changed"),
    ] {
        let changes = compared(&old, &document(new)).changes;
        assert_eq!(rules(&changes), [rule], "{new}");
        let change = &changes[0];
        assert_eq!(change.calls.len(), 3, "{new}: {:?}", change.calls);
        assert!(!change.help.contains("client."), "{new}: {}", change.help);
    }
    // Another one of an operation is no part of the row.
    let inline = "{name: zone, in: query, schema: {type: string, maxLength: 8}}";
    let new =
        document("schema: {type: string, maxLength: 8}").replacen("{$ref: '#/components/parameters/Zone'}", inline, 1);
    assert_eq!(rules(&compared(&old, &new).changes), ["limit-tightened"; 2]);
}

/// Each of many types is reached by each of many calls.
#[test]
fn of_very_many_calls_not_all_are_listed() {
    let renamed = |count: usize| {
        let document = |prefix: &str| {
            let name = |i: usize| format!("{prefix}{}", i % count);
            let get = |i: usize| {
                let schema = json!({"$ref": format!("#/components/schemas/{}", name(i))});
                let response = json!({"description": "ok", "content": {"application/json": {"schema": schema}}});
                json!({"get": {"operationId": format!("get{i}"), "responses": {"200": response}}})
            };
            let next = |i: usize| json!({"$ref": format!("#/components/schemas/{}", name(i + 1))});
            let one = |i: usize| json!({"type": "object", "properties": {"next": next(i), format!("own{i}"): {"type": "string"}}});
            let paths: serde_json::Map<_, _> = (0..count).map(|i| (format!("/p{i}"), get(i))).collect();
            let schemas: serde_json::Map<_, _> = (0..count).map(|i| (name(i), one(i))).collect();
            json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": paths, "components": {"schemas": schemas}})
                .to_string()
        };
        compared(&document("Old"), &document("New"))
    };
    let few = renamed(20);
    assert_eq!(few.changes.len(), 20);
    assert!(
        few.changes
            .iter()
            .all(|change| change.calls.len() == 20 && !change.has_more_calls)
    );
    let many = renamed(500);
    assert_eq!(many.changes.len(), 500);
    assert!(many.changes.iter().any(|change| change.calls.len() == 500));
    let cut = many.changes.iter().filter(|change| change.has_more_calls);
    let cut: Vec<usize> = cut.map(|change| change.calls.len()).collect();
    assert!(cut.len() > 100, "{}", cut.len());
    assert!(cut.iter().all(|listed| *listed > 0));
    let listed: usize = many.changes.iter().map(|change| change.calls.len()).sum();
    assert!(listed < 500_000 + 500 * 50, "{listed}");
}
