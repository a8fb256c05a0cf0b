//! Schemas and their subschemas, by JSON pointer.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

/// Keywords whose value is a map of schemas by name.
const MAPS: [&str; 5] = [
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
];
/// Keywords whose value is one schema (`items`: or a list of them).
const ONE: [&str; 11] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "additionalItems",
];
/// Keywords whose value is a list of schemas.
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords whose schemas apply to the same value.
const IN_PLACE: [&str; 7] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];

/// A schema below another one.
pub(crate) struct Child<'a> {
    pub pointer: String,
    pub schema: &'a Value,
    /// Whether it applies to the same value as its parent.
    pub in_place: bool,
}

/// The pointer of a member.
pub(crate) fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The JSON pointer that a reference within the document names.
pub(crate) fn target(schema: &Value) -> Option<String> {
    let reference = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
    let text = percent_encoding::percent_decode_str(reference).decode_utf8_lossy();
    Some(text.into_owned())
}

/// The schemas directly below a schema. Those beside a `$ref` are listed as well.
pub(crate) fn children<'a>(schema: &'a Value, pointer: &str) -> Vec<Child<'a>> {
    let mut found = Vec::new();
    for (name, value) in schema.as_object().into_iter().flatten() {
        let (name, at) = (name.as_str(), below(pointer, name));
        let in_place = IN_PLACE.contains(&name);
        let mut add = |pointer: String, schema: &'a Value| {
            if schema.is_object() {
                found.push(Child {
                    pointer,
                    schema,
                    in_place,
                });
            }
        };
        if MAPS.contains(&name) {
            for (key, schema) in value.as_object().into_iter().flatten() {
                add(below(&at, key), schema);
            }
        } else if LISTS.contains(&name) || (name == "items" && value.is_array()) {
            for (index, schema) in value.as_array().into_iter().flatten().enumerate() {
                add(format!("{at}/{index}"), schema);
            }
        } else if ONE.contains(&name) {
            add(at, value);
        }
    }
    found
}

/// The pointers of all schemas that these schemas need: themselves, those below them, and what they refer to.
pub(crate) fn reachable(document: &Value, roots: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut queue: Vec<String> = roots.into_iter().collect();
    while let Some(pointer) = queue.pop() {
        let Some(schema) = document.pointer(&pointer) else {
            continue;
        };
        if !found.insert(pointer.clone()) {
            continue;
        }
        queue.extend(target(schema));
        queue.extend(children(schema, &pointer).into_iter().map(|child| child.pointer));
    }
    found
}

/// The addresses of schemas with their pointers.
pub(crate) fn addresses<'p>(document: &Value, pointers: &'p BTreeSet<String>) -> HashMap<*const Value, &'p str> {
    pointers
        .iter()
        .filter_map(|pointer| Some((std::ptr::from_ref(document.pointer(pointer)?), pointer.as_str())))
        .collect()
}

/// The names of a discriminator with the pointers of their schemas: those of `mapping`.
pub(crate) fn mapping(discriminator: &Map<String, Value>) -> Vec<(&str, String)> {
    let entries = discriminator.get("mapping").and_then(Value::as_object);
    entries
        .into_iter()
        .flatten()
        .filter_map(|(name, target)| Some((name.as_str(), mapped(target.as_str()?))))
        .collect()
}

/// A mapping names a schema by reference or by name.
fn mapped(target: &str) -> String {
    match target.split_once('#') {
        Some((_, pointer)) => percent_encoding::percent_decode_str(pointer)
            .decode_utf8_lossy()
            .into_owned(),
        None => below("/components/schemas", target),
    }
}

/// The name of a schema in a discriminator that no mapping gives it: its own, or the one that Azure's documents write.
pub(crate) fn implied(document: &Value, pointer: &str) -> String {
    let schema = document.pointer(pointer);
    let name = schema.and_then(|schema| schema.get("x-ms-discriminator-value")?.as_str());
    name.map_or_else(|| last(pointer), str::to_owned)
}

/// The last name of a pointer.
pub(crate) fn last(pointer: &str) -> String {
    let name = pointer.rsplit('/').next().unwrap_or_default();
    name.replace("~1", "/").replace("~0", "~")
}

/// The pointer of the schema of a part of a value, as far as it can be followed.
pub(crate) fn located(document: &Value, root: &str, value: &str) -> String {
    let mut pointer = followed(document, root.to_owned());
    for name in value.split('/').skip(1) {
        let next = document
            .pointer(&pointer)
            .and_then(|schema| step(document, schema, &pointer, name, 0));
        match next {
            Some(next) => pointer = followed(document, next),
            None => break,
        }
    }
    pointer
}

fn followed(document: &Value, mut pointer: String) -> String {
    for _ in 0..16 {
        match document.pointer(&pointer).and_then(target) {
            Some(next) if document.pointer(&next).is_some() => pointer = next,
            _ => break,
        }
    }
    pointer
}

/// The schema of a member or an item. `name` is escaped as in a pointer.
fn step(document: &Value, schema: &Value, pointer: &str, name: &str, depth: usize) -> Option<String> {
    if depth > 8 {
        return None;
    }
    for candidate in [
        format!("properties/{name}"),
        "items".to_owned(),
        "additionalProperties".to_owned(),
    ] {
        if schema.pointer(&format!("/{candidate}")).is_some_and(Value::is_object) {
            return Some(format!("{pointer}/{candidate}"));
        }
    }
    let parts = schema.get("allOf").and_then(Value::as_array);
    parts.into_iter().flatten().enumerate().find_map(|(index, _)| {
        let at = followed(document, format!("{pointer}/allOf/{index}"));
        step(document, document.pointer(&at)?, &at, name, depth + 1)
    })
}

/// A schema with a discriminator but without branches, and the schemas that extend it by `allOf`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Family {
    pub tag: String,
    /// The pointers of the extending schemas with their names.
    pub children: Vec<(String, Vec<String>)>,
}

/// All families, by the pointer of the parent.
pub(crate) fn families(document: &Value, pointers: &BTreeSet<String>) -> BTreeMap<String, Family> {
    let extensions = extensions(document, pointers);
    let mut found = BTreeMap::new();
    for parent in extensions.keys() {
        let Some(schema) = document.pointer(parent) else {
            continue;
        };
        let is_union = schema.get("oneOf").is_some() || schema.get("anyOf").is_some();
        let Some(discriminator) = schema
            .get("discriminator")
            .and_then(Value::as_object)
            .filter(|_| !is_union)
        else {
            continue;
        };
        let Some(tag) = discriminator.get("propertyName").and_then(Value::as_str) else {
            continue;
        };
        let mapping = mapping(discriminator);
        let mut family = Family {
            tag: tag.to_owned(),
            children: Vec::new(),
        };
        let mut queue = vec![parent.as_str()];
        let mut seen = BTreeSet::new();
        while let Some(next) = queue.pop() {
            for child in extensions.get(next).into_iter().flatten() {
                if seen.insert(child.as_str()) {
                    let mapped = mapping.iter().filter(|(_, to)| to == child);
                    let mut names: Vec<String> = mapped.map(|(name, _)| (*name).to_owned()).collect();
                    if names.is_empty() {
                        names.push(implied(document, child));
                    }
                    family.children.push((child.clone(), names));
                    queue.push(child);
                }
            }
        }
        found.insert(parent.clone(), family);
    }
    found
}

/// The components that extend another schema by `allOf`, by the pointer of that one.
fn extensions(document: &Value, pointers: &BTreeSet<String>) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pointer in pointers {
        if below("/components/schemas", &last(pointer)) != *pointer {
            continue;
        }
        let parts = document
            .pointer(pointer)
            .and_then(|schema| schema.get("allOf")?.as_array());
        for parent in parts.into_iter().flatten().filter_map(target) {
            found.entry(parent).or_default().push(pointer.clone());
        }
    }
    found
}
