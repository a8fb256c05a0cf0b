//! The example values of a document, cut to a size that fits into generated examples.

use crate::ir::{ExampleValue, Literal};
use crate::load::{Node, Number};
use crate::pointer::Pointer;
use crate::resolve::Resolver;

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
    let own = node.get("example").or_else(|| first(resolver, at, node))?;
    value(own, 0, &mut { MAX_VALUES }).filter(|example| *example != ExampleValue::NULL)
}

/// The default of a schema.
pub(super) fn default(node: &Node) -> Option<ExampleValue> {
    value(node, 0, &mut { MAX_VALUES }).filter(|example| *example != ExampleValue::NULL)
}

/// The first of `examples`: a list of values in a schema, named objects with a `value` elsewhere.
fn first<'a>(resolver: Resolver<'a>, at: &Pointer, node: &'a Node) -> Option<&'a Node> {
    match node.get("examples")? {
        Node::Array(list) => list.first(),
        Node::Object(map) => {
            let pointer = at.child("examples").child(map.keys().next()?);
            let target = resolver.definition(&pointer).unwrap_or(pointer);
            resolver.node(&target)?.get("value")
        }
        _ => None,
    }
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
