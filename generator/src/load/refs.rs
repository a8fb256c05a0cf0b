//! References in a tree: where they are written, and how they are visited.

use super::node::{Map, Node, get};
use crate::pointer::Place;

/// Calls `visit` with the target of every reference of a file, and the place of the object that has it: `$ref`s, and the values
/// of a discriminator's `mapping` that are references.
pub(crate) fn for_each_ref(tree: &mut Node, file: &str, visit: &mut dyn FnMut(&mut String, &Place<'_>)) {
    each(tree, file, &mut |target, at, form| {
        if form == Form::Ref || target.contains('#') {
            visit(target, at);
        }
    });
}

/// How a reference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `$ref`, or `$dynamicRef` and `$recursiveRef`, which are read as `$ref`.
    Ref,
    /// The `$ref` of a member that is a text, such as `description: { $ref: intro.md }`.
    Text,
    /// A value of a discriminator's `mapping`: a reference or the name of a component.
    Mapping,
}

/// What the keys of an object are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keys {
    /// Keywords of OpenAPI.
    Keywords,
    /// Names that the author chose.
    Names,
    /// Names of example objects, whose values are data.
    Examples,
    /// Keywords of an object where a text is expected.
    Text,
    /// Either keywords or names: the root of another file, which may be a map of objects.
    Unknown,
}

type Visit<'v> = dyn FnMut(&mut String, &Place<'_>, Form) + 'v;

/// Visits every reference of a file, with the place of the object that holds it.
pub(super) fn each(tree: &mut Node, file: &str, visit: &mut Visit<'_>) {
    let is_fragment = !file.is_empty() && tree.get("openapi").is_none() && tree.get("swagger").is_none();
    let keys = if is_fragment { Keys::Unknown } else { Keys::Keywords };
    walk(tree, &Place::Document(file), keys, visit);
}

fn walk(node: &mut Node, at: &Place<'_>, keys: Keys, visit: &mut Visit<'_>) {
    match node {
        Node::Object(map) => object(map, at, keys, visit),
        Node::Array(list) => {
            for (index, value) in list.iter_mut().enumerate() {
                walk(value, &Place::Element(at, index), Keys::Keywords, visit);
            }
        }
        _ => {}
    }
}

fn object(map: &mut Map, at: &Place<'_>, keys: Keys, visit: &mut Visit<'_>) {
    let (mut keys, mut is_recursive) = (keys, false);
    for key in map.keys() {
        match key.as_bytes() {
            b"$dynamicRef" | b"$recursiveRef" => is_recursive = true,
            _ if keys == Keys::Keywords && is_status(key) => keys = Keys::Names,
            _ => {}
        }
    }
    if is_recursive && matches!(keys, Keys::Keywords | Keys::Unknown) {
        recursive(map);
    }
    let form = if keys == Keys::Text { Form::Text } else { Form::Ref };
    let mut is_text = false;
    for (key, value) in map.iter_mut() {
        match value {
            Node::String(target) if key == "$ref" => {
                is_text = keys == Keys::Text;
                visit(target, at, form);
            }
            Node::Object(_) | Node::Array(_) if !is_text => {
                let here = Place::Member(at, key);
                match keys {
                    Keys::Names => walk(value, &here, Keys::Keywords, visit),
                    Keys::Examples => example(value, &here, visit),
                    _ if key == "discriminator" => mapping(value, &here, visit),
                    Keys::Unknown if !key.starts_with("x-") || value.get("$ref").is_some() => {
                        walk(value, &here, keys_of(key), visit);
                    }
                    _ if !is_opaque(key, value) => walk(value, &here, keys_of(key), visit),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// Whether a key is a status or a range of them, so that its object contains responses.
fn is_status(key: &str) -> bool {
    matches!(
        key.as_bytes(),
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'5', b'X' | b'x', b'X' | b'x']
    )
}

/// An example object that is a reference.
fn example(node: &mut Node, at: &Place<'_>, visit: &mut Visit<'_>) {
    if let Some(Node::String(target)) = node.get_mut("$ref") {
        visit(target, at, Form::Ref);
    }
}

/// Renames the recursive references of JSON Schema to `$ref`.
fn recursive(map: &mut Map) {
    for key in ["$dynamicRef", "$recursiveRef"] {
        if get(map, "$ref").is_none()
            && get(map, key).is_some_and(Node::is_string)
            && let Some(target) = map.shift_remove(key)
        {
            map.insert("$ref".to_owned(), target);
        }
    }
}

fn mapping(discriminator: &mut Node, at: &Place<'_>, visit: &mut Visit<'_>) {
    if let Some(Node::String(target)) = discriminator.get_mut("$ref") {
        visit(target, at, Form::Ref);
    }
    let Some(Node::Object(mapping)) = discriminator.get_mut("mapping") else {
        return;
    };
    for value in mapping.values_mut() {
        if let Node::String(target) = value {
            visit(target, at, Form::Mapping);
        }
    }
}

/// Whether a member contains data and not definitions.
fn is_opaque(key: &str, value: &Node) -> bool {
    match key {
        "example" | "default" | "const" => true,
        // A list of values, unless it is a reference to one.
        "enum" | "examples" => value.is_array(),
        _ => key.starts_with("x-"),
    }
}

fn keys_of(key: &str) -> Keys {
    match key {
        "properties"
        | "patternProperties"
        | "dependentSchemas"
        | "$defs"
        | "definitions"
        | "schemas"
        | "mapping"
        | "responses"
        | "parameters"
        | "headers"
        | "requestBodies"
        | "securitySchemes"
        | "securityDefinitions"
        | "callbacks"
        | "links"
        | "pathItems" => Keys::Names,
        "examples" => Keys::Examples,
        "description" | "summary" | "title" => Keys::Text,
        _ => Keys::Keywords,
    }
}
