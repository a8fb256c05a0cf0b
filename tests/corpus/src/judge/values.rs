//! Values for a call: the examples of the document where they fit its schemas, else made up from the schemas.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::fits::{declared, fits, is_read_only};
use super::operation::{BodyKind, Operation, Parameter};
use super::scalars::{Use, number, text};
use super::schema::{Tree, branches, kind, merge};

/// Optional members deeper than this are left out.
const DEEPEST_OPTIONAL: usize = 5;
/// Required members deeper than this cannot be made.
const DEEPEST: usize = 14;
/// After this many members, only what is required is made.
const MOST_MEMBERS: usize = 150;

/// The values of one call by place: `path:id`, `query:limit`, `body`.
pub(crate) type Values = BTreeMap<String, Value>;

/// Values for every parameter and the body; `None` if one of them cannot be made.
pub(crate) fn of_operation(tree: Tree<'_>, operation: &Operation<'_>) -> Option<Values> {
    if operation.odd {
        return None;
    }
    let mut values = Values::new();
    for parameter in &operation.parameters {
        values.insert(parameter.place(), of_parameter(tree, parameter)?);
    }
    if let Some(body) = &operation.body {
        let maker = Maker::new(
            tree,
            if body.kind == BodyKind::Json {
                Use::Body
            } else {
                Use::Part
            },
        );
        let any = Value::Object(Map::new());
        let schema = body.schema.unwrap_or(&any);
        let example = body.examples.iter().copied().find(|example| {
            let rich = body.kind == BodyKind::Json || example.is_object();
            rich && !example.is_null() && fits(tree, schema, example) && declared(tree, schema, example)
        });
        let value = match example {
            Some(example) => example.clone(),
            None => maker.value(schema, 0, 0).filter(|value| fits(tree, schema, value))?,
        };
        if body.kind != BodyKind::Json && value.as_object().is_none_or(Map::is_empty) {
            return None;
        }
        values.insert("body".to_owned(), value);
    }
    Some(values)
}

fn of_parameter(tree: Tree<'_>, parameter: &Parameter<'_>) -> Option<Value> {
    let spot = match (parameter.location, parameter.explode) {
        ("path", _) => Use::Path,
        ("header", _) => Use::Header,
        ("query", true) => Use::Query,
        _ => Use::Word,
    };
    let any = Value::Object(Map::from_iter([("type".to_owned(), Value::from("string"))]));
    let schema = parameter.schema.unwrap_or(&any);
    let maker = Maker::new(tree, spot);
    let usable = |value: &Value| {
        maker.fits(schema, value) && declared(tree, schema, value) && spot.takes(value) && writable(parameter, value)
    };
    let example = parameter.examples.iter().copied().find(|example| usable(example));
    match example {
        Some(example) => Some(example.clone()),
        None => maker.value(schema, 0, 0).filter(usable),
    }
}

/// Whether the parameter's style can write the value.
fn writable(parameter: &Parameter<'_>, value: &Value) -> bool {
    if parameter.content || (parameter.style == "deepObject" && value.is_object()) {
        !blank(value)
    } else {
        shallow(value)
    }
}

/// Whether there is no list in a list: only one style can write that.
pub(crate) fn shallow(value: &Value) -> bool {
    let scalar = |value: &Value| !value.is_array() && !value.is_object() && !value.is_null();
    match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(scalar),
        Value::Object(members) => !members.is_empty() && members.values().all(scalar),
        value => scalar(value),
    }
}

struct Maker<'a> {
    tree: Tree<'a>,
    spot: Use,
    members: Cell<usize>,
}

impl<'a> Maker<'a> {
    fn new(tree: Tree<'a>, spot: Use) -> Self {
        Self {
            tree,
            spot,
            members: Cell::new(0),
        }
    }

    /// A value of a schema; `turn` tells the items of a list apart.
    fn value(&self, schema: &Value, depth: usize, turn: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        let flat = self.tree.flat(schema)?;
        if let Some(given) = self.given(schema, &flat, turn) {
            return Some(given);
        }
        // Where the discriminator allows no name of theirs the document contradicts itself: there is no value.
        let heirs = self.tree.heirs(schema);
        if !heirs.is_empty() {
            return heirs.into_iter().find_map(|name| self.heir(&flat, name, depth));
        }
        if let Some(branches) = branches(&flat) {
            return self.branch(schema, &flat, branches, depth, turn);
        }
        match kind(&flat) {
            Some("object") => self.object(&flat, depth).map(|value| self.named(schema, &flat, value)),
            Some("array") => self.list(&flat, depth),
            Some("integer" | "number") => number(&flat, turn),
            Some("boolean") => Some(Value::Bool(turn == 0)),
            _ => text(&flat, self.spot, turn).map(Value::String),
        }
    }

    /// Whether the value fits, in the place where it goes: outside of JSON a number or a boolean is sent as a text
    /// that must not fit another branch of a union.
    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let scalar = value.is_number() || value.is_boolean();
        let as_text = || {
            let flat = self.tree.flat(schema).unwrap_or_default();
            flat.contains_key("oneOf") && fits(self.tree, schema, &Value::String(value.to_string()))
        };
        fits(self.tree, schema, value) && (self.spot == Use::Body || !scalar || !as_text())
    }

    /// A value that the document gives: an example, a default, one of a list.
    fn given(&self, schema: &Value, flat: &Map<String, Value>, turn: usize) -> Option<Value> {
        let listed = |keyword: &str| flat.get(keyword).and_then(Value::as_array).into_iter().flatten();
        let single = flat.get("example").into_iter().chain(listed("examples"));
        let candidates: Vec<&Value> = if flat.contains_key("enum") {
            listed("enum").collect()
        } else {
            single.chain(flat.get("default")).chain(flat.get("const")).collect()
        };
        let usable: Vec<&Value> = candidates
            .into_iter()
            .filter(|value| !value.is_null() && **value != "" && self.spot.takes(value) && !blank(value))
            .filter(|value| self.fits(schema, value) && declared(self.tree, schema, value))
            .collect();
        let chosen = if turn < usable.len() {
            usable.get(turn)
        } else {
            usable.first().filter(|_| turn == 0)
        };
        chosen.map(|value| (*value).clone())
    }

    /// A value of a schema that extends one with a discriminator, which names it.
    fn heir(&self, base: &Map<String, Value>, name: &str, depth: usize) -> Option<Value> {
        let schema = json!({"$ref": format!("#/components/schemas/{name}")});
        let mut value = self.value(&schema, depth + 1, 0)?;
        let (key, tag) = tag(base, &schema)?;
        value.as_object_mut()?.insert(key, Value::String(tag));
        fits(self.tree, &schema, &value).then_some(value)
    }

    /// The value with the name of its schema, where a discriminator asks for one and allows it.
    fn named(&self, schema: &Value, flat: &Map<String, Value>, plain: Value) -> Value {
        let mut named = plain.clone();
        if let (Some(members), Some((key, tag))) = (named.as_object_mut(), tag(flat, schema)) {
            members.insert(key, Value::String(tag));
        }
        if fits(self.tree, schema, &named) { named } else { plain }
    }

    /// The first branch of a union of which a value fits the union.
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
            [tagged, plain].into_iter().find(|value| self.fits(schema, value))
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
            let needed = required(name);
            if !needed && (depth >= DEEPEST_OPTIONAL || self.members.get() >= MOST_MEMBERS) {
                continue;
            }
            self.members.set(self.members.get() + 1);
            match self
                .value(property, depth + 1, 0)
                .filter(|value| fits(self.tree, property, value))
            {
                Some(value) => {
                    members.insert(name.clone(), value);
                }
                None if needed => return None,
                None => {}
            }
        }
        if members.is_empty() {
            match flat.get("additionalProperties") {
                Some(Value::Bool(false)) => {}
                Some(each @ Value::Object(_)) if depth < DEEPEST_OPTIONAL => {
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
        let wanted = least.max(2).min(bound("maxItems").unwrap_or(usize::MAX)).min(64);
        let any = Value::Object(Map::new());
        let each = flat.get("items").unwrap_or(&any);
        let mut items: Vec<Value> = Vec::new();
        for turn in 0..wanted {
            match self.value(each, depth + 1, turn) {
                Some(item) if !items.contains(&item) || items.len() < least => items.push(item),
                _ => break,
            }
        }
        (items.len() >= least).then_some(Value::Array(items))
    }
}

/// Nothing that could be told from nothing.
fn blank(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// The member and the value that name a branch.
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
    fn a_discriminator_without_branches_names_a_schema_that_extends_it() {
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
    fn a_text_fits_one_branch_only() {
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
