//! The example values of a document, cut to a size that fits into generated examples.

use crate::ir::{ExampleValue, Literal};
use crate::load::{Node, Number, get};
use crate::pointer::Pointer;
use crate::resolve::Resolver;
use crate::text::hash;

/// Levels of nesting; deeper values are omitted.
const MAX_DEPTH: usize = 6;
/// Elements kept of a list.
const MAX_ELEMENTS: usize = 2;
/// Members kept of an object.
const MAX_MEMBERS: usize = 12;
/// Values kept in total.
const MAX_VALUES: usize = 40;
/// Characters of a string; longer ones are omitted.
const MAX_CHARS: usize = 200;

/// The example of a schema, a parameter or a media type.
pub(super) fn example(resolver: Resolver<'_>, at: &Pointer) -> Option<ExampleValue> {
    let node = resolver.node(at)?;
    let own = get(node.as_object()?, "example").or_else(|| first(resolver, at, node))?;
    value(own, 0, &mut { MAX_VALUES }).filter(|example| *example != ExampleValue::NULL)
}

/// The default of a schema.
pub(super) fn default(node: &Node) -> Option<ExampleValue> {
    value(node, 0, &mut { MAX_VALUES }).filter(|example| *example != ExampleValue::NULL)
}

/// The first of `examples`: a list of values in a schema, named objects with a `value` elsewhere.
fn first<'a>(resolver: Resolver<'a>, at: &Pointer, node: &'a Node) -> Option<&'a Node> {
    match get(node.as_object()?, "examples")? {
        Node::Array(list) => list.first(),
        Node::Object(map) => {
            let pointer = at.child("examples").child(map.keys().next()?);
            let target = resolver.definition(&pointer).unwrap_or(pointer);
            resolver.node(&target)?.get("value")
        }
        _ => None,
    }
}

/// A number of everything that a schema, a parameter or a media type has as an example, however large. It does not depend
/// on the order of members, nor on how a number is written.
pub(super) fn digest(resolver: Resolver<'_>, at: &Pointer) -> u64 {
    let Some(map) = resolver.members(at) else { return 0 };
    let own = get(map, "example").map_or(0, digest_of);
    let named = get(map, "examples").map_or(0, |examples| match examples {
        Node::Object(map) => map.keys().fold(0, |sum: u64, name| {
            let pointer = at.child("examples").child(name);
            let target = resolver.definition(&pointer).unwrap_or(pointer);
            let example = resolver.node(&target).and_then(|example| example.get("value"));
            sum.wrapping_add(mixed(hash(name), example.map_or(0, digest_of)))
        }),
        other => digest_of(other),
    });
    own.wrapping_add(named)
}

fn digest_of(node: &Node) -> u64 {
    match node {
        Node::Null => 1,
        Node::Bool(value) => 2 + u64::from(*value),
        Node::Number(value) => number_digest(value),
        Node::String(text) => mixed(4, hash(text)),
        Node::Array(list) => list.iter().map(digest_of).fold(5, mixed),
        // A sum has no order.
        Node::Object(map) => map.iter().fold(6, |sum: u64, (name, member)| {
            sum.wrapping_add(mixed(hash(name), digest_of(member)))
        }),
    }
}

/// `1.0` is `1`.
fn number_digest(value: &Number) -> u64 {
    match value.as_f64() {
        // Integers that a float does not hold exactly.
        _ if value.as_i64().is_some_and(|value| value.unsigned_abs() > 1 << 53) => mixed(7, hash(&value.to_string())),
        Some(value) => mixed(7, value.to_bits()),
        None => mixed(7, hash(&value.to_string())),
    }
}

fn mixed(one: u64, other: u64) -> u64 {
    (one.rotate_left(5) ^ other).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn value(node: &Node, depth: usize, left: &mut usize) -> Option<ExampleValue> {
    *left = left.checked_sub(1)?;
    Some(match node {
        Node::Null => ExampleValue::NULL,
        Node::Bool(value) => ExampleValue::Scalar(Literal::Bool(*value)),
        Node::Number(value) => ExampleValue::Scalar(number(value)?),
        Node::String(text) if text.chars().nth(MAX_CHARS).is_some() => return None,
        Node::String(text) => ExampleValue::Scalar(Literal::String(text.clone())),
        _ if depth >= MAX_DEPTH => return None,
        Node::Array(list) => {
            let elements = list.iter().take(MAX_ELEMENTS);
            ExampleValue::List(elements.filter_map(|element| value(element, depth + 1, left)).collect())
        }
        Node::Object(map) => {
            let members = map.iter().take(MAX_MEMBERS);
            let kept = members.filter_map(|(key, member)| Some((key.clone(), value(member, depth + 1, left)?)));
            ExampleValue::Object(kept.collect())
        }
    })
}

fn number(value: &Number) -> Option<Literal> {
    let integer = value.as_i64().map(Literal::Integer);
    let unsigned = || value.as_u64().map(Literal::Unsigned);
    let float = || value.as_f64().filter(|value| value.is_finite()).map(Literal::Float);
    integer.or_else(unsigned).or_else(float)
}
