//! `allOf`: one struct of all parts, or the single type that it wraps.

use super::context::{Lower, LoweredType};
use super::members::{Extra, Members};
use crate::diag::codes;
use crate::ir::{Hint, Role, Type};
use crate::load::Node;
use crate::normalize::is_annotation;
use crate::pointer::Pointer;

/// Levels of nested `allOf`s that are merged.
const MAX_DEPTH: usize = 64;

impl Lower<'_, '_> {
    pub(super) fn all_of(&mut self, at: &Pointer, hint: &Hint, nullable: bool) -> LoweredType {
        if let Some(only) = self.only_part(at).filter(|only| !self.is_child_of(at, only)) {
            // `allOf: [{$ref}]` beside a description or a bare `type: object` is that type.
            let mut lowered = self.schema(&only, hint);
            lowered.nullable |= nullable;
            return lowered;
        }
        let mut members = Members::default();
        let mut others = Vec::new();
        self.merge(at, &mut members, &mut others, 0);
        if members.properties.is_empty() && members.required.is_empty() {
            return match others.as_slice() {
                [] => self.struct_or_map(at, hint, nullable, members),
                [first, rest @ ..] => self.one_of_many(at, hint, first, rest),
            };
        }
        if !others.is_empty() {
            // One part is a union: its members are kept as JSON values.
            members.extra = Some(Extra::Any);
        }
        self.struct_or_map(at, hint, nullable, members)
    }

    /// The one part with keywords that matter, where the schema has no members of its own.
    fn only_part(&self, at: &Pointer) -> Option<Pointer> {
        let node = self.resolver.node(at)?;
        let own = ["properties", "required", "additionalProperties", "oneOf", "anyOf"];
        if own.iter().any(|key| node.get(*key).is_some()) {
            return None;
        }
        let count = node.get("allOf").and_then(Node::as_array).map_or(0, Vec::len);
        let mut parts = (0..count)
            .map(|index| at.child("allOf").index(index))
            .filter(|part| self.resolver.node(part).is_some_and(has_keywords));
        parts.next().filter(|_| parts.next().is_none())
    }

    /// Collects the members of an object and of all its parts. Parts that are not objects are added to `others`.
    pub(super) fn merge(&mut self, at: &Pointer, members: &mut Members, others: &mut Vec<Pointer>, depth: usize) {
        if depth > MAX_DEPTH {
            self.report(
                &codes::REF_CYCLE,
                at,
                "this `allOf` is nested too deeply; the deeper parts are skipped",
            );
            return;
        }
        let target = match self.resolver.definition(at) {
            Ok(target) => target,
            Err(problem) => {
                self.report(
                    &codes::DANGLING_REF,
                    at,
                    format!("{problem}; this part of the `allOf` is skipped"),
                );
                return;
            }
        };
        // Each part is merged once, however often it is referenced, so that a cycle ends.
        if !members.seen.insert(target.clone()) {
            return;
        }
        let Some(node) = self.resolver.node(&target) else {
            return;
        };
        for index in 0..node.get("allOf").and_then(Node::as_array).map_or(0, Vec::len) {
            self.merge(&target.child("allOf").index(index), members, others, depth + 1);
        }
        self.collect(&target, members);
        let is_union = !members.properties.is_empty() && self.merge_branches(&target, members, depth)
            || members.properties.is_empty() && (node.get("oneOf").is_some() || node.get("anyOf").is_some());
        let is_scalar = node
            .get("type")
            .and_then(Node::as_str)
            .is_some_and(|kind| kind != "object")
            || node.get("enum").is_some();
        if is_union || is_scalar {
            others.push(target);
        }
    }

    /// The members of a union's branches, none of them required. Returns `true` when a branch is not an object, so
    /// that something would be lost.
    fn merge_branches(&mut self, at: &Pointer, members: &mut Members, depth: usize) -> bool {
        let mut is_lost = false;
        if self.is_parent_of_its_branches(at, members) {
            return false;
        }
        for key in ["oneOf", "anyOf"] {
            let list = at.child(key);
            for index in 0..self.resolver.node(&list).and_then(Node::as_array).map_or(0, Vec::len) {
                let mut branch = Members {
                    seen: std::mem::take(&mut members.seen),
                    ..Members::default()
                };
                let mut others = Vec::new();
                self.merge(&list.index(index), &mut branch, &mut others, depth + 1);
                members.seen = branch.seen;
                is_lost |= !others.is_empty() || matches!(branch.extra, Some(Extra::Any | Extra::Schema(_)));
                for (name, pointer) in branch.properties {
                    if !members.properties.iter().any(|(known, _)| *known == name) {
                        members.properties.push((name, pointer));
                    }
                }
            }
        }
        is_lost
    }

    /// Whether a schema is merged into one of its own branches: a parent that lists its children. For a child, the
    /// list is not a union of its members.
    fn is_parent_of_its_branches(&self, at: &Pointer, members: &Members) -> bool {
        ["oneOf", "anyOf"].iter().any(|key| {
            let list = at.child(key);
            let count = self.resolver.node(&list).and_then(Node::as_array).map_or(0, Vec::len);
            (0..count).any(|index| {
                let target = self.resolver.definition(&list.index(index));
                target.is_ok_and(|target| members.seen.contains(&target))
            })
        })
    }

    /// Several parts, none of which is an object: the type of the first one, if the others have the same type.
    fn one_of_many(&mut self, at: &Pointer, hint: &Hint, first: &Pointer, rest: &[Pointer]) -> LoweredType {
        if *first == *at {
            return self.union(at, hint, false);
        }
        let hint = hint.then(Role::Branch("part".to_owned()));
        let lowered = self.schema(first, &hint);
        for other in rest {
            let other = self.schema(other, &hint);
            if self.bare(&other.ty) != self.bare(&lowered.ty) && other.ty != Type::Json {
                self.report(&codes::AS_JSON, at, "the parts of this `allOf` are of different types");
                return LoweredType::plain(Type::Json);
            }
        }
        lowered
    }
}

/// Whether a part of an `allOf` is more than annotations.
fn has_keywords(node: &Node) -> bool {
    node.as_object()
        .is_some_and(|map| map.keys().any(|key| !is_annotation(key)))
}
