//! The schemas that the operations of a document send or receive.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::walk::{self, Family, below};

/// A schema whose values are tested.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Root {
    pub pointer: String,
    pub sent: bool,
    pub received: bool,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// All schemas that operations name, and all that these refer to, in the order of their pointers.
pub(crate) fn roots(document: &Value) -> Vec<Root> {
    let components = document.pointer("/components/schemas").and_then(Value::as_object);
    let components = components.into_iter().flat_map(|map| map.keys());
    let components: BTreeSet<String> = components.map(|name| below("/components/schemas", name)).collect();
    let mut collector = Collector {
        document,
        families: walk::families(document, &components),
        found: BTreeMap::new(),
        inline: BTreeMap::new(),
    };
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        collector.item(item, &below("/paths", path));
    }
    collector.found.into_values().collect()
}

/// Whether a schema inside another one is tested on its own: unions, because they have many values, and what is so
/// deep that values of the outer schema reach it only with few values.
fn is_root(schema: &Value, in_place: bool, depth: usize) -> bool {
    let is_union = ["oneOf", "anyOf"].iter().any(|name| {
        schema
            .get(*name)
            .and_then(Value::as_array)
            .is_some_and(|list| list.len() > 1)
    });
    let is_type = schema.get("properties").is_some() || schema.get("enum").is_some();
    schema.get("$ref").is_none() && !in_place && (is_union || (is_type && depth >= 2))
}

struct Collector<'a> {
    document: &'a Value,
    families: BTreeMap<String, Family>,
    found: BTreeMap<String, Root>,
    /// Schemas that are not references, by their text, so that equal ones are tested once.
    inline: BTreeMap<(String, bool), ()>,
}

impl<'a> Collector<'a> {
    /// The object itself, or the one that it refers to, with its pointer.
    fn follow(&self, value: &'a Value, pointer: &str) -> (&'a Value, String) {
        let (mut value, mut pointer) = (value, pointer.to_owned());
        for _ in 0..8 {
            let Some(target) = walk::target(value) else { break };
            let Some(found) = self.document.pointer(&target) else {
                break;
            };
            (value, pointer) = (found, target);
        }
        (value, pointer)
    }

    fn item(&mut self, item: &'a Value, pointer: &str) {
        let (item, pointer) = self.follow(item, pointer);
        self.parameters(item, &pointer);
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                self.operation(operation, &below(&pointer, method));
            }
        }
    }

    fn operation(&mut self, operation: &'a Value, pointer: &str) {
        self.parameters(operation, pointer);
        if let Some(body) = operation.get("requestBody") {
            let (body, at) = self.follow(body, &below(pointer, "requestBody"));
            self.content(body, &at, true);
        }
        let responses = operation.get("responses").and_then(Value::as_object);
        for (status, response) in responses.into_iter().flatten() {
            let (response, at) = self.follow(response, &below(&below(pointer, "responses"), status));
            self.content(response, &at, false);
            for (name, header) in response.get("headers").and_then(Value::as_object).into_iter().flatten() {
                let (header, at) = self.follow(header, &below(&below(&at, "headers"), name));
                self.schema_of(header, &at, false);
            }
        }
    }

    fn parameters(&mut self, holder: &'a Value, pointer: &str) {
        let list = holder.get("parameters").and_then(Value::as_array);
        for (index, parameter) in list.into_iter().flatten().enumerate() {
            let (parameter, at) = self.follow(parameter, &format!("{pointer}/parameters/{index}"));
            self.schema_of(parameter, &at, true);
            self.content(parameter, &at, true);
        }
    }

    fn content(&mut self, holder: &'a Value, pointer: &str, sent: bool) {
        let content = holder.get("content").and_then(Value::as_object);
        for (media_type, media) in content.into_iter().flatten() {
            self.schema_of(media, &below(&below(pointer, "content"), media_type), sent);
        }
    }

    fn schema_of(&mut self, holder: &'a Value, pointer: &str, sent: bool) {
        if let Some(schema) = holder.get("schema").filter(|schema| schema.is_object()) {
            self.schema(schema, below(pointer, "schema"), sent);
        }
    }

    /// Adds a schema and those that it refers to.
    fn schema(&mut self, schema: &'a Value, pointer: String, sent: bool) {
        let mut queue = Vec::new();
        match walk::target(schema) {
            Some(target) => queue.push(target),
            None if self.inline.insert((schema.to_string(), sent), ()).is_none() => queue.push(pointer),
            None => {}
        }
        while let Some(pointer) = queue.pop() {
            let Some(schema) = self.document.pointer(&pointer).filter(|schema| schema.is_object()) else {
                continue;
            };
            let root = self.found.entry(pointer.clone()).or_insert_with(|| Root {
                pointer: pointer.clone(),
                ..Root::default()
            });
            let known = if sent { &mut root.sent } else { &mut root.received };
            if std::mem::replace(known, true) {
                continue;
            }
            let children = self
                .families
                .get(&pointer)
                .into_iter()
                .flat_map(|family| &family.children);
            queue.extend(children.map(|(child, _)| child.clone()));
            let mut inner = vec![(schema, pointer, 0)];
            while let Some((schema, pointer, depth)) = inner.pop() {
                queue.extend(walk::target(schema));
                queue.extend(self.mapped(schema));
                for child in walk::children(schema, &pointer) {
                    let depth = if child.in_place { depth } else { depth + 1 };
                    if is_root(child.schema, child.in_place, depth)
                        && self.inline.insert((child.schema.to_string(), sent), ()).is_none()
                    {
                        queue.push(child.pointer);
                    } else {
                        inner.push((child.schema, child.pointer, depth));
                    }
                }
            }
        }
    }

    fn mapped(&self, schema: &'a Value) -> Vec<String> {
        let discriminator = schema.get("discriminator").and_then(Value::as_object);
        let mapping = discriminator.map(walk::mapping).unwrap_or_default();
        mapping.into_iter().map(|(_, pointer)| pointer).collect()
    }
}
