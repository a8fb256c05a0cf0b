//! How the members of an object differ.

use std::collections::HashMap;

use super::constraints::Declared;
use super::report::Verdict;
use super::side::Side;
use super::types::{Finder, Use};
use super::verdict::{Difference, Direction, Effect, Flow, Subject};
use crate::ir::{Construction, Docs, Field, Presence, Struct, Type, TypeId};

impl<'a> Finder<'a> {
    pub(super) fn structs(
        &mut self,
        ids: (TypeId, TypeId),
        flow: Flow,
        (old, old_docs): (&'a Struct, &'a Docs),
        (new, new_docs): (&'a Struct, &'a Docs),
    ) {
        let (one, other) = (self.old, self.new);
        let at_field = |side: Side<'_>, id: TypeId, known: &HashMap<&str, usize>, field: &Field| Subject {
            pointer: Some(field.origin.clone()),
            item: side.field_path(id, known.get(field.wire.as_str()).copied()),
        };
        let (of_old, of_new) = (positions(&old.fields), positions(&new.fields));
        let owners = Use {
            old: Subject::of_type(one, ids.0),
            new: Subject::of_type(other, ids.1),
        };
        for field in &old.fields {
            let mut at = owners.clone();
            at.old = at_field(one, ids.0, &of_old, field);
            let now = of_new.get(field.wire.as_str());
            match now.and_then(|index| new.fields.get(*index)) {
                Some(now) => {
                    at.new = at_field(other, ids.1, &of_new, now);
                    self.field(&at, flow, field, now);
                }
                None => self.removed(&at, flow, field, (new, new_docs)),
            }
        }
        for field in &new.fields {
            if !of_old.contains_key(field.wire.as_str()) {
                let mut at = owners.clone();
                at.new = at_field(other, ids.1, &of_new, field);
                self.added(&at, flow, field, (old, new));
            }
        }
        self.extra(&owners, flow, (old, old_docs), (new, new_docs));
        // The limits of the object itself, not those of an alias.
        let declared = |docs| Declared { docs, ty: &Type::Json };
        self.limits(&owners, flow, declared(old_docs), declared(new_docs));
    }

    fn field(&mut self, at: &Use, flow: Flow, old: &'a Field, new: &'a Field) {
        self.marks(
            at,
            (old.docs.deprecated, new.docs.deprecated),
            ("member-deprecated", "member-undeprecated"),
        );
        self.docs(at, &old.docs, &new.docs);
        let is_kept = self.directions(at, flow, old, new);
        if is_kept {
            self.presence(at, flow, old, new);
        }
        let inner = if old.presence == Presence::Required {
            flow
        } else {
            flow.sometimes()
        };
        self.types(at, inner, &old.ty, &new.ty);
        let declared = |field: &'a Field| Declared {
            docs: &field.docs,
            ty: &field.ty,
        };
        self.limits(at, flow, declared(old), declared(new));
        if may_be_absent(old.presence) {
            self.defaults(at, Some(flow.direction), declared(old), declared(new));
        }
    }

    /// Whether values are sent or received at all. False if the presence follows from that.
    fn directions(&mut self, at: &Use, flow: Flow, old: &Field, new: &Field) -> bool {
        let mut is_kept = true;
        for (was, is, rule, direction) in [
            (old.read_only, new.read_only, "member-read-only", Direction::Sent),
            (old.write_only, new.write_only, "member-write-only", Direction::Received),
        ] {
            if was == is {
                continue;
            }
            let is_affected = is && flow.direction == direction;
            let effect = match direction {
                // The server ignores it.
                Direction::Sent if is_affected => Effect::Changes,
                Direction::Received if is_affected && old.presence == Presence::Required => flow.failure(),
                Direction::Received if is_affected => Effect::Changes,
                _ => Effect::None,
            };
            is_kept &= !is;
            let texts = ["", rule.trim_start_matches("member-")];
            let (before, after) = if is { (texts[0], texts[1]) } else { (texts[1], texts[0]) };
            self.add(at, rule, effect, before, after);
        }
        is_kept
    }

    fn removed(&mut self, at: &Use, flow: Flow, field: &Field, (new, docs): (&Struct, &Docs)) {
        let is_required = matches!(field.presence, Presence::Required | Presence::Nullable);
        let flow_of = if is_required { flow } else { flow.sometimes() };
        let (rule, effect) = match flow.direction {
            // What may be null may be absent for a reader.
            Direction::Received if field.presence == Presence::Required => ("member-removed-required", flow.failure()),
            Direction::Received => ("member-removed", Effect::Changes),
            // Additional properties take it.
            Direction::Sent if new.extra.is_some() => ("member-removed", Effect::None),
            Direction::Sent if docs.limits.is_closed => ("member-removed", flow_of.failure()),
            // The server ignores it.
            Direction::Sent => ("member-removed", Effect::Changes),
        };
        let types = Side::ids(&field.ty);
        let before = self.old.rust(&field.ty);
        let name = at.old.name().to_owned();
        if let Some(row) = self.add(at, rule, effect, &before, "") {
            row.types = types;
            row.help = Some(format!("remove `{name}` from the code"));
        }
    }

    fn added(&mut self, at: &Use, flow: Flow, field: &Field, (old, new): (&Struct, &Struct)) {
        let is_required = matches!(field.presence, Presence::Required | Presence::Nullable);
        let is_new_argument = flow.direction == Direction::Sent && is_required && !field.read_only;
        let after = self.new.rust(&field.ty);
        if !is_new_argument {
            self.add(at, "member-added", Effect::None, "", &after);
            return;
        }
        let is_builder = old.construction == Construction::Builder && new.construction == Construction::Builder;
        let (owner, name) = (at.old.name().to_owned(), at.new.name().to_owned());
        let effect = flow.failure();
        if let Some(row) = self.add(at, "member-added-required", effect, "", &after) {
            row.items = vec![at.old.item.clone()];
            if is_builder {
                // It compiles: `build()` returns an error.
                row.code = Verdict::Changes;
                row.help = Some(format!(
                    "call `.{name}(..)` on `{owner}::builder()`: without it, `build()` fails"
                ));
            } else {
                row.help = Some(format!("pass `{name}` where a `{owner}` is created"));
            }
        }
    }

    /// Members that are not declared.
    fn extra(
        &mut self,
        at: &Use,
        flow: Flow,
        (old, old_docs): (&'a Struct, &Docs),
        (new, new_docs): (&'a Struct, &Docs),
    ) {
        let was_closed = old_docs.limits.is_closed;
        let is_closed = new_docs.limits.is_closed;
        match (&old.extra, &new.extra) {
            (Some(one), Some(other)) => self.types(at, flow.sometimes(), one, other),
            (None, Some(_)) => drop(self.add(at, "object-opened", Effect::None, "", "has additional properties")),
            (Some(_), None) => {
                let effect = match flow.direction {
                    Direction::Sent if is_closed => flow.sometimes().failure(),
                    _ => Effect::Changes,
                };
                self.add(at, "object-closed", effect, "has additional properties", "");
            }
            (None, None) if was_closed != is_closed => {
                let rule = if is_closed { "object-closed" } else { "object-opened" };
                let text = |closed: bool| if closed { "only the declared members" } else { "" };
                self.add(at, rule, Effect::None, text(was_closed), text(is_closed));
            }
            (None, None) => {}
        }
    }

    fn presence(&mut self, at: &Use, flow: Flow, one: &Field, other: &Field) {
        let (old, new) = (one.presence, other.presence);
        let is_any = |side: Side<'a>, field: &Field| {
            // Any value may be null: where the type changed, that is part of it.
            one.ty != other.ty && *side.behind_aliases(&field.ty) == Type::Json
        };
        let has_null = !is_any(self.old, one) && !is_any(self.new, other);
        let pairs = [
            (
                may_be_absent(old),
                may_be_absent(new),
                "member-optional",
                "member-required",
                "may be absent",
                "is required",
            ),
            (
                may_be_null(old),
                may_be_null(new),
                "member-nullable",
                "member-not-nullable",
                "may be null",
                "is never null",
            ),
        ];
        let kept = if has_null { pairs.len() } else { 1 };
        for (was, is, more, less, loose, strict) in pairs.into_iter().take(kept) {
            match (was, is) {
                (false, true) => {
                    // A reader that may skip the member reads null as absent.
                    let is_read = old == Presence::Required;
                    let is_empty = more == "member-nullable" && self.old.is_empty_for_null(&one.ty);
                    let effect = if is_read && !is_empty && !other.is_loosened {
                        flow.if_received(flow.sometimes().failure())
                    } else {
                        Effect::None
                    };
                    self.add(at, more, effect, strict, loose);
                }
                (true, false) => {
                    let effect = flow.if_sent(flow.sometimes().failure());
                    self.add(at, less, effect, loose, strict);
                }
                _ => {}
            }
        }
    }

    /// Notes where the documentation differs.
    pub(super) fn docs(&mut self, at: &Use, old: &Docs, new: &Docs) {
        self.described(
            at,
            !same_text(&old.title, &new.title) || !same_text(&old.text, &new.text) || old.examples != new.examples,
        );
    }

    pub(super) fn described(&mut self, at: &Use, differs: bool) {
        if differs {
            self.described.push(at.clone());
        }
    }

    pub(super) fn marks(
        &mut self,
        at: &Use,
        (was, is): (bool, bool),
        (more, less): (&'static str, &'static str),
    ) -> Option<&mut Difference> {
        match (was, is) {
            (false, true) => self.add(at, more, Effect::None, "", "deprecated"),
            (true, false) => self.add(at, less, Effect::None, "deprecated", ""),
            _ => None,
        }
    }
}

/// Where the members of an object are, by their names.
fn positions(fields: &[Field]) -> HashMap<&str, usize> {
    let names = fields.iter().enumerate().rev();
    names.map(|(at, field)| (field.wire.as_str(), at)).collect()
}

/// Whether two texts have the same words: lines of Markdown can be broken anywhere.
pub(super) fn same_text(one: &str, other: &str) -> bool {
    one == other || one.split_whitespace().eq(other.split_whitespace())
}

pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn may_be_absent(presence: Presence) -> bool {
    matches!(presence, Presence::Optional | Presence::OptionalNullable { .. })
}

fn may_be_null(presence: Presence) -> bool {
    matches!(presence, Presence::Nullable | Presence::OptionalNullable { .. })
}
