//! The rewrites, applied to every object by its kind.

use std::collections::{BTreeMap, BTreeSet};

use super::follow::{Followed, OtherKinds, Pieces};
use super::grammar::{Member, ObjectKind, is_referenceable, member, names};
use super::moves::Moves;
use super::{content, operation, parameter, parameters, schema, swagger2};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::load::{Documents, Map, Node, get};
use crate::origins::Origins;
use crate::pointer::Pointer;
use crate::text::similar;

/// Rewrites every object of a document.
pub(super) fn pieces(documents: &mut Documents, found: &Followed, allows: Allows, diagnostics: &mut Diagnostics) {
    let origins = &documents.origins;
    let moved: Pieces = found
        .pieces
        .iter()
        .map(|(at, kind)| (origins.target(at), *kind))
        .collect();
    let kinds = found.other_kinds.iter();
    let moved_kinds = kinds.map(|(at, kinds)| (origins.target(at), kinds.clone())).collect();
    let mut walk = Walk {
        pieces: moved.iter().map(|(at, _)| at.clone()).collect(),
        other_kinds: moved_kinds,
        allows,
        moves: Moves::default(),
        origins: origins.clone(),
        diagnostics,
    };
    for (at, kind) in containers_first(moved) {
        let at = walk.moves.target(&at);
        let tree = documents.files.get_mut(at.file());
        if let Some(node) = tree.and_then(|tree| tree.pointer_mut(at.fragment())) {
            walk.object(node, kind, &at);
        }
    }
    walk.moves.follow(&mut documents.files);
    documents.origins = walk.origins;
}

/// The same objects, each after those that it is in: these may move it.
fn containers_first(pieces: Pieces) -> Pieces {
    let mut left: BTreeMap<Pointer, ObjectKind> = pieces.iter().cloned().collect();
    let mut ordered = Vec::new();
    for (at, _) in pieces {
        let mut inside = Vec::new();
        let mut here = Some(at);
        while let Some(at) = here {
            here = at.parent();
            inside.extend(left.remove_entry(&at));
        }
        ordered.extend(inside.into_iter().rev());
    }
    ordered
}

/// Members that a rewrite adds where they are missing: their presence shows nothing about the text.
const FILLED: [&str; 5] = ["description", "in", "schema", "responses", "type"];

/// The version of a document, which decides what is reported and suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Allows {
    V20,
    V30,
    V31,
}

struct Walk<'d> {
    /// Objects that are walked on their own.
    pieces: BTreeSet<Pointer>,
    other_kinds: OtherKinds,
    allows: Allows,
    moves: Moves,
    origins: Origins,
    diagnostics: &'d mut Diagnostics,
}

impl Walk<'_> {
    fn inner(&mut self, node: &mut Node, kind: ObjectKind, at: &Pointer) {
        if !self.pieces.contains(at) {
            self.object(node, kind, at);
        }
    }

    fn schema(&mut self, node: &mut Node, at: &Pointer) {
        for (from, to) in schema::rewrite(node, at, self.diagnostics) {
            let original = self.origins.original(&from);
            self.origins.read_from(&to, &original);
            self.diagnostics.read_from(&to, &original);
            let pieces = self.pieces.range(from.clone()..);
            let near = pieces.take_while(|piece| piece.as_str().starts_with(from.as_str()));
            let inside: Vec<Pointer> = near.filter(|piece| from.contains(piece)).cloned().collect();
            for piece in inside {
                self.pieces.remove(&piece);
                self.pieces
                    .insert(to.below(piece.as_str().get(from.as_str().len()..).unwrap_or("")));
            }
            self.moves.insert(from, to);
        }
    }

    fn object(&mut self, node: &mut Node, kind: ObjectKind, at: &Pointer) {
        match kind {
            ObjectKind::Schema => self.schema(node, at),
            ObjectKind::Operation => operation::rewrite(node, at, self.allows == Allows::V31, self.diagnostics),
            ObjectKind::RequestBody => operation::request_body_object(node, at, self.diagnostics),
            ObjectKind::Response => content::response(node, at, self.diagnostics),
            ObjectKind::MediaType => content::media_type(node, at, self.diagnostics),
            ObjectKind::Encoding => content::encoding(node, at, self.diagnostics),
            _ => {}
        }
        let Node::Object(map) = node else { return };
        if kind == ObjectKind::PathItem {
            operation::remove_empty(map, at, self.diagnostics);
        }
        match kind {
            ObjectKind::Operation | ObjectKind::PathItem => parameters::rewrite(map, kind, at, self.diagnostics),
            ObjectKind::Root => operation::security(map, at, self.diagnostics),
            _ => {}
        }
        if kind == ObjectKind::Parameter {
            parameter::rewrite(map, at, self.diagnostics);
        }
        let is_reference = is_referenceable(kind) && get(map, "$ref").is_some_and(Node::is_string);
        let mut unknown = Vec::new();
        for (key, value) in map.iter_mut() {
            let here = || at.child(key);
            let member = member(kind, key);
            if kind != ObjectKind::Schema && !has_expected_shape(member, value) {
                self.replace_wrong_shape(member, value, &here());
                continue;
            }
            match member {
                // `additionalProperties: false` is a flag, not a schema.
                Member::One(ObjectKind::Schema) if key == "additionalProperties" && value.is_boolean() => {}
                Member::One(inner) => self.inner(value, inner, &here()),
                Member::List(inner) => {
                    let here = here();
                    for (index, element) in value.as_array_mut().into_iter().flatten().enumerate() {
                        self.inner(element, inner, &here.index(index));
                    }
                }
                Member::Map(inner) => {
                    let here = here();
                    let is_extension = |name: &str| inner == ObjectKind::PathItem && name.starts_with("x-");
                    let members = value.as_object_mut().into_iter().flatten();
                    for (name, element) in members.filter(|(name, _)| !is_extension(name)) {
                        self.inner(element, inner, &here.child(name));
                    }
                }
                Member::Plain => {}
                Member::Unknown if is_reference || key.starts_with("x-") || self.is_of_other_kind(key, at) => {}
                Member::Unknown => unknown.push(key.clone()),
            }
        }
        for key in unknown {
            self.unknown(&key, map, kind, at);
        }
    }

    /// Reports a key that OpenAPI does not define, with the one that was probably meant.
    fn unknown(&mut self, key: &str, map: &Map, kind: ObjectKind, at: &Pointer) {
        let message = format!("`{key}` is not a member of {}; it is ignored", kind.with_article());
        let is_absent = |name: &&str| !map.contains_key(*name) || FILLED.contains(name);
        let meant = match self.allows {
            Allows::V20 => similar(key, swagger2::grammar::names(kind).filter(is_absent)),
            Allows::V30 | Allows::V31 => None,
        };
        let meant = meant.or_else(|| similar(key, names(kind).filter(is_absent)));
        let found = Diagnostic::new(&codes::UNKNOWN_KEY, &at.child(key), message);
        let found = found.suggest(meant).meaning(meant.map(|meant| at.child(meant)));
        self.diagnostics.report(found);
    }

    /// Whether a member belongs to another kind that the object is used as.
    fn is_of_other_kind(&self, key: &str, at: &Pointer) -> bool {
        let kinds = self.other_kinds.get(at).into_iter().flatten();
        kinds.into_iter().any(|kind| member(*kind, key) != Member::Unknown)
    }

    /// Replaces a value of the wrong shape with an empty one.
    fn replace_wrong_shape(&mut self, member: Member, value: &mut Node, at: &Pointer) {
        let (shape, empty) = if matches!(member, Member::List(_)) {
            ("a list", Node::Array(Vec::new()))
        } else {
            ("a mapping", Node::Object(Map::new()))
        };
        let key = at.last_segment().unwrap_or_default();
        let message = format!("`{key}` must be {shape}; this value is ignored");
        // Everything is lost with the paths.
        let is_paths = *at == Pointer::root().child("paths") && !value.is_null();
        let code = if is_paths {
            &codes::NO_OPERATIONS
        } else {
            &codes::INVALID
        };
        self.diagnostics.add(code, at, message);
        *value = empty;
    }
}

/// Whether a member that must be a mapping or a list is one.
fn has_expected_shape(member: Member, value: &Node) -> bool {
    match member {
        Member::Map(_) | Member::One(ObjectKind::Responses | ObjectKind::Components | ObjectKind::Info) => {
            value.is_object()
        }
        Member::List(_) => value.is_array(),
        Member::One(_) | Member::Plain | Member::Unknown => true,
    }
}
