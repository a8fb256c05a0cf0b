//! From a schema to a type.

use super::context::{Deferred, Known, Lower, LoweredType};
use super::members::Members;
use super::referenced::is_inside;
use crate::config::Decision;
use crate::diag::codes;
use crate::ir::{Docs, Hint, Presence, Role, Shape, Type, TypeId};
use crate::pointer::Pointer;
use crate::resolve::{Extra, ResolveError, Schema, SchemaType};

/// Levels of nested types that are lowered at once; deeper ones, and the members of structs, are deferred.
const MAX_DEPTH: usize = 50;

impl Lower<'_, '_> {
    /// The type of the schema at a pointer, which may be a reference. Never fails: a schema that cannot be
    /// lowered is any JSON value, with a diagnostic.
    pub(super) fn schema(&mut self, at: &Pointer, hint: &Hint) -> LoweredType {
        let lowered = self.referenced(at, hint);
        LoweredType {
            nullable: self.chosen_null(at).unwrap_or(lowered.nullable),
            ..lowered
        }
    }

    fn referenced(&mut self, at: &Pointer, hint: &Hint) -> LoweredType {
        if let Some(custom) = self.override_type(at).or_else(|| self.chosen_time(at)) {
            return LoweredType {
                ty: custom,
                nullable: self.accepts_null(at),
            };
        }
        let target = match self.resolver.definition(at) {
            Ok(target) => target,
            Err(problem) => {
                let code = match problem {
                    ResolveError::Cycle(_) => &codes::REF_CYCLE,
                    ResolveError::Dangling(_) | ResolveError::Mismatch { .. } => &codes::DANGLING_REF,
                };
                // A file that could not be read was reported when it was opened.
                if !matches!(&problem, ResolveError::Dangling(target) if !self.resolver.has_file(target)) {
                    self.report_dangling(code, at, &problem, "the value is generated as any JSON value");
                }
                return LoweredType::plain(Type::Json);
            }
        };
        if target == *at {
            self.note_owner(at, hint);
        }
        match self.known.get(&target) {
            Some(Known::Done(lowered)) => return lowered.clone(),
            Some(Known::Busy { hint, alias }) => {
                let (hint, alias) = (hint.clone(), *alias);
                return self.inside_itself(&target, hint, alias);
            }
            None => {}
        }
        let hint = if target == *at {
            hint.clone()
        } else {
            self.hint_of_target(&target)
        };
        if self.depth >= MAX_DEPTH {
            return self.defer(target, hint);
        }
        let busy = Known::Busy {
            hint: hint.clone(),
            alias: None,
        };
        self.known.insert(target.clone(), busy);
        self.depth += 1;
        let mut lowered = self.definition(&target, &hint);
        self.depth -= 1;
        if let Some(Known::Busy { alias: Some(alias), .. }) = self.known.get(&target) {
            let alias = *alias;
            lowered.ty = self.close_cycle(&target, alias, lowered.ty);
        } else if hint.is_component() && !is_inside(&target) {
            lowered.ty = self.named_alias(lowered.ty, &target, &hint);
        } else {
            lowered = self.named_if_complex(lowered, &target, &hint);
        }
        self.known.insert(target, Known::Done(lowered.clone()));
        lowered
    }

    /// A reference to a list or a map from inside itself: an alias, which is defined when the type is known.
    fn inside_itself(&mut self, target: &Pointer, hint: Hint, alias: Option<TypeId>) -> LoweredType {
        let id = alias.unwrap_or_else(|| {
            let id = self.reserve(target, &hint, self.docs(target));
            let alias = Some(id);
            self.known.insert(target.clone(), Known::Busy { hint, alias });
            id
        });
        LoweredType {
            ty: Type::Named(id),
            nullable: self.accepts_null(target),
        }
    }

    /// Defines the alias of a type that refers to itself. Without a struct or a union in between, it has no end.
    fn close_cycle(&mut self, target: &Pointer, alias: TypeId, ty: Type) -> Type {
        if self.is_part_of(alias, &ty) {
            let message = "this type contains itself directly, with no object in between";
            self.report(&codes::AS_JSON, target, message);
            self.define(alias, Shape::Alias(Type::Json));
            return ty;
        }
        self.define(alias, Shape::Alias(ty));
        Type::Named(alias)
    }

    /// Whether a type leads to an alias through lists, maps and other aliases only.
    fn is_part_of(&self, alias: TypeId, ty: &Type) -> bool {
        let mut waiting = vec![ty.clone()];
        let mut seen = std::collections::BTreeSet::new();
        while let Some(ty) = waiting.pop() {
            match ty {
                Type::Named(id) if id == alias => return true,
                Type::Named(id) if seen.insert(id) => {
                    if let Some(Shape::Alias(inner)) = self.types.get(id.0).map(|def| &def.shape) {
                        waiting.push(inner.clone());
                    }
                }
                Type::List(inner) | Type::Map(inner) | Type::Option(inner) => waiting.push(*inner),
                _ => {}
            }
        }
        false
    }

    /// Reserves an id for a type that is nested too deeply, and lowers it later.
    fn defer(&mut self, at: Pointer, hint: Hint) -> LoweredType {
        let nullable = self.accepts_null(&at);
        let id = self.reserve(&at, &hint, self.docs(&at));
        self.register(&at, id, nullable);
        self.deferred.push(Deferred::Definition { id, at, hint });
        LoweredType {
            ty: Type::Named(id),
            nullable,
        }
    }

    /// A component keeps its name even if its type is a string or a list.
    pub(super) fn named_alias(&mut self, ty: Type, at: &Pointer, hint: &Hint) -> Type {
        match ty {
            // Its only branch has its hint too.
            Type::Named(id)
                if self
                    .types
                    .get(id.0)
                    .is_some_and(|def| def.origin == *at || def.hint == *hint) =>
            {
                Type::Named(id)
            }
            ty => {
                let id = self.reserve(at, hint, self.docs(at));
                self.define(id, Shape::Alias(ty));
                Type::Named(id)
            }
        }
    }

    /// Registers the type of a definition before its members are lowered. What several schemas describe is none.
    pub(super) fn register(&mut self, at: &Pointer, id: TypeId, nullable: bool) {
        if self.combining.iter().any(|combined| combined.at == *at) {
            return;
        }
        self.known.insert(
            at.clone(),
            Known::Done(LoweredType {
                ty: Type::Named(id),
                nullable,
            }),
        );
    }

    pub(super) fn definition(&mut self, at: &Pointer, hint: &Hint) -> LoweredType {
        if let Some(custom) = self.override_type(at).or_else(|| self.chosen_time(at)) {
            return LoweredType {
                ty: custom,
                nullable: self.accepts_null(at),
            };
        }
        let Some(schema) = self.resolver.schema(at) else {
            self.report(&codes::AS_JSON, at, "this schema is not a mapping");
            return LoweredType::plain(Type::Json);
        };
        let mut lowered = if self.is_parent(at) {
            self.hierarchy(at, hint, schema.nullable)
        } else if schema.values.is_some() {
            self.enumeration(at, hint, &schema)
        } else if !schema.all_of.is_empty() {
            self.all_of(at, hint, &schema)
        } else if schema.is_union() {
            self.union(at, hint, &schema)
        } else {
            self.own_type(at, hint, &schema)
        };
        lowered.nullable = self
            .chosen_null(at)
            .unwrap_or(lowered.nullable || self.accepts_null(at));
        lowered
    }

    /// Whether the configuration allows null.
    pub(super) fn chosen_null(&mut self, at: &Pointer) -> Option<bool> {
        let wanted = self.settings.overrides.get(at.as_str())?.nullable?;
        let changes = self.declares_null(at) != wanted;
        self.use_override(at, Decision::Nullable, changes);
        Some(wanted)
    }

    /// A union without an `allOf`: what it declares beside its branches belongs to each of them.
    fn union(&mut self, at: &Pointer, hint: &Hint, schema: &Schema) -> LoweredType {
        if let Some(first) = self.first_of_circle(at) {
            let hint = self.hint_of(&first);
            return self.schema(&first, &hint);
        }
        let mut members = Members::default();
        self.merge(at, &mut members, 0);
        let keeps_others = matches!(members.extra, Some(Extra::Any | Extra::Schema(_)));
        let has_shared = members.is_object() || keeps_others || !members.others.is_empty();
        match members.choices.as_slice() {
            [only] if !has_shared => self.union_of(at, hint, only, None),
            // Branches of bounds only.
            [] if schema.kind.is_some() && schema.kind != Some(SchemaType::Object) => self.own_type(at, hint, schema),
            _ => self.combined(at, hint, members),
        }
    }

    /// The type of a schema by its own keywords, without `allOf` and branches.
    pub(super) fn own_type(&mut self, at: &Pointer, hint: &Hint, schema: &Schema) -> LoweredType {
        if schema.values.is_some() {
            return self.enumeration(at, hint, schema);
        }
        match schema.kind {
            Some(SchemaType::String) => LoweredType::plain(self.string_format(&schema.format)),
            Some(SchemaType::Integer) => LoweredType::plain(super::scalar::integer(schema)),
            Some(SchemaType::Number) => LoweredType::plain(Type::of_number(&schema.format)),
            Some(SchemaType::Boolean) => LoweredType::plain(Type::Bool),
            Some(SchemaType::Object) => self.object(at, hint, schema),
            Some(SchemaType::Array) => self.list(hint, schema),
            None => LoweredType::plain(Type::Json),
        }
    }

    fn list(&mut self, hint: &Hint, schema: &Schema) -> LoweredType {
        let item = match &schema.items {
            Some(items) => self.schema(items, &hint.then(Role::Item)).element(),
            None => Type::Json,
        };
        LoweredType::plain(Type::List(Box::new(item)))
    }

    /// Title, description and constraints of the schema at a pointer.
    pub(super) fn docs(&self, at: &Pointer) -> Docs {
        super::docs::schema(self.resolver, at)
    }

    /// The presence of a member, from `required` and `nullable`.
    pub(super) fn presence(required: bool, nullable: bool) -> Presence {
        match (required, nullable) {
            (true, false) => Presence::Required,
            (true, true) => Presence::Nullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable { patch: false },
        }
    }

    /// Whether the configuration has a type for the schema at a pointer.
    pub(super) fn has_chosen_type(&self, at: &Pointer) -> bool {
        let chosen = |at: &Pointer| self.settings.overrides.get(at.as_str())?.ty.as_ref();
        chosen(at).is_some() || chosen(&self.target(at)).is_some()
    }

    fn override_type(&mut self, at: &Pointer) -> Option<Type> {
        let settings = self.settings;
        let custom = settings.overrides.get(at.as_str())?.ty.as_deref()?;
        self.use_override(at, Decision::Type, true);
        Some(Type::custom(custom))
    }
}
