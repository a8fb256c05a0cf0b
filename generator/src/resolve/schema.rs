//! Schemas of every version of OpenAPI in one typed form.

use std::collections::BTreeSet;

use crate::load::{Map, Node, Number, get};
use crate::normalize::is_annotation;
use crate::pointer::Pointer;

/// One schema object. Nested schemas are pointers, which may lead to references.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schema {
    /// The declared type. Null is not a type: see `nullable`.
    pub kind: Option<SchemaType>,
    pub format: String,
    pub nullable: bool,
    /// The values of `enum` or `const`, as JSON.
    pub values: Option<Vec<Node>>,
    /// What `x-enum-varnames` and similar extensions call the values, in their order. A missing name is empty.
    pub value_names: Vec<String>,
    /// The descriptions of the values, in their order.
    pub value_texts: Vec<String>,
    pub properties: Vec<(String, Pointer)>,
    pub required: Vec<String>,
    /// `additionalProperties`, if it is declared.
    pub extra: Option<Extra>,
    pub items: Option<Pointer>,
    pub all_of: Vec<Pointer>,
    pub one_of: Vec<Pointer>,
    pub any_of: Vec<Pointer>,
    /// The property of the discriminator. Its mapping can be long, and is read where it is needed.
    pub discriminator: Option<String>,
    pub default: Option<Node>,
    pub limits: Limits,
    pub title: String,
    pub description: String,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
    /// Whether no value matches: the schema `false`.
    pub is_never: bool,
    /// Whether it has keywords other than annotations such as a description.
    pub has_keywords: bool,
    /// Whether it has keywords other than annotations, `type` and `required`.
    pub has_details: bool,
}

/// What a schema limits the values of its type to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    pub minimum: Option<Number>,
    pub maximum: Option<Number>,
    /// Whether the bounds themselves are excluded.
    pub exclusive_minimum: bool,
    pub exclusive_maximum: bool,
    /// Characters of a string.
    pub length: Range,
    /// Items of a list.
    pub items: Range,
    /// Members of an object.
    pub members: Range,
    pub multiple_of: Option<Number>,
    /// Whether no two items of a list are equal.
    pub has_unique_items: bool,
    pub pattern: Option<String>,
}

/// The least and the greatest count.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Range {
    pub least: Option<u64>,
    pub most: Option<u64>,
}

/// The type of the values of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaType {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

/// The value of `additionalProperties`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Extra {
    Any,
    Schema(Pointer),
    Forbidden,
}

/// The property whose value names the branch of a union.
#[derive(Clone, Debug)]
pub(crate) struct Discriminator {
    pub property: String,
    /// Values, and the schemas that they select.
    pub mapping: Vec<(String, Pointer)>,
}

impl Discriminator {
    /// Reads that of the schema at a pointer, if it has one.
    pub(super) fn read(map: &Map, at: &Pointer) -> Option<Self> {
        let node = get(map, "discriminator")?;
        let mapping = node.get("mapping").and_then(Node::as_object).into_iter().flatten();
        Some(Self {
            property: property(node)?,
            mapping: mapping
                .filter_map(|(value, target)| Some((value.clone(), mapping_target(target.as_str()?, map, at))))
                .collect(),
        })
    }
}

impl Schema {
    /// Reads the object at a pointer. A keyword whose value has the wrong type is left out: the stage before has
    /// reported it.
    pub(super) fn read(map: &Map, at: &Pointer) -> Self {
        let mut schema = Self::default();
        for (key, value) in map {
            schema.keyword(key, value, map, at);
            schema.limits.keyword(key, value);
            if !is_annotation(key) {
                schema.has_keywords = true;
                schema.has_details |= !matches!(key.as_bytes(), b"type" | b"required");
            }
        }
        schema
    }

    /// Reads one keyword. Bytes are compared, which is faster than comparing texts where nothing is optimized.
    fn keyword(&mut self, key: &str, value: &Node, map: &Map, at: &Pointer) {
        match key.as_bytes() {
            b"type" => self.kind = kind(value, map),
            b"format" => self.format = text(value),
            b"nullable" => self.nullable = flag(value),
            b"enum" => self.values = value.as_array().cloned(),
            b"x-enum-varnames" | b"x-enumNames" | b"x-enum-descriptions" | b"x-enumDescriptions" | b"x-ms-enum" => {
                self.value_names = value_extension(map, "name", &["x-enum-varnames", "x-enumNames"]);
                self.value_texts = value_extension(map, "description", &["x-enum-descriptions", "x-enumDescriptions"]);
            }
            b"properties" => self.properties = members(value, &at.child(key)),
            b"required" => self.required = texts(value),
            b"additionalProperties" => self.extra = extra(value, at),
            // These can describe members that nothing else declares.
            b"then" | b"else" | b"dependentSchemas" if get(map, "additionalProperties").is_none() => {
                self.extra = Some(Extra::Any);
            }
            b"items" => self.items = value.is_object().then(|| at.child(key)),
            b"allOf" => self.all_of = elements(value, &at.child(key)),
            b"oneOf" => self.one_of = elements(value, &at.child(key)),
            b"anyOf" => self.any_of = elements(value, &at.child(key)),
            b"discriminator" => self.discriminator = property(value),
            b"default" => self.default = Some(value.clone()),
            b"title" => self.title = text(value),
            b"description" => self.description = text(value),
            b"deprecated" => self.deprecated = flag(value),
            b"readOnly" => self.read_only = flag(value),
            b"writeOnly" => self.write_only = flag(value),
            b"not" => self.is_never = value.as_object().is_some_and(Map::is_empty),
            _ => {}
        }
    }

    /// Whether it lists branches.
    pub(crate) fn is_union(&self) -> bool {
        !self.one_of.is_empty() || !self.any_of.is_empty()
    }

    /// Whether it declares members of an object.
    pub(crate) fn has_members(&self) -> bool {
        !self.properties.is_empty() || !self.required.is_empty()
    }
}

impl Limits {
    fn keyword(&mut self, key: &str, value: &Node) {
        let count = || number(value)?.as_u64();
        match key.as_bytes() {
            b"minimum" => self.minimum = number(value),
            b"maximum" => self.maximum = number(value),
            b"exclusiveMinimum" => self.exclusive_minimum = flag(value),
            b"exclusiveMaximum" => self.exclusive_maximum = flag(value),
            b"minLength" => self.length.least = count(),
            b"maxLength" => self.length.most = count(),
            b"minItems" => self.items.least = count(),
            b"maxItems" => self.items.most = count(),
            b"minProperties" => self.members.least = count(),
            b"maxProperties" => self.members.most = count(),
            b"multipleOf" => self.multiple_of = number(value),
            b"uniqueItems" => self.has_unique_items = flag(value),
            b"pattern" => self.pattern = value.as_str().map(str::to_owned),
            _ => {}
        }
    }
}

impl SchemaType {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "string" => Self::String,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }
}

/// The type. A number that is a multiple of an integer is one, unless its format is that of a float.
fn kind(declared: &Node, map: &Map) -> Option<SchemaType> {
    let kind = SchemaType::parse(declared.as_str()?)?;
    let is_integer = || {
        let step = get(map, "multipleOf").and_then(number).and_then(|step| step.as_f64());
        step.is_some_and(|step| step >= 1.0 && step.fract() == 0.0) && get(map, "format").is_none()
    };
    Some(match kind {
        SchemaType::Number if is_integer() => SchemaType::Integer,
        kind => kind,
    })
}

/// The property of a discriminator.
fn property(discriminator: &Node) -> Option<String> {
    Some(discriminator.get("propertyName")?.as_str()?.to_owned())
}

/// The target of a mapping: a reference, or the bare name of a branch, of a component or of a neighbor in another file.
fn mapping_target(text: &str, map: &Map, at: &Pointer) -> Pointer {
    if text.contains('#') || text.contains('/') || text.contains('.') {
        return Pointer::parse(text);
    }
    let is_called = |target: &Pointer| target.segments().last().is_some_and(|name| name == text);
    let branches = ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|key| get(map, key)?.as_array());
    let references = branches.flatten().filter_map(|branch| branch.get("$ref")?.as_str());
    if let Some(branch) = references.map(Pointer::parse).find(is_called) {
        return branch;
    }
    match at.parent().filter(|_| !at.file().is_empty()) {
        Some(folder) => folder.child(text),
        None => Pointer::root().child("components").child("schemas").child(text),
    }
}

fn extra(declared: &Node, at: &Pointer) -> Option<Extra> {
    match declared {
        Node::Bool(false) => Some(Extra::Forbidden),
        Node::Bool(true) => Some(Extra::Any),
        Node::Object(schema) if schema.is_empty() => Some(Extra::Any),
        Node::Object(_) => Some(Extra::Schema(at.child("additionalProperties"))),
        _ => None,
    }
}

/// What extensions add to the values of an enum: a list in the order of the values, an object by value, or the
/// member `key` of the values of `x-ms-enum`.
fn value_extension(map: &Map, key: &str, names: &[&str]) -> Vec<String> {
    let values = || get(map, "enum").and_then(Node::as_array).into_iter().flatten();
    let text = |node: Option<&Node>| node.and_then(Node::as_str).unwrap_or("").to_owned();
    match names.iter().find_map(|name| get(map, name)) {
        Some(Node::Array(list)) => list.iter().map(|one| text(Some(one))).collect(),
        Some(Node::Object(by_value)) => values().map(|value| text(by_value.get(&plain(value)))).collect(),
        _ => {
            let Some(list) = get(map, "x-ms-enum").and_then(|one| one.get("values")?.as_array()) else {
                return Vec::new();
            };
            let of = |value: &Node| list.iter().find(|one| one.get("value") == Some(value));
            values()
                .map(|value| text(of(value).and_then(|one| one.get(key))))
                .collect()
        }
    }
}

/// A scalar as the key of an object.
fn plain(node: &Node) -> String {
    node.as_str().map_or_else(|| node.to_string(), str::to_owned)
}

fn text(node: &Node) -> String {
    node.as_str().unwrap_or("").trim().to_owned()
}

fn flag(node: &Node) -> bool {
    node.as_bool().unwrap_or(false)
}

/// `50.0` is `50`.
fn number(node: &Node) -> Option<Number> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let Node::Number(number) = node else { return None };
    let float = number.as_f64().filter(|_| number.is_f64());
    let integer = float.filter(|value| value.trunc() == *value && value.abs() < EXACT);
    Some(integer.map_or_else(|| number.clone(), |value| Number::from(value as i64)))
}

fn texts(node: &Node) -> Vec<String> {
    let list = node.as_array().into_iter().flatten();
    let mut known = BTreeSet::new();
    let texts = list.filter_map(Node::as_str).filter(|text| known.insert(*text));
    texts.map(str::to_owned).collect()
}

fn members(node: &Node, at: &Pointer) -> Vec<(String, Pointer)> {
    let named = node.as_object().into_iter().flatten();
    named.map(|(name, _)| (name.clone(), at.child(name))).collect()
}

fn elements(node: &Node, at: &Pointer) -> Vec<Pointer> {
    let list = node.as_array().into_iter().flatten();
    list.enumerate().map(|(index, _)| at.index(index)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Map, Node, Pointer, Schema};

    /// A keyword, and values that it can have.
    const KEYWORDS: [(&str, &[&str]); 33] = [
        ("type", &["\"number\"", "\"string\"", "\"object\"", "1", "null"]),
        ("format", &["\"double\"", "\" a\"", "1"]),
        ("nullable", &["true", "null"]),
        ("enum", &["[1, \"a\"]", "[]", "{}"]),
        ("x-enum-varnames", &["[\"A\", \"B\"]", "{\"1\": \"A\"}", "null"]),
        ("x-enumNames", &["[\"C\"]"]),
        ("x-enum-descriptions", &["[\"one\"]"]),
        ("x-enumDescriptions", &["{\"a\": \"two\"}"]),
        (
            "x-ms-enum",
            &[
                "{\"values\": [{\"value\": 1, \"name\": \"M\", \"description\": \"m\"}]}",
                "1",
            ],
        ),
        ("properties", &["{\"a\": {}, \"b/c\": {}}", "[]"]),
        ("required", &["[\"a\", \"a\", 1]", "true"]),
        (
            "additionalProperties",
            &["true", "false", "{}", "{\"type\": \"string\"}", "1", "null"],
        ),
        ("then", &["{}"]),
        ("else", &["{}"]),
        ("dependentSchemas", &["{}"]),
        ("items", &["{}", "[{}]"]),
        ("allOf", &["[{}]", "{}"]),
        ("oneOf", &["[{\"$ref\": \"#/x/Cat\"}]", "1"]),
        ("anyOf", &["[{\"$ref\": \"b.json#/Cat\"}]"]),
        (
            "discriminator",
            &[
                "{\"propertyName\": \"k\", \"mapping\": {\"c\": \"Cat\", \"d\": \"#/Dog\"}}",
                "\"k\"",
            ],
        ),
        ("default", &["null", "1"]),
        ("title", &["\" t \""]),
        ("description", &["\"d\"", "1"]),
        ("deprecated", &["true"]),
        ("readOnly", &["true"]),
        ("writeOnly", &["true", "\"true\""]),
        ("not", &["{}", "{\"a\": 1}"]),
        ("minimum", &["1.0", "\"1\""]),
        ("exclusiveMaximum", &["true", "5"]),
        ("maxLength", &["5", "-1", "2.0"]),
        ("multipleOf", &["1", "0.5", "10.0"]),
        ("pattern", &["\"^a$\""]),
        ("x-other", &["1"]),
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_order_of_keywords_has_no_meaning(
            picked in prop::collection::vec((0..KEYWORDS.len(), any::<prop::sample::Index>()), 0..8),
        ) {
            let picked = picked.into_iter().map(|(keyword, value)| {
                let (keyword, values) = KEYWORDS[keyword];
                (keyword.to_owned(), value.get(values).parse::<Node>().expect("JSON"))
            });
            let map: Map = picked.collect();
            let mut members: Vec<(String, Node)> = map.into_iter().collect();
            let at = Pointer::root().child("a");
            let mut first = None;
            for _ in 0..members.len() {
                members.rotate_left(1);
                for reversed in [false, true] {
                    let mut order = members.clone();
                    if reversed {
                        order.reverse();
                    }
                    let schema = format!("{:?}", Schema::read(&order.into_iter().collect(), &at));
                    let first = first.get_or_insert_with(|| schema.clone());
                    prop_assert_eq!(&schema, &*first, "{:?}", members);
                }
            }
        }
    }
}
