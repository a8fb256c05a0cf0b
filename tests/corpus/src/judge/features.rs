//! The features of a call, and the number of calls that must have each feature.

use std::collections::BTreeSet;

use serde_json::Value;

use super::conforms::accepts_objects;
use super::operation::{BodyKind, Operation, Parameter};
use super::schema::{Tree, kind};
use super::values::{Values, shallow};

/// Each feature with the number of calls that must have it, if the documents have that many.
pub(crate) const QUOTAS: [(&str, usize); 19] = [
    ("query deepObject with a nested member", 50),
    ("query spaceDelimited", 50),
    ("query pipeDelimited", 50),
    ("query deepObject", 50),
    ("query form object, exploded", 50),
    ("query form object", 50),
    ("query as JSON", 50),
    ("query allowReserved", 50),
    ("query form list", 50),
    ("query form list, exploded", 50),
    ("path list", 50),
    ("header list", 50),
    ("in cookie", 50),
    ("in header", 50),
    ("in path", 50),
    ("in query", 50),
    ("body urlencoded", 50),
    ("body multipart", 50),
    ("body json", 300),
];

/// A feature with its own quota.
pub(crate) const NESTED: (&str, usize) = ("nested body", 300);

/// The features of a call.
pub(crate) fn of(tree: Tree<'_>, operation: &Operation<'_>, values: &Values) -> BTreeSet<&'static str> {
    let mut found: BTreeSet<&'static str> = operation
        .parameters
        .iter()
        .flat_map(|parameter| of_parameter(tree, parameter))
        .collect();
    let is_deep = |parameter: &&Parameter<'_>| {
        let value = values.get(&parameter.value_key());
        parameter.style == "deepObject" && value.is_some_and(|value| value.is_object() && !shallow(value))
    };
    if operation.parameters.iter().any(|parameter| is_deep(&parameter)) {
        found.insert("query deepObject with a nested member");
    }
    if let Some(body) = &operation.body {
        found.insert(match body.kind {
            BodyKind::Json => "body json",
            BodyKind::Form => "body urlencoded",
            BodyKind::Multipart => "body multipart",
        });
        if values.get("body").is_some_and(nested) {
            found.insert(NESTED.0);
        }
    }
    found
}

fn of_parameter(tree: Tree<'_>, parameter: &Parameter<'_>) -> Vec<&'static str> {
    let mut found = Vec::new();
    let is_list = parameter
        .schema
        .and_then(|schema| tree.flat(schema))
        .is_some_and(|flat| kind(&flat) == Some("array"));
    let is_object = parameter.schema.is_some_and(|schema| accepts_objects(tree, schema));
    match parameter.location {
        "path" => found.push("in path"),
        "query" => found.push("in query"),
        "header" => found.push("in header"),
        "cookie" => found.push("in cookie"),
        _ => {}
    }
    match (parameter.location, parameter.style, parameter.explode) {
        ("query", _, _) if parameter.content => found.push("query as JSON"),
        ("query", "spaceDelimited", false) if is_list => found.push("query spaceDelimited"),
        ("query", "pipeDelimited", false) if is_list => found.push("query pipeDelimited"),
        ("query", "deepObject", _) if is_object => found.push("query deepObject"),
        ("query", "form", true) if is_object => found.push("query form object, exploded"),
        ("query", "form", false) if is_object => found.push("query form object"),
        ("query", "form", true) if is_list => found.push("query form list, exploded"),
        ("query", "form", false) if is_list => found.push("query form list"),
        ("path", _, _) if is_list => found.push("path list"),
        ("header", _, _) if is_list => found.push("header list"),
        _ => {}
    }
    if parameter.location == "query" && parameter.reserved {
        found.push("query allowReserved");
    }
    found
}

/// Whether an object contains an object or a list of objects.
fn nested(body: &Value) -> bool {
    let members = |value: &Value| match value {
        Value::Object(members) => members.values().cloned().collect(),
        Value::Array(items) => items.clone(),
        _ => Vec::new(),
    };
    let has_object = |value: &Value| value.is_object() || members(value).iter().any(Value::is_object);
    match body {
        Value::Object(top) => top.values().any(has_object),
        Value::Array(items) => items
            .iter()
            .filter_map(Value::as_object)
            .any(|item| item.values().any(has_object)),
        _ => false,
    }
}

/// Whether an invalid request can be made: there is a body, a required parameter, or a parameter that does not accept
/// every string.
pub(crate) fn can_be_invalid(tree: Tree<'_>, operation: &Operation<'_>) -> bool {
    let is_constrained = |parameter: &Parameter<'_>| {
        let flat = parameter
            .schema
            .and_then(|schema| tree.flat(schema))
            .unwrap_or_default();
        // A default replaces a missing value.
        parameter.location != "path" && parameter.required && !flat.contains_key("default")
            || matches!(kind(&flat), Some("integer" | "number" | "boolean"))
            || flat.contains_key("enum")
    };
    operation.body.as_ref().is_some_and(|body| body.schema.is_some()) || operation.parameters.iter().any(is_constrained)
}
