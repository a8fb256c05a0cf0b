//! Checks whether a value conforms to a schema, for examples and for values that were made up.
//!
//! Unknown keywords are ignored; the validators decide in the end.

use regex::Regex;
use serde_json::{Map, Value};

use super::schema::{Tree, branches, flag, kind, nullable};

/// Values at a greater depth are not checked.
const MAX_DEPTH: usize = 32;

/// Whether the value conforms to the schema as part of a request, that is, without read-only members.
pub(crate) fn conforms(tree: Tree<'_>, schema: &Value, value: &Value) -> bool {
    check(tree, schema, value, MAX_DEPTH)
}

fn check(tree: Tree<'_>, schema: &Value, value: &Value, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return true };
    if schema == &Value::Bool(false) {
        return false;
    }
    if let Some(target) = schema.get("$ref") {
        return tree
            .follow(schema)
            .is_some_and(|found| target.is_string() && check(tree, found, value, depth));
    }
    let Some(schema) = schema.as_object() else { return true };
    if value.is_null() {
        return nullable(schema) || (schema.get("type").is_none() && composed(tree, schema, value, depth));
    }
    of_kind(schema, value)
        && listed(schema, value)
        && numbers(schema, value)
        && texts(schema, value)
        && lists(tree, schema, value, depth)
        && members(tree, schema, value, depth)
        && composed(tree, schema, value, depth)
}

fn of_kind(schema: &Map<String, Value>, value: &Value) -> bool {
    let is = |kind: &str| match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    };
    match schema.get("type") {
        Some(Value::String(one)) => is(one),
        Some(Value::Array(several)) => several
            .iter()
            .filter_map(Value::as_str)
            .any(|kind| kind != "null" && is(kind)),
        _ => true,
    }
}

fn listed(schema: &Map<String, Value>, value: &Value) -> bool {
    let in_list = match schema.get("enum") {
        Some(Value::Array(values)) => values.contains(value),
        _ => true,
    };
    in_list && schema.get("const").is_none_or(|only| only == value)
}

fn numbers(schema: &Map<String, Value>, value: &Value) -> bool {
    let Some(number) = value.as_f64() else { return true };
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    let above =
        bound("minimum").is_none_or(|least| number > least || (number == least && !flag(schema, "exclusiveMinimum")));
    let below =
        bound("maximum").is_none_or(|most| number < most || (number == most && !flag(schema, "exclusiveMaximum")));
    let strictly = bound("exclusiveMinimum").is_none_or(|least| number > least)
        && bound("exclusiveMaximum").is_none_or(|most| number < most);
    let step = bound("multipleOf").is_none_or(|step| {
        let quotient = number / step;
        (quotient - quotient.round()).abs() < 1e-9
    });
    let small = match schema.get("format").and_then(Value::as_str) {
        Some("int32") => i32::try_from(value.as_i64().unwrap_or(i64::MAX)).is_ok() || !value.is_i64(),
        _ => true,
    };
    above && below && strictly && step && small
}

fn texts(schema: &Map<String, Value>, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return true };
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    bound("minLength").is_none_or(|least| length >= least)
        && bound("maxLength").is_none_or(|most| length <= most)
        && schema
            .get("format")
            .and_then(Value::as_str)
            .is_none_or(|format| of_format(format, text))
        && schema
            .get("pattern")
            .and_then(Value::as_str)
            .is_none_or(|pattern| Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text)))
}

/// Whether a string has a format. Only the formats for which clients have types are checked.
fn of_format(format: &str, text: &str) -> bool {
    let like = |pattern: &str| Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text));
    match format {
        "date" => like(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"),
        "date-time" => like(
            r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
        ),
        "uuid" => like("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"),
        "byte" => text.len().is_multiple_of(4) && like("^[A-Za-z0-9+/]*={0,2}$"),
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        "ip" => text.parse::<std::net::IpAddr>().is_ok(),
        "time" => like(r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d"),
        "email" => like("^[^@ ]+@[^@ ]+$"),
        "uri" | "url" => like("^[a-z][a-z0-9+.-]*:[^ ]+$"),
        _ => true,
    }
}

fn lists(tree: Tree<'_>, schema: &Map<String, Value>, value: &Value, depth: usize) -> bool {
    let Some(items) = value.as_array() else { return true };
    let length = u64::try_from(items.len()).unwrap_or(u64::MAX);
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    let distinct = !flag(schema, "uniqueItems")
        || items
            .iter()
            .enumerate()
            .all(|(at, item)| !items.iter().skip(at + 1).any(|other| other == item));
    bound("minItems").is_none_or(|least| length >= least)
        && bound("maxItems").is_none_or(|most| length <= most)
        && distinct
        && schema
            .get("items")
            .is_none_or(|each| items.iter().all(|item| check(tree, each, item, depth)))
}

fn members(tree: Tree<'_>, schema: &Map<String, Value>, value: &Value, depth: usize) -> bool {
    let Some(members) = value.as_object() else { return true };
    let empty = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let read_only = |name: &str| {
        properties
            .get(name)
            .is_some_and(|property| is_read_only(tree, property))
    };
    let complete = schema.get("required").and_then(Value::as_array).is_none_or(|names| {
        names
            .iter()
            .filter_map(Value::as_str)
            .all(|name| members.contains_key(name) || read_only(name))
    });
    let length = u64::try_from(members.len()).unwrap_or(u64::MAX);
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    complete
        && bound("minProperties").is_none_or(|least| length >= least)
        && bound("maxProperties").is_none_or(|most| length <= most)
        && members.iter().all(|(name, member)| match properties.get(name) {
            Some(property) => !is_read_only(tree, property) && check(tree, property, member, depth),
            None => match schema.get("additionalProperties") {
                Some(Value::Bool(allowed)) => *allowed,
                Some(each) => check(tree, each, member, depth),
                None => true,
            },
        })
}

/// Whether a member occurs only in responses.
pub(crate) fn is_read_only(tree: Tree<'_>, property: &Value) -> bool {
    let is_marked = |schema: &Value| schema.get("readOnly") == Some(&Value::Bool(true));
    is_marked(property) || tree.flat(property).is_some_and(|flat| flag(&flat, "readOnly"))
}

fn composed(tree: Tree<'_>, schema: &Map<String, Value>, value: &Value, depth: usize) -> bool {
    let count = |keyword: &str| {
        let branches = schema.get(keyword).and_then(Value::as_array)?;
        Some((
            branches
                .iter()
                .filter(|branch| check(tree, branch, value, depth))
                .count(),
            branches.len(),
        ))
    };
    count("allOf").is_none_or(|(fitting, all)| fitting == all)
        && count("anyOf").is_none_or(|(fitting, _)| fitting > 0)
        && count("oneOf").is_none_or(|(fitting, _)| fitting == 1)
        && schema
            .get("not")
            .is_none_or(|not| not == &Value::Object(Map::new()) || !check(tree, not, value, depth))
}

/// Whether all members of a value are declared. Examples often have undeclared members, which a typed client cannot
/// send.
pub(crate) fn declared(tree: Tree<'_>, schema: &Value, value: &Value) -> bool {
    let Some(flat) = tree.flat(schema) else { return true };
    if branches(&flat).is_some() {
        return true;
    }
    match value {
        Value::Array(items) => flat
            .get("items")
            .is_none_or(|each| items.iter().all(|item| declared(tree, each, item))),
        Value::Object(members) => members.iter().all(|(name, member)| {
            let properties = flat.get("properties").and_then(Value::as_object);
            match (properties, properties.and_then(|all| all.get(name))) {
                (_, Some(property)) => declared(tree, property, member),
                (Some(_), None) => flat.contains_key("additionalProperties"),
                (None, None) => true,
            }
        }),
        _ => true,
    }
}

/// Whether a schema accepts objects.
pub(crate) fn accepts_objects(tree: Tree<'_>, schema: &Value) -> bool {
    tree.flat(schema).is_some_and(|flat| kind(&flat) == Some("object"))
}

#[cfg(test)]
mod tests {
    use super::super::schema::Tree;
    use super::conforms;
    use serde_json::{Value, json};

    #[test]
    fn invalid_values_are_detected() {
        let root = json!({"components": {"schemas": {"Id": {"type": "string", "pattern": "^a+$"}}}});
        let schema = json!({"type": "object", "required": ["id", "seen"], "properties": {
            "id": {"$ref": "#/components/schemas/Id"},
            "seen": {"type": "string", "readOnly": true},
            "n": {"type": "integer", "minimum": 0, "exclusiveMinimum": true},
            "when": {"type": "string", "format": "date", "nullable": true},
            "either": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        }, "additionalProperties": false});
        let fit = |value: Value| conforms(Tree::new(&root), &schema, &value);
        assert!(fit(json!({"id": "aa", "n": 1, "when": null, "either": 3})));
        assert!(!fit(json!({"id": "b"})));
        assert!(!fit(json!({"id": "a", "seen": "x"})));
        assert!(!fit(json!({"id": "a", "n": 0})));
        assert!(!fit(json!({"id": "a", "when": "2020-13-01"})));
        assert!(!fit(json!({"id": "a", "either": true})));
        assert!(!fit(json!({"id": "a", "other": true})));
        assert!(!fit(json!({"n": 1})));
    }
}
