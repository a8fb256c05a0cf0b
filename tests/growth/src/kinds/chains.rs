//! Kinds of schemas that lead to each other or contain each other, level by level.

use serde_json::{Value, json};

use super::schemas::{object, text, with_properties};
use super::unions::tagged;
use super::{Case, Kind, document, json as case, members, reference};

/// The levels of lists and objects in a document are limited to 128.
const MAX_LEVELS: usize = 110;

/// For each link, a chain of references and schemas in each other. A link is made of the schema of the next level and the
/// number of its own.
macro_rules! levels {
    ($($chain:literal $nested:literal: $version:literal, $link:expr;)*) => {
        &[$(
            Kind { name: $chain, make: |n| chain($version, n, $link) },
            Kind { name: $nested, make: |n| nested($version, n, $link) },
        )*]
    };
}

#[rustfmt::skip]
pub(crate) const KINDS: &[Kind] = levels! {
    "chain-one-of-only" "nested-one-of-only": "3.0.3", |next, _| json!({"oneOf": [next]});
    "chain-one-of" "nested-one-of": "3.0.3", |next, _| json!({"oneOf": [next, text()]});
    "chain-one-of-null" "nested-one-of-null": "3.1.0", |next, _| json!({"oneOf": [next, {"type": "null"}]});
    "chain-one-of-object" "nested-one-of-object": "3.0.3", |next, i| json!({"oneOf": [next, own(i)]});
    "chain-one-of-members" "nested-one-of-members": "3.0.3", |next, i| json!({"type": "object", "properties": {"a": text()}, "oneOf": [next, own(i)]});
    "chain-one-of-discriminator" "nested-one-of-discriminator": "3.0.3", |next, i| json!({"oneOf": [next, tagged(i)], "discriminator": {"propertyName": "kind"}});
    "chain-one-of-no-constant" "nested-one-of-no-constant": "3.0.3", |next, _| json!({"oneOf": [next, with_properties(json!({"kind": text()}))], "discriminator": {"propertyName": "kind"}});
    "chain-one-of-all-of" "nested-one-of-all-of": "3.0.3", |next, i| json!({"allOf": [with_properties(json!({"a": text()}))], "oneOf": [next, own(i)]});
    "chain-any-of" "nested-any-of": "3.0.3", |next, _| json!({"anyOf": [next, {"type": "integer"}]});
    "chain-any-of-object" "nested-any-of-object": "3.0.3", |next, i| json!({"anyOf": [next, own(i)]});
    "chain-any-of-discriminator" "nested-any-of-discriminator": "3.0.3", |next, i| json!({"anyOf": [next, tagged(i)], "discriminator": {"propertyName": "kind"}});
    "chain-all-of-only" "nested-all-of-only": "3.0.3", |next, _| json!({"allOf": [next]});
    "chain-all-of-described" "nested-all-of-described": "3.0.3", |next, _| json!({"description": "A link.", "allOf": [next]});
    "chain-all-of-nullable" "nested-all-of-nullable": "3.0.3", |next, _| json!({"nullable": true, "allOf": [next]});
    "chain-all-of-members" "nested-all-of-members": "3.0.3", |next, i| json!({"allOf": [next, own(i)]});
    "chain-all-of-beside-members" "nested-all-of-beside-members": "3.0.3", |next, i| json!({"type": "object", "properties": {format!("own{i}"): text()}, "allOf": [next]});
    "chain-all-of-union" "nested-all-of-union": "3.0.3", |next, i| json!({"allOf": [{"oneOf": [next, own(i)]}, with_properties(json!({"a": text()}))]});
    "chain-parents" "nested-parents": "3.0.3", |next, _| json!({"type": "object", "required": ["kind"], "discriminator": {"propertyName": "kind"}, "properties": {"kind": text()}, "allOf": [next]});
    "chain-items" "nested-items": "3.0.3", |next, _| json!({"type": "array", "nullable": true, "items": next});
    "chain-properties" "nested-properties": "3.0.3", |next, _| json!({"type": "object", "properties": {"a": next}});
    "chain-not" "nested-not": "3.0.3", |next, _| json!({"type": "string", "not": next});
    "chain-then" "nested-then": "3.1.0", |next, _| json!({"type": "object", "if": {"required": ["a"]}, "then": next, "else": {"type": "object"}});
    "chain-contains" "nested-contains": "3.1.0", |next, _| json!({"type": "array", "contains": next});
    "chain-prefix-items" "nested-prefix-items": "3.1.0", |next, _| json!({"type": "array", "prefixItems": [next, text()]});
    "chain-unevaluated-items" "nested-unevaluated-items": "3.1.0", |next, _| json!({"type": "array", "prefixItems": [text()], "unevaluatedItems": next});
    "chain-unevaluated-properties" "nested-unevaluated-properties": "3.1.0", |next, _| json!({"type": "object", "unevaluatedProperties": next});
    "chain-pattern-properties" "nested-pattern-properties": "3.1.0", |next, _| json!({"type": "object", "patternProperties": {"^x": next, "^y": {"type": "integer"}}, "additionalProperties": text()});
    "chain-property-names" "nested-property-names": "3.1.0", |next, _| json!({"type": "object", "propertyNames": next});
    "chain-dependent-schemas" "nested-dependent-schemas": "3.1.0", |next, _| json!({"type": "object", "dependentSchemas": {"a": next}});
    "chain-content-schema" "nested-content-schema": "3.1.0", |next, _| json!({"type": "string", "contentMediaType": "application/json", "contentSchema": next});
    "chain-types" "nested-types": "3.1.0", |next, _| json!({"type": ["object", "array"], "properties": {"a": next}, "items": text()});
    "chain-types-of-items" "nested-types-of-items": "3.1.0", |next, _| json!({"type": ["array", "object"], "items": next, "additionalProperties": text()});
};

fn own(number: usize) -> Value {
    let name = format!("own{number}");
    json!({"type": "object", "required": [name], "properties": {name.clone(): text()}})
}

/// Schemas of which each names the next one.
fn chain(version: &str, count: usize, link: impl Fn(Value, usize) -> Value) -> Case {
    let one = |i: usize| {
        if i + 1 < count {
            link(reference(&format!("S{}", i + 1)), i)
        } else {
            object()
        }
    };
    with_schemas(version, members(count, |i| (format!("S{i}"), one(i))))
}

/// A schema of so many levels, or several if the limit of a document is lower.
fn nested(version: &str, count: usize, link: impl Fn(Value, usize) -> Value) -> Case {
    let two = link(link(json!({}), 0), 0);
    let levels = MAX_LEVELS / (height(&two) - height(&link(json!({}), 0)));
    let one = |levels: usize| (0..levels).fold(object(), &link);
    let all = members(count.div_ceil(levels), |i| {
        (format!("S{i}"), one(levels.min(count - i * levels)))
    });
    with_schemas(version, all)
}

fn height(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(height).max().unwrap_or(0),
        Value::Object(map) => 1 + map.values().map(height).max().unwrap_or(0),
        _ => 0,
    }
}

fn with_schemas(version: &str, schemas: Value) -> Case {
    case(&document(version, json!({"components": {"schemas": schemas}})))
}
