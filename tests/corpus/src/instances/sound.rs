//! Parts of the translation to JSON Schema: what is a sound schema, cycles, formats and bounds.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::walk;

/// References that would lead back to a schema that is being applied to the same value.
pub(crate) fn cuts(document: &Value, pointers: &BTreeSet<String>) -> BTreeSet<String> {
    let mut search = CycleSearch {
        document,
        done: BTreeSet::new(),
        active: BTreeSet::new(),
        cuts: BTreeSet::new(),
    };
    for pointer in pointers {
        search.visit(pointer);
    }
    search.cuts
}

struct CycleSearch<'a> {
    document: &'a Value,
    done: BTreeSet<String>,
    active: BTreeSet<String>,
    cuts: BTreeSet<String>,
}

impl CycleSearch<'_> {
    fn visit(&mut self, pointer: &str) {
        if self.done.contains(pointer) {
            return;
        }
        let Some(schema) = self.document.pointer(pointer) else {
            return;
        };
        self.active.insert(pointer.to_owned());
        if let Some(target) = walk::target(schema) {
            if self.active.contains(&target) {
                self.cuts.insert(pointer.to_owned());
            } else {
                self.visit(&target);
            }
        }
        for child in walk::children(schema, pointer) {
            if child.in_place {
                self.visit(&child.pointer);
            }
        }
        self.active.remove(pointer);
        self.done.insert(pointer.to_owned());
    }
}

/// `nullable` adds null to a type and to declared values.
pub(crate) fn nullable_type(members: &mut Map<String, Value>) {
    if let Some(Value::String(one)) = members.get("type") {
        let both = json!([one, "null"]);
        members.insert("type".to_owned(), both);
    }
    if let Some(Value::Array(values)) = members.get_mut("enum") {
        values.push(Value::Null);
    }
}

/// Whether the keywords have values of the right kinds. Otherwise no value is valid: what the schema means is unclear.
pub(crate) fn is_sound(members: &Map<String, Value>) -> bool {
    const TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "array", "object", "null"];
    let is_type = |value: &Value| value.as_str().is_some_and(|name| TYPES.contains(&name));
    members.iter().all(|(name, value)| match name.as_str() {
        "type" => is_type(value) || value.as_array().is_some_and(|list| list.iter().all(is_type)),
        "required" => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
        "enum" => value.as_array().is_some_and(|list| !list.is_empty()),
        "properties" | "patternProperties" => value
            .as_object()
            .is_some_and(|map| map.values().all(|schema| schema.is_object() || schema.is_boolean())),
        "allOf" | "anyOf" | "oneOf" => value
            .as_array()
            .is_some_and(|list| !list.is_empty() && list.iter().all(|part| part.is_object() || part.is_boolean())),
        "items" => value.is_object() || value.is_boolean() || value.is_array(),
        "additionalProperties" | "not" => value.is_object() || value.is_boolean(),
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" => value.is_u64(),
        "minimum" | "maximum" => value.is_number(),
        "multipleOf" => value.as_f64().is_some_and(|number| number > 0.0),
        "exclusiveMinimum" | "exclusiveMaximum" => value.is_number() || value.is_boolean(),
        "uniqueItems" => value.is_boolean(),
        "format" => value.is_string(),
        "pattern" => is_pattern(value),
        _ => true,
    })
}

fn is_pattern(value: &Value) -> bool {
    value.is_string() && jsonschema::draft7::new(&json!({ "pattern": value })).is_ok()
}

/// The formats of integers have bounds.
pub(crate) fn formats(members: &mut Map<String, Value>) {
    let format = members.get("format").and_then(Value::as_str);
    let is_number = members.get("type").and_then(Value::as_str) == Some("number");
    if is_number && matches!(format, Some("int32" | "int64" | "integer" | "long")) {
        members.insert("type".to_owned(), json!("integer"));
    }
    let bounds = match members.get("format").and_then(Value::as_str) {
        Some("int32" | "int16" | "int8" | "uint8" | "uint16") => (i64::from(i32::MIN), i32::MAX as u64),
        Some("uint32") => (0, u64::from(u32::MAX)),
        Some("uint64") => (0, u64::MAX),
        _ if members.get("type").and_then(Value::as_str) == Some("integer") => (i64::MIN, i64::MAX as u64),
        _ => return,
    };
    let minimum = members.get("minimum").and_then(Value::as_f64);
    if minimum.is_none_or(|minimum| minimum < bounds.0 as f64) {
        members.insert("minimum".to_owned(), json!(bounds.0));
    }
    let maximum = members.get("maximum").and_then(Value::as_f64);
    if maximum.is_none_or(|maximum| maximum > bounds.1 as f64) {
        members.insert("maximum".to_owned(), json!(bounds.1));
    }
}

pub(crate) fn exclusive(members: &mut Map<String, Value>, bound: &str, flag: &str) {
    match members.get(flag) {
        Some(Value::Bool(true)) => match members.shift_remove(bound) {
            Some(limit) => {
                members.insert(flag.to_owned(), limit);
            }
            None => {
                members.shift_remove(flag);
            }
        },
        Some(Value::Bool(false)) => {
            members.shift_remove(flag);
        }
        _ => {}
    }
}

/// Whether a schema is the branch `{nullable: true}` of a union, which some generators write for null.
pub(crate) fn is_null_branch(members: &Map<String, Value>, pointer: &str) -> bool {
    let is_branch = pointer
        .rsplit_once('/')
        .is_some_and(|(holder, _)| holder.ends_with("/anyOf") || holder.ends_with("/oneOf"));
    let is_annotation = |name: &String| matches!(name.as_str(), "nullable" | "description" | "title");
    is_branch && members.get("nullable") == Some(&Value::Bool(true)) && members.keys().all(is_annotation)
}
