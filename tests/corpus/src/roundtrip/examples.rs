//! The examples of a document with their schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// One example.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Example {
    /// JSON pointer of the example.
    pub pointer: String,
    /// JSON pointer of its schema.
    pub schema: String,
    /// Whether it is sent rather than received.
    pub sent: bool,
    pub value: Value,
}

/// The examples of schemas that are equal except for annotations.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// JSON pointer of the first of these schemas.
    pub schema: String,
    /// Whether its values are sent rather than received.
    pub sent: bool,
    pub examples: Vec<Example>,
}

/// The kind of an object in the document.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Schema,
    /// Schemas by name.
    Schemas,
    /// Media type objects by media type.
    Content,
    Other,
}

/// All examples of JSON bodies and of schemas, in document order.
pub(crate) fn collect(document: &Value) -> Vec<Example> {
    let mut collector = Collector {
        document,
        found: Vec::new(),
    };
    collector.value(document, "", Kind::Other, false);
    collector.found
}

struct Collector<'a> {
    document: &'a Value,
    found: Vec<Example>,
}

impl Collector<'_> {
    fn value(&mut self, value: &Value, pointer: &str, kind: Kind, sent: bool) {
        match value {
            Value::Object(members) => match kind {
                Kind::Schema => self.schema(members, pointer, sent),
                Kind::Schemas => {
                    for (name, schema) in members {
                        self.value(schema, &below(pointer, name), Kind::Schema, sent);
                    }
                }
                Kind::Content => {
                    for (name, media) in members.iter().filter(|(name, _)| is_json(name)) {
                        self.media(media, &below(pointer, name), sent);
                    }
                }
                Kind::Other => self.other(members, pointer, sent),
            },
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, &below(pointer, &index.to_string()), kind, sent);
                }
            }
            _ => {}
        }
    }

    fn other(&mut self, members: &Map<String, Value>, pointer: &str, sent: bool) {
        for (name, value) in members {
            let (kind, sent) = match name.as_str() {
                "example" | "examples" | "default" | "enum" => continue,
                name if name.starts_with("x-") => continue,
                "schema" => (Kind::Schema, sent),
                "schemas" if pointer == "/components" => (Kind::Schemas, false),
                "content" => (Kind::Content, sent),
                "requestBody" | "requestBodies" => (Kind::Other, true),
                "responses" => (Kind::Other, false),
                _ => (Kind::Other, sent),
            };
            self.value(value, &below(pointer, name), kind, sent);
        }
    }

    fn media(&mut self, media: &Value, pointer: &str, sent: bool) {
        let Some(schema) = media.get("schema").filter(|schema| schema.is_object()) else {
            return;
        };
        let schema_pointer = below(pointer, "schema");
        if let Some(value) = media.get("example") {
            self.add(below(pointer, "example"), &schema_pointer, sent, value);
        }
        for (name, entry) in media.get("examples").and_then(Value::as_object).into_iter().flatten() {
            let entry = self.follow(entry);
            if let Some(value) = entry.get("value") {
                let value = value.clone();
                self.add(below(&below(pointer, "examples"), name), &schema_pointer, sent, &value);
            }
        }
        self.value(schema, &schema_pointer, Kind::Schema, sent);
    }

    fn schema(&mut self, schema: &Map<String, Value>, pointer: &str, sent: bool) {
        if schema.contains_key("$ref") {
            return;
        }
        if let Some(value) = schema.get("example") {
            self.add(below(pointer, "example"), pointer, sent, value);
        }
        for (index, value) in schema
            .get("examples")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            self.add(
                below(&below(pointer, "examples"), &index.to_string()),
                pointer,
                sent,
                value,
            );
        }
        for (name, value) in schema {
            let kind = match name.as_str() {
                "properties" | "patternProperties" | "$defs" => Kind::Schemas,
                "items" | "additionalProperties" | "allOf" | "oneOf" | "anyOf" | "prefixItems" => Kind::Schema,
                _ => continue,
            };
            self.value(value, &below(pointer, name), kind, sent);
        }
    }

    fn add(&mut self, pointer: String, schema: &str, sent: bool, value: &Value) {
        self.found.push(Example {
            pointer,
            schema: schema.to_owned(),
            sent,
            value: value.clone(),
        });
    }

    fn follow<'b>(&'b self, entry: &'b Value) -> &'b Value {
        let target = entry
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|target| target.strip_prefix('#'));
        target
            .and_then(|pointer| self.document.pointer(pointer))
            .unwrap_or(entry)
    }
}

/// Groups the examples by schema, ignoring annotations, and by direction.
pub(crate) fn by_schema(document: &Value, examples: Vec<Example>) -> Vec<Group> {
    let mut index: BTreeMap<(String, bool), usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for example in examples {
        let mut schema = document.pointer(&example.schema).cloned().unwrap_or_default();
        without_annotations(&mut schema);
        let next = groups.len();
        let at = *index.entry((schema.to_string(), example.sent)).or_insert(next);
        match groups.get_mut(at) {
            Some(group) => group.examples.push(example),
            None => groups.push(Group {
                schema: example.schema.clone(),
                sent: example.sent,
                examples: vec![example],
            }),
        }
    }
    groups
}

fn without_annotations(schema: &mut Value) {
    if let Value::Object(members) = schema {
        for name in [
            "example",
            "examples",
            "description",
            "title",
            "default",
            "deprecated",
            "externalDocs",
        ] {
            // An object is the schema of a property with that name.
            if name == "example" || name == "examples" || !members.get(name).is_some_and(Value::is_object) {
                members.shift_remove(name);
            }
        }
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// The pointer of a member.
pub(crate) fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::{by_schema, collect};
    use serde_json::json;

    #[test]
    fn only_examples_are_collected() {
        let document = json!({
            "paths": {"/a": {"post": {
                "requestBody": {"content": {"application/json": {"schema": {"type": "integer"}, "example": 1}}},
                "responses": {"200": {"content": {
                    "text/csv": {"schema": {"type": "string"}, "example": "no"},
                    "application/x+json": {
                        "schema": {"type": "integer", "description": "the same"},
                        "examples": {"two": {"$ref": "#/components/examples/two"}}
                    }
                }}}
            }}},
            "components": {
                "examples": {"two": {"value": 2}},
                "schemas": {"example": {"properties": {"example": {"type": "string", "example": "yes"}}}}
            }
        });
        let found = collect(&document);
        let values: Vec<_> = found
            .iter()
            .map(|example| (example.value.clone(), example.sent))
            .collect();
        assert_eq!(values, [(json!(1), true), (json!(2), false), (json!("yes"), false)]);
        assert_eq!(by_schema(&document, found).len(), 3);
    }
}
