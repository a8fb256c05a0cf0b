//! The ways to fulfil a schema: what applies to a value at once, with a branch chosen for each union.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::walk::{self, Family};

/// Maximum number of ways to fulfil one schema.
const MAX_SHAPES: usize = 300;

/// One way to fulfil a schema: everything that applies at once, with a branch chosen for each union.
#[derive(Clone, Default)]
pub(crate) struct Shape<'a> {
    pub parts: Vec<&'a Map<String, Value>>,
    /// Members that select the branch.
    pub tags: Vec<(&'a str, String)>,
}

/// Finds the shapes of the schemas of one document.
pub(crate) struct Shapes<'a> {
    document: &'a Value,
    newer: bool,
    addresses: HashMap<*const Value, &'a str>,
    families: BTreeMap<String, Family>,
}

impl<'a> Shapes<'a> {
    pub(crate) fn new(document: &'a Value, pointers: &'a BTreeSet<String>) -> Self {
        let version = document.get("openapi").and_then(Value::as_str).unwrap_or_default();
        Self {
            document,
            newer: !version.starts_with("3.0"),
            addresses: walk::addresses(document, pointers),
            families: walk::families(document, pointers),
        }
    }

    /// The pointer of a schema of the document.
    pub(crate) fn pointer(&self, schema: &Value) -> Option<&'a str> {
        self.addresses.get(&std::ptr::from_ref(schema)).copied()
    }

    /// All ways to fulfil schemas that apply at once.
    pub(crate) fn of(&self, schemas: &[&'a Value]) -> Vec<Shape<'a>> {
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
            names.push(walk::implied(self.document, pointer));
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

pub(crate) fn is_nullable(part: &Map<String, Value>) -> bool {
    let listed = part.get("type").and_then(Value::as_array);
    part.get("nullable") == Some(&Value::Bool(true))
        || listed.is_some_and(|types| types.contains(&json!("null")))
        || part.get("type") == Some(&json!("null"))
}

/// The JSON types that all parts allow, without null.
pub(crate) fn kinds<'a>(parts: &[&'a Map<String, Value>]) -> Vec<&'a str> {
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

/// The declared members with all schemas that apply to them, in the order of the document.
pub(crate) fn properties<'a>(shape: &Shape<'a>) -> Vec<(&'a str, Vec<&'a Value>)> {
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

pub(crate) fn required<'a>(parts: &[&'a Map<String, Value>]) -> BTreeSet<&'a str> {
    parts
        .iter()
        .filter_map(|part| part.get("required")?.as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

pub(crate) fn items<'a>(parts: &[&'a Map<String, Value>]) -> Vec<&'a Value> {
    parts
        .iter()
        .filter_map(|part| part.get("items"))
        .filter(|items| items.is_object())
        .collect()
}

/// A name for an additional property, and its schema if it has one.
pub(crate) fn additional<'a>(parts: &[&'a Map<String, Value>]) -> Option<(String, Option<&'a Value>)> {
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
