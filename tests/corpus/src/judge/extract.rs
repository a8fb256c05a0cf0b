//! Extracts the part of a document that the chosen operations need, unchanged. The client is generated from it and
//! the validators read it, so that neither spends minutes on unused operations.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::operation::IGNORED_HEADERS;
use super::schema::{Tree, percent_decoded};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The chosen operations and the components that they reach. Servers and security requirements are removed:
/// calls go to another server, without credentials.
pub(crate) fn document(root: &Value, chosen: &[(String, String)]) -> Value {
    let mut out = Map::new();
    for key in ["openapi", "info", "jsonSchemaDialect"] {
        if let Some(value) = root.get(key) {
            out.insert(key.to_owned(), value.clone());
        }
    }
    let (paths, components) = reached(root, chosen);
    out.insert("paths".to_owned(), Value::Object(paths));
    if !components.is_empty() {
        out.insert("components".to_owned(), Value::Object(components));
    }
    Value::Object(out)
}

fn paths(root: &Value, chosen: &[(String, String)]) -> Map<String, Value> {
    let tree = Tree::new(root);
    let mut paths = Map::new();
    let all = root.get("paths").and_then(Value::as_object);
    for (path, item) in all.into_iter().flatten() {
        let kept = |method: &str| chosen.iter().any(|(known, at)| known == method && at == path);
        let Some(Value::Object(item)) = tree.follow(item) else {
            continue;
        };
        if !METHODS.into_iter().any(kept) {
            continue;
        }
        let members = item
            .iter()
            .filter(|(key, _)| *key != "servers" && (!METHODS.contains(&key.as_str()) || kept(key)))
            .map(|(key, value)| (key.clone(), without_access(value)));
        paths.insert(path.clone(), Value::Object(members.collect()));
    }
    paths
}

fn without_access(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(operation) = value.as_object_mut() {
        operation.remove("security");
        operation.remove("servers");
        operation.remove("callbacks");
    }
    value
}

/// The chosen paths and the referenced components by section. A referenced operation counts as chosen.
fn reached(root: &Value, chosen: &[(String, String)]) -> (Map<String, Value>, Map<String, Value>) {
    let mut chosen = chosen.to_vec();
    loop {
        let paths = paths(root, &chosen);
        let mut found = References::default();
        let mut waiting: Vec<&Value> = paths.values().collect();
        while let Some(value) = waiting.pop() {
            let mut here = References::default();
            references(value, &mut here);
            found.operations.extend(here.operations);
            for target in here.components {
                if let Some(component) = component(root, &target)
                    && found.components.insert(target.clone())
                {
                    waiting.push(component);
                    waiting.extend(subtypes(root, &target, component, &mut found.components));
                }
            }
        }
        let before = chosen.len();
        for operation in found.operations {
            if !chosen.contains(&operation) {
                chosen.push(operation);
            }
        }
        if chosen.len() == before {
            return (paths, kept(root, &found.components));
        }
    }
}

/// The schemas that extend a schema with a discriminator. Values of the discriminator name them without a `$ref`.
fn subtypes<'a>(
    root: &'a Value,
    (_, name): &(String, String),
    schema: &Value,
    found: &mut BTreeSet<(String, String)>,
) -> Vec<&'a Value> {
    if schema.get("discriminator").is_none() {
        return Vec::new();
    }
    let base = format!("#/components/schemas/{name}");
    let extends = |schema: &Value| {
        let branches = schema.get("allOf").and_then(Value::as_array);
        branches.is_some_and(|branches| {
            branches
                .iter()
                .any(|one| one.get("$ref").is_some_and(|to| *to == *base))
        })
    };
    let schemas = root.pointer("/components/schemas").and_then(Value::as_object);
    schemas
        .into_iter()
        .flatten()
        .filter(|(name, schema)| extends(schema) && found.insert(("schemas".to_owned(), (*name).clone())))
        .map(|(_, schema)| schema)
        .collect()
}

fn kept(root: &Value, targets: &BTreeSet<(String, String)>) -> Map<String, Value> {
    let mut components = Map::new();
    let sections = root.get("components").and_then(Value::as_object);
    for (section, entries) in sections.into_iter().flatten() {
        let kept: Map<String, Value> = entries
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| targets.contains(&(section.clone(), (*name).clone())))
            .map(|(name, entry)| (name.clone(), entry.clone()))
            .collect();
        if !kept.is_empty() {
            components.insert(section.clone(), Value::Object(kept));
        }
    }
    components
}

#[derive(Default)]
struct References {
    /// Section and name.
    components: BTreeSet<(String, String)>,
    /// Method and path.
    operations: BTreeSet<(String, String)>,
}

fn component<'a>(root: &'a Value, (section, name): &(String, String)) -> Option<&'a Value> {
    root.get("components")?.get(section)?.get(name)
}

/// Collects all references to components and into operations, including the mapping of discriminators.
fn references(value: &Value, found: &mut References) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(target)) = members.get("$ref") {
                found.add(target);
            }
            if let Some(Value::Object(mapping)) = members.get("mapping") {
                mapping
                    .values()
                    .filter_map(Value::as_str)
                    .for_each(|target| found.add(target));
            }
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

impl References {
    fn add(&mut self, target: &str) {
        let target = percent_decoded(target);
        let mut pieces = target
            .split('/')
            .map(|piece| piece.replace("~1", "/").replace("~0", "~"));
        let start = (pieces.next(), pieces.next(), pieces.next(), pieces.next());
        match start {
            (Some(name), None, ..) if !name.contains('#') => {
                self.components.insert(("schemas".to_owned(), name));
            }
            (Some(_), Some(first), Some(section), Some(name)) if first == "components" => {
                self.components.insert((section, name));
            }
            (Some(_), Some(first), Some(path), Some(method)) if first == "paths" => {
                self.operations.insert((method, path));
            }
            _ => {}
        }
    }
}

/// The document for the validators, without the header parameters that OpenAPI ignores. The validators do not ignore
/// them.
pub(crate) fn for_validators(document: &Value) -> Value {
    let mut document = document.clone();
    ignore_headers(&mut document);
    document
}

fn ignore_headers(value: &mut Value) {
    let ignored = |parameter: &Value| {
        parameter.get("in").is_some_and(|location| location == "header")
            && parameter
                .get("name")
                .and_then(Value::as_str)
                .is_some_and(|name| IGNORED_HEADERS.contains(&name.to_ascii_lowercase().as_str()))
    };
    match value {
        Value::Object(members) => {
            // The parameter may be a component, and references to it must stay valid.
            if ignored(&Value::Object(members.clone())) {
                members.insert("required".to_owned(), Value::Bool(false));
                members.insert("schema".to_owned(), Value::Object(Map::new()));
                return;
            }
            members.values_mut().for_each(ignore_headers);
        }
        Value::Array(items) => {
            items.retain(|item| !ignored(item));
            items.iter_mut().for_each(ignore_headers);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{document, for_validators};
    use serde_json::json;

    #[test]
    fn only_reached_components_are_kept() {
        let root = json!({"openapi": "3.0.0", "info": {}, "servers": [{}], "security": [{"k": []}],
            "paths": {"/a": {
                "get": {"security": [], "parameters": [
                    {"$ref": "#/paths/~1b/get/parameters/0"},
                    {"name": "Accept", "in": "header", "required": true},
                    {"name": "q", "in": "query", "schema": {"$ref": "#/components/schemas/Q"}}]},
                "put": {"$ref": "#/components/schemas/Never"}},
                "/b": {"get": {"parameters": [{"name": "b", "in": "query"}]}}},
            "components": {"schemas": {
                "Q": {"items": {"$ref": "#/components/schemas/Item"}},
                "Item": {"discriminator": {"propertyName": "kind"}},
                "Subtype": {"allOf": [{"$ref": "#/components/schemas/Item"}]},
                "Never": {}}}});
        let part = document(&root, &[("get".to_owned(), "/a".to_owned())]);
        let names: Vec<&String> = part["components"]["schemas"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["Q", "Item", "Subtype"]);
        assert!(part["paths"].get("/b").is_some());
        assert_eq!(part["paths"]["/a"].as_object().unwrap().len(), 1);
        assert!(part.get("servers").is_none());
        assert_eq!(
            for_validators(&part)["paths"]["/a"]["get"]["parameters"]
                .as_array()
                .unwrap()
                .len(),
            2
        );
    }
}
