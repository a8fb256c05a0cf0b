//! Swagger 2.0 to OpenAPI 3.0, one object at a time.
//!
//! 2.0 has other pointers for the same objects, so this is the only rewrite that moves them. Each function
//! builds an object of 3.0 from an object of 2.0, and records in [`Origins`] where it came from. Diagnostics
//! and `names.lock` then show the pointers of the 2.0 document.

mod body;
mod form;
pub(super) mod grammar;
mod media;
mod operation;
mod parameter;
mod refs;
mod response;
mod root;
mod schema;
mod security;
mod servers;

use std::collections::BTreeMap;

use crate::diag::{Diagnostics, codes};
use crate::load::{Chains, Documents, End, Map, Node, find};
use crate::normalize::build::object;
use crate::normalize::follow::{Pieces, Version};
use crate::normalize::grammar::ObjectKind;
use crate::origins::Origins;
use crate::pointer::Pointer;

/// What is particular to Swagger 2.0.
pub(super) const VERSION: Version = Version {
    grammar: grammar::member,
    instead,
    body,
};

fn instead(kind: ObjectKind) -> Option<Node> {
    match kind {
        ObjectKind::Parameter => Some(Node::Null),
        _ => response_with(kind, Node::Object(Map::new())),
    }
}

fn body(kind: ObjectKind, schema: &Pointer) -> Option<Node> {
    response_with(kind, object([("$ref", text(schema.as_str()))]))
}

fn response_with(kind: ObjectKind, schema: Node) -> Option<Node> {
    (kind == ObjectKind::Response).then(|| object([("description", text("")), ("schema", schema)]))
}

/// Rewrites every file of the document: whole documents, and the parts of other files that references name. Parameters that are
/// sent in a body are pieces no more: each operation that references them has a copy.
pub(super) fn to_3_0(documents: &mut Documents, pieces: &mut Pieces, diagnostics: &mut Diagnostics) {
    let files = std::mem::take(&mut documents.files);
    let mut rewrite = Rewrite {
        files: &files,
        chains: Chains::default(),
        origins: Origins::default(),
        diagnostics,
    };
    pieces.retain(|(at, kind)| {
        let map = rewrite.node(at).filter(|_| *kind == ObjectKind::Parameter);
        !map.and_then(Node::as_object).is_some_and(operation::is_sent)
    });
    let mut trees = BTreeMap::new();
    for (file, tree) in &files {
        let tree = match tree {
            Node::Object(map) if rewrite.is_document(file) => rewrite.document(map, &At::document(file)),
            other => other.clone(),
        };
        trees.insert(file.clone(), tree);
    }
    for (target, kind) in pieces.iter() {
        rewrite.piece(target, *kind, &mut trees);
    }
    let origins = rewrite.origins;
    trees
        .iter_mut()
        .for_each(|(file, tree)| refs::follow(file, tree, &origins));
    documents.files = trees;
    documents.origins = origins.clone();
    diagnostics.read_in(origins);
}

/// The pointer of an object in the text, and its pointer in the rewritten tree.
#[derive(Clone, Debug)]
struct At {
    old: Pointer,
    new: Pointer,
}

impl At {
    fn document(file: &str) -> Self {
        Self::unmoved(Pointer::document(file))
    }

    fn unmoved(pointer: Pointer) -> Self {
        Self {
            new: pointer.clone(),
            old: pointer,
        }
    }

    fn child(&self, key: &str) -> Self {
        Self {
            old: self.old.child(key),
            new: self.new.child(key),
        }
    }

    fn index(&self, index: usize) -> Self {
        Self {
            old: self.old.index(index),
            new: self.new.index(index),
        }
    }
}

/// The rewrite of one document. Its files are read and not changed.
struct Rewrite<'t, 'd> {
    files: &'t BTreeMap<String, Node>,
    chains: Chains,
    origins: Origins,
    diagnostics: &'d mut Diagnostics,
}

impl<'t> Rewrite<'t, '_> {
    /// Whether a file has the structure of a whole document.
    fn is_document(&self, file: &str) -> bool {
        let Some(Node::Object(map)) = self.files.get(file) else {
            return false;
        };
        let is_library = !map.is_empty() && map.keys().all(|key| grammar::LIBRARIES.contains(&key.as_str()));
        file.is_empty() || map.contains_key("swagger") || map.contains_key("paths") || is_library
    }

    fn node(&self, at: &Pointer) -> Option<&'t Node> {
        find(self.files.get(at.file())?, at.fragment())
    }

    /// The object at a pointer, or the target of its `$ref`s.
    fn object(&self, at: &Pointer) -> Option<(&'t Map, Pointer)> {
        match self.chains.end(at, |at| self.node(at)) {
            End::Definition(here) => Some((self.node(&here)?.as_object()?, here)),
            End::Nothing(_) | End::Cycle(_) => None,
        }
    }

    /// Rewrites what a reference names, unless it is part of a document.
    fn piece(&mut self, target: &Pointer, kind: ObjectKind, trees: &mut BTreeMap<String, Node>) {
        let is_covered = self.is_document(target.file())
            && target
                .segments()
                .first()
                .is_none_or(|first| grammar::LIBRARIES.contains(&first.as_str()) || first == "paths");
        let Some(node) = self.node(target).filter(|_| !is_covered) else {
            return;
        };
        let at = At::unmoved(target.clone());
        let node = match (kind, node) {
            (ObjectKind::Schema, node) => self.schema(node, &at),
            (ObjectKind::PathItem, Node::Object(map)) => self.path_item(map, &at),
            (ObjectKind::Parameter, Node::Object(map)) => self.parameter(map, &at),
            (ObjectKind::Header, Node::Object(map)) => self.header(map, &at),
            (ObjectKind::SecurityScheme, Node::Object(map)) => self.security_scheme(map, &at),
            (ObjectKind::Response, Node::Object(map)) => {
                let produces = self.root_media("produces", target.file());
                self.response(map, &at, &produces)
            }
            _ => return,
        };
        let tree = trees.get_mut(target.file());
        if let Some(pointer) = tree.and_then(|tree| tree.pointer_mut(target.fragment())) {
            *pointer = node;
        }
    }

    fn repaired(&mut self, at: &Pointer, message: impl Into<String>) {
        self.diagnostics.add(&codes::REPAIRED, at, message);
    }

    fn invalid(&mut self, at: &Pointer, message: impl Into<String>) {
        self.diagnostics.add(&codes::INVALID, at, message);
    }
}

fn text(value: &str) -> Node {
    Node::String(value.to_owned())
}
