//! Schemas of OpenAPI 3.1 in the keywords of 3.0, one function for each rewrite.

use std::collections::BTreeSet;

use super::build::object;
use crate::load::{Map, Node, get};
use crate::pointer::Pointer;

/// `moved`: the pointers of what moves, before and after.
pub(super) fn rewrite(map: &mut Map, at: &Pointer, moved: &mut Vec<(Pointer, Pointer)>) {
    constant(map);
    unevaluated(map, at, moved);
    type_list(map, at, moved);
    null_type(map);
    exclusive_bounds(map);
    content_encoding(map);
    tuple(map, at, moved);
    pattern_properties(map, at, moved);
}

/// `const: x` is an enum of one value.
fn constant(map: &mut Map) {
    if let Some(value) = map.shift_remove("const") {
        let kind = match &value {
            Node::String(_) => "string",
            Node::Bool(_) => "boolean",
            Node::Number(number) if number.is_f64() => "number",
            Node::Number(_) => "integer",
            _ => "",
        };
        if !kind.is_empty() && get(map, "type").is_none() {
            map.insert("type".to_owned(), Node::String(kind.to_owned()));
        }
        map.entry("enum").or_insert_with(|| Node::Array(vec![value]));
    }
}

/// `unevaluatedProperties` is `additionalProperties` that also knows the members of `allOf` and of branches. These are
/// merged later, so there is no difference.
fn unevaluated(map: &mut Map, at: &Pointer, moved: &mut Vec<(Pointer, Pointer)>) {
    if get(map, "additionalProperties").is_some() || get(map, "$ref").is_some() {
        return;
    }
    if let Some(others) = map.shift_remove("unevaluatedProperties") {
        moved.push((at.child("unevaluatedProperties"), at.child("additionalProperties")));
        map.insert("additionalProperties".to_owned(), others);
    }
}

/// `type: [string, "null"]` is a nullable string; several types are an `anyOf`.
fn type_list(map: &mut Map, at: &Pointer, moved: &mut Vec<(Pointer, Pointer)>) {
    let Some(Node::Array(list)) = get(map, "type") else {
        return;
    };
    // The keywords of a type are copied for it, so each counts once.
    let mut known = BTreeSet::new();
    let named = list
        .iter()
        .filter(|t| t.as_str().is_some_and(|name| known.insert(name)));
    let mut types: Vec<Node> = named.cloned().collect();
    let had = types.len();
    types.retain(|t| t.as_str() != Some("null"));
    if types.len() < had {
        map.insert("nullable".to_owned(), Node::Bool(true));
    }
    match (types.len(), had) {
        (0, 0) => {
            map.shift_remove("type");
        }
        (0, _) => {
            map.insert("type".to_owned(), Node::String("null".to_owned()));
        }
        (1, _) => {
            if let Some(one) = types.pop() {
                map.insert("type".to_owned(), one);
            }
        }
        _ => {
            map.shift_remove("type");
            if get(map, "anyOf").is_none() && get(map, "oneOf").is_none() && get(map, "allOf").is_none() {
                split_types(map, types, at, moved);
            }
        }
    }
}

/// Whether a keyword applies to a type.
fn belongs(key: &str, kind: &str) -> bool {
    match key {
        "properties"
        | "additionalProperties"
        | "required"
        | "patternProperties"
        | "minProperties"
        | "maxProperties" => kind == "object",
        "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" => kind == "array",
        "pattern" | "minLength" | "maxLength" | "contentEncoding" | "contentMediaType" => kind == "string",
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            kind == "integer" || kind == "number"
        }
        "format" | "enum" => true,
        _ => false,
    }
}

fn split_types(map: &mut Map, types: Vec<Node>, at: &Pointer, moved: &mut Vec<(Pointer, Pointer)>) {
    let mut branches = Vec::new();
    let list = at.child("anyOf");
    for kind in types {
        let name = kind.as_str().unwrap_or("").to_owned();
        let mut branch = Map::new();
        branch.insert("type".to_owned(), kind);
        for (key, value) in map.iter().filter(|(key, _)| belongs(key, &name)) {
            if key == "enum" {
                let fitting: Vec<Node> = value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(|v| fits(v, &name))
                    .cloned()
                    .collect();
                if !fitting.is_empty() {
                    branch.insert(key.clone(), Node::Array(fitting));
                }
            } else {
                moved.push((at.child(key), list.index(branches.len()).child(key)));
                branch.insert(key.clone(), value.clone());
            }
        }
        branches.push(Node::Object(branch));
    }
    let split: Vec<String> = map
        .keys()
        .filter(|key| {
            belongs(key, "object") || belongs(key, "array") || belongs(key, "string") || belongs(key, "number")
        })
        .cloned()
        .collect();
    for key in split {
        map.shift_remove(&key);
    }
    map.insert("anyOf".to_owned(), Node::Array(branches));
}

fn fits(value: &Node, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

/// `type: "null"` allows one value.
fn null_type(map: &mut Map) {
    if get(map, "type").and_then(Node::as_str) == Some("null") {
        map.shift_remove("type");
        map.insert("enum".to_owned(), Node::Array(vec![Node::Null]));
        map.insert("nullable".to_owned(), Node::Bool(true));
    }
}

/// `exclusiveMinimum: 3` becomes `minimum: 3` with the flag of 3.0.
fn exclusive_bounds(map: &mut Map) {
    for (exclusive, plain) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if get(map, exclusive).is_some_and(Node::is_number)
            && let Some(bound) = map.shift_remove(exclusive)
        {
            map.insert(plain.to_owned(), bound);
            map.insert(exclusive.to_owned(), Node::Bool(true));
        }
    }
}

/// `contentEncoding: base64` is `format: byte`; binary content without an encoding is `format: binary`.
fn content_encoding(map: &mut Map) {
    if get(map, "format").is_some() {
        return;
    }
    let encoding = get(map, "contentEncoding").and_then(Node::as_str);
    let media = get(map, "contentMediaType").and_then(Node::as_str);
    let format = match (encoding, media) {
        (Some("base64"), _) => "byte",
        (None, Some("application/octet-stream")) => "binary",
        _ => return,
    };
    map.insert("format".to_owned(), Node::String(format.to_owned()));
    map.entry("type").or_insert_with(|| Node::String("string".to_owned()));
}

/// `prefixItems`: a list whose items are any of them.
fn tuple(map: &mut Map, at: &Pointer, moved: &mut Vec<(Pointer, Pointer)>) {
    let Some(Node::Array(mut list)) = map.shift_remove("prefixItems") else {
        return;
    };
    let is_closed = get(map, "items") == Some(&Node::Bool(false))
        || get(map, "unevaluatedItems") == Some(&Node::Bool(false))
        || get(map, "maxItems").and_then(Node::as_u64) == u64::try_from(list.len()).ok();
    let to = at.child("items").child("anyOf");
    let rest = ["items", "unevaluatedItems"]
        .into_iter()
        .find(|key| get(map, key).is_some());
    match rest.and_then(|key| Some((key, map.shift_remove(key)?))) {
        Some((key, rest @ Node::Object(_))) => {
            moved.push((at.child(key), to.index(list.len())));
            list.push(rest);
        }
        _ if is_closed => {}
        // More items of any type may follow.
        _ => list.push(Node::Object(Map::new())),
    }
    let from = at.child("prefixItems");
    moved.extend((0..list.len()).map(|index| (from.index(index), to.index(index))));
    let items = if list.is_empty() {
        Node::Object(Map::new())
    } else {
        object([("anyOf", Node::Array(list))])
    };
    map.insert("items".to_owned(), items);
}

/// `patternProperties` alone is a map of their values.
fn pattern_properties(map: &mut Map, at: &Pointer, moved: &mut Vec<(Pointer, Pointer)>) {
    let has_patterns = matches!(get(map, "patternProperties"), Some(Node::Object(patterns)) if !patterns.is_empty());
    if !has_patterns || get(map, "additionalProperties") == Some(&Node::Bool(true)) {
        return;
    }
    if get(map, "properties").is_some() && get(map, "additionalProperties").is_none() {
        // A name that matches no pattern may have any value.
        map.insert("additionalProperties".to_owned(), Node::Object(Map::new()));
        return;
    }
    let others = map.shift_remove("additionalProperties").filter(Node::is_object);
    let Some(Node::Object(patterns)) = map.shift_remove("patternProperties") else {
        return;
    };
    let (from, to) = (at.child("patternProperties"), at.child("additionalProperties"));
    let mut values = Vec::new();
    for (name, value) in patterns {
        moved.push((from.child(&name), to.child("anyOf").index(values.len())));
        values.push(value);
    }
    if let Some(others) = others {
        moved.push((to.clone(), to.child("anyOf").index(values.len())));
        values.push(others);
    }
    let value = match (values.pop(), moved.last_mut()) {
        (Some(only), Some(last)) if values.is_empty() => {
            last.1 = to;
            only
        }
        (last, _) => {
            values.extend(last);
            object([("anyOf", Node::Array(values))])
        }
    };
    map.insert("additionalProperties".to_owned(), value);
}
