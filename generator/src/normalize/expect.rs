//! What is expected at a pointer, and objects that are written as references where OpenAPI has none.

use std::collections::BTreeMap;

use super::build::object;
use super::grammar::{Member, ObjectKind, is_referenceable};
use crate::load::{Chains, End, Map, Node, find, get};
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
    find(files.get(at.file())?, at.fragment())
}

/// The target of an object that is a reference.
pub(super) fn reference(node: &Node) -> Option<&str> {
    get(node.as_object()?, "$ref")?.as_str()
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
pub(super) fn resolved<'t>(chains: &Chains, files: &'t Files, target: &str) -> Option<(&'t Node, Pointer)> {
    match chains.end(&Pointer::parse(target), |at| node(files, at)) {
        End::Definition(here) => Some((node(files, &here)?, here)),
        End::Nothing(_) | End::Cycle(_) => None,
    }
}

/// What a reference names, also through the references on its way.
pub(super) fn named<'t>(chains: &Chains, files: &'t Files, target: &str) -> Option<(&'t Node, Pointer)> {
    resolved(chains, files, target).or_else(|| resolved(chains, files, through(chains, files, target)?.as_str()))
}

/// What a pointer names if references on its way are followed: `#/components/schemas/A/properties/b`, where `A` is a reference.
/// JSON pointers do not pass them, but the tools that bundle documents do.
pub(super) fn through(chains: &Chains, files: &Files, target: &str) -> Option<Pointer> {
    /// From a longer chain, the segment is looked for at the end only.
    const MAX_HOPS: usize = 64;
    let target = Pointer::parse(target);
    let mut here = Pointer::document(target.file());
    for segment in target.segments() {
        let mut hops = 0;
        while node(files, &here.child(&segment)).is_none() {
            here = Pointer::parse(reference(node(files, &here)?)?);
            hops += 1;
            if hops > MAX_HOPS {
                let End::Definition(end) = chains.end(&here, |at| node(files, at)) else {
                    return None;
                };
                here = end;
            }
        }
        here = here.child(&segment);
    }
    Some(here).filter(|here| node(files, here).is_some())
}

/// The schemas of other documents.
pub(super) fn schemas_of_others(files: &Files) -> Vec<Pointer> {
    let mut found = Vec::new();
    for (file, tree) in files.iter().filter(|(file, _)| !file.is_empty()) {
        let root = Pointer::document(file);
        let library = match (tree.get("openapi"), tree.get("swagger")) {
            (Some(_), _) => root.child("components").child("schemas"),
            (None, Some(_)) => root.child("definitions"),
            (None, None) => continue,
        };
        let Some((Node::Object(members), library)) = resolved(&Chains::default(), files, library.as_str()) else {
            continue;
        };
        let names = members.keys().filter(|name| !name.starts_with("x-"));
        found.extend(names.map(|name| library.child(name)));
    }
    found
}

/// Copies objects, in which everything that may be a reference is one to its own pointer.
#[derive(Clone, Copy)]
pub(super) struct Copier {
    pub grammar: Grammar,
    /// Whether small schemas are copied: those of properties and media types, which have no name of their own.
    pub inline: bool,
}

impl Copier {
    /// A copy of the object at `at`.
    pub(super) fn linked(self, node: &Node, expected: Expected, at: &Pointer) -> Node {
        match (expected, node) {
            (Expected::One(ObjectKind::Schema), node) if self.inline && is_small(node) => node.clone(),
            (Expected::One(kind), Node::Object(_)) if is_referenceable(kind) && reference(node).is_none() => {
                object([("$ref", Node::String(at.to_string()))])
            }
            (Expected::One(kind), Node::Object(map)) if !is_referenceable(kind) => self.members(map, kind, at),
            (Expected::Map(kind), Node::Object(map)) => {
                let members = map.iter().map(|(key, value)| {
                    let value = self.linked(value, Expected::One(kind), &at.child(key));
                    (key.clone(), value)
                });
                Node::Object(members.collect())
            }
            (Expected::List(kind), Node::Array(list)) => {
                let elements = list.iter().enumerate();
                let elements = elements.map(|(index, one)| self.linked(one, Expected::One(kind), &at.index(index)));
                Node::Array(elements.collect())
            }
            _ => node.clone(),
        }
    }
}

impl Copier {
    /// A copy of an object whose members are linked, even if the object itself may be a reference.
    pub(super) fn members(self, map: &Map, kind: ObjectKind, at: &Pointer) -> Node {
        let inner = Self {
            inline: kind != ObjectKind::Components && kind != ObjectKind::Root,
            ..self
        };
        let members = map.iter().map(|(key, value)| {
            let value = match Expected::of((self.grammar)(kind, key)) {
                Some(expected) => inner.linked(value, expected, &at.child(key)),
                None => value.clone(),
            };
            (key.clone(), value)
        });
        Node::Object(members.collect())
    }
}

/// Whether a schema is a scalar, or a list of scalars or of a referenced schema.
fn is_small(schema: &Node) -> bool {
    let Node::Object(map) = schema else { return false };
    let is_plain = |(key, value): (&String, &Node)| match value {
        Node::Object(_) => key == "items" && (reference(value).is_some() || is_small(value)),
        Node::Array(list) => key != "enum" && list.iter().all(Node::is_string),
        _ => true,
    };
    get(map, "$id").is_none() && get(map, "const").is_none() && map.iter().all(is_plain)
}

/// What a reference is replaced with: its target, and what is written beside the reference.
pub(super) fn with_siblings(mut target: Node, written: &Node) -> Node {
    if let (Node::Object(target), Node::Object(written)) = (&mut target, written) {
        for (key, value) in written.iter().filter(|(key, _)| *key != "$ref") {
            match (target.get_mut(key), value) {
                (Some(Node::Array(list)), Node::Array(more)) if key == "parameters" => {
                    list.extend(more.iter().cloned())
                }
                _ => {
                    target.insert(key.clone(), value.clone());
                }
            }
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

/// Whether a path item that is a reference has members of its own, which are combined with its target.
pub(super) fn has_siblings(map: &Map) -> bool {
    let is_own = |key: &String| key != "$ref" && !key.starts_with("x-");
    map.keys().any(is_own)
}

/// Whether a map of schemas is one of properties, and not a library of named schemas.
pub(super) fn is_properties(at: &Pointer) -> bool {
    let last = at.last_segment();
    last.is_some_and(|key| ["properties", "patternProperties"].contains(&key.as_str()))
}

/// Whether an object has what only a response or a request body has.
pub(super) fn is_body(map: &Map) -> bool {
    ["content", "schema", "headers", "links"]
        .iter()
        .any(|key| map.contains_key(*key))
}
