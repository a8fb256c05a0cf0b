//! Makes the values of a call: examples of the document if they conform to its schemas, else values made up from the
//! schemas.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::conforms::{conforms, declared, is_read_only};
use super::operation::{BodyKind, Operation, Parameter};
use super::scalars::{Target, number, text};
use super::schema::{Tree, branches, kind, merge};

/// Optional members at a greater depth are omitted.
const MAX_OPTIONAL_DEPTH: usize = 5;
/// Maximum depth of required members.
const MAX_DEPTH: usize = 14;
/// After this many members, optional members are omitted.
const MAX_MEMBERS: usize = 150;

/// The values of one call by key: `path:id`, `query:limit`, `body`.
pub(crate) type Values = BTreeMap<String, Value>;

/// Makes values for all parameters and the body. `None` if one of them cannot be made.
pub(crate) fn of_operation(tree: Tree<'_>, operation: &Operation<'_>) -> Option<Values> {
    if operation.unusable {
        return None;
    }
    let mut values = Values::new();
    for parameter in &operation.parameters {
        values.insert(parameter.value_key(), of_parameter(tree, parameter)?);
    }
    if let Some(body) = &operation.body {
        let builder = ValueBuilder::new(
            tree,
            if body.kind == BodyKind::Json {
                Target::Body
            } else {
                Target::Part
            },
        );
        let any = Value::Object(Map::new());
        let schema = body.schema.unwrap_or(&any);
        let example = body.examples.iter().copied().find(|example| {
            let usable = body.kind == BodyKind::Json || example.is_object();
            usable && !example.is_null() && conforms(tree, schema, example) && declared(tree, schema, example)
        });
        let value = match example {
            Some(example) => example.clone(),
            None => builder
                .value(schema, 0, 0)
                .filter(|value| conforms(tree, schema, value))?,
        };
        if body.kind != BodyKind::Json && value.as_object().is_none_or(Map::is_empty) {
            return None;
        }
        values.insert("body".to_owned(), value);
    }
    Some(values)
}

fn of_parameter(tree: Tree<'_>, parameter: &Parameter<'_>) -> Option<Value> {
    let target = match (parameter.location, parameter.explode) {
        ("path", _) => Target::Path,
        ("header", _) => Target::Header,
        ("query", true) => Target::Query,
        _ => Target::Delimited,
    };
    let any = Value::Object(Map::from_iter([("type".to_owned(), Value::from("string"))]));
    let schema = parameter.schema.unwrap_or(&any);
    let builder = ValueBuilder::new(tree, target);
    let usable = |value: &Value| {
        builder.conforms(schema, value)
            && declared(tree, schema, value)
            && target.accepts(value)
            && writable(parameter, value)
    };
    let example = parameter.examples.iter().copied().find(|example| usable(example));
    match example {
        Some(example) => Some(example.clone()),
        None => builder.value(schema, 0, 0).filter(usable),
    }
}

/// Whether the style of the parameter can encode the value.
fn writable(parameter: &Parameter<'_>, value: &Value) -> bool {
    if parameter.content || (parameter.style == "deepObject" && value.is_object()) {
        !is_empty(value)
    } else {
        shallow(value)
    }
}

/// Whether the value has no nested lists or objects, which only one style can encode.
pub(crate) fn shallow(value: &Value) -> bool {
    let scalar = |value: &Value| !value.is_array() && !value.is_object() && !value.is_null();
    match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(scalar),
        Value::Object(members) => !members.is_empty() && members.values().all(scalar),
        value => scalar(value),
    }
}

struct ValueBuilder<'a> {
    tree: Tree<'a>,
    target: Target,
    members: Cell<usize>,
}

impl<'a> ValueBuilder<'a> {
    fn new(tree: Tree<'a>, target: Target) -> Self {
        Self {
            tree,
            target,
            members: Cell::new(0),
        }
    }

    /// Makes a value of a schema. `turn` is the index in a list, so that the items differ.
    fn value(&self, schema: &Value, depth: usize, turn: usize) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        let flat = self.tree.flat(schema)?;
        if let Some(value) = self.documented(schema, &flat, turn) {
            return Some(value);
        }
        // If the discriminator allows no name of a subtype, the document contradicts itself and there is no value.
        let subtypes = self.tree.subtypes(schema);
        if !subtypes.is_empty() {
            return subtypes.into_iter().find_map(|name| self.subtype(&flat, name, depth));
        }
        if let Some(branches) = branches(&flat) {
            return self.branch(schema, &flat, branches, depth, turn);
        }
        match kind(&flat) {
            Some("object") => self.object(&flat, depth).map(|value| self.tagged(schema, &flat, value)),
            Some("array") => self.list(&flat, depth),
            Some("integer" | "number") => number(&flat, turn),
            Some("boolean") => Some(Value::Bool(turn == 0)),
            _ => text(&flat, self.target, turn).map(Value::String),
        }
    }

    /// Whether the value conforms in its part of the request. Outside JSON, a number or a boolean is sent as a string,
    /// which must not conform to another branch of a union.
    fn conforms(&self, schema: &Value, value: &Value) -> bool {
        let scalar = value.is_number() || value.is_boolean();
        let as_text = || {
            let flat = self.tree.flat(schema).unwrap_or_default();
            flat.contains_key("oneOf") && conforms(self.tree, schema, &Value::String(value.to_string()))
        };
        conforms(self.tree, schema, value) && (self.target == Target::Body || !scalar || !as_text())
    }

    /// A value from the document: an enum value, an example, a default.
    fn documented(&self, schema: &Value, flat: &Map<String, Value>, turn: usize) -> Option<Value> {
        let listed = |keyword: &str| flat.get(keyword).and_then(Value::as_array).into_iter().flatten();
        let single = flat.get("example").into_iter().chain(listed("examples"));
        let candidates: Vec<&Value> = if flat.contains_key("enum") {
            listed("enum").collect()
        } else {
            single.chain(flat.get("default")).chain(flat.get("const")).collect()
        };
        let usable: Vec<&Value> = candidates
            .into_iter()
            .filter(|value| !value.is_null() && **value != "" && self.target.accepts(value) && !is_empty(value))
            .filter(|value| self.conforms(schema, value) && declared(self.tree, schema, value))
            .collect();
        let chosen = if turn < usable.len() {
            usable.get(turn)
        } else {
            usable.first().filter(|_| turn == 0)
        };
        chosen.map(|value| (*value).clone())
    }

    /// A value of a schema that extends a schema with a discriminator, with its tag.
    fn subtype(&self, base: &Map<String, Value>, name: &str, depth: usize) -> Option<Value> {
        let schema = json!({"$ref": format!("#/components/schemas/{name}")});
        let mut value = self.value(&schema, depth + 1, 0)?;
        let (key, tag) = tag(base, &schema)?;
        value.as_object_mut()?.insert(key, Value::String(tag));
        conforms(self.tree, &schema, &value).then_some(value)
    }

    /// Adds the tag of the discriminator, if there is one and it allows the tag.
    fn tagged(&self, schema: &Value, flat: &Map<String, Value>, plain: Value) -> Value {
        let mut tagged = plain.clone();
        if let (Some(members), Some((key, tag))) = (tagged.as_object_mut(), tag(flat, schema)) {
            members.insert(key, Value::String(tag));
        }
        if conforms(self.tree, schema, &tagged) {
            tagged
        } else {
            plain
        }
    }

    /// A value of the first branch of a union that conforms to the union.
    fn branch(
        &self,
        schema: &Value,
        flat: &Map<String, Value>,
        branches: &[Value],
        depth: usize,
        turn: usize,
    ) -> Option<Value> {
        let mut rest = flat.clone();
        rest.remove("oneOf");
        rest.remove("anyOf");
        branches.iter().take(8).find_map(|branch| {
            let mut both = self.tree.flat(branch)?;
            merge(&mut both, rest.clone());
            let plain = self.value(&Value::Object(both), depth + 1, turn)?;
            let mut tagged = plain.clone();
            if let (Some(members), Some((key, tag))) = (tagged.as_object_mut(), tag(flat, branch)) {
                members.insert(key, Value::String(tag));
            }
            [tagged, plain].into_iter().find(|value| self.conforms(schema, value))
        })
    }

    fn object(&self, flat: &Map<String, Value>, depth: usize) -> Option<Value> {
        let required = |name: &str| {
            flat.get("required")
                .and_then(Value::as_array)
                .is_some_and(|names| names.iter().any(|required| required == name))
        };
        let mut members = Map::new();
        for (name, property) in flat.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if is_read_only(self.tree, property) {
                continue;
            }
            let is_required = required(name);
            if !is_required && (depth >= MAX_OPTIONAL_DEPTH || self.members.get() >= MAX_MEMBERS) {
                continue;
            }
            self.members.set(self.members.get() + 1);
            match self
                .value(property, depth + 1, 0)
                .filter(|value| conforms(self.tree, property, value))
            {
                Some(value) => {
                    members.insert(name.clone(), value);
                }
                None if is_required => return None,
                None => {}
            }
        }
        if members.is_empty() {
            match flat.get("additionalProperties") {
                Some(Value::Bool(false)) => {}
                Some(each @ Value::Object(_)) if depth < MAX_OPTIONAL_DEPTH => {
                    members.insert("key".to_owned(), self.value(each, depth + 1, 0)?);
                }
                _ if flat.contains_key("properties") => {}
                _ => {
                    members.insert("key".to_owned(), Value::from("value"));
                }
            }
        }
        Some(Value::Object(members))
    }

    fn list(&self, flat: &Map<String, Value>, depth: usize) -> Option<Value> {
        let bound = |keyword: &str| {
            flat.get(keyword)
                .and_then(Value::as_u64)
                .and_then(|bound| usize::try_from(bound).ok())
        };
        let least = bound("minItems").unwrap_or(0);
        let count = least.max(2).min(bound("maxItems").unwrap_or(usize::MAX)).min(64);
        let any = Value::Object(Map::new());
        let each = flat.get("items").unwrap_or(&any);
        let mut items: Vec<Value> = Vec::new();
        for turn in 0..count {
            match self.value(each, depth + 1, turn) {
                Some(item) if !items.contains(&item) || items.len() < least => items.push(item),
                _ => break,
            }
        }
        (items.len() >= least).then_some(Value::Array(items))
    }
}

/// Whether the value is an empty list or object, which cannot be distinguished from an absent value.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// The discriminator member and its value for a branch.
fn tag(flat: &Map<String, Value>, branch: &Value) -> Option<(String, String)> {
    let discriminator = flat.get("discriminator")?;
    let key = discriminator.get("propertyName")?.as_str()?;
    let target = branch.get("$ref")?.as_str()?;
    let name = target.rsplit('/').next()?;
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let mapped = mapping
        .into_iter()
        .flatten()
        .find(|(_, to)| to.as_str().is_some_and(|to| to == target || to == name))
        .map(|(tag, _)| tag.as_str());
    Some((key.to_owned(), mapped.unwrap_or(name).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::operation;
    use super::super::schema::Tree;
    use super::of_operation;
    use serde_json::json;

    #[test]
    fn a_discriminator_without_branches_selects_a_subtype() {
        let root = json!({"paths": {"/a": {"post": {
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
        }}}, "components": {"schemas": {
            "Pet": {"type": "object", "required": ["kind"], "discriminator": {"propertyName": "kind"},
                "properties": {"kind": {"enum": ["Stone", "Dog"]}}},
            "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}]},
            "Dog": {"allOf": [{"$ref": "#/components/schemas/Pet"}], "required": ["age"],
                "properties": {"age": {"type": "integer"}}},
        }}});
        let tree = Tree::new(&root);
        let values = of_operation(tree, &operation::all(tree)[0]).unwrap();
        assert_eq!(values["body"], json!({"age": 3, "kind": "Dog"}));
    }

    #[test]
    fn a_string_conforms_to_one_branch_only() {
        let root = json!({"paths": {"/a/{id}": {"get": {"parameters": [
            {"name": "id", "in": "path", "required": true, "example": 7, "schema": {
                "oneOf": [{"type": "integer"}, {"type": "string", "example": "seven"}]}},
            {"name": "any", "in": "query", "schema": {"anyOf": [{"type": "integer"}, {"type": "string"}]}},
        ]}}}});
        let tree = Tree::new(&root);
        let values = of_operation(tree, &operation::all(tree)[0]).unwrap();
        assert_eq!(values["path:id"], json!("seven"));
        assert_eq!(values["query:any"], json!(3));
    }

    #[test]
    fn examples_come_first_and_read_only_members_never() {
        let root = json!({"paths": {"/a/{id}": {"post": {
            "parameters": [
                {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}, "example": 7},
                {"name": "tags", "in": "query", "schema": {"type": "array", "items": {"enum": ["x", "y", "z"]}}},
            ],
            "requestBody": {"content": {"application/json": {"schema": {
                "type": "object", "required": ["name", "seen"], "properties": {
                    "name": {"type": "string", "example": 1, "maxLength": 3},
                    "seen": {"type": "string", "readOnly": true},
                    "pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}], "discriminator": {"propertyName": "kind"}},
                },
            }}}},
        }}}, "components": {"schemas": {"Cat": {"type": "object", "properties": {"kind": {"type": "string"}}}}}});
        let tree = Tree::new(&root);
        let values = of_operation(tree, &operation::all(tree)[0]).unwrap();
        assert_eq!(values["path:id"], json!(7));
        assert_eq!(values["query:tags"], json!(["x", "y"]));
        assert_eq!(values["body"], json!({"name": "Tom", "pet": {"kind": "Cat"}}));
    }
}
