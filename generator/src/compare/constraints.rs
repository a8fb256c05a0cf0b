//! How limits and defaults differ: those of a member or a parameter, else those of the alias that is its type.

use super::side::Side;
use super::types::{Finder, Use};
use super::verdict::{Direction, Effect, Flow, Subject};
use crate::ir::{Docs, ExampleValue, Limits, Shape, Type, TypeId};

/// What a document declares of a member or a parameter, and its type.
#[derive(Clone, Copy)]
pub(super) struct Declared<'a> {
    pub docs: &'a Docs,
    pub ty: &'a Type,
}

impl<'a> Finder<'a> {
    /// Limits. The types are compared before.
    pub(super) fn limits(&mut self, at: &Use, flow: Flow, old: Declared<'a>, new: Declared<'a>) {
        let has_limits = |docs: &Docs| docs.limits != Limits::default();
        let (one, other) = (found(self.old, old, has_limits), found(self.new, new, has_limits));
        let (limits, new_limits) = (&one.0.limits, &other.0.limits);
        if limits == new_limits {
            return;
        }
        let mut rows = self.found.iter().rev().take_while(|row| row.old == at.old);
        let is_other_type = rows.any(|row| ["type-changed", "enum-closed", "enum-opened"].contains(&row.rule));
        let at = self.of_alias(at, (one.1, other.1));
        let (before, after) = (limits.text(), new_limits.text());
        if flow.direction == Direction::Sent && new_limits.is_tighter(limits) {
            self.add(&at, "limit-tightened", flow.sometimes().failure(), &before, &after);
        } else if before != after && !is_other_type {
            // Limits of the old type follow from it.
            self.add(&at, "limit-changed", Effect::None, &before, &after);
        }
    }

    /// Defaults of what may be absent.
    pub(super) fn defaults(&mut self, at: &Use, direction: Option<Direction>, old: Declared<'a>, new: Declared<'a>) {
        let has_default = |docs: &Docs| docs.default.is_some();
        let (one, other) = (found(self.old, old, has_default), found(self.new, new, has_default));
        let (default, new_default) = (&one.0.default, &other.0.default);
        let is_same = match (default, new_default) {
            (Some(default), Some(new_default)) => default.same(new_default),
            (default, new_default) => default.is_none() && new_default.is_none(),
        };
        if is_same {
            return;
        }
        let text = |default: &Option<ExampleValue>| default.as_ref().map(json).unwrap_or_default();
        // A default that is declared for the first time is what the server did before.
        let effect = match (direction, default, new_default) {
            (Some(Direction::Sent), Some(_), _) | (Some(Direction::Received), Some(_), Some(_)) => Effect::Changes,
            _ => Effect::None,
        };
        let at = self.of_alias(at, (one.1, other.1));
        self.add(&at, "default-changed", effect, &text(default), &text(new_default));
    }

    /// What both versions declare of an alias belongs to it: one row for all that use it.
    fn of_alias(&self, at: &Use, aliases: (Option<TypeId>, Option<TypeId>)) -> Use {
        match aliases {
            (Some(old), Some(new)) => Use {
                old: Subject::of_type(self.old, old),
                new: Subject::of_type(self.new, new),
            },
            _ => at.clone(),
        }
    }
}

/// The documentation that has a constraint, and the alias that it belongs to.
fn found<'a>(side: Side<'a>, declared: Declared<'a>, has: fn(&Docs) -> bool) -> (&'a Docs, Option<TypeId>) {
    let (mut docs, mut ty, mut alias) = (declared.docs, declared.ty, None);
    while !has(docs)
        && let Type::Named(id) = ty
        && let Some(def) = side.get(*id)
        && let Shape::Alias(inner) = &def.shape
    {
        (docs, ty, alias) = (&def.docs, inner, Some(*id));
    }
    (docs, alias)
}

/// A value as JSON writes it.
fn json(value: &ExampleValue) -> String {
    match value {
        ExampleValue::Scalar(literal) => literal.quoted(),
        ExampleValue::List(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(", ")),
        ExampleValue::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| format!("\"{name}\": {}", json(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
    }
}
