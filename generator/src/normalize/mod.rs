//! Normalizing: every tree becomes strict OpenAPI 3.0, with a diagnostic for every repair.
//!
//! Each rewrite is one small function on one object. Objects keep their pointers, so later diagnostics
//! still refer to the original text. The typed model of the next stage silently drops unknown keys;
//! therefore every unknown key is reported here.

mod build;
mod grammar;
mod parameter;
mod schema;
mod schema_v31;
mod swagger2;

use crate::diag::{Diagnostics, codes};
use crate::load::{Documents, Map, Node};
use crate::pointer::Pointer;

pub(crate) use grammar::{METHODS, Member, ObjectKind, is_annotation, is_referenceable, member};

/// Rewrites every file of the document. Returns `false` if it is not an OpenAPI document of a supported version.
pub(crate) fn to_3_0(documents: &mut Documents, diagnostics: &mut Diagnostics) -> bool {
    let Some(Node::Object(root)) = documents.files.get("") else {
        diagnostics.add(&codes::NOT_OPENAPI, &Pointer::root(), "the document is not a mapping");
        return false;
    };
    if !check_version(root, diagnostics) {
        return false;
    }
    if is_swagger(root) {
        let pieces = swagger2::to_3_0(documents, diagnostics);
        walk_pieces(documents, &pieces, diagnostics);
        return true;
    }
    for (file, tree) in &mut documents.files {
        let kind = if file.is_empty() {
            ObjectKind::Root
        } else {
            fragment_kind(tree)
        };
        walk(tree, kind, &Pointer::document(file), diagnostics);
    }
    true
}

/// Walks whole documents, and parts of other files by the kind of the reference that names them.
fn walk_pieces(documents: &mut Documents, pieces: &[(Pointer, ObjectKind)], diagnostics: &mut Diagnostics) {
    for (file, tree) in &mut documents.files {
        if tree.get("openapi").is_some() {
            walk(tree, ObjectKind::Root, &Pointer::document(file), diagnostics);
        }
        for (at, kind) in pieces.iter().filter(|(at, _)| at.file() == file) {
            if let Some(node) = tree.pointer_mut(at.fragment()) {
                walk(node, *kind, at, diagnostics);
            }
        }
    }
}

fn check_version(root: &Map, diagnostics: &mut Diagnostics) -> bool {
    let at = Pointer::root();
    if is_swagger(root) {
        return check_swagger(root, diagnostics);
    }
    let version = match root.get("openapi") {
        Some(Node::String(version)) => version.trim().to_owned(),
        Some(Node::Number(number)) => number.to_string(),
        Some(_) => {
            diagnostics.add(
                &codes::NOT_OPENAPI,
                &at.child("openapi"),
                "`openapi` must be a version, such as `3.0.3`",
            );
            return false;
        }
        None => {
            diagnostics.add(
                &codes::NOT_OPENAPI,
                &at,
                "this is not an OpenAPI document: it has no `openapi` version",
            );
            return false;
        }
    };
    if version.starts_with("3.2") {
        diagnostics.add(
            &codes::VERSION_NEWER,
            &at.child("openapi"),
            format!("OpenAPI {version} is read as 3.1"),
        );
    } else if !is_known(&version) {
        diagnostics.add(
            &codes::VERSION,
            &at.child("openapi"),
            format!("version `{version}` of OpenAPI is not supported"),
        );
        return false;
    }
    let is_number = root.get("openapi").is_some_and(Node::is_number);
    if is_number || version == "3" {
        let problem = if is_number { "a number" } else { "not a full version" };
        let message = format!("`{version}` is {problem}; it is read as `\"{}\"`", full(&version));
        diagnostics.add(&codes::REPAIRED, &at.child("openapi"), message);
    }
    true
}

/// Whether the document is a Swagger document, the predecessor of OpenAPI.
fn is_swagger(root: &Map) -> bool {
    root.contains_key("swagger") && !root.contains_key("openapi")
}

fn check_swagger(root: &Map, diagnostics: &mut Diagnostics) -> bool {
    let at = Pointer::root().child("swagger");
    let version = match root.get("swagger") {
        Some(Node::String(version)) => version.trim().to_owned(),
        Some(Node::Number(number)) => {
            diagnostics.add(&codes::REPAIRED, &at, "the version must be a string: write `\"2.0\"`");
            number.to_string()
        }
        _ => String::new(),
    };
    if version == "2" || version == "2.0" || version.starts_with("2.0.") {
        return true;
    }
    let message = format!("version `{version}` of Swagger is not supported");
    diagnostics.add(&codes::VERSION, &at, message);
    false
}

fn is_known(version: &str) -> bool {
    version == "3" || ["3.0", "3.1", "3.2"].iter().any(|known| version.starts_with(known))
}

/// The first version that a shortened one can mean.
fn full(version: &str) -> String {
    let dots = version.matches('.').count();
    format!("{version}{}", ".0".repeat(2_usize.saturating_sub(dots)))
}

/// The kind of the object at the root of another file, by its keys.
fn fragment_kind(tree: &Node) -> ObjectKind {
    let Node::Object(map) = tree else {
        return ObjectKind::Fragment;
    };
    let has = |key: &str| map.contains_key(key);
    if has("openapi") || has("components") || has("paths") {
        ObjectKind::Root
    } else if has("type")
        || has("allOf")
        || has("oneOf")
        || has("anyOf")
        || has("enum")
        || has("properties")
        || has("$ref")
    {
        ObjectKind::Schema
    } else if has("in") && has("name") {
        ObjectKind::Parameter
    } else if has("get") || has("put") || has("post") || has("delete") || has("patch") {
        ObjectKind::PathItem
    } else {
        ObjectKind::Fragment
    }
}

fn walk(node: &mut Node, kind: ObjectKind, at: &Pointer, diagnostics: &mut Diagnostics) {
    if kind == ObjectKind::Schema {
        schema::rewrite(node, at, diagnostics);
    }
    // `application/json:` without a value.
    if kind == ObjectKind::MediaType && node.is_null() {
        *node = Node::Object(Map::new());
    }
    let Node::Object(map) = node else { return };
    if kind == ObjectKind::Parameter {
        parameter::rewrite(map, at, diagnostics);
    }
    let is_reference = is_referenceable(kind) && map.get("$ref").is_some_and(Node::is_string);
    for (key, value) in map.iter_mut() {
        let here = at.child(key);
        let member = member(kind, key);
        if kind != ObjectKind::Schema && !has_expected_shape(member, value) {
            replace_wrong_shape(member, value, &here, diagnostics);
            continue;
        }
        match member {
            // `additionalProperties: false` is a flag, not a schema.
            Member::One(ObjectKind::Schema) if key == "additionalProperties" && value.is_boolean() => {}
            Member::One(inner) => walk(value, inner, &here, diagnostics),
            Member::List(inner) => {
                for (index, element) in value.as_array_mut().into_iter().flatten().enumerate() {
                    walk(element, inner, &here.index(index), diagnostics);
                }
            }
            Member::Map(inner) => {
                for (name, element) in value.as_object_mut().into_iter().flatten() {
                    walk(element, inner, &here.child(name), diagnostics);
                }
            }
            Member::Plain => {}
            Member::Unknown if is_reference || key.starts_with("x-") => {}
            Member::Unknown => {
                let name = kind.as_str();
                let article = if name.starts_with(['e', 'i', 'o']) { "an" } else { "a" };
                let message = format!("`{key}` is not a member of {article} {name}; it is ignored");
                diagnostics.add(&codes::UNKNOWN_KEY, &here, message);
            }
        }
    }
}

/// Whether a member that must be a mapping or a list is one.
fn has_expected_shape(member: Member, value: &Node) -> bool {
    match member {
        Member::Map(_) | Member::One(ObjectKind::Responses | ObjectKind::Components | ObjectKind::Info) => {
            value.is_object()
        }
        Member::List(_) => value.is_array(),
        Member::One(_) | Member::Plain | Member::Unknown => true,
    }
}

/// Replaces a value of the wrong shape with an empty one.
fn replace_wrong_shape(member: Member, value: &mut Node, at: &Pointer, diagnostics: &mut Diagnostics) {
    let (shape, empty) = if matches!(member, Member::List(_)) {
        ("a list", Node::Array(Vec::new()))
    } else {
        ("a mapping", Node::Object(Map::new()))
    };
    let key = at.segments().pop().unwrap_or_default();
    let message = format!("`{key}` must be {shape}; this value is ignored");
    diagnostics.add(&codes::INVALID, at, message);
    *value = empty;
}
