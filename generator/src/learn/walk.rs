//! Follows a type through a JSON value, as the decoder of the runtime does, and notes where the value does not fit.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::accept::{self, Fit, Times};
use super::members::{Found, Object, is_required};
use super::seen::{Seen, Values};
use super::tagged::ByTag;
use super::types::Types;
use super::unions::{self, Rows};
use crate::ir::{EnumKind, Shape, Struct, Type, TypeId, Union, Variant};
use crate::pointer::Pointer;

/// How many values of one body are compared. Branches of unions that are tried count, too.
pub(super) const MAX_STEPS: usize = 20_000_000;
/// The same for all bodies together, in one round.
pub(super) const MAX_ALL_STEPS: usize = 1_000_000_000;

/// Compares the values of one operation with their types.
pub(super) struct Walker<'w, 't> {
    types: &'w Types<'t>,
    times: Times,
    /// Index of the operation.
    operation: usize,
    seen: &'w mut Seen,
    /// Inside of a branch that is only tried, nothing is noted.
    is_quiet: bool,
    /// Where branches are compared, null is no list, and names of members have their case.
    is_strict: bool,
    steps: usize,
    max_steps: usize,
    max_all_steps: usize,
    /// Whether values of the body decode as unions with several branches of one tag, by the addresses of both and whether branches
    /// are compared. Each union around a value tries its branches, so nested ones would take a time that doubles with each level.
    tried: HashMap<(*const Union, *const Value, bool), bool>,
}

impl<'w, 't> Walker<'w, 't> {
    pub(super) fn new(types: &'w Types<'t>, times: Times, operation: usize, seen: &'w mut Seen) -> Self {
        Self {
            types,
            times,
            operation,
            seen,
            is_quiet: false,
            is_strict: false,
            steps: 0,
            max_steps: MAX_STEPS,
            max_all_steps: MAX_ALL_STEPS,
            tried: HashMap::new(),
        }
    }

    /// A body, whose schema is at `at`. Returns whether it decodes.
    pub(super) fn body(&mut self, ty: &Type, at: &Pointer, value: &Value) -> bool {
        self.steps = 0;
        let fits = self.part(ty, at, value, false);
        // Another body may have the same addresses.
        self.tried.clear();
        fits
    }

    /// Whether a body decodes; nothing is noted.
    pub(super) fn fits(&mut self, ty: &Type, value: &Value) -> bool {
        let was_quiet = std::mem::replace(&mut self.is_quiet, true);
        let fits = self.body(ty, &Pointer::root(), value);
        self.is_quiet = was_quiet;
        fits
    }

    /// A value that may be null, if that is declared.
    fn part(&mut self, ty: &Type, at: &Pointer, value: &Value, may_be_null: bool) -> bool {
        if self.is_over() {
            return true;
        }
        self.note(at, |values| {
            values.total += 1;
            values.present += usize::from(!value.is_null());
            values.kinds.add(value);
        });
        if value.is_null() {
            let fits = may_be_null || self.accepts_null(ty) || !self.is_strict && self.reads_null_as_empty(ty);
            if !fits {
                self.note(at, |values| values.null += 1);
            }
            return fits;
        }
        self.value(ty, at, value)
    }

    /// Counts a value. Returns whether there were too many; what is left of the body is not compared then.
    fn is_over(&mut self) -> bool {
        self.steps += 1;
        self.seen.steps += 1;
        if self.seen.steps > self.max_all_steps {
            self.seen.left_out.insert(self.operation);
            return true;
        }
        let is_over = self.steps > self.max_steps;
        if is_over {
            self.seen.cut.insert(self.operation);
        }
        is_over
    }

    /// A value that is not null.
    fn value(&mut self, ty: &Type, at: &Pointer, value: &Value) -> bool {
        match (ty, value) {
            (Type::Named(id) | Type::Boxed(id), _) => self.named(*id, at, value),
            (Type::Option(inner), _) => self.value(inner, at, value),
            (Type::List(inner), Value::Array(items)) => {
                let below = at.child("items");
                self.parts(inner, &below, items.iter())
            }
            (Type::Map(inner), Value::Object(members)) => {
                let below = at.child("additionalProperties");
                self.parts(inner, &below, members.values())
            }
            (Type::List(_) | Type::Map(_), _) => self.refused(at, Fit::No),
            _ => {
                let fit = accept::scalar(ty, value, self.times);
                if value.as_str().is_some_and(accept::is_civil) {
                    self.note(at, |values| values.civil += 1);
                }
                self.refused(at, fit)
            }
        }
    }

    /// Several values of one part: all of them are compared.
    fn parts<'v>(&mut self, ty: &Type, at: &Pointer, values: impl Iterator<Item = &'v Value>) -> bool {
        let mut fits = true;
        for value in values {
            fits &= self.part(ty, at, value, false);
        }
        fits
    }

    fn named(&mut self, id: TypeId, at: &Pointer, value: &Value) -> bool {
        let api = self.types.api;
        let Some(def) = api.get(id) else { return true };
        match &def.shape {
            // A component of its own: what is wrong there is wrong wherever it is used.
            Shape::Alias(inner) if def.hint.is_component() => self.part(inner, &def.origin, value, true),
            Shape::Alias(inner) => self.value(inner, at, value),
            Shape::Enum(e) => {
                let ty = match e.kind {
                    EnumKind::String => Type::String,
                    EnumKind::Integer => Type::I64,
                    EnumKind::Mixed => Type::Json,
                };
                self.value(&ty, at, value)
            }
            Shape::Struct(s) | Shape::Multipart(s) => match value {
                Value::Object(members) => self.object((id, &def.origin), s, members),
                _ => self.refused(at, Fit::No),
            },
            Shape::Union(union) => self.union(union, self.types.branches(id), at, value),
        }
    }

    fn object(&mut self, (id, at): (TypeId, &Pointer), s: &'t Struct, members: &Map<String, Value>) -> bool {
        let Some(known) = self.types.members(id, s) else {
            return true;
        };
        let object = known.find(members, self.is_strict);
        if !self.is_quiet {
            self.seen.objects.entry(id).or_default().add(self.operation, s, &object);
        }
        let Object {
            fields,
            has_all_required: mut fits,
            extra,
        } = object;
        for (index, found) in fields {
            let Some(field) = s.fields.get(index) else { continue };
            let (value, may_be_null) = match found {
                Found::Named(value) => (value, !is_required(field)),
                Found::InAnotherCase(value) => (value, false),
                Found::Spelled(name) => {
                    self.note(&field.origin, |values| values.spelled(name));
                    continue;
                }
            };
            fits &= self.part(&field.ty, &field.origin, value, may_be_null);
            self.note(&field.origin, |values| values.named += 1);
        }
        if let Some(ty) = &s.extra {
            let below = at.child("additionalProperties");
            for value in extra {
                fits &= self.part(ty, &below, value, false);
            }
        }
        fits
    }

    /// A value that no branch takes is kept as JSON, unless a tag names its branch.
    fn union(&mut self, union: &Union, known: Option<&ByTag>, at: &Pointer, value: &Value) -> bool {
        match unions::rows(union, known, value) {
            Rows::Tagged(one) => self.branch(&one.ty, at, value),
            Rows::SeveralTagged(rows) if self.is_quiet => {
                let key = (std::ptr::from_ref(union), std::ptr::from_ref(value), self.is_strict);
                if let Some(fits) = self.tried.get(&key) {
                    return *fits;
                }
                let fits = self.several_tagged(&rows, at, value);
                self.tried.insert(key, fits);
                fits
            }
            Rows::SeveralTagged(rows) => self.several_tagged(&rows, at, value),
            Rows::Possible(mut rows) => {
                // For the counts only.
                if !self.is_quiet {
                    let decodes = rows.find(|row| self.compared(&row.ty, at, value));
                    decodes.into_iter().for_each(|row| {
                        self.branch(&row.ty, at, value);
                    });
                }
                true
            }
        }
    }

    /// The decoder takes a branch that decodes, or else reports the error of the first.
    fn several_tagged(&mut self, rows: &[&Variant], at: &Pointer, value: &Value) -> bool {
        let strict = rows.iter().find(|row| self.compared(&row.ty, at, value));
        let decodes = strict.or_else(|| rows.iter().find(|row| self.tried(&row.ty, at, value)));
        match decodes.or(rows.first()) {
            Some(row) => self.branch(&row.ty, at, value),
            None => true,
        }
    }

    /// A branch has no part of its own, unless it is a named type.
    fn branch(&mut self, ty: &Type, at: &Pointer, value: &Value) -> bool {
        match ty {
            Type::Named(_) | Type::Boxed(_) => self.value(ty, at, value),
            _ => self.tried(ty, at, value),
        }
    }

    fn tried(&mut self, ty: &Type, at: &Pointer, value: &Value) -> bool {
        let was_quiet = std::mem::replace(&mut self.is_quiet, true);
        let fits = self.is_over() || self.value(ty, at, value);
        self.is_quiet = was_quiet;
        fits
    }

    /// The same with the rules for branches that are compared.
    fn compared(&mut self, ty: &Type, at: &Pointer, value: &Value) -> bool {
        let was_strict = std::mem::replace(&mut self.is_strict, true);
        let fits = self.tried(ty, at, value);
        self.is_strict = was_strict;
        fits
    }

    /// Whether null is an empty value of this type.
    fn reads_null_as_empty(&self, ty: &Type) -> bool {
        match self.types.api.behind_aliases(ty) {
            Type::List(_) | Type::Map(_) | Type::JsonMap => true,
            Type::Custom(path) => accept::is_list(path),
            _ => false,
        }
    }

    fn refused(&mut self, at: &Pointer, fit: Fit) -> bool {
        match fit {
            Fit::Yes => {}
            Fit::No => self.note(at, |values| values.unfit += 1),
            Fit::Malformed(format) => self.note(at, |values| {
                values.malformed += 1;
                values.format = Some(format);
            }),
        }
        fit == Fit::Yes
    }

    fn accepts_null(&self, ty: &Type) -> bool {
        match self.types.api.behind_aliases(ty) {
            Type::Json | Type::Option(_) => true,
            Type::Custom(path) => accept::custom_accepts_null(path),
            Type::Named(id) | Type::Boxed(id) => match self.types.api.get(*id).map(|def| &def.shape) {
                // Kept as it is, unless null is the tag of a branch.
                Some(Shape::Union(_)) => true,
                Some(Shape::Enum(e)) => e.kind == EnumKind::Mixed,
                _ => false,
            },
            _ => false,
        }
    }

    fn note(&mut self, at: &Pointer, change: impl FnOnce(&mut Values)) {
        if self.is_quiet {
            return;
        }
        let values = match self.seen.values.get_mut(at.as_str()) {
            Some(values) => values,
            None => self.seen.values.entry(at.to_string()).or_default(),
        };
        values.operations.insert(self.operation);
        change(values);
    }
}

#[cfg(test)]
mod tests {
    use super::{Pointer, Seen, Times, Type, Types, Walker};
    use crate::ir::Api;

    #[test]
    fn a_body_with_too_many_values_is_noted() {
        let (api, mut seen) = (Api::default(), Seen::default());
        let types = Types::of(&api);
        let mut walker = Walker::new(&types, Times::default(), 7, &mut seen);
        walker.max_steps = 3;
        let list = Type::List(Box::new(Type::Bool));
        assert!(walker.body(&list, &Pointer::root(), &serde_json::json!([true, false])));
        assert!(walker.seen.cut.is_empty());
        assert!(walker.body(&list, &Pointer::root(), &serde_json::json!([true, false, "wrong"])));
        assert_eq!(seen.cut.into_iter().collect::<Vec<_>>(), [7]);
    }

    #[test]
    fn bodies_with_too_many_values_together_are_noted() {
        let (api, mut seen) = (Api::default(), Seen::default());
        let types = Types::of(&api);
        for (operation, left_out) in [(1, vec![]), (2, vec![2]), (3, vec![2, 3])] {
            let mut walker = Walker::new(&types, Times::default(), operation, &mut seen);
            walker.max_all_steps = 4;
            let list = Type::List(Box::new(Type::Bool));
            assert!(walker.body(&list, &Pointer::root(), &serde_json::json!([true, false])));
            assert!(seen.cut.is_empty());
            assert_eq!(seen.left_out.iter().copied().collect::<Vec<_>>(), left_out);
        }
    }
}
