//! Makes values from a schema: each branch of each union, each declared value, each optional member present and absent,
//! null, bounds, formats, empty and long lists, and recursion to the second level. The result depends on the document
//! only. Not every value is valid: an independent validator decides.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::scalars::{at_least, at_most, keyword, listed, numbers, texts};
use super::walk::{self, Family};

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
const MAX_SHAPES: usize = 300;

/// Asks the validator whether the schema at a pointer accepts a value.
pub(crate) type Accepts<'a> = &'a dyn Fn(&str, &Value) -> Option<bool>;

/// One way to fulfil a schema: everything that applies at once, with a branch chosen for each union.
#[derive(Clone, Default)]
struct Shape<'a> {
    parts: Vec<&'a Map<String, Value>>,
    /// Members that select the branch.
    tags: Vec<(&'a str, String)>,
}

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
    newer: bool,
    addresses: HashMap<*const Value, &'a str>,
    families: BTreeMap<String, Family>,
    accepts: Accepts<'a>,
    active: RefCell<Vec<*const Map<String, Value>>>,
    nodes: Cell<usize>,
}

impl<'a> Maker<'a> {
    pub(crate) fn new(document: &'a Value, pointers: &'a BTreeSet<String>, accepts: Accepts<'a>) -> Self {
        let version = document.get("openapi").and_then(Value::as_str).unwrap_or_default();
        Self {
            document,
            newer: !version.starts_with("3.0"),
            addresses: walk::addresses(document, pointers),
            families: walk::families(document, pointers),
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

    /// All ways to fulfil schemas that apply at once.
    fn shapes(&self, schemas: &[&'a Value]) -> Vec<Shape<'a>> {
        let mut shapes = vec![Shape::default()];
        for schema in schemas {
            shapes = cross(shapes, &self.expand(schema, false, &mut Vec::new()));
        }
        shapes
    }

    fn expand(&self, schema: &'a Value, inherited: bool, stack: &mut Vec<*const Value>) -> Vec<Shape<'a>> {
        let Some(map) = schema.as_object() else {
            return if schema == &Value::Bool(false) {
                Vec::new()
            } else {
                vec![Shape::default()]
            };
        };
        let address = std::ptr::from_ref(schema);
        if stack.contains(&address) || stack.len() > 24 {
            return vec![Shape::default()];
        }
        stack.push(address);
        let mut shapes = vec![Shape {
            parts: vec![map],
            tags: Vec::new(),
        }];
        if map.contains_key("$ref") {
            let target = walk::target(schema).and_then(|pointer| self.document.pointer(&pointer));
            let found = target.map_or_else(Vec::new, |target| self.expand(target, inherited, stack));
            if !self.newer {
                stack.pop();
                return found;
            }
            shapes = cross(shapes, &found);
        }
        for part in map.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            shapes = cross(shapes, &self.expand(part, true, stack));
        }
        let discriminator = map.get("discriminator").and_then(Value::as_object);
        let mut is_union = false;
        for name in ["oneOf", "anyOf"] {
            if let Some(branches) = map.get(name).and_then(Value::as_array).filter(|list| !list.is_empty()) {
                is_union = true;
                let mut all = Vec::new();
                for branch in branches {
                    let pointer = walk::target(branch);
                    let found = self.expand(branch, false, stack);
                    all.extend(self.tagged(found, discriminator, pointer.as_deref()));
                }
                shapes = cross(shapes, &all);
            }
        }
        if let (Some(discriminator), false, false) = (discriminator, is_union, inherited) {
            shapes = self.hierarchy(schema, discriminator, shapes, stack);
        }
        stack.pop();
        shapes.truncate(MAX_SHAPES);
        shapes
    }

    /// The shapes of a branch with the names that select it.
    fn tagged(
        &self,
        shapes: Vec<Shape<'a>>,
        discriminator: Option<&'a Map<String, Value>>,
        pointer: Option<&str>,
    ) -> Vec<Shape<'a>> {
        let (Some(discriminator), Some(pointer)) = (discriminator, pointer) else {
            return shapes;
        };
        let mapping = walk::mapping(discriminator);
        let mut names: Vec<String> = mapping
            .iter()
            .filter(|(_, to)| to == pointer)
            .map(|(name, _)| (*name).to_owned())
            .collect();
        if names.is_empty() {
            names.push(walk::last(pointer));
        }
        self.named(shapes, discriminator, &names)
    }

    /// The shapes of a branch, with each of its names.
    fn named(&self, shapes: Vec<Shape<'a>>, discriminator: &'a Map<String, Value>, names: &[String]) -> Vec<Shape<'a>> {
        let Some(tag) = discriminator.get("propertyName").and_then(Value::as_str) else {
            return shapes;
        };
        let mut all = Vec::new();
        for shape in shapes {
            // The innermost name counts: an inner union has selected the branch already.
            if shape.tags.iter().any(|(known, _)| *known == tag) {
                all.push(shape);
                continue;
            }
            for name in names {
                let mut one = shape.clone();
                one.tags.push((tag, name.clone()));
                all.push(one);
            }
        }
        all
    }

    /// A discriminator without branches: the schemas that extend this one.
    fn hierarchy(
        &self,
        schema: &'a Value,
        discriminator: &'a Map<String, Value>,
        own: Vec<Shape<'a>>,
        stack: &mut Vec<*const Value>,
    ) -> Vec<Shape<'a>> {
        let Some(pointer) = self.addresses.get(&std::ptr::from_ref(schema)).copied() else {
            return own;
        };
        let mut all = Vec::new();
        for (child, names) in self
            .families
            .get(pointer)
            .into_iter()
            .flat_map(|family| &family.children)
        {
            let Some(found) = self.document.pointer(child) else {
                continue;
            };
            // The parent applies through `allOf` of the child.
            stack.pop();
            let shapes = self.expand(found, true, stack);
            stack.push(std::ptr::from_ref(schema));
            all.extend(self.named(shapes, discriminator, names));
        }
        all.extend(self.tagged(own, Some(discriminator), Some(pointer)));
        all
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
        for shape in self.shapes(schemas) {
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
            [only] => self.addresses.get(&std::ptr::from_ref(*only)).copied(),
            _ => None,
        };
        let mut first = None;
        for shape in self.shapes(schemas).iter().take(8) {
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
            let declared = declared.map(|(_, schemas)| self.shapes(&schemas)).unwrap_or_default();
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

/// Combines two lists of shapes: each shape of one with the first of the other.
fn cross<'a>(one: Vec<Shape<'a>>, other: &[Shape<'a>]) -> Vec<Shape<'a>> {
    let join = |a: &Shape<'a>, b: &Shape<'a>| {
        let mut joined = a.clone();
        joined.parts.extend(b.parts.iter().copied());
        joined.tags.extend(b.tags.iter().cloned());
        joined
    };
    let (Some(first), Some(other_first)) = (one.first(), other.first()) else {
        return Vec::new();
    };
    let rest = other.iter().skip(1).map(|shape| join(first, shape));
    let mut all: Vec<Shape<'a>> = vec![join(first, other_first)];
    all.extend(rest);
    all.extend(one.iter().skip(1).map(|shape| join(shape, other_first)));
    all
}

fn is_nullable(part: &Map<String, Value>) -> bool {
    let listed = part.get("type").and_then(Value::as_array);
    part.get("nullable") == Some(&Value::Bool(true))
        || listed.is_some_and(|types| types.contains(&json!("null")))
        || part.get("type") == Some(&json!("null"))
}

/// The JSON types that all parts allow, without null.
fn kinds<'a>(parts: &[&'a Map<String, Value>]) -> Vec<&'a str> {
    let mut found: Option<Vec<&str>> = None;
    for part in parts {
        let types: Vec<&str> = match part.get("type") {
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            _ => continue,
        };
        let fits = |one: &str| types.contains(&one) || (one == "integer" && types.contains(&"number"));
        found = Some(match found {
            None => types,
            Some(known) if known.contains(&"number") && types.contains(&"integer") => vec!["integer"],
            Some(known) => known.into_iter().filter(|one| fits(one)).collect(),
        });
    }
    if let Some(types) = found {
        return types.into_iter().filter(|name| *name != "null").collect();
    }
    let has = |names: &[&str]| {
        parts
            .iter()
            .any(|part| names.iter().any(|name| part.contains_key(*name)))
    };
    if has(&[
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "minProperties",
    ]) {
        vec!["object"]
    } else if has(&["items", "prefixItems", "minItems", "maxItems"]) {
        vec!["array"]
    } else if has(&["pattern", "minLength", "maxLength"]) {
        vec!["string"]
    } else if has(&["minimum", "maximum", "multipleOf"]) {
        vec!["number"]
    } else {
        vec!["any"]
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

/// The declared members with all schemas that apply to them, in the order of the document.
fn properties<'a>(shape: &Shape<'a>) -> Vec<(&'a str, Vec<&'a Value>)> {
    let mut found: Vec<(&str, Vec<&Value>)> = Vec::new();
    for (name, schema) in shape
        .parts
        .iter()
        .filter_map(|part| part.get("properties")?.as_object())
        .flatten()
    {
        match found.iter_mut().find(|(known, _)| known == name) {
            Some((_, schemas)) => schemas.push(schema),
            None => found.push((name, vec![schema])),
        }
    }
    found
}

fn required<'a>(parts: &[&'a Map<String, Value>]) -> BTreeSet<&'a str> {
    parts
        .iter()
        .filter_map(|part| part.get("required")?.as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

fn items<'a>(parts: &[&'a Map<String, Value>]) -> Vec<&'a Value> {
    parts
        .iter()
        .filter_map(|part| part.get("items"))
        .filter(|items| items.is_object())
        .collect()
}

/// A name for an additional property, and its schema if it has one.
fn additional<'a>(parts: &[&'a Map<String, Value>]) -> Option<(String, Option<&'a Value>)> {
    for part in parts {
        let patterns = part.get("patternProperties").and_then(Value::as_object);
        if let Some((pattern, schema)) = patterns.and_then(|patterns| patterns.iter().next()) {
            let name = crate::judge::pattern::text(pattern, 0..=100)?;
            return Some((name, Some(schema)));
        }
    }
    let rest = parts.iter().filter_map(|part| part.get("additionalProperties"));
    let mut found = None;
    for rest in rest {
        match rest {
            Value::Bool(false) => return None,
            Value::Bool(true) => found = found.or(Some(None)),
            rest => found = Some(Some(rest)),
        }
    }
    found.map(|schema| ("extra key".to_owned(), schema))
}
