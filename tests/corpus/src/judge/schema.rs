//! Schemas of raw documents, read independently of the generator.

use serde_json::{Map, Value};

/// Maximum depth of references and `allOf`.
const MAX_DEPTH: usize = 24;

/// A document whose references can be followed.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'a> {
    root: &'a Value,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(root: &'a Value) -> Self {
        Self { root }
    }

    pub(crate) fn root(self) -> &'a Value {
        self.root
    }

    /// Resolves a chain of references. `None` if a target does not exist.
    pub(crate) fn follow(self, mut value: &'a Value) -> Option<&'a Value> {
        for _ in 0..MAX_DEPTH {
            match value.get("$ref").and_then(Value::as_str) {
                Some(target) => value = self.root.pointer(&percent_decoded(target.strip_prefix('#')?))?,
                None => return Some(value),
            }
        }
        None
    }

    /// The names of the schemas that extend the referenced schema, if that has a discriminator.
    pub(crate) fn subtypes(self, schema: &Value) -> Vec<&'a str> {
        let target = schema.get("$ref").and_then(Value::as_str);
        let base = target
            .and_then(|target| target.strip_prefix('#'))
            .and_then(|pointer| self.root.pointer(&percent_decoded(pointer)));
        if base.is_none_or(|base| base.get("discriminator").is_none()) {
            return Vec::new();
        }
        let extends = |schema: &Value| {
            let branches = schema.get("allOf").and_then(Value::as_array);
            branches.is_some_and(|branches| {
                branches
                    .iter()
                    .any(|branch| branch.get("$ref").and_then(Value::as_str) == target)
            })
        };
        let schemas = self.root.pointer("/components/schemas").and_then(Value::as_object);
        schemas
            .into_iter()
            .flatten()
            .filter(|(_, schema)| extends(schema))
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// The schema without references and `allOf` at its top level, with the members of all branches.
    pub(crate) fn flat(self, schema: &Value) -> Option<Map<String, Value>> {
        self.flat_below(schema, MAX_DEPTH)
    }

    fn flat_below(self, schema: &Value, depth: usize) -> Option<Map<String, Value>> {
        let depth = depth.checked_sub(1)?;
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            let target = self.root.pointer(&percent_decoded(target.strip_prefix('#')?))?;
            return self.flat_below(target, depth);
        }
        let mut flat = match schema {
            Value::Object(members) => members.clone(),
            Value::Bool(true) => Map::new(),
            _ => return None,
        };
        if let Some(Value::Array(branches)) = flat.remove("allOf") {
            for branch in &branches {
                let branch = self.flat_below(branch, depth)?;
                merge(&mut flat, branch);
            }
        }
        Some(flat)
    }
}

/// Merges a schema into another; values must conform to both.
pub(crate) fn merge(into: &mut Map<String, Value>, other: Map<String, Value>) {
    for (key, value) in other {
        match (key.as_str(), into.get_mut(&key), value) {
            ("properties", Some(Value::Object(known)), Value::Object(more)) => {
                for (name, property) in more {
                    known.entry(name).or_insert(property);
                }
            }
            ("required", Some(Value::Array(known)), Value::Array(more)) => {
                for name in more {
                    if !known.contains(&name) {
                        known.push(name);
                    }
                }
            }
            (_, Some(_), _) => {}
            (_, None, value) => {
                into.insert(key, value);
            }
        }
    }
}

/// The JSON type of a flat schema, declared or implied: the first that is not null.
pub(crate) fn kind(schema: &Map<String, Value>) -> Option<&str> {
    let declared = match schema.get("type") {
        Some(Value::String(one)) => Some(one.as_str()),
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        _ => None,
    };
    declared.or_else(|| {
        if schema.contains_key("properties") || schema.contains_key("additionalProperties") {
            Some("object")
        } else if schema.contains_key("items") {
            Some("array")
        } else {
            None
        }
    })
}

/// Whether a flat schema accepts null.
pub(crate) fn nullable(schema: &Map<String, Value>) -> bool {
    let listed = matches!(schema.get("type"), Some(Value::Array(kinds)) if kinds.iter().any(|kind| kind == "null"));
    listed || flag(schema, "nullable")
}

/// Whether a keyword is present and true.
pub(crate) fn flag(schema: &Map<String, Value>, keyword: &str) -> bool {
    schema.get(keyword).and_then(Value::as_bool) == Some(true)
}

/// The branches of `oneOf` or `anyOf`.
pub(crate) fn branches(schema: &Map<String, Value>) -> Option<&Vec<Value>> {
    ["oneOf", "anyOf"]
        .iter()
        .find_map(|keyword| schema.get(*keyword)?.as_array())
        .filter(|branches| !branches.is_empty())
}

/// Decodes a percent-encoded fragment.
pub(crate) fn percent_decoded(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let escaped = tail
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .filter(|_| *first == b'%');
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() {
            tail.get(2..).unwrap_or_default()
        } else {
            tail
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Tree, kind};
    use serde_json::json;

    #[test]
    fn branches_of_allof_are_merged() {
        let root = json!({"components": {"schemas": {
            "Base": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
            "A b": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"n": {}}, "required": ["n"]}]}
        }}});
        let flat = Tree::new(&root)
            .flat(&json!({"$ref": "#/components/schemas/A%20b"}))
            .unwrap();
        assert_eq!(kind(&flat), Some("object"));
        assert_eq!(flat["required"], json!(["id", "n"]));
        assert_eq!(flat["properties"], json!({"id": {"type": "string"}, "n": {}}));
    }
}
