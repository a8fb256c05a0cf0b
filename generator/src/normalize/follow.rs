//! Following references by kind: what a referenced object is follows from who refers to it.
//!
//! From the root, the grammar gives the kind of every object. Where it expects a kind and finds a `$ref`, the target is an object of
//! this kind. References where OpenAPI has none (`paths`, a map of schemas, an operation, a text) are replaced with what they name.

use std::collections::{BTreeMap, VecDeque};

use super::copied::Copied;
use super::edit::{remove, set};
use super::expect::{
    Copier, Expected, Files, Grammar, has_siblings, is_body, is_properties, named, node, reference, resolved,
    schemas_of_others, through, with_siblings, without_reference,
};
use super::grammar::{Member, ObjectKind, is_referenceable};
use super::scalars::{Scalar, is_as_expected, scalar};
use super::shared::Shared;
use super::spelled::Texts;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::limits::DocumentLimits;
use crate::load::{Chains, Documents, Map, Node, similar_name};
use crate::origins::Origins;
use crate::pointer::Pointer;

/// Objects that are not inside of others: the root, and what references name elsewhere. In the order in which they were found.
pub(super) type Pieces = Vec<(Pointer, ObjectKind)>;

/// What following the references of a document finds.
pub(super) struct Followed {
    pub pieces: Pieces,
    /// Objects of which a reference has a copy, as it expects another kind.
    pub other_kinds: OtherKinds,
}

/// Objects and the kinds that they are in addition to the first.
pub(super) type OtherKinds = BTreeMap<Pointer, Vec<ObjectKind>>;

/// What depends on the version of the document.
pub(super) struct Version {
    pub grammar: Grammar,
    /// What a part of an operation is replaced with if its reference leads nowhere.
    pub instead: fn(ObjectKind) -> Option<Node>,
    /// A response or a request body with a schema.
    pub body: fn(ObjectKind, &Pointer) -> Option<Node>,
}

/// Follows every reference of a document, and reads scalars as the texts and flags that are expected.
/// `None` if references expand too far.
pub(super) fn pieces(
    documents: &mut Documents,
    version: Version,
    limits: DocumentLimits,
    diagnostics: &mut Diagnostics,
) -> Option<Followed> {
    let mut follow = Follow {
        grammar: version.grammar,
        instead: version.instead,
        body: version.body,
        queue: VecDeque::new(),
        later: Vec::new(),
        is_expanded: false,
        order: Vec::new(),
        pieces: BTreeMap::new(),
        reached: BTreeMap::new(),
        other_kinds: OtherKinds::new(),
        read_again: BTreeMap::new(),
        texts: Texts::default(),
        chains: Chains::default(),
        copies: Origins::default(),
        copied: Copied::new(limits),
        shared: Shared::new(limits),
        edits: Vec::new(),
        diagnostics,
    };
    follow.piece(Pointer::root(), ObjectKind::Root);
    follow.drain(documents);
    // Schemas of other documents may be built on those that were reached.
    for at in schemas_of_others(&documents.files) {
        follow.reach(&documents.files, at.as_str(), ObjectKind::Schema, &at);
        follow.drain(documents);
    }
    let copies = std::mem::take(&mut follow.copies);
    follow.diagnostics.read_copies(copies);
    (!follow.copied.is_over).then_some(Followed {
        pieces: follow.order,
        other_kinds: follow.other_kinds,
    })
}

/// A change of a tree.
enum Edit {
    Set(Pointer, Node),
    /// A replaced reference, which is walked next.
    Expand(Pointer, Node, Expected),
    Remove(Pointer),
}

struct Follow<'d> {
    grammar: Grammar,
    instead: fn(ObjectKind) -> Option<Node>,
    body: fn(ObjectKind, &Pointer) -> Option<Node>,
    queue: VecDeque<(Pointer, Expected)>,
    /// References whose targets are missing. They are visited again when the queue is empty: a target may be in a map that
    /// is still a reference itself.
    later: Vec<(Pointer, Expected)>,
    /// Whether that has been done, so that what is missing now stays missing.
    is_expanded: bool,
    order: Pieces,
    pieces: BTreeMap<Pointer, ObjectKind>,
    /// References that were followed, and whether their targets are of the expected kind.
    reached: BTreeMap<(Pointer, &'static str), bool>,
    other_kinds: OtherKinds,
    /// The copies of objects that are used as another kind.
    read_again: BTreeMap<(Pointer, &'static str), Pointer>,
    texts: Texts,
    chains: Chains,
    /// References that were replaced, without those that have members of their own.
    copies: Origins,
    copied: Copied,
    shared: Shared,
    edits: Vec<Edit>,
    diagnostics: &'d mut Diagnostics,
}

impl Follow<'_> {
    fn piece(&mut self, at: Pointer, kind: ObjectKind) {
        self.order.push((at.clone(), kind));
        self.pieces.insert(at.clone(), kind);
        self.queue.push_back((at, Expected::One(kind)));
    }

    fn drain(&mut self, documents: &mut Documents) {
        loop {
            while let Some((at, expected)) = self.queue.pop_front() {
                if let Some(found) = node(&documents.files, &at) {
                    self.visit(documents, found, expected, &at);
                }
                self.apply(&mut documents.files);
            }
            if self.later.is_empty() {
                return;
            }
            self.is_expanded = true;
            self.chains = Chains::default(); // What was missing may be there now.
            self.queue.extend(std::mem::take(&mut self.later));
        }
    }

    fn apply(&mut self, files: &mut Files) {
        // Elements are removed from the end of their list.
        for edit in std::mem::take(&mut self.edits).into_iter().rev() {
            match edit {
                Edit::Set(at, new) => set(files, &at, new),
                Edit::Remove(at) => remove(files, &at),
                Edit::Expand(at, new, expected) => {
                    set(files, &at, new);
                    self.queue.push_front((at, expected));
                }
            }
        }
    }

    /// Follows a reference to an object of a kind. Returns `false` if there is nothing at its target.
    fn reach(&mut self, files: &Files, target: &str, kind: ObjectKind, at: &Pointer) -> bool {
        let target = Pointer::parse(target);
        if node(files, &target).is_none() {
            return false;
        }
        let known = match self.reached.get(&(target.clone(), kind.as_str())) {
            Some(true) => return true,
            Some(false) | None => self.kind_at(&target),
        };
        let fits = known.is_none_or(|first| first == kind);
        self.reached.insert((target.clone(), kind.as_str()), fits);
        match known {
            None => self.piece(target, kind),
            Some(first) if first == kind => {}
            Some(first) => self.conflict(files, &target, (first, kind), at),
        }
        true
    }

    /// Follows a reference whose target is missing: later, then through the references on its way. Returns `false` if the object
    /// at `at` is not walked now.
    fn reach_through(&mut self, files: &Files, target: &str, kind: ObjectKind, at: &Pointer) -> bool {
        if !self.is_expanded {
            self.later.push((at.clone(), Expected::One(kind)));
            return false;
        }
        match (through(&self.chains, files, target), (self.instead)(kind)) {
            (Some(found), _) => {
                let text = found.to_string();
                self.reach(files, &text, kind, at);
                self.edits.push(Edit::Set(at.child("$ref"), Node::String(text)));
                true
            }
            (None, Some(instead)) => {
                self.missing(files, target, kind, at, instead);
                false
            }
            (None, None) => true,
        }
    }

    /// A reference to an object that is of another kind already: it becomes a copy, which is read as this kind. A schema instead
    /// of a body is the schema of the body.
    fn conflict(&mut self, files: &Files, target: &Pointer, (first, kind): (ObjectKind, ObjectKind), at: &Pointer) {
        let how = format!("`{target}` is referenced as {} here", kind.with_article());
        let found = node(files, target).and_then(Node::as_object);
        let is_schema_only = first == ObjectKind::Schema && found.is_some_and(|map| !is_body(map));
        if let Some(body) = (self.body)(kind, target).filter(|_| is_schema_only) {
            let message = format!("{how}; it is read as a schema, the schema of a JSON body");
            self.edits.push(Edit::Set(at.clone(), body));
            self.diagnostics.add(&codes::TWO_KINDS, at, message);
            return;
        }
        let written = node(files, at).filter(|written| reference(written).is_some());
        let (Some(written), Some(map)) = (written, found) else {
            let message = format!("{how}; it is read as {}", first.with_article());
            self.diagnostics.add(&codes::TWO_KINDS, at, message);
            return;
        };
        let key = (target.clone(), kind.as_str());
        if let Some(copy) = self.read_again.get(&key).filter(|copy| *copy != at) {
            let same = Edit::Set(at.child("$ref"), Node::String(copy.to_string()));
            self.edits.push(same);
            return;
        }
        let message = format!(
            "{how}, and as {} elsewhere; each is read as its own kind",
            first.with_article()
        );
        self.diagnostics.add(&codes::TWO_KINDS, at, message);
        if self.read_copy(map, written, target, kind, at) {
            self.read_again.insert(key, at.clone());
        }
    }

    /// Replaces a reference with a copy of its target, without what belongs to other kinds only. Returns `false` if too much is
    /// copied.
    fn read_copy(&mut self, map: &Map, written: &Node, target: &Pointer, kind: ObjectKind, at: &Pointer) -> bool {
        let grammar = self.grammar;
        let first = self.kind_at(target);
        let others = self.other_kinds.entry(target.clone()).or_default();
        others.push(kind);
        let is_of_other = |key: &str| {
            let mut kinds = others.iter().copied().chain(first);
            grammar(kind, key) == Member::Unknown && kinds.any(|kind| grammar(kind, key) != Member::Unknown)
        };
        let own = map.iter().filter(|(key, _)| !is_of_other(key));
        let own: Map = own.map(|(key, value)| (key.clone(), value.clone())).collect();
        let copier = Copier { grammar, inline: true };
        let Some(copy) = self.copy(at, || copier.members(&own, kind, target)) else {
            return false;
        };
        self.texts.copied(at, target);
        self.copies.read_from(at, target);
        let copy = with_siblings(copy, written);
        self.edits.push(Edit::Expand(at.clone(), copy, Expected::One(kind)));
        true
    }

    /// Replaces a part of an operation that is missing, so that the operation is kept.
    fn missing(&mut self, files: &Files, target: &str, kind: ObjectKind, at: &Pointer, instead: Node) {
        if files.contains_key(Pointer::parse(target).file()) {
            let what = match kind {
                ObjectKind::Parameter => "the parameter is left out",
                _ => "the body is any JSON value",
            };
            self.report_dangling(files, target, at, what);
        }
        self.edits.push(Edit::Set(at.clone(), instead));
    }

    /// The kind of an object inside of a piece that is known.
    fn kind_at(&self, at: &Pointer) -> Option<ObjectKind> {
        let mut below = Vec::new();
        let mut here = at.clone();
        let mut expected = loop {
            if let Some(kind) = self.pieces.get(&here) {
                break Expected::One(*kind);
            }
            below.push(here.last_segment()?);
            here = here.parent()?;
        };
        while let Some(segment) = below.pop() {
            expected = expected.inner(&segment, self.grammar)?;
        }
        match expected {
            Expected::One(kind) => Some(kind),
            Expected::List(_) | Expected::Map(_) => None,
        }
    }

    fn visit(&mut self, documents: &Documents, found: &Node, expected: Expected, at: &Pointer) {
        match (expected, found, reference(found)) {
            (Expected::One(ObjectKind::PathItem), Node::Object(map), Some(target)) if has_siblings(map) => {
                self.expand(&documents.files, found, target, expected, at);
            }
            (Expected::One(kind), Node::Object(map), target) if is_referenceable(kind) => {
                if let Some(target) = target {
                    if !self.reach(&documents.files, target, kind, at)
                        && !self.reach_through(&documents.files, target, kind, at)
                    {
                        return;
                    }
                    let over = self.shared.by_reference(&documents.files, target, kind, at);
                    self.end_if(over, at);
                }
                self.members(documents, found, map, kind, at);
            }
            (_, _, Some(target)) => self.expand(&documents.files, found, target, expected, at),
            (Expected::One(kind), Node::Object(map), None) => self.members(documents, found, map, kind, at),
            (Expected::One(ObjectKind::Schema) | Expected::List(_), Node::Array(list), None) => {
                let inner = match expected {
                    Expected::List(kind) => Expected::One(kind),
                    other => other,
                };
                for (index, one) in list.iter().enumerate() {
                    if inner == Expected::One(ObjectKind::Parameter) && one.is_null() {
                        let message = "the parameter is empty; it is left out";
                        self.diagnostics.add(&codes::INVALID, &at.index(index), message);
                    }
                    self.visit(documents, one, inner, &at.index(index));
                }
            }
            (Expected::Map(kind), Node::Object(map), None) => {
                let is_extension = |name: &str| kind == ObjectKind::PathItem && name.starts_with("x-");
                for (name, one) in map.iter().filter(|(name, _)| !is_extension(name)) {
                    self.visit(documents, one, Expected::One(kind), &at.child(name));
                }
            }
            _ => {}
        }
    }

    fn members(&mut self, documents: &Documents, owner: &Node, map: &Map, kind: ObjectKind, at: &Pointer) {
        if kind == ObjectKind::Operation {
            let over = self.shared.by_operation(&documents.files, map);
            self.end_if(over, at);
        }
        for (key, value) in map {
            let member = (self.grammar)(kind, key);
            match Expected::of(member) {
                Some(expected) => self.visit(documents, value, expected, &at.child(key)),
                None if member == Member::Plain && key != "$ref" && !is_as_expected(scalar(kind, key), value) => {
                    self.plain(documents, owner, scalar(kind, key), value, &at.child(key));
                }
                None => {}
            }
        }
    }

    /// A member without objects: a text, a flag, or data.
    fn plain(&mut self, documents: &Documents, owner: &Node, scalar: Scalar, value: &Node, at: &Pointer) {
        if let (Scalar::Members(_), Some(mapping)) = (scalar, value.get("mapping").and_then(Node::as_object)) {
            for target in mapping
                .values()
                .filter_map(Node::as_str)
                .filter(|target| target.contains('#'))
            {
                self.reach(&documents.files, target, ObjectKind::Schema, at);
            }
        }
        let is_data = scalar != Scalar::Opaque || at.as_str().ends_with("/examples");
        let copied = reference(value)
            .filter(|_| is_data)
            .map(|target| (target, resolved(&self.chains, &documents.files, target)));
        if let Some((_, Some((_, original)))) = &copied {
            self.texts.copied(at, original);
        }
        let is_text = matches!(scalar, Scalar::Prose | Scalar::Text);
        let read = match &copied {
            Some((_, Some((found, _)))) if !is_text => Some(*found),
            Some(_) => None,
            None => Some(value),
        };
        let changes = read.map(|value| {
            let sources = &documents.sources;
            self.texts.read(sources, owner, scalar, value, at, self.diagnostics)
        });
        let changes = changes.into_iter().flatten().map(|(at, new)| match new {
            Some(new) => Edit::Set(at, new),
            None => Edit::Remove(at),
        });
        self.edits.extend(changes);
        // Edits are made from the last to the first: the copy, then what changes in it.
        if let Some((target, _)) = copied {
            self.data(&documents.files, target, value, scalar, at);
        }
    }

    /// Data that is written as a reference.
    fn data(&mut self, files: &Files, target: &str, written: &Node, scalar: Scalar, at: &Pointer) {
        let is_text = matches!(scalar, Scalar::Prose | Scalar::Text);
        let found = named(&self.chains, files, target);
        match found {
            Some((found, _)) if !is_text || found.is_string() => {
                if let Some(copy) = self.copy(at, || found.clone()) {
                    self.edits.push(Edit::Set(at.clone(), with_siblings(copy, written)));
                }
            }
            Some(_) => {
                let message = format!("`{target}` is not a text; it is ignored");
                self.diagnostics.add(&codes::INVALID, at, message);
                self.edits.push(Edit::Remove(at.clone()));
            }
            None => {
                self.dangling(files, target, at);
                self.edits.push(Edit::Remove(at.clone()));
            }
        }
    }

    /// Replaces a reference with what it names.
    fn expand(&mut self, files: &Files, written: &Node, target: &str, expected: Expected, at: &Pointer) {
        let found = named(&self.chains, files, target);
        let Some((found, target)) = found else {
            if !self.is_expanded {
                self.later.push((at.clone(), expected));
                return;
            }
            self.dangling(files, target, at);
            if expected == Expected::Map(ObjectKind::PathItem) {
                let message = format!("`{target}` contains the paths of the document and cannot be read");
                self.diagnostics.add(&codes::NO_OPERATIONS, at, message);
            }
            // Nothing is known of an operation without a definition.
            let rest = without_reference(written);
            let is_lost =
                expected == Expected::One(ObjectKind::Operation) && rest.as_object().is_none_or(Map::is_empty);
            if is_lost {
                let message = format!("`{target}` cannot be read, so the operation is left out");
                self.diagnostics.add(&codes::SKIPPED, at, message);
            }
            self.edits.push(if is_lost {
                Edit::Remove(at.clone())
            } else {
                Edit::Set(at.clone(), rest)
            });
            return;
        };
        let copier = Copier {
            grammar: self.grammar,
            inline: expected != Expected::Map(ObjectKind::Schema) || is_properties(at),
        };
        let copy = self.copy(at, || match (expected, found) {
            (Expected::One(kind), Node::Object(map)) => copier.members(map, kind, &target),
            _ => copier.linked(found, expected, &target),
        });
        let Some(copy) = copy else { return };
        self.texts.copied(at, &target);
        if written.as_object().is_some_and(|map| map.len() == 1) {
            self.copies.read_from(at, &target);
        }
        let copy = with_siblings(copy, written);
        self.edits.push(Edit::Expand(at.clone(), copy, expected));
    }

    /// A file that could not be read was reported when it was opened.
    fn dangling(&mut self, files: &Files, target: &str, at: &Pointer) {
        let pointer = Pointer::parse(target);
        if files.contains_key(pointer.file()) {
            self.report_dangling(files, target, at, "this reference is ignored");
        }
    }

    fn report_dangling(&mut self, files: &Files, target: &str, at: &Pointer, what: &str) {
        let target = Pointer::parse(target);
        let owner = target
            .parent()
            .filter(|_| self.diagnostics.suggests(&codes::DANGLING_REF));
        let similar = owner.and_then(|owner| similar_name(node(files, &owner), &target));
        let message = format!("there is nothing at `{target}`; {what}");
        let found = Diagnostic::new(&codes::DANGLING_REF, &at.child("$ref"), message).on_value();
        let found = found.suggest(similar.as_ref().map(Pointer::as_str));
        self.diagnostics.report(found.lacking(target));
    }

    /// A copy, whose values are counted. Past a limit, nothing is copied and nothing is followed any more: a reference to what
    /// contains it is expanded without end.
    fn copy(&mut self, at: &Pointer, make: impl FnOnce() -> Node) -> Option<Node> {
        if self.copied.is_over {
            return None;
        }
        let copy = make();
        let over = self.copied.over(&copy, at);
        let is_over = over.is_some();
        self.end_if(over, at);
        (!is_over).then_some(copy)
    }

    /// Reports a limit that was exceeded, and ends.
    fn end_if(&mut self, over: Option<String>, at: &Pointer) {
        if let Some(message) = over.filter(|_| !self.copied.is_over) {
            self.copied.is_over = true;
            self.diagnostics.add(&codes::TOO_LARGE, at, message);
            self.queue.clear();
        }
    }
}
