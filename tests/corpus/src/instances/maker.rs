//! Makes values from a schema: each branch of each union, each declared value, each optional member present and absent,
//! null, bounds, formats, empty and long lists, and recursion to the second level. The result depends on the document
//! only. Not every value is valid: an independent validator decides.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::scalars::{at_least, at_most, keyword, listed, numbers, texts};
use super::shapes::{Shape, Shapes, additional, is_nullable, items, kinds, properties, required};

/// Maximum number of values of one schema.
const MAX_VALUES: usize = 400;
/// Maximum number of values of a schema inside another one, if it is a reference. Its own values are made as well.
const MAX_REFERENCED: usize = 6;
/// The same for schemas that are written inside another one.
const MAX_INNER: usize = 40;
/// At this depth optional members are left out.
const FULL_DEPTH: usize = 2;
/// At this depth no value is made.
const MAX_DEPTH: usize = 14;
/// After this many values inside one value, optional members are left out.
const MAX_NODES: usize = 2_500;
/// How often a schema may occur inside itself.
const RECURSIONS: usize = 3;

/// Asks the validator whether the schema at a pointer accepts a value.
pub(crate) type Accepts<'a> = &'a dyn Fn(&str, &Value) -> Option<bool>;

#[derive(Clone, Copy, PartialEq)]
enum Size {
    /// Required members only.
    Least,
    /// Optional members as well.
    Full,
}

/// Makes values from the schemas of one document.
pub(crate) struct Maker<'a> {
    document: &'a Value,
    shapes: Shapes<'a>,
    accepts: Accepts<'a>,
    active: RefCell<Vec<*const Map<String, Value>>>,
    nodes: Cell<usize>,
}

impl<'a> Maker<'a> {
    pub(crate) fn new(document: &'a Value, pointers: &'a BTreeSet<String>, accepts: Accepts<'a>) -> Self {
        Self {
            document,
            shapes: Shapes::new(document, pointers),
            accepts,
            active: RefCell::default(),
            nodes: Cell::new(0),
        }
    }

    /// The values of the schema at a pointer.
    pub(crate) fn values(&self, pointer: &str) -> Vec<Value> {
        let Some(schema) = self.document.pointer(pointer) else {
            return Vec::new();
        };
        self.many(&[schema], 0)
    }

    /// Many values, the most typical first.
    fn many(&self, schemas: &[&'a Value], depth: usize) -> Vec<Value> {
        let is_reference = schemas.iter().any(|schema| schema.get("$ref").is_some());
        let limit = match (depth, is_reference) {
            (0, _) => MAX_VALUES,
            (1, false) => MAX_INNER,
            _ => MAX_REFERENCED,
        };
        let mut lists: Vec<Vec<Value>> = Vec::new();
        for shape in self.shapes.of(schemas) {
            if self.enter(&shape) {
                let values = self.of_shape(&shape, depth);
                self.active.borrow_mut().pop();
                lists.push(values);
            }
        }
        // The first value of each shape, then the second of each, so that each branch has a value.
        let mut found: Vec<Value> = Vec::new();
        let mut known = BTreeSet::new();
        let longest = lists.iter().map(Vec::len).max().unwrap_or(0);
        for turn in 0..longest {
            for value in lists.iter().filter_map(|list| list.get(turn)) {
                if found.len() < limit && known.insert(value.to_string()) {
                    found.push(value.clone());
                }
            }
        }
        found
    }

    /// Notes that a shape is being made. False if it occurs inside itself too often.
    fn enter(&self, shape: &Shape<'a>) -> bool {
        let address = shape
            .parts
            .last()
            .map_or(std::ptr::null(), |part| std::ptr::from_ref(*part));
        let mut active = self.active.borrow_mut();
        if active.len() > MAX_DEPTH * 2 || active.iter().filter(|known| **known == address).count() >= RECURSIONS {
            return false;
        }
        active.push(address);
        true
    }

    fn of_shape(&self, shape: &Shape<'a>, depth: usize) -> Vec<Value> {
        let mut values = Vec::new();
        if let Some(listed) = listed(&shape.parts) {
            values = listed;
        } else {
            for kind in kinds(&shape.parts) {
                match kind {
                    "object" => values.extend(self.objects(shape, depth)),
                    "array" => values.extend(self.lists(shape, depth)),
                    _ => values.extend(scalars(kind, shape)),
                }
            }
        }
        if shape.parts.iter().any(|part| is_nullable(part)) {
            values.push(Value::Null);
        }
        values
    }

    /// One value.
    fn one(&self, schemas: &[&'a Value], depth: usize, size: Size) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.nodes.set(self.nodes.get() + 1);
        let pointer = match schemas {
            [only] => self.shapes.pointer(only),
            _ => None,
        };
        let mut first = None;
        for shape in self.shapes.of(schemas).iter().take(8) {
            if !self.enter(shape) {
                continue;
            }
            let value = self.one_of_shape(shape, depth, size);
            self.active.borrow_mut().pop();
            let Some(value) = value else { continue };
            let is_valid = pointer.and_then(|pointer| (self.accepts)(pointer, &value));
            if is_valid != Some(false) {
                return Some(value);
            }
            first = first.or(Some(value));
        }
        first
    }

    fn one_of_shape(&self, shape: &Shape<'a>, depth: usize, size: Size) -> Option<Value> {
        if let Some(listed) = listed(&shape.parts) {
            return listed.into_iter().next();
        }
        match kinds(&shape.parts).first().copied()? {
            "object" => self.object(shape, depth, size),
            "array" => self.list(shape, depth, size),
            kind => scalars(kind, shape).into_iter().next(),
        }
    }

    fn objects(&self, shape: &Shape<'a>, depth: usize) -> Vec<Value> {
        self.nodes.set(0);
        let mut found: Vec<Value> = Vec::new();
        found.extend(self.object(shape, depth, Size::Least));
        self.nodes.set(0);
        found.extend(self.object(shape, depth, Size::Full));
        let (Some(Value::Object(least)), true) = (found.first().cloned(), depth < FULL_DEPTH) else {
            found.reverse();
            return found;
        };
        // The full value first: the least one may fit several branches of a union.
        found.reverse();
        for (name, schemas) in properties(shape) {
            if shape.tags.iter().any(|(tag, _)| *tag == name) {
                continue;
            }
            self.nodes.set(0);
            for value in self.many(&schemas, depth + 1) {
                let mut members = least.clone();
                members.insert(name.to_owned(), value);
                found.push(Value::Object(members));
            }
        }
        if let Some((key, rest)) = additional(&shape.parts) {
            let values = match rest {
                Some(rest) => self.many(&[rest], depth + 1),
                None => vec![json!({ "any": [1, null] }), json!("text")],
            };
            for value in values {
                let mut members = least.clone();
                members.insert(key.clone(), value);
                found.push(Value::Object(members));
            }
        }
        found
    }

    fn object(&self, shape: &Shape<'a>, depth: usize, size: Size) -> Option<Value> {
        let required = required(&shape.parts);
        let is_full = size == Size::Full && depth < FULL_DEPTH;
        let mut members = Map::new();
        for (name, schemas) in properties(shape) {
            let is_required = required.contains(name);
            if !is_required && (!is_full || self.nodes.get() > MAX_NODES) {
                continue;
            }
            let size = if self.nodes.get() > MAX_NODES {
                Size::Least
            } else {
                size
            };
            match self.one(&schemas, depth + 1, size) {
                Some(value) => {
                    members.insert(name.to_owned(), value);
                }
                None if is_required => return None,
                None => {}
            }
        }
        for name in required {
            members.entry(name).or_insert_with(|| json!("text"));
        }
        for (tag, name) in &shape.tags {
            let declared = properties(shape).into_iter().find(|(known, _)| known == tag);
            let declared = declared
                .map(|(_, schemas)| self.shapes.of(&schemas))
                .unwrap_or_default();
            let values = declared.iter().find_map(|shape| listed(&shape.parts));
            if values.is_none_or(|values| values.contains(&json!(name))) {
                members.insert((*tag).to_owned(), json!(name));
            }
        }
        if let (Some((key, rest)), true) = (
            additional(&shape.parts),
            is_full || at_least(&shape.parts, "minProperties") > members.len(),
        ) {
            let value = match rest {
                Some(rest) => self.one(&[rest], depth + 1, size),
                None => Some(json!("text")),
            };
            if let Some(value) = value {
                members.insert(key, value);
            }
        }
        Some(Value::Object(members))
    }

    fn lists(&self, shape: &Shape<'a>, depth: usize) -> Vec<Value> {
        let mut found: Vec<Value> = Vec::new();
        found.extend(self.list(shape, depth, Size::Full));
        let (least, most) = (at_least(&shape.parts, "minItems"), at_most(&shape.parts, "maxItems"));
        if least == 0 {
            found.push(json!([]));
        }
        if depth > FULL_DEPTH || keyword(&shape.parts, "prefixItems").is_some() {
            return found;
        }
        let schemas = items(&shape.parts);
        let values = if schemas.is_empty() {
            vec![json!("text"), json!({ "a": [1] }), json!(1.5)]
        } else {
            self.many(&schemas, depth + 1)
        };
        if least <= 1 && most >= 1 {
            found.extend(values.iter().map(|value| json!([value])));
        }
        if !values.is_empty() {
            let is_unique = keyword(&shape.parts, "uniqueItems") == Some(&Value::Bool(true));
            let length = if is_unique {
                values.len()
            } else {
                (values.len() * 2).max(least)
            };
            let long: Vec<Value> = values.iter().cycle().take(length.min(most).min(60)).cloned().collect();
            found.push(Value::Array(long));
        }
        found
    }

    fn list(&self, shape: &Shape<'a>, depth: usize, size: Size) -> Option<Value> {
        let tuple = keyword(&shape.parts, "prefixItems").and_then(Value::as_array);
        let mut list: Vec<Value> = Vec::new();
        for schema in tuple.into_iter().flatten() {
            list.push(self.one(&[schema], depth + 1, size)?);
        }
        let least = at_least(&shape.parts, "minItems");
        let wanted = if size == Size::Full && tuple.is_none() {
            least.max(1)
        } else {
            least
        };
        let wanted = wanted.min(at_most(&shape.parts, "maxItems")).min(200);
        if list.len() < wanted {
            let schemas = items(&shape.parts);
            let item = if schemas.is_empty() {
                Some(json!("text"))
            } else {
                self.one(&schemas, depth + 1, size)
            };
            match item {
                Some(item) if wanted > 1 && keyword(&shape.parts, "uniqueItems") == Some(&Value::Bool(true)) => {
                    let other = self.many(&schemas, depth + 1);
                    list.push(item.clone());
                    list.extend(other.into_iter().filter(|value| *value != item).take(wanted - 1));
                }
                Some(item) => list.resize(wanted, item),
                None if least == 0 => {}
                None => return None,
            }
        }
        Some(Value::Array(list))
    }
}

fn scalars(kind: &str, shape: &Shape<'_>) -> Vec<Value> {
    match kind {
        "string" => texts(&shape.parts),
        "integer" => numbers(&shape.parts, true),
        "number" => numbers(&shape.parts, false),
        "boolean" => vec![json!(true), json!(false)],
        "any" => vec![json!("text"), json!({ "a": [1, null] }), json!(1.5), json!([true, "b"])],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Maker;
    use crate::instances::schemas::{Schemas, View};
    use crate::instances::walk;
    use serde_json::{Value, json};

    /// The values of the schema `A` that the validator accepts.
    fn valid(schemas: Value) -> Vec<Value> {
        let document = json!({ "openapi": "3.0.3", "components": { "schemas": schemas } });
        let root = "/components/schemas/A".to_owned();
        let reachable = walk::reachable(&document, [root.clone()]);
        let names = BTreeSet::from([root.clone()]);
        let validator = Schemas::new(&document, &reachable, &names, View::Received).unwrap();
        let accepts = |pointer: &str, value: &Value| validator.accepts(pointer, value);
        let values = Maker::new(&document, &reachable, &accepts).values(&root);
        values
            .into_iter()
            .filter(|value| accepts(&root, value) == Some(true))
            .collect()
    }

    #[test]
    fn each_branch_each_declared_value_and_null_have_a_value() {
        let values = valid(json!({ "A": { "oneOf": [
            { "type": "string", "enum": ["x", "y"] },
            { "type": "object", "properties": { "a": { "type": "boolean", "nullable": true } }, "required": ["a"] },
        ] } }));
        for value in [
            json!("x"),
            json!("y"),
            json!({ "a": true }),
            json!({ "a": false }),
            json!({ "a": null }),
        ] {
            assert!(values.contains(&value), "{value}");
        }
    }

    #[test]
    fn a_discriminator_selects_the_branch() {
        let branch = |member: &str| json!({ "type": "object", "properties": { "t": { "type": "string" }, member: { "type": "integer" } }, "required": ["t", member] });
        let values = valid(json!({
            "A": {
                "oneOf": [{ "$ref": "#/components/schemas/B" }, { "$ref": "#/components/schemas/C" }],
                "discriminator": { "propertyName": "t", "mapping": { "see": "#/components/schemas/C" } },
            },
            "B": branch("b"),
            "C": branch("c"),
        }));
        assert!(values.contains(&json!({ "t": "B", "b": 1 })));
        assert!(values.contains(&json!({ "t": "see", "c": 1 })));
    }

    #[test]
    fn recursion_ends() {
        let values =
            valid(json!({ "A": { "type": "object", "properties": { "a": { "$ref": "#/components/schemas/A" } } } }));
        assert!(values.contains(&json!({})) && values.contains(&json!({ "a": { "a": {} } })));
    }
}
