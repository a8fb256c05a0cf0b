//! The two specs have exactly the operations that the facts list: nothing went missing when they were written.

use crate::common;
use serde_json::Value;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

#[test]
fn every_operation_of_the_facts_is_in_the_specs() {
    let wanted: Vec<String> = common::read("tests/specs/operations.tsv")
        .lines()
        .map(str::to_owned)
        .collect();
    assert_eq!(wanted.len(), 41);
    let mut found = operations("clerk");
    found.extend(operations("logto"));
    for row in &wanted {
        assert!(found.contains(row), "not in the spec as the facts have it: {row}");
    }
    for row in &found {
        assert!(wanted.contains(row), "not in the facts: {row}");
    }
}

#[test]
fn every_operation_is_generated() {
    for (api, count) in [("clerk", 18), ("logto", 23)] {
        let outcome = common::generate(&common::read(&format!("specs/{api}.yaml")), None);
        assert_eq!((outcome.stats.operations, outcome.stats.skipped), (count, 0), "{api}");
    }
}

/// One row an operation, as `operations.tsv` has it.
fn operations(api: &str) -> Vec<String> {
    let spec = common::tree(&common::read(&format!("specs/{api}.yaml")));
    let mut rows = Vec::new();
    for (path, item) in spec["paths"].as_object().expect("paths") {
        let item = resolved(&spec, item);
        for method in METHODS.iter().filter(|method| item.get(**method).is_some()) {
            let operation = &item[*method];
            let columns = [
                api.to_owned(),
                operation["operationId"].as_str().expect("an operationId").to_owned(),
                method.to_uppercase(),
                path.clone(),
                parameters(&spec, item, operation),
                keys(resolved(&spec, &operation["requestBody"]).get("content")),
                keys(operation.get("responses")),
            ];
            rows.push(columns.join("\t"));
        }
    }
    rows
}

fn parameters(spec: &Value, item: &Value, operation: &Value) -> String {
    let lists = [item.get("parameters"), operation.get("parameters")];
    let all = lists.into_iter().flatten().filter_map(Value::as_array).flatten();
    let mut names: Vec<String> = all
        .map(|parameter| {
            let parameter = resolved(spec, parameter);
            format!(
                "{}:{}",
                parameter["in"].as_str().expect("in"),
                parameter["name"].as_str().expect("name")
            )
        })
        .collect();
    names.sort();
    names.dedup();
    names.join(",")
}

fn keys(map: Option<&Value>) -> String {
    let mut keys: Vec<&str> = map
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(key, _)| key.as_str())
        .collect();
    keys.sort_unstable();
    keys.join(",")
}

/// The node, or the target of its `$ref`.
fn resolved<'a>(spec: &'a Value, node: &'a Value) -> &'a Value {
    match node.get("$ref").and_then(Value::as_str) {
        Some(target) => resolved(
            spec,
            spec.pointer(target.trim_start_matches('#'))
                .expect("the target of a $ref"),
        ),
        None => node,
    }
}
