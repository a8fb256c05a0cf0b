//! Objects: structs, maps and free-form values.

use std::collections::BTreeSet;

use super::context::{Deferred, Lower, LoweredType};
use super::members::{Extra, Members, Specificity};
use crate::ir::{EnumKind, Field, Hint, PartKind, Role, Shape, Struct, Type, TypeId};
use crate::load::Node;
use crate::pointer::Pointer;

impl Lower<'_, '_> {
    pub(super) fn object(&mut self, at: &Pointer, hint: &Hint, nullable: bool) -> LoweredType {
        let mut members = Members::default();
        self.collect(at, &mut members);
        self.struct_or_map(at, hint, nullable, members)
    }

    /// Adds the members that the object schema itself declares.
    pub(super) fn collect(&self, at: &Pointer, members: &mut Members) {
        let Some(node) = self.resolver.node(at) else { return };
        for name in node
            .get("properties")
            .and_then(Node::as_object)
            .into_iter()
            .flat_map(|map| map.keys())
        {
            self.add_property(members, name, at.child("properties").child(name));
        }
        for name in node
            .get("required")
            .and_then(Node::as_array)
            .into_iter()
            .flatten()
            .filter_map(Node::as_str)
        {
            if !members.required.iter().any(|known| known == name) {
                members.required.push(name.to_owned());
            }
        }
        match node.get("additionalProperties") {
            Some(Node::Bool(false)) => members.extra = members.extra.take().or(Some(Extra::Forbidden)),
            Some(Node::Bool(true)) => members.extra = Some(Extra::Any),
            Some(Node::Object(schema)) if schema.is_empty() => members.extra = Some(Extra::Any),
            Some(Node::Object(_)) => members.extra = Some(Extra::Schema(at.child("additionalProperties"))),
            _ => {}
        }
    }

    /// A later declaration of a name replaces an earlier one, unless both describe an object, or the later
    /// one has only a type.
    fn add_property(&self, members: &mut Members, name: &str, at: Pointer) {
        let Some((_, pointer)) = members.properties.iter_mut().find(|(known, _)| known == name) else {
            members.properties.push((name.to_owned(), at));
            return;
        };
        let (before, now) = (self.specificity(pointer), self.specificity(&at));
        if before == Specificity::Members && now == Specificity::Members && self.target(pointer) != self.target(&at) {
            let parts = members
                .overlapping
                .entry(name.to_owned())
                .or_insert_with(|| vec![pointer.clone()]);
            parts.push(at.clone());
            *pointer = at;
        } else if now != Specificity::TypeOnly {
            members.overlapping.remove(name);
            *pointer = at;
        }
    }

    fn target(&self, at: &Pointer) -> Pointer {
        self.resolver.definition(at).unwrap_or_else(|_| at.clone())
    }

    fn specificity(&self, at: &Pointer) -> Specificity {
        let members = self.resolver.members(&self.target(at));
        let has = |key: &str| members.is_some_and(|members| members.contains_key(key));
        if has("properties") || has("allOf") {
            Specificity::Members
        } else if members.is_some_and(|members| members.keys().all(|key| key == "type" || key == "required")) {
            Specificity::TypeOnly
        } else {
            Specificity::Other
        }
    }

    pub(super) fn struct_or_map(
        &mut self,
        at: &Pointer,
        hint: &Hint,
        nullable: bool,
        mut members: Members,
    ) -> LoweredType {
        members.tags = self.discriminator_tags(at);
        if members.properties.is_empty() && members.required.is_empty() {
            let ty = match &members.extra {
                Some(Extra::Schema(value)) => self.map_of(value, hint),
                _ => Type::JsonMap,
            };
            return LoweredType::plain(ty);
        }
        let id = self.reserve(at, hint, self.docs(at));
        self.register(at, id, nullable);
        self.defer_fields(id, members);
        LoweredType::plain(Type::Named(id))
    }

    /// Lowers the members of a struct later, when the types around it are known.
    pub(super) fn defer_fields(&mut self, id: TypeId, members: Members) {
        self.define(id, Shape::Struct(Struct::default()));
        self.deferred.push(Deferred::Fields { id, members });
    }

    fn map_of(&mut self, value: &Pointer, hint: &Hint) -> Type {
        match self.schema(value, &hint.then(Role::Value)).element() {
            Type::Json => Type::JsonMap,
            ty => Type::Map(Box::new(ty)),
        }
    }

    pub(super) fn fields(&mut self, id: TypeId, members: &Members) -> Struct {
        let mut fields = Vec::new();
        for (wire, pointer) in &members.properties {
            let required = members.required.contains(wire);
            let owner = members.owner.unwrap_or_else(|| self.declared_in(pointer, id));
            let parts = members.overlapping.get(wire).map(Vec::as_slice).unwrap_or_default();
            fields.push(self.field(owner, wire, pointer, parts, required));
        }
        if let Some(origin) = self.types.get(id.0).map(|def| def.origin.clone()) {
            // A discriminator property that no schema declares is a string.
            for (wire, _) in &members.tags {
                if !fields.iter().any(|f| f.wire == *wire) {
                    fields.push(undeclared(&origin, wire, Type::String, members.required.contains(wire)));
                }
            }
            for wire in &members.required {
                // Required but declared nowhere: the member exists, and its type is unknown.
                if !fields.iter().any(|f| f.wire == *wire) {
                    fields.push(undeclared(&origin, wire, Type::Json, true));
                }
            }
        }
        for (key, value) in &members.tags {
            self.set_tag(&mut fields, key, value);
        }
        let extra = match &members.extra {
            Some(Extra::Any) => Some(Type::Json),
            Some(Extra::Schema(value)) => Some(self.schema(value, &Hint::inside(id).then(Role::Value)).element()),
            Some(Extra::Forbidden) | None => None,
        };
        Struct {
            fields,
            extra,
            ..Struct::default()
        }
    }

    /// The type of the component that declares a property. Inline types are named after it, even if other schemas
    /// inherit the property. `id` is the struct that is being lowered.
    fn declared_in(&mut self, pointer: &Pointer, id: TypeId) -> TypeId {
        let Some(def) = self.types.get(id.0).filter(|def| !def.origin.contains(pointer)) else {
            return id;
        };
        let segments = pointer.segments();
        let [first, second, name, ..] = segments.as_slice() else {
            return id;
        };
        let component = Pointer::root().child("components").child("schemas").child(name);
        if first != "components"
            || second != "schemas"
            || !component.contains(pointer)
            || component.contains(&def.origin)
        {
            return id;
        }
        match self.schema(&component, &Hint::component(name)).ty {
            Type::Named(owner) => owner,
            _ => id,
        }
    }

    fn field(&mut self, id: TypeId, wire: &str, pointer: &Pointer, parts: &[Pointer], required: bool) -> Field {
        let hint = Hint::inside(id).then(Role::Field(wire.to_owned()));
        let lowered = if parts.is_empty() {
            self.schema(pointer, &hint)
        } else {
            self.merge_property(id, wire, parts, &hint)
        };
        let mut nullable = lowered.nullable;
        let settings = self.settings;
        if let Some(chosen) = settings.overrides.get(pointer.as_str()) {
            if let Some(wanted) = chosen.nullable {
                nullable = wanted;
            }
            self.overrides_used.push(pointer.to_string());
        }
        Field {
            wire: wire.to_owned(),
            origin: pointer.clone(),
            docs: self.docs(pointer),
            ty: lowered.ty,
            presence: Self::presence(required, nullable),
            read_only: self.flag(pointer, "readOnly"),
            write_only: self.flag(pointer, "writeOnly"),
            tag: None,
            part_type: None,
            part: PartKind::default(),
            fixed: None,
        }
    }

    /// A property that several parts of an `allOf` describe: one struct of all descriptions.
    fn merge_property(&mut self, owner: TypeId, wire: &str, parts: &[Pointer], hint: &Hint) -> LoweredType {
        let targets: BTreeSet<Pointer> = parts.iter().map(|part| self.target(part)).collect();
        if let Some(lowered) = self.merged.get(&targets) {
            return lowered.clone();
        }
        let mut members = Members::default();
        let mut others = Vec::new();
        for part in parts {
            self.merge(part, &mut members, &mut others, 0);
        }
        // None of the parts is this type, so its pointer is the property of the struct.
        let origin = self.types.get(owner.0).map(|def| def.origin.clone());
        let at = origin.unwrap_or_else(Pointer::root).child("properties").child(wire);
        let nullable = targets.iter().all(|target| self.flag(target, "nullable"));
        let lowered = LoweredType {
            nullable,
            ..self.struct_or_map(&at, hint, nullable, members)
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
        origin: owner.child("properties").child(wire),
        docs: crate::ir::Docs::default(),
        ty,
        presence: Lower::presence(required, false),
        read_only: false,
        write_only: false,
        tag: None,
        part_type: None,
        part: PartKind::default(),
        fixed: None,
    }
}
