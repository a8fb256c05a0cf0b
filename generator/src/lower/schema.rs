//! From a schema to a type.

use openapiv3::{SchemaKind, Type as SchemaType};

use super::context::{Deferred, Known, Lower, LoweredType};
use crate::diag::codes;
use crate::ir::{Docs, Hint, Presence, Role, Shape, Type, TypeId};
use crate::load::Node;
use crate::pointer::Pointer;
use crate::resolve::ResolveError;

/// Levels of nested types that are lowered at once; deeper ones, and the members of structs, are deferred.
const MAX_DEPTH: usize = 50;

impl Lower<'_, '_> {
    /// The type of the schema at a pointer, which may be a reference. Never fails: a schema that cannot be
    /// lowered is any JSON value, with a diagnostic.
    pub(super) fn schema(&mut self, at: &Pointer, hint: &Hint) -> LoweredType {
        let target = match self.resolver.definition(at) {
            Ok(target) => target,
            Err(problem) => {
                let code = match problem {
                    ResolveError::Cycle(_) => &codes::REF_CYCLE,
                    ResolveError::Dangling(_) | ResolveError::Mismatch { .. } => &codes::DANGLING_REF,
                };
                // A file that could not be read was reported when it was opened.
                if !matches!(&problem, ResolveError::Dangling(target) if !self.resolver.has_file(target)) {
                    self.report(code, at, format!("{problem}; the value is generated as any JSON value"));
                }
                return LoweredType::plain(Type::Json);
            }
        };
        match self.known.get(&target) {
            Some(Known::Done(lowered)) => return lowered.clone(),
            Some(Known::Busy) => {
                self.report(
                    &codes::AS_JSON,
                    &target,
                    "this type contains itself directly, with no object in between",
                );
                return LoweredType::plain(Type::Json);
            }
            None => {}
        }
        let hint = if target == *at { hint.clone() } else { hint_of(&target) };
        if self.depth >= MAX_DEPTH {
            return self.defer(target, hint);
        }
        self.known.insert(target.clone(), Known::Busy);
        self.depth += 1;
        let mut lowered = self.definition(&target, &hint);
        self.depth -= 1;
        if hint.roles.is_empty() && matches!(hint.base, crate::ir::Base::Component(_)) {
            lowered.ty = self.named_alias(lowered.ty, &target, &hint);
        }
        self.known.insert(target, Known::Done(lowered.clone()));
        lowered
    }

    /// Reserves an id for a type that is nested too deeply, and lowers it later.
    fn defer(&mut self, at: Pointer, hint: Hint) -> LoweredType {
        let nullable = self.flag(&at, "nullable");
        let id = self.reserve(&at, &hint, self.docs(&at));
        self.register(&at, id, nullable);
        self.deferred.push(Deferred::Definition { id, at, hint });
        LoweredType {
            ty: Type::Named(id),
            nullable,
        }
    }

    /// A component keeps its name even if its type is a string or a list.
    fn named_alias(&mut self, ty: Type, at: &Pointer, hint: &Hint) -> Type {
        match ty {
            Type::Named(id) if self.types.get(id.0).is_some_and(|def| def.origin == *at) => Type::Named(id),
            ty => {
                let id = self.reserve(at, hint, self.docs(at));
                self.define(id, Shape::Alias(ty));
                Type::Named(id)
            }
        }
    }

    /// Registers the type of a definition before its members are lowered.
    pub(super) fn register(&mut self, at: &Pointer, id: TypeId, nullable: bool) {
        self.known.insert(
            at.clone(),
            Known::Done(LoweredType {
                ty: Type::Named(id),
                nullable,
            }),
        );
    }

    pub(super) fn definition(&mut self, at: &Pointer, hint: &Hint) -> LoweredType {
        if let Some(custom) = self.override_type(at) {
            return LoweredType {
                ty: Type::Custom(custom),
                nullable: self.flag(at, "nullable"),
            };
        }
        let schema = match self.resolver.schema(at) {
            Ok(schema) => schema,
            Err(problem) => {
                self.report(&codes::AS_JSON, at, format!("this schema cannot be read: {problem}"));
                return LoweredType::plain(Type::Json);
            }
        };
        let nullable = schema.schema_data.nullable;
        if self.is_parent(at) {
            return self.hierarchy(at, hint, nullable);
        }
        if let Some(values) = self
            .resolver
            .node(at)
            .and_then(|n| n.get("enum"))
            .and_then(Node::as_array)
        {
            return self.enumeration(at, hint, values, nullable);
        }
        let mut lowered = match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(text)) => LoweredType::plain(self.string(text)),
            SchemaKind::Type(SchemaType::Number(number)) => LoweredType::plain(super::scalar::number(number)),
            SchemaKind::Type(SchemaType::Integer(integer)) => LoweredType::plain(super::scalar::integer(integer)),
            SchemaKind::Type(SchemaType::Boolean(_)) => LoweredType::plain(Type::Bool),
            SchemaKind::Type(SchemaType::Object(_)) => self.object(at, hint, nullable),
            SchemaKind::Type(SchemaType::Array(_)) => self.list(at, hint),
            SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => self.union(at, hint, nullable),
            SchemaKind::AllOf { .. } => self.all_of(at, hint, nullable),
            SchemaKind::Not { .. } => LoweredType::plain(Type::Json),
            SchemaKind::Any(any) => self.any(at, hint, any, nullable),
        };
        lowered.nullable |= nullable;
        lowered
    }

    /// A schema that combines keywords of several kinds.
    fn any(&mut self, at: &Pointer, hint: &Hint, any: &openapiv3::AnySchema, nullable: bool) -> LoweredType {
        let is_union = !any.one_of.is_empty() || !any.any_of.is_empty();
        if !any.all_of.is_empty() || (is_union && !any.properties.is_empty()) {
            return self.all_of(at, hint, nullable);
        }
        if is_union {
            return self.union(at, hint, nullable);
        }
        match any.typ.as_deref() {
            Some("object") => self.object(at, hint, nullable),
            Some("array") => self.list(at, hint),
            Some("string") => LoweredType::plain(self.string_format(any.format.as_deref().unwrap_or(""))),
            Some("integer") => LoweredType::plain(Type::of_integer(any.format.as_deref().unwrap_or(""))),
            Some("number") => LoweredType::plain(Type::of_number(any.format.as_deref().unwrap_or(""))),
            Some("boolean") => LoweredType::plain(Type::Bool),
            _ => LoweredType::plain(Type::Json),
        }
    }

    fn list(&mut self, at: &Pointer, hint: &Hint) -> LoweredType {
        let items = at.child("items");
        if self.resolver.node(&items).is_none() {
            return LoweredType::plain(Type::List(Box::new(Type::Json)));
        }
        let item = self.schema(&items, &hint.then(Role::Item));
        LoweredType::plain(Type::List(Box::new(item.element())))
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

    fn override_type(&mut self, at: &Pointer) -> Option<String> {
        let settings = self.settings;
        let custom = settings.overrides.get(at.as_str())?.ty.clone()?;
        self.overrides_used.push(at.to_string());
        Some(custom)
    }
}

/// The hint of a definition that is referenced: its component name, or the names in its pointer.
pub(super) fn hint_of(at: &Pointer) -> Hint {
    let segments = at.segments();
    if let [first, second, name] = segments.as_slice()
        && first == "components"
        && second == "schemas"
    {
        return Hint::component(name);
    }
    const STRUCTURE: [&str; 15] = [
        "components",
        "schemas",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "content",
        "schema",
        "paths",
        "responses",
        "requestBodies",
        "requestBody",
        "$defs",
        "definitions",
    ];
    let mut names: Vec<&str> = segments
        .iter()
        .map(String::as_str)
        .filter(|s| !STRUCTURE.contains(s))
        .collect();
    names.retain(|name| !name.contains("json"));
    let stem = at
        .file()
        .rsplit('/')
        .next()
        .unwrap_or("")
        .split('.')
        .next()
        .unwrap_or("");
    if names.is_empty() {
        names.push(stem);
    }
    Hint::component(&names.join(" "))
}
