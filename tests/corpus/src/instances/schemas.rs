//! The schemas of a document for an independent validator: the original document, translated to JSON Schema without
//! moving anything, so that JSON pointers are unchanged.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

use super::sound::{cuts, exclusive, formats, is_null_branch, is_sound, nullable_type};
use super::walk::{self, Family, below};
use crate::roundtrip::validity::{fragment, is_base64, is_uuid};

const DOCUMENT: &str = "json-schema:///document";
/// Where schemas are kept that the translation adds.
const ADDED: &str = "x-oaspen-added";

/// What a validator is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// Values that are sent: read-only members may be absent.
    Sent,
    /// Values that are received: write-only members may be absent.
    Received,
    /// The structure only: no bounds, no patterns, and a value may fit several branches of `oneOf`.
    Structure,
}

/// Keywords that limit a value without changing its structure.
const BOUNDS: [&str; 14] = [
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "uniqueItems",
    "additionalProperties",
];

/// A validator of many schemas of one document.
pub(crate) struct Schemas {
    validator: Validator,
    numbers: BTreeMap<String, usize>,
}

impl Schemas {
    /// Prepares a validator for the schemas at these pointers. `sent` decides which required members are left out.
    pub(crate) fn new(
        document: &Value,
        reachable: &BTreeSet<String>,
        names: &BTreeSet<String>,
        view: View,
    ) -> Result<Self, String> {
        let newer = document
            .get("openapi")
            .and_then(Value::as_str)
            .is_some_and(|version| !version.starts_with("3.0"));
        let has_const = newer;
        // For the structure the older draft suffices, in which a schema can be replaced without being moved.
        let newer = newer && view != View::Structure;
        let draft = if newer { Draft::Draft202012 } else { Draft::Draft7 };
        let translated = Translation::new(document, newer, has_const, view).run(reachable);
        let families: BTreeSet<String> = walk::families(document, reachable).into_keys().collect();
        let registry = Registry::new()
            .draft(draft)
            .add(DOCUMENT, translated)
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| error.to_string())?;
        let mut numbers = BTreeMap::new();
        let mut properties = Map::new();
        for (number, pointer) in names.iter().enumerate() {
            numbers.insert(pointer.clone(), number);
            let at = if families.contains(pointer) {
                format!("/{ADDED}/{}", family_name(pointer))
            } else {
                pointer.clone()
            };
            properties.insert(
                number.to_string(),
                json!({ "$ref": format!("{DOCUMENT}#{}", fragment(&at)) }),
            );
        }
        let validator = jsonschema::options()
            .with_draft(draft)
            .with_registry(&registry)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(true)
            .with_format("uuid", is_uuid)
            .with_format("byte", is_base64)
            .build(&json!({ "properties": properties }))
            .map_err(|error| error.to_string())?;
        Ok(Self { validator, numbers })
    }

    /// Whether the schema at a pointer accepts a value. `None` if the schema is not known.
    pub(crate) fn accepts(&self, pointer: &str, value: &Value) -> Option<bool> {
        let number = self.numbers.get(pointer)?;
        let mut holder = Map::new();
        holder.insert(number.to_string(), value.clone());
        Some(self.validator.is_valid(&Value::Object(holder)))
    }
}

struct Translation<'a> {
    document: &'a Value,
    newer: bool,
    has_const: bool,
    view: View,
    added: Map<String, Value>,
    families: BTreeMap<String, Family>,
}

impl<'a> Translation<'a> {
    fn new(document: &'a Value, newer: bool, has_const: bool, view: View) -> Self {
        Self {
            document,
            newer,
            has_const,
            view,
            added: Map::new(),
            families: BTreeMap::new(),
        }
    }

    fn run(mut self, pointers: &BTreeSet<String>) -> Value {
        let cuts = cuts(self.document, pointers);
        self.families = walk::families(self.document, pointers);
        for (parent, family) in self.families.clone() {
            self.family(&parent, &family);
        }
        let mut document = self.document.clone();
        for pointer in pointers {
            if let Some(node) = document.pointer_mut(pointer)
                && let Value::Object(members) = node.take()
            {
                *node = Value::Object(self.schema(members, pointer, &cuts));
            }
        }
        if let Some(members) = document.as_object_mut() {
            self.added.insert("never".to_owned(), Value::Bool(false));
            members.insert(ADDED.to_owned(), Value::Object(self.added));
        }
        document
    }

    fn schema(
        &mut self,
        mut members: Map<String, Value>,
        pointer: &str,
        cuts: &BTreeSet<String>,
    ) -> Map<String, Value> {
        if let Some(reference) = members.get("$ref").cloned() {
            self.reference(&mut members, &reference, pointer, cuts);
            if !self.newer {
                self.narrowed(&mut members);
                return members;
            }
        }
        if is_null_branch(&members, pointer) {
            members.insert("type".to_owned(), json!("null"));
            return members;
        }
        if self.view == View::Structure {
            // `additionalProperties: false` is a bound, a schema is not.
            let is_bound = |name: &str, value: &Value| {
                BOUNDS.contains(&name) && (name != "additionalProperties" || value == &Value::Bool(false))
            };
            members.retain(|name, value| !is_bound(name, value));
        }
        if !is_sound(&members) {
            if self.newer {
                return Map::from_iter([("not".to_owned(), json!({}))]);
            }
            members.insert("$ref".to_owned(), json!(format!("#/{ADDED}/never")));
            return members;
        }
        self.directions(&mut members);
        formats(&mut members);
        let nullable = members.get("nullable") == Some(&Value::Bool(true));
        self.keywords(&mut members);
        self.discriminator(&mut members, pointer, cuts);
        if nullable && !self.newer {
            nullable_type(&mut members);
        }
        let is_combined = ["allOf", "anyOf", "oneOf"]
            .iter()
            .any(|name| members.contains_key(*name));
        let is_loose = self.view == View::Structure && members.contains_key("oneOf");
        if !self.newer && ((nullable && is_combined) || is_loose) {
            self.moved(&mut members, pointer, nullable);
        }
        members
    }

    fn reference(
        &mut self,
        members: &mut Map<String, Value>,
        reference: &Value,
        pointer: &str,
        cuts: &BTreeSet<String>,
    ) {
        let target = walk::target(&json!({ "$ref": reference })).filter(|to| self.document.pointer(to).is_some());
        match target {
            None => {
                members.remove("$ref");
                members.insert("not".to_owned(), json!({}));
            }
            Some(target) if cuts.contains(pointer) => {
                let plain = self.plain(&target);
                members.insert("$ref".to_owned(), json!(plain));
            }
            Some(_) => {
                if let Some(family) = self.family_of(reference, pointer) {
                    members.insert("$ref".to_owned(), json!(family));
                }
            }
        }
    }

    /// Keywords that mean something else in the draft, or nothing in this version of OpenAPI.
    fn keywords(&self, members: &mut Map<String, Value>) {
        const NOT_IN_3_0: [&str; 8] = [
            "$id",
            "id",
            "$schema",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
        ];
        if self.newer {
            if members.get("contentEncoding").and_then(Value::as_str) == Some("base64") {
                members.entry("format").or_insert_with(|| json!("byte"));
            }
        } else {
            exclusive(members, "minimum", "exclusiveMinimum");
            exclusive(members, "maximum", "exclusiveMaximum");
            members.retain(|name, _| !NOT_IN_3_0.contains(&name.as_str()));
        }
        if !self.has_const {
            members.remove("const");
        }
    }

    /// OpenAPI 3.0 ignores what is beside a reference, but a list of values there narrows the type for every reader. A
    /// value must fit both readings.
    fn narrowed(&mut self, members: &mut Map<String, Value>) {
        let listed: Map<String, Value> = members
            .iter()
            .filter(|(name, value)| name.as_str() == "enum" && value.as_array().is_some_and(|list| !list.is_empty()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let Some(reference) = members.get("$ref").filter(|_| !listed.is_empty()).cloned() else {
            return;
        };
        let number = self.added.len().to_string();
        let at = format!("#/{ADDED}/{number}");
        self.added
            .insert(number, json!({ "allOf": [{ "$ref": reference }, listed] }));
        members.insert("$ref".to_owned(), json!(at));
    }

    /// Members that are not sent, or not received, are not required.
    fn directions(&self, members: &mut Map<String, Value>) {
        let flags: &[&str] = match self.view {
            View::Sent => &["readOnly"],
            View::Received => &["writeOnly"],
            View::Structure => &["readOnly", "writeOnly"],
        };
        let has = |schema: &Value| flags.iter().any(|flag| schema.get(*flag) == Some(&Value::Bool(true)));
        let Some(properties) = members.get("properties").and_then(Value::as_object) else {
            return;
        };
        let left_out: Vec<String> = properties
            .iter()
            .filter(|(_, schema)| {
                let target = walk::target(schema).and_then(|pointer| self.document.pointer(&pointer));
                has(target.unwrap_or(schema)) || has(schema)
            })
            .map(|(name, _)| name.clone())
            .collect();
        if let Some(Value::Array(required)) = members.get_mut("required") {
            required.retain(|name| !left_out.iter().any(|other| Some(other.as_str()) == name.as_str()));
        }
    }

    /// OpenAPI requires that a value fits the branch that its tag names.
    fn discriminator(&self, members: &mut Map<String, Value>, pointer: &str, cuts: &BTreeSet<String>) {
        let Some(discriminator) = members.get("discriminator").and_then(Value::as_object) else {
            return;
        };
        let Some(tag) = discriminator.get("propertyName").and_then(Value::as_str) else {
            return;
        };
        let branches: Vec<String> = ["oneOf", "anyOf"]
            .iter()
            .filter_map(|name| Some((name, members.get(*name)?.as_array()?)))
            .flat_map(|(name, list)| {
                let at = below(pointer, name);
                list.iter().enumerate().filter_map(move |(index, branch)| {
                    (!cuts.contains(&format!("{at}/{index}"))).then(|| walk::target(branch))?
                })
            })
            .collect();
        let mapping = walk::mapping(discriminator);
        let mut rules = Vec::new();
        for branch in &branches {
            let mut names: Vec<String> = mapping
                .iter()
                .filter(|(_, to)| to == branch)
                .map(|(name, _)| (*name).to_owned())
                .collect();
            let implied = walk::last(branch);
            if names.is_empty() && !mapping.iter().any(|(name, _)| *name == implied) {
                names.push(implied);
            }
            rules.push(json!({
                "if": { "properties": { tag: { "enum": names } }, "required": [tag], "type": "object" },
                "then": { "$ref": format!("#{}", fragment(branch)) },
            }));
        }
        if rules.is_empty() {
            return;
        }
        let all = members.entry("allOf").or_insert_with(|| json!([]));
        if let Some(all) = all.as_array_mut() {
            all.extend(rules);
        }
    }

    /// Moves a schema and leaves a reference to it. What is beside a reference is ignored, but other references can
    /// still point to it.
    fn moved(&mut self, members: &mut Map<String, Value>, pointer: &str, nullable: bool) {
        let mut moved = Map::new();
        for (name, value) in members.iter() {
            // The parts stay where they are: the moved schema refers to them.
            let refer = |index: usize| json!({ "$ref": format!("#{}", fragment(&format!("{}/{index}", below(pointer, name)))) });
            let value = match (name.as_str(), value) {
                ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => {
                    Value::Array((0..parts.len()).map(refer).collect())
                }
                ("properties", Value::Object(properties)) => Value::Object(
                    properties
                        .keys()
                        .map(|key| {
                            let at = below(&below(pointer, name), key);
                            (key.clone(), json!({ "$ref": format!("#{}", fragment(&at)) }))
                        })
                        .collect(),
                ),
                ("items" | "additionalProperties", Value::Object(_)) => {
                    json!({ "$ref": format!("#{}", fragment(&below(pointer, name))) })
                }
                _ => value.clone(),
            };
            let is_loose = name == "oneOf" && self.view == View::Structure;
            if is_loose && moved.contains_key("anyOf") {
                continue;
            }
            moved.insert(if is_loose { "anyOf".to_owned() } else { name.clone() }, value);
        }
        let mut branches = vec![Value::Object(moved)];
        if nullable {
            branches.push(json!({ "type": "null" }));
        }
        let number = self.added.len().to_string();
        let reference = format!("#/{ADDED}/{number}");
        self.added.insert(number, json!({ "anyOf": branches }));
        members.insert("$ref".to_owned(), json!(reference));
    }

    /// The rules of a parent: a value fits the schema that its tag names.
    fn family(&mut self, parent: &str, family: &Family) {
        let tag = family.tag.as_str();
        let mut parts = vec![json!({ "$ref": format!("#{}", fragment(parent)) })];
        parts.extend(family.children.iter().map(|(child, names)| {
            json!({
                "if": { "properties": { tag: { "enum": names } }, "required": [tag], "type": "object" },
                "then": { "$ref": format!("#{}", fragment(child)) },
            })
        }));
        self.added.insert(family_name(parent), json!({ "allOf": parts }));
    }

    /// The reference that replaces one to a parent. Schemas that extend it refer to the parent alone.
    fn family_of(&self, reference: &Value, pointer: &str) -> Option<String> {
        let target = walk::target(&json!({ "$ref": reference }))?;
        let extends = pointer
            .rsplit_once('/')
            .is_some_and(|(holder, _)| holder.ends_with("/allOf"));
        let is_family = self.families.contains_key(&target) && !extends;
        is_family.then(|| format!("#/{ADDED}/{}", family_name(&target)))
    }

    /// A copy of a schema without its combinations, where these would never end.
    fn plain(&mut self, target: &str) -> String {
        let name = format!("plain{}", target.replace(['/', '~', '%'], "_"));
        if !self.added.contains_key(&name) {
            let mut copy = self
                .document
                .pointer(target)
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default();
            for keyword in ["allOf", "anyOf", "oneOf", "not", "discriminator", "$ref", "nullable"] {
                copy.remove(keyword);
            }
            self.directions(&mut copy);
            let mut kept = Map::new();
            for (keyword, value) in copy {
                if matches!(keyword.as_str(), "type" | "required") {
                    kept.insert(keyword, value);
                } else if keyword == "properties" {
                    let properties = value.as_object().into_iter().flatten();
                    let properties = properties.map(|(key, _)| {
                        let at = below(&below(target, "properties"), key);
                        (key.clone(), json!({ "$ref": format!("#{}", fragment(&at)) }))
                    });
                    kept.insert(keyword, Value::Object(properties.collect()));
                }
            }
            self.added.insert(name.clone(), Value::Object(kept));
        }
        format!("#/{ADDED}/{name}")
    }
}

/// The name of the added schema of a family.
fn family_name(parent: &str) -> String {
    format!("family{}", parent.replace(['/', '~', '%'], "_"))
}
