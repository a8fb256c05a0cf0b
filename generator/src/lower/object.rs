//! Objects: structs, maps and free-form values.

use std::collections::BTreeSet;

use super::context::{Deferred, Lower, LoweredType};
use super::members::{Members, Property};
use crate::config::Decision;
use crate::ir::{EnumKind, Field, Hint, PartKind, Role, Shape, Struct, Type, TypeId};
use crate::pointer::Pointer;
use crate::resolve::{Extra, Schema};

impl Lower<'_, '_> {
    pub(super) fn object(&mut self, at: &Pointer, hint: &Hint, schema: &Schema) -> LoweredType {
        let mut members = Members::default();
        self.collect(schema, &mut members);
        self.struct_or_map(at, hint, members)
    }

    pub(super) fn struct_or_map(&mut self, at: &Pointer, hint: &Hint, mut members: Members) -> LoweredType {
        for (key, value) in self.discriminator_tags(at, &members) {
            if !members.tags.iter().any(|(known, _)| *known == key) {
                members.tags.push((key, value));
            }
        }
        if !members.is_object() {
            let ty = match &members.extra {
                Some(Extra::Schema(value)) => self.map_of(at, value, &members, hint),
                _ => Type::JsonMap,
            };
            return LoweredType::plain(ty);
        }
        let id = self.reserve(at, hint, self.docs(at));
        self.register(at, id, self.accepts_null(at));
        self.defer_fields(id, members);
        LoweredType::plain(Type::Named(id))
    }

    /// Lowers the members of a struct later, when the types around it are known.
    pub(super) fn defer_fields(&mut self, id: TypeId, members: Members) {
        self.define(id, Shape::Struct(Struct::default()));
        let members = Box::new(members);
        self.deferred.push(Deferred::Fields { id, members });
    }

    fn map_of(&mut self, at: &Pointer, value: &Pointer, members: &Members, hint: &Hint) -> Type {
        let hint = hint.then(Role::Value);
        let lowered = match members.values.as_slice() {
            [] | [_] => self.schema(value, &hint),
            parts => {
                let at = at.child("additionalProperties");
                self.all_parts(&at, &hint, parts, members.nesting.combined)
            }
        };
        match lowered.element() {
            Type::Json => Type::JsonMap,
            ty => Type::Map(Box::new(ty)),
        }
    }

    pub(super) fn fields(&mut self, id: TypeId, members: &Members) -> Struct {
        let mut fields = Vec::new();
        let required: BTreeSet<&String> = members.required.iter().collect();
        for property in &members.properties {
            let Some(origin) = property.origin() else { continue };
            let required = required.contains(&property.name);
            let owner = members.owner.unwrap_or_else(|| self.declared_in(property, id));
            let mut field = self.field(owner, property, origin, required, members.nesting.combined);
            if members.open.contains(&property.name) {
                field.ty = Type::Json;
            }
            fields.push(field);
        }
        if let Some(origin) = self.types.get(id.0).map(|def| def.origin.clone()) {
            // A discriminator property that no schema declares is a string.
            for (wire, _) in &members.tags {
                if !fields.iter().any(|f| f.wire == *wire) {
                    fields.push(undeclared(&origin, wire, Type::String, members.required.contains(wire)));
                }
            }
            let mut known: BTreeSet<String> = fields.iter().map(|field: &Field| field.wire.clone()).collect();
            for wire in &members.required {
                // Required but declared nowhere: the member exists, and its type is unknown.
                if known.insert(wire.clone()) {
                    fields.push(undeclared(&origin, wire, Type::Json, true));
                }
            }
            // The same for what some branches require. Additional members are kept anyway, or forbidden.
            for wire in members.mentioned.iter().filter(|_| members.extra.is_none()) {
                if known.insert(wire.clone()) {
                    fields.push(undeclared(&origin, wire, Type::Json, false));
                }
            }
        }
        for (key, value) in &members.tags {
            if let Some(value) = value {
                self.set_tag(&mut fields, key, value);
            }
        }
        let extra = match &members.extra {
            Some(Extra::Any) => Some(Type::Json),
            Some(Extra::Schema(value)) => Some(self.schema(value, &Hint::inside(id).then(Role::Value)).element()),
            Some(Extra::Forbidden) | None => None,
        };
        Struct {
            keeps_unknown: self.keeps_unknown(id, extra.is_some()),
            fields,
            extra,
            ..Struct::default()
        }
    }

    /// Whether a struct keeps the members that nothing declares. If the document declares them, they are kept in any case.
    fn keeps_unknown(&mut self, id: TypeId, declares_all: bool) -> bool {
        let settings = self.settings;
        let usual = settings.keep_unknown && !declares_all;
        let origin = self.types.get(id.0).map(|def| def.origin.clone());
        // What is decided about a union is also about the branches that are written in it.
        let unions = |at: &Pointer| {
            let mut segments = at.segments();
            let _index = segments.pop();
            let is_branch = matches!(segments.last().map(String::as_str), Some("oneOf" | "anyOf"));
            at.parent()?.parent().filter(|_| is_branch)
        };
        let mut owners = std::iter::successors(origin, unions);
        let chosen = owners.find_map(|at| Some((settings.overrides.get(at.as_str())?.keep_unknown?, at)));
        let Some((wanted, origin)) = chosen else { return usual };
        let keeps = wanted && !declares_all;
        self.use_override(&origin, Decision::KeepUnknown, keeps != usual);
        keeps
    }

    /// The type of the schema that declares a property. Inline types are named after it, even if other schemas
    /// inherit the property. `id` is the struct that is being lowered.
    fn declared_in(&mut self, property: &Property, id: TypeId) -> TypeId {
        let (Some(def), Some(origin)) = (self.types.get(id.0), property.origin()) else {
            return id;
        };
        let source = property.source.as_ref().map(|source| &source.at);
        let owner = match source.filter(|source| property.is_merged() || source.contains(origin)) {
            None if !property.is_merged() => origin.component_around("schemas"),
            source => source.cloned(),
        };
        let Some(owner) = owner.filter(|owner| !def.origin.contains(origin) && !owner.contains(&def.origin)) else {
            return id;
        };
        let hint = self.hint_of_target(&owner);
        match self.schema(&owner, &hint).ty {
            Type::Named(owner) => owner,
            _ => id,
        }
    }

    /// `around`: how many values around the member several schemas describe.
    fn field(&mut self, id: TypeId, property: &Property, origin: &Pointer, required: bool, around: usize) -> Field {
        let wire = &property.name;
        let declared_name = self.resolver.declared_name(origin);
        let key_name = declared_name.unwrap_or(wire);
        let hint = Hint::inside(id).then(Role::Field(key_name.to_owned()));
        let lowered = match property.parts.as_slice() {
            [only] => self.schema(only, &hint),
            parts => self.merge_property(id, wire, parts, &hint, around),
        };
        let described = self.resolver.schema(origin).unwrap_or_default();
        let chosen = self.chosen_null(origin);
        let nullable = chosen.unwrap_or(lowered.nullable);
        let in_words = (required && !lowered.nullable).then(|| self.null_in_words(origin, key_name, &lowered.ty));
        let in_words = in_words.flatten();
        self.use_override(origin, Decision::Nullable, in_words.is_some() && chosen == Some(false));
        let null_in_words = in_words.filter(|_| chosen.is_none());
        self.use_value_name(origin);
        Field {
            wire: wire.clone(),
            declared_name: declared_name.map(str::to_owned),
            origin: origin.clone(),
            docs: self.docs(origin),
            ty: lowered.ty,
            presence: Self::presence(required, nullable || null_in_words.is_some()),
            null_in_words,
            is_loosened: false,
            read_only: described.read_only,
            write_only: described.write_only,
            tag: None,
            part_type: None,
            part: PartKind::default(),
            fixed: None,
        }
    }

    /// A property that several parts of an `allOf` describe: one type of all descriptions.
    fn merge_property(
        &mut self,
        owner: TypeId,
        wire: &str,
        parts: &[Pointer],
        hint: &Hint,
        around: usize,
    ) -> LoweredType {
        let targets: BTreeSet<Pointer> = parts.iter().map(|part| self.target(part)).collect();
        if let Some(lowered) = self.merged.get(&targets) {
            return lowered.clone();
        }
        // All parts are in the owner.
        let origin = self.types.get(owner.0).map(|def| def.origin.clone());
        let at = origin.unwrap_or_else(Pointer::root).child("properties").child(wire);
        let nullable = targets.iter().all(|target| self.accepts_null(target));
        let lowered = LoweredType {
            nullable,
            ..self.all_parts(&at, hint, parts, around)
        };
        self.merged.insert(targets, lowered.clone());
        lowered
    }

    /// Notes the discriminator value of a member, if the member is a string.
    fn set_tag(&self, fields: &mut [Field], key: &str, value: &str) {
        for field in fields.iter_mut().filter(|field| field.wire == key) {
            let is_text = match self.bare(&field.ty) {
                Type::String => true,
                Type::Named(id) => self.types.get(id.0).is_some_and(
                    |def| matches!(&def.shape, Shape::Enum(e) if e.kind == EnumKind::String && e.only_value().is_none()),
                ),
                _ => false,
            };
            if is_text {
                field.tag = Some(value.to_owned());
            }
        }
    }
}

/// A member that is required or used as a discriminator, and not declared.
fn undeclared(owner: &Pointer, wire: &str, ty: Type, required: bool) -> Field {
    Field {
        wire: wire.to_owned(),
        declared_name: None,
        origin: owner.child("properties").child(wire),
        docs: crate::ir::Docs::default(),
        ty,
        presence: Lower::presence(required, false),
        null_in_words: None,
        is_loosened: false,
        read_only: false,
        write_only: false,
        tag: None,
        part_type: None,
        part: PartKind::default(),
        fixed: None,
    }
}
