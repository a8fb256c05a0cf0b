//! Repairs of lists of parameters, for what would otherwise cost the whole operation.

use super::build::object;
use super::grammar::{ObjectKind, missing};
use super::parameter::SCHEMA_KEYS;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::load::{Map, Node, get};
use crate::pointer::Pointer;
use crate::text::similar;

const LOCATIONS: [&str; 4] = ["query", "path", "header", "cookie"];

const FORM: &str = "application/x-www-form-urlencoded";

/// Parameters that cannot be read are left out. Those of Swagger 2.0 that are a body become the request body. Elements keep
/// their indices, so that pointers to them stay right: one that is left out is null.
pub(super) fn rewrite(map: &mut Map, kind: ObjectKind, at: &Pointer, diagnostics: &mut Diagnostics) {
    let Some(Node::Array(list)) = map.get_mut("parameters") else {
        return;
    };
    let path = at.segments().into_iter().nth(1).unwrap_or_default();
    let at = at.child("parameters");
    let mut body: Option<Map> = None;
    for (index, parameter) in list.iter_mut().enumerate() {
        let here = || at.index(index);
        let mut report = |code, message: &str| diagnostics.add(code, &here(), message);
        let Node::Object(members) = parameter else {
            // Null is reported where references are followed: a parameter whose reference leads nowhere is null, too.
            if !parameter.is_null() {
                report(&codes::INVALID, "a parameter must be a mapping; it is left out");
                *parameter = Node::Null;
            }
            continue;
        };
        if get(members, "$ref").is_some() {
            continue;
        }
        let written = get(members, "in").and_then(Node::as_str).map(str::to_owned);
        let location = written.as_deref().map(str::to_ascii_lowercase);
        let name = get(members, "name").and_then(Node::as_str);
        // A parameter that the path contains is in the path.
        let is_in_path = || name.is_some_and(|name| path.contains(&format!("{{{name}}}")));
        match location.as_deref() {
            Some("body" | "formdata") if kind == ObjectKind::Operation => {
                let message = "this location is of Swagger 2.0; the parameter is read as part of the request body";
                report(&codes::REPAIRED, message);
                add_to_body(&mut body, std::mem::take(members), location.as_deref() == Some("body"));
                *parameter = Node::Null;
            }
            _ if name.is_none() => {
                let message = "the parameter has no `name`; it is left out";
                diagnostics.report(missing(members, ObjectKind::Parameter, &here(), "name", message));
                *parameter = Node::Null;
            }
            Some(lower @ ("query" | "path" | "header" | "cookie")) => {
                members.insert("in".to_owned(), Node::String(lower.to_owned()));
            }
            Some(_) => {
                diagnostics.report(unknown_location(&written.unwrap_or_default(), is_in_path(), &here()));
                if is_in_path() {
                    members.insert("in".to_owned(), Node::String("path".to_owned()));
                } else {
                    *parameter = Node::Null;
                }
            }
            None => {
                let location = if is_in_path() { "path" } else { "query" };
                diagnostics.report(missing_location(is_in_path(), &here()));
                members.insert("in".to_owned(), Node::String(location.to_owned()));
            }
        }
    }
    if let (Some(body), false) = (body, map.contains_key("requestBody")) {
        map.insert("requestBody".to_owned(), Node::Object(body));
    }
}

/// A location that does not exist. A parameter that the path contains is in the path; any other one is left out.
fn unknown_location(written: &str, is_in_path: bool, at: &Pointer) -> Diagnostic {
    let problem = format!("`{written}` is not a location of a parameter");
    let at = at.child("in");
    let found = if is_in_path {
        let message = format!("{problem}; it is `path`, because the path contains the parameter");
        Diagnostic::new(&codes::REPAIRED, &at, message)
    } else {
        let message = format!("{problem}; the parameter is left out");
        let suggestion = similar(written, LOCATIONS.into_iter());
        Diagnostic::new(&codes::INVALID, &at, message).suggest(suggestion)
    };
    found.on_value()
}

fn missing_location(is_in_path: bool, at: &Pointer) -> Diagnostic {
    let message = if is_in_path {
        "the parameter has no `in`; it is `path`, because the path contains the parameter"
    } else {
        "the parameter has no `in`; it is sent in the query"
    };
    Diagnostic::new(&codes::REPAIRED, at, message).lacking(at.child("in"))
}

/// Adds `in: body`, which is the whole body, or `in: formData`, which is a member of a form.
fn add_to_body(body: &mut Option<Map>, mut parameter: Map, is_whole: bool) {
    let required = parameter.shift_remove("required") == Some(Node::Bool(true));
    let name = parameter.get("name").and_then(Node::as_str).unwrap_or("").to_owned();
    let description = parameter.shift_remove("description");
    let mut schema = match parameter.shift_remove("schema") {
        Some(schema) => schema,
        None => {
            let own = SCHEMA_KEYS
                .iter()
                .filter_map(|key| Some(((*key).to_owned(), parameter.shift_remove(*key)?)));
            Node::Object(own.collect())
        }
    };
    if is_whole {
        let mut new = Map::new();
        new.extend(description.map(|text| ("description".to_owned(), text)));
        new.insert("required".to_owned(), Node::Bool(required));
        let media = object([("schema", schema)]);
        new.insert("content".to_owned(), object([("application/json", media)]));
        body.get_or_insert(new);
        return;
    }
    let is_file = schema.get("type").and_then(Node::as_str) == Some("file");
    if let (Node::Object(schema), Some(text)) = (&mut schema, description) {
        schema.entry("description").or_insert(text);
    }
    let media = if is_file { "multipart/form-data" } else { FORM };
    let new = body.get_or_insert_with(|| {
        let schema = object([("type", Node::String("object".to_owned()))]);
        let media = object([(media, object([("schema", schema)]))]);
        Map::from_iter([("content".to_owned(), media)])
    });
    let content = new.get_mut("content").and_then(Node::as_object_mut);
    if is_file
        && let Some(content) = content
        && let Some(form) = content.shift_remove(FORM)
    {
        content.insert(media.to_owned(), form);
    }
    let form = new
        .get_mut("content")
        .and_then(Node::as_object_mut)
        .and_then(|content| content.values_mut().next())
        .and_then(|media| media.get_mut("schema"));
    let Some(Node::Object(form)) = form else { return };
    if required {
        let names = form.entry("required").or_insert_with(|| Node::Array(Vec::new()));
        names
            .as_array_mut()
            .into_iter()
            .for_each(|names| names.push(Node::String(name.clone())));
    }
    let properties = form.entry("properties").or_insert_with(|| Node::Object(Map::new()));
    if let Node::Object(properties) = properties {
        properties.insert(name, schema);
    }
}
