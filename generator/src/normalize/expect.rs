//! What is expected at a pointer, and objects that are written as references where OpenAPI has none.

use std::collections::BTreeMap;

use super::build::object;
use super::grammar::{Member, ObjectKind, is_referenceable};
use crate::load::{Map, Node};
use crate::pointer::Pointer;

/// What is expected somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    One(ObjectKind),
    List(ObjectKind),
    Map(ObjectKind),
}

/// What a member of an object contains, in the version of the document.
pub(super) type Grammar = fn(ObjectKind, &str) -> Member;

pub(super) type Files = BTreeMap<String, Node>;

pub(super) fn node<'t>(files: &'t Files, at: &Pointer) -> Option<&'t Node> {
    files.get(at.file())?.pointer(at.fragment())
}

/// The target of an object that is a reference.
pub(super) fn reference(node: &Node) -> Option<&str> {
    node.as_object()?.get("$ref")?.as_str()
}

impl Expected {
    pub(super) fn of(member: Member) -> Option<Self> {
        match member {
            Member::One(kind) => Some(Self::One(kind)),
            Member::List(kind) => Some(Self::List(kind)),
            Member::Map(kind) => Some(Self::Map(kind)),
            Member::Plain | Member::Unknown => None,
        }
    }

    /// What is expected in a member or an element.
    pub(super) fn inner(self, segment: &str, grammar: Grammar) -> Option<Self> {
        match self {
            // A list of `items`, as in older drafts.
            Self::One(ObjectKind::Schema) if segment.parse::<usize>().is_ok() => Some(self),
            Self::One(kind) => Self::of(grammar(kind, segment)),
            Self::List(kind) | Self::Map(kind) => Some(Self::One(kind)),
        }
    }
}

/// The node at the end of a chain of references, and its pointer.
pub(super) fn resolved<'t>(files: &'t Files, target: &str) -> Option<(&'t Node, Pointer)> {
    const MAX_CHAIN: usize = 64;
    let mut here = Pointer::parse(target);
    for _ in 0..MAX_CHAIN {
        let node = node(files, &here)?;
        match reference(node) {
            Some(target) => here = Pointer::parse(target),
            None => return Some((node, here)),
        }
    }
    None
}

/// A copy of the object at `at`, in which everything that may be a reference is one to its own pointer.
pub(super) fn linked(node: &Node, expected: Expected, at: &Pointer, grammar: Grammar) -> Node {
    match (expected, node) {
        (Expected::One(kind), Node::Object(_)) if is_referenceable(kind) && reference(node).is_none() => {
            object([("$ref", Node::String(at.to_string()))])
        }
        (Expected::One(kind), Node::Object(map)) if !is_referenceable(kind) => {
            let members = map.iter().map(|(key, value)| {
                let value = match Expected::of(grammar(kind, key)) {
                    Some(inner) => linked(value, inner, &at.child(key), grammar),
                    None => value.clone(),
                };
                (key.clone(), value)
            });
            Node::Object(members.collect())
        }
        (Expected::Map(kind), Node::Object(map)) => {
            let members = map.iter().map(|(key, value)| {
                let value = linked(value, Expected::One(kind), &at.child(key), grammar);
                (key.clone(), value)
            });
            Node::Object(members.collect())
        }
        (Expected::List(kind), Node::Array(list)) => {
            let elements = list.iter().enumerate();
            let elements = elements.map(|(index, one)| linked(one, Expected::One(kind), &at.index(index), grammar));
            Node::Array(elements.collect())
        }
        _ => node.clone(),
    }
}

/// What a reference is replaced with: its target, and what is written beside the reference.
pub(super) fn with_siblings(mut target: Node, written: &Node) -> Node {
    if let (Node::Object(target), Node::Object(written)) = (&mut target, written) {
        for (key, value) in written.iter().filter(|(key, _)| *key != "$ref") {
            target.insert(key.clone(), value.clone());
        }
    }
    target
}

/// What is written beside a reference that leads nowhere.
pub(super) fn without_reference(written: &Node) -> Node {
    let mut rest: Map = written.as_object().cloned().unwrap_or_default();
    rest.shift_remove("$ref");
    Node::Object(rest)
}
