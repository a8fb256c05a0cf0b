//! Repairs of schemas, and the keywords of 3.1 that 3.0 can express.

use super::build::object;
use super::grammar::is_annotation;
use super::{format, schema_v31};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::load::{Map, Node, get};
use crate::pointer::Pointer;
use crate::text::similar;

/// Rewrites a schema, but none inside of it. Returns the pointers of its parts that moved, before and after.
pub(super) fn rewrite(node: &mut Node, at: &Pointer, diagnostics: &mut Diagnostics) -> Vec<(Pointer, Pointer)> {
    let mut moved = Vec::new();
    match node {
        Node::Bool(true) => *node = Node::Object(Map::new()),
        Node::Bool(false) => *node = object([("not", Node::Object(Map::new()))]),
        Node::Object(map) => {
            if get(map, "$ref").is_some_and(Node::is_string) {
                reference_siblings(map, at, &mut moved, diagnostics);
                return moved;
            }
            schema_v31::rewrite(map, at, &mut moved);
            sloppy_type(map, at, diagnostics);
            item_list(map, at, &mut moved);
            drop_wrong_keywords(map, at, diagnostics);
            slashed_pattern(map, at, diagnostics);
            literal_format(map, at, diagnostics);
            format::check(map, at, diagnostics);
        }
        _ => {
            diagnostics.add(
                &codes::AS_JSON,
                at,
                "a schema must be a mapping; this one is generated as any JSON value",
            );
            *node = Node::Object(Map::new());
        }
    }
    moved
}

/// Rewrites `{ $ref, description }`: the reference moves into an `allOf` with one part, beside the description.
fn reference_siblings(map: &mut Map, at: &Pointer, moved: &mut Vec<(Pointer, Pointer)>, diagnostics: &mut Diagnostics) {
    if map.keys().all(|key| key == "$ref" || key.starts_with("x-")) {
        return;
    }
    let Some(target) = map.shift_remove("$ref") else { return };
    // A `type` beside the reference adds nothing to the target.
    map.shift_remove("type");
    let mut branches = vec![object([("$ref", target)])];
    let others: Vec<String> = map.keys().filter(|key| !is_annotation(key)).cloned().collect();
    let mut rest = Map::new();
    let branch = at.child("allOf").index(1);
    for key in others {
        if let Some(value) = map.shift_remove(&key) {
            moved.push((at.child(&key), branch.child(&key)));
            rest.insert(key, value);
        }
    }
    if !rest.is_empty() {
        let keys: Vec<&str> = rest.keys().map(String::as_str).collect();
        let message = format!(
            "`{}` beside a `$ref` is combined with the target, as in OpenAPI 3.1",
            keys.join("`, `")
        );
        diagnostics.add(&codes::REPAIRED, at, message);
        branches.push(Node::Object(rest));
    }
    map.insert("allOf".to_owned(), Node::Array(branches));
}

fn sloppy_type(map: &mut Map, at: &Pointer, diagnostics: &mut Diagnostics) {
    let known = ["string", "number", "integer", "boolean", "array", "object"];
    let Some(Node::String(written)) = get(map, "type") else {
        if get(map, "type").is_some_and(|t| !t.is_string()) {
            map.shift_remove("type");
            diagnostics.add(
                &codes::REPAIRED,
                &at.child("type"),
                "`type` must be a string; it is ignored",
            );
        }
        imply_type(map);
        return;
    };
    if known.contains(&written.as_str()) {
        return;
    }
    let lower = written.to_ascii_lowercase();
    let (better, format) = match lower.as_str() {
        "file" => ("string", Some("binary")),
        "int" | "int32" | "int64" | "long" => ("integer", None),
        "float" | "double" | "decimal" => ("number", None),
        "bool" => ("boolean", None),
        "list" => ("array", None),
        "map" | "dict" | "hash" => ("object", None),
        "date" => ("string", Some("date")),
        "datetime" | "date-time" => ("string", Some("date-time")),
        "uuid" => ("string", Some("uuid")),
        "text" | "str" | "char" | "bytes" => ("string", None),
        other if known.contains(&other) => (known.iter().copied().find(|k| *k == other).unwrap_or("string"), None),
        _ => ("", None),
    };
    let (message, suggestion) = if better.is_empty() {
        let message = format!("`{written}` is not a type; it is ignored");
        (message, similar(written, known.into_iter()))
    } else {
        (format!("`{written}` is not a type; it is read as `{better}`"), None)
    };
    let found = Diagnostic::new(&codes::REPAIRED, &at.child("type"), message).on_value();
    diagnostics.report(found.suggest(suggestion));
    map.shift_remove("type");
    if !better.is_empty() {
        map.insert("type".to_owned(), Node::String(better.to_owned()));
        if let (Some(format), false) = (format, get(map, "format").is_some()) {
            map.insert("format".to_owned(), Node::String(format.to_owned()));
        }
    }
    imply_type(map);
}

/// Adds the `type` that the other keywords of a schema imply.
fn imply_type(map: &mut Map) {
    if get(map, "type").is_some()
        || ["allOf", "oneOf", "anyOf", "not"]
            .iter()
            .any(|key| get(map, key).is_some())
    {
        return;
    }
    let implied = if get(map, "properties").is_some() || get(map, "additionalProperties").is_some() {
        "object"
    } else if get(map, "items").is_some() {
        "array"
    } else {
        return;
    };
    map.insert("type".to_owned(), Node::String(implied.to_owned()));
}

/// Rewrites a list of `items` (older drafts) as an `anyOf`.
fn item_list(map: &mut Map, at: &Pointer, moved: &mut Vec<(Pointer, Pointer)>) {
    if let Some(Node::Array(list)) = map.get_mut("items") {
        let list = std::mem::take(list);
        let (from, to) = (at.child("items"), at.child("items").child("anyOf"));
        moved.extend((0..list.len()).map(|index| (from.index(index), to.index(index))));
        let items = if list.is_empty() {
            Node::Object(Map::new())
        } else {
            object([("anyOf", Node::Array(list))])
        };
        map.insert("items".to_owned(), items);
    }
    if get(map, "type").and_then(Node::as_str) == Some("array") && get(map, "items").is_none() {
        map.insert("items".to_owned(), Node::Object(Map::new()));
    }
}

/// Removes keywords with a value of the wrong type, for which the typed model would reject the whole schema.
fn drop_wrong_keywords(map: &mut Map, at: &Pointer, diagnostics: &mut Diagnostics) {
    whole_counts(map);
    if map.iter().all(|(key, value)| is_right(key, value)) {
        return;
    }
    for key in CHECKED {
        if get(map, key).is_some_and(|value| !is_right(key, value)) {
            map.shift_remove(key);
            let message = format!("`{key}` has a value that OpenAPI does not allow; it is ignored");
            diagnostics.add(&codes::REPAIRED, &at.child(key), message);
        }
    }
}

/// The keywords whose values are checked, in the order of their findings.
const CHECKED: [&str; 27] = [
    "minimum",
    "maximum",
    "multipleOf",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "uniqueItems",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "title",
    "description",
    "format",
    "pattern",
    "properties",
    "allOf",
    "oneOf",
    "anyOf",
    "enum",
    "required",
    "additionalProperties",
];

const COUNTS: [&str; 6] = [
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
];

/// Whether the value of a keyword has a type that OpenAPI allows.
fn is_right(key: &str, value: &Node) -> bool {
    match key.as_bytes() {
        b"minimum" | b"maximum" | b"multipleOf" => value.is_number(),
        b"exclusiveMinimum" | b"exclusiveMaximum" | b"nullable" | b"readOnly" | b"writeOnly" | b"deprecated"
        | b"uniqueItems" => value.is_boolean(),
        b"title" | b"description" | b"format" | b"pattern" => value.is_string(),
        b"properties" => value.is_object(),
        b"allOf" | b"oneOf" | b"anyOf" | b"enum" => value.as_array().is_some_and(|list| !list.is_empty()),
        b"required" => value.as_array().is_some_and(|list| list.iter().all(Node::is_string)),
        b"additionalProperties" => value.is_boolean() || value.is_object(),
        b"minLength" | b"maxLength" | b"minItems" | b"maxItems" | b"minProperties" | b"maxProperties" => value.is_u64(),
        _ => true,
    }
}

/// `10.0` is the integer 10.
fn whole_counts(map: &mut Map) {
    for (key, value) in map.iter_mut() {
        if !matches!(key.as_bytes(), [b'm', b'i' | b'a', b'n' | b'x', ..]) || !COUNTS.contains(&key.as_str()) {
            continue;
        }
        if let Node::Number(number) = value
            && let Some(count) = number.as_f64().filter(|count| number.is_f64() && *count >= 0.0)
            && count.trunc() == count
            && count <= f64::from(u32::MAX)
        {
            *number = crate::load::Number::from(count as u64);
        }
    }
}

fn slashed_pattern(map: &mut Map, at: &Pointer, diagnostics: &mut Diagnostics) {
    if let Some(Node::String(pattern)) = get(map, "pattern")
        && pattern.len() > 1
        && pattern.starts_with('/')
        && pattern.ends_with('/')
    {
        let inner = pattern.get(1..pattern.len() - 1).unwrap_or("").to_owned();
        let message = format!("the pattern `{pattern}` is a JavaScript literal; it is read without its slashes");
        diagnostics.add(&codes::BAD_PATTERN, &at.child("pattern"), message);
        map.insert("pattern".to_owned(), Node::String(inner));
    }
}

/// Rewrites `format: '"Totp"'`, which some tools write for a constant, as an `enum`.
fn literal_format(map: &mut Map, at: &Pointer, diagnostics: &mut Diagnostics) {
    let Some(Node::String(format)) = get(map, "format") else {
        return;
    };
    let literal = format
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .map(str::to_owned);
    if let (Some(literal), true) = (literal, get(map, "type").and_then(Node::as_str) == Some("string")) {
        diagnostics.add(
            &codes::LITERAL_FORMAT,
            &at.child("format"),
            format!("the format is a literal; the value is always `{literal}`"),
        );
        map.shift_remove("format");
        map.entry("enum")
            .or_insert_with(|| Node::Array(vec![Node::String(literal)]));
    }
}
