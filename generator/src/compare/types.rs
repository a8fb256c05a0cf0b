//! How the values of a type differ between two versions, for a program that has the old type.

use std::collections::BTreeSet;

use super::side::Side;
use super::verdict::{Difference, Direction, Effect, Subject};
use crate::ir::{
    Docs, Enum, Field, Guard, Literal, Presence, Shape, Struct, Structure, Type, TypeDef, TypeId, Union, Variant,
};

/// Two versions of a document, and what was compared of them.
pub(super) struct Finder<'a> {
    pub old: Side<'a>,
    pub new: Side<'a>,
    /// Types that were compared, or are being compared.
    seen: BTreeSet<(TypeId, TypeId, Direction)>,
    pub found: Vec<Difference>,
}

/// Where two types are used.
#[derive(Clone)]
pub(super) struct Use {
    pub old: Subject,
    pub new: Subject,
}

impl<'a> Finder<'a> {
    pub(super) fn new(old: Side<'a>, new: Side<'a>) -> Self {
        Self {
            old,
            new,
            seen: BTreeSet::new(),
            found: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, at: &Use, rule: &'static str, effect: Effect, before: &str, after: &str) {
        self.found.push(Difference {
            rule,
            effect,
            old: at.old.clone(),
            new: at.new.clone(),
            before: before.to_owned(),
            after: after.to_owned(),
        });
    }

    pub(super) fn types(&mut self, at: &Use, direction: Direction, old: &'a Type, new: &'a Type) {
        let (old, new) = (self.old.behind_aliases(old), self.new.behind_aliases(new));
        match (old.structure(), new.structure()) {
            (Structure::Named(one), Structure::Named(other)) => self.named(at, direction, one, other),
            (Structure::List(one), Structure::List(other)) | (Structure::Map(one), Structure::Map(other)) => {
                self.types(at, direction, one, other);
            }
            (Structure::Option(one), Structure::Option(other)) => self.types(at, direction, one, other),
            (Structure::Option(one), _) => {
                if direction == Direction::Sent {
                    self.add(
                        at,
                        "element-not-nullable",
                        Effect::SometimesFails,
                        "may be null",
                        "is never null",
                    );
                }
                self.types(at, direction, one, new);
            }
            (_, Structure::Option(other)) => {
                if direction == Direction::Received {
                    self.add(
                        at,
                        "element-nullable",
                        Effect::SometimesFails,
                        "is never null",
                        "may be null",
                    );
                }
                self.types(at, direction, old, other);
            }
            _ => self.scalars(at, direction, old, new),
        }
    }

    fn named(&mut self, at: &Use, direction: Direction, old: TypeId, new: TypeId) {
        if !self.seen.insert((old, new, direction)) {
            return;
        }
        let ids = (old, new);
        let (Some(old), Some(new)) = (self.old.get(old), self.new.get(new)) else {
            return;
        };
        let place = |side: Side<'_>, id, def: &TypeDef| Subject {
            pointer: Some(def.origin.clone()),
            item: side.type_path(id),
        };
        let of_types = Use {
            old: place(self.old, ids.0, old),
            new: place(self.new, ids.1, new),
        };
        match (&old.shape, &new.shape) {
            (Shape::Struct(one) | Shape::Multipart(one), Shape::Struct(other) | Shape::Multipart(other)) => {
                self.structs(ids, direction, one, other);
            }
            (Shape::Enum(one), Shape::Enum(other)) => self.enums(&of_types, ids, direction, one, other),
            (Shape::Union(one), Shape::Union(other)) => self.unions(&of_types, direction, one, other),
            _ => self.shapes(at, direction, old, new),
        }
    }

    /// Types of different shapes.
    fn shapes(&mut self, at: &Use, direction: Direction, old: &TypeDef, new: &TypeDef) {
        let effect = match (&old.shape, &new.shape, direction) {
            // The old type is one of the branches, or all values were texts anyway.
            (_, Shape::Union(_), Direction::Received) | (Shape::Union(_), _, Direction::Sent) => Effect::SometimesFails,
            (_, Shape::Union(_), Direction::Sent) => Effect::None,
            (Shape::Union(_), _, Direction::Received) => Effect::Changes,
            _ => Effect::Fails,
        };
        self.add(
            at,
            "type-changed",
            effect,
            shape_name(&old.shape),
            shape_name(&new.shape),
        );
    }

    fn structs(&mut self, ids: (TypeId, TypeId), direction: Direction, old: &'a Struct, new: &'a Struct) {
        let (one, other) = (self.old, self.new);
        let old_place = |field: &Field| Subject {
            pointer: Some(field.origin.clone()),
            item: one.field_path(ids.0, &old.fields, &field.wire),
        };
        let new_place = |field: &Field| Subject {
            pointer: Some(field.origin.clone()),
            item: other.field_path(ids.1, &new.fields, &field.wire),
        };
        let owners = Use {
            old: Subject::of_type(one, ids.0),
            new: Subject::of_type(other, ids.1),
        };
        for field in &old.fields {
            let at = Use {
                old: old_place(field),
                ..owners.clone()
            };
            match new.fields.iter().find(|other| other.wire == field.wire) {
                Some(other) => {
                    let at = Use {
                        new: new_place(other),
                        ..at
                    };
                    self.presence(&at, direction, field.presence, other.presence);
                    self.limits(&at, direction, &field.docs, &other.docs);
                    self.types(&at, direction, &field.ty, &other.ty);
                }
                None => self.removed(&at, direction, field, new),
            }
        }
        for field in &new.fields {
            if old.fields.iter().all(|other| other.wire != field.wire) {
                let at = Use {
                    new: new_place(field),
                    ..owners.clone()
                };
                let is_required = field.presence == Presence::Required || field.presence == Presence::Nullable;
                let (rule, effect) = match (direction, is_required) {
                    (Direction::Sent, true) => ("member-added-required", Effect::Fails),
                    _ => ("member-added", Effect::None),
                };
                self.add(&at, rule, effect, "", "declared");
            }
        }
        if let (Some(one), Some(other)) = (&old.extra, &new.extra) {
            self.types(&owners, direction, one, other);
        }
    }

    fn removed(&mut self, at: &Use, direction: Direction, field: &Field, new: &Struct) {
        let is_required = matches!(field.presence, Presence::Required | Presence::Nullable);
        let (rule, effect) = match (direction, is_required) {
            (Direction::Received, true) => ("member-removed-required", Effect::Fails),
            (Direction::Received, false) => ("member-removed", Effect::Changes),
            // Additional properties take it.
            (Direction::Sent, _) if new.extra.is_some() => ("member-removed", Effect::None),
            (Direction::Sent, _) => ("member-removed", Effect::SometimesFails),
        };
        self.add(at, rule, effect, "declared", "");
    }

    pub(super) fn presence(&mut self, at: &Use, direction: Direction, old: Presence, new: Presence) {
        let (may_be_absent, may_be_null) = (
            |presence| matches!(presence, Presence::Optional | Presence::OptionalNullable { .. }),
            |presence| matches!(presence, Presence::Nullable | Presence::OptionalNullable { .. }),
        );
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
        for (was, is, more, less, loose, strict) in pairs {
            match (was, is) {
                (false, true) => {
                    // A reader that may skip the member reads null as absent.
                    let is_read = direction == Direction::Received && old == Presence::Required;
                    let absent = more == "member-optional";
                    let effect = match (is_read, absent) {
                        (true, true) => Effect::Fails,
                        (true, false) => Effect::SometimesFails,
                        (false, _) => Effect::None,
                    };
                    self.add(at, more, effect, strict, loose);
                }
                (true, false) => {
                    let effect = if direction == Direction::Sent {
                        Effect::Fails
                    } else {
                        Effect::None
                    };
                    self.add(at, less, effect, loose, strict);
                }
                _ => {}
            }
        }
    }

    pub(super) fn limits(&mut self, at: &Use, direction: Direction, old: &Docs, new: &Docs) {
        if direction == Direction::Sent && new.limits.is_tighter(&old.limits) {
            self.add(
                at,
                "limit-tightened",
                Effect::SometimesFails,
                &old.notes.join(" "),
                &new.notes.join(" "),
            );
        }
    }

    fn enums(&mut self, at: &Use, ids: (TypeId, TypeId), direction: Direction, old: &Enum, new: &Enum) {
        let has = |list: &Enum, value: &Literal| list.values.iter().any(|other| other.value == *value);
        for (index, value) in old
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| !has(new, &value.value))
        {
            let mut at = at.clone();
            at.old.item = self.old.variant_path(ids.0, index);
            let effect = match direction {
                Direction::Sent => Effect::SometimesFails,
                Direction::Received => Effect::None,
            };
            self.add(&at, "value-removed", effect, &value.value.quoted(), "");
        }
        for (index, value) in new
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| !has(old, &value.value))
        {
            let mut at = at.clone();
            at.new.item = self.new.variant_path(ids.1, index);
            let effect = match direction {
                Direction::Sent => Effect::None,
                // It is `Unknown`.
                Direction::Received => Effect::Changes,
            };
            self.add(&at, "value-added", effect, "", &value.value.quoted());
        }
    }

    fn unions(&mut self, at: &Use, direction: Direction, old: &'a Union, new: &'a Union) {
        let find = |list: &'a Union, variant: &Variant| list.variants.iter().find(|other| other.key == variant.key);
        for variant in &old.variants {
            match find(new, variant) {
                Some(other) => {
                    if variant.guard != other.guard {
                        self.add(
                            at,
                            "branch-recognized-otherwise",
                            Effect::Changes,
                            &guard(&variant.guard),
                            &guard(&other.guard),
                        );
                    }
                    self.types(at, direction, &variant.ty, &other.ty);
                }
                None => {
                    let effect = match direction {
                        Direction::Sent => Effect::SometimesFails,
                        Direction::Received => Effect::None,
                    };
                    self.add(at, "branch-removed", effect, &variant.key, "");
                }
            }
        }
        for variant in new.variants.iter().filter(|variant| find(old, variant).is_none()) {
            let effect = match direction {
                Direction::Sent => Effect::None,
                Direction::Received => Effect::Changes,
            };
            self.add(at, "branch-added", effect, "", &variant.key);
        }
    }

    fn scalars(&mut self, at: &Use, direction: Direction, old: &Type, new: &Type) {
        if old == new {
            return;
        }
        let effect = match direction {
            Direction::Sent => accepts(new, old),
            Direction::Received => accepts(old, new),
        };
        self.add(
            at,
            "type-changed",
            effect,
            &type_name(self.old, old),
            &type_name(self.new, new),
        );
    }
}

/// What happens to the values of one type where another one is read.
fn accepts(reader: &Type, values: &Type) -> Effect {
    match (reader, values) {
        (Type::Json, _) => Effect::None,
        (Type::I64, Type::I32 | Type::U32) | (Type::F64, Type::I32 | Type::I64 | Type::U32 | Type::U64) => Effect::None,
        (Type::U64, Type::U32) => Effect::None,
        (Type::I32 | Type::U32 | Type::U64 | Type::I64, Type::I32 | Type::I64 | Type::U32 | Type::U64) => {
            Effect::SometimesFails
        }
        (Type::I32 | Type::I64 | Type::U32 | Type::U64, Type::F64) => Effect::Fails,
        (Type::String, Type::Formatted(_)) => Effect::None,
        (Type::Formatted(_), Type::String) => Effect::Fails,
        _ => Effect::Fails,
    }
}

fn shape_name(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) | Shape::Multipart(_) => "an object",
        Shape::Enum(_) => "an enum",
        Shape::Union(_) => "a union",
        Shape::Alias(_) => "an alias",
    }
}

fn type_name(api: Side<'_>, ty: &Type) -> String {
    match ty.structure() {
        Structure::Named(id) => api.get(id).map_or("a type", |def| shape_name(&def.shape)).to_owned(),
        Structure::List(_) => "a list".to_owned(),
        Structure::Map(_) => "a map".to_owned(),
        Structure::Json => "any JSON".to_owned(),
        Structure::File => "a file".to_owned(),
        Structure::Option(inner) => type_name(api, inner),
        Structure::Scalar | Structure::Custom => format!("{ty:?}"),
    }
}

fn guard(guard: &Guard) -> String {
    format!("{guard:?}")
}
