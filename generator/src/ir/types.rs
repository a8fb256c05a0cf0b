//! Definitions of types.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::docs::Docs;
use super::literal::Literal;
use super::operations::ParamLocation;
use super::purpose::Purpose;
use super::status::Status;
use super::ty::{Type, TypeId};
use crate::pointer::Pointer;

/// From what the name of a type is made: a base, and the steps from there to the type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hint {
    pub base: Base,
    pub roles: Vec<Role>,
}

/// The base of a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Base {
    /// A component, or another definition that a `$ref` names.
    Component {
        name: String,
        /// Its key in `names.lock`.
        key: Pointer,
    },
    /// Another type.
    Type(TypeId),
    /// An operation, by its index.
    Operation(usize),
}

impl Hint {
    pub(crate) fn component(name: &str, key: Pointer) -> Self {
        Self {
            base: Base::Component {
                name: name.to_owned(),
                key,
            },
            roles: Vec::new(),
        }
    }

    pub(crate) fn inside(id: TypeId) -> Self {
        Self {
            base: Base::Type(id),
            roles: Vec::new(),
        }
    }

    pub(crate) fn operation(index: usize) -> Self {
        Self {
            base: Base::Operation(index),
            roles: Vec::new(),
        }
    }

    /// Whether it is the name of a component, or of another definition that a `$ref` names.
    pub(crate) fn is_component(&self) -> bool {
        self.roles.is_empty() && matches!(self.base, Base::Component { .. })
    }

    /// Adds a step.
    #[must_use]
    pub(crate) fn then(&self, role: Role) -> Self {
        let mut hint = self.clone();
        hint.roles.push(role);
        hint
    }
}

/// One step on the way to an inline type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Role {
    Field(String),
    Item,
    Value,
    /// A branch of a union.
    Branch {
        label: String,
        /// As in [`Variant`].
        key: String,
    },
    /// The properties that all subtypes of a parent have.
    Base,
    Request,
    /// A request body of another media type than the preferred one.
    RequestAs {
        key: String,
        label: String,
    },
    /// The body of the only successful response.
    OnlyResponse(Status),
    /// One of several response bodies.
    Response(Status),
    /// The body of a response that operations share.
    SharedResponse,
    Param(ParamLocation, String),
    /// The data of a server-sent event.
    Event,
    /// One value of a stream of JSON values.
    Line,
}

impl Role {
    /// The key in `names.lock` of the type that this step leads to, from the key of the owner. It has no index of a list.
    pub(crate) fn key_below(&self, owner: &Pointer) -> Pointer {
        match self {
            Self::Field(name) => owner.child("properties").child(name),
            Self::Item => owner.child("items"),
            Self::Value => owner.child("additionalProperties"),
            Self::Branch { key, .. } => owner.child("oneOf").child(key),
            Self::Base => owner.child("discriminator"),
            Self::Request => owner.child("requestBody"),
            Self::RequestAs { key, .. } => owner.child("requestBody").child(key),
            Self::SharedResponse => owner.child("response"),
            Self::OnlyResponse(status) | Self::Response(status) => owner.child("responses").child(&status.to_string()),
            Self::Param(location, name) => owner.child("parameters").child(location.as_str()).child(name),
            Self::Event => owner.child("event"),
            Self::Line => owner.child("line"),
        }
    }
}

/// A type definition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypeDef {
    pub origin: Pointer,
    pub hint: Hint,
    /// The schemas that became this type because they mean the same, by their keys in `names.lock`, without its own.
    /// Each with the key of its component or operation.
    pub homes: BTreeMap<Pointer, Pointer>,
    pub docs: Docs,
    /// A place where it is used, if it has no description. Decided by a pass.
    pub purpose: Option<Purpose>,
    pub shape: Shape,
    pub usage: Usage,
}

/// Whether values of a type are sent or received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub request: bool,
    pub response: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Struct(Struct),
    Enum(Enum),
    Union(Union),
    /// Another name of a type.
    Alias(Type),
    /// The body of a multipart request.
    Multipart(Struct),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Struct {
    /// In the order of the document.
    pub fields: Vec<Field>,
    /// The type of additional properties, if the document declares one.
    pub extra: Option<Type>,
    /// Whether it keeps additional properties although the document declares none.
    pub keeps_unknown: bool,
    /// How additional properties are written in a multipart form. Decided by a pass.
    pub extra_part: PartKind,
    /// Decided by a pass.
    pub construction: Construction,
}

impl Struct {
    /// The type of the values in the field for additional properties, if there is one.
    pub(crate) fn extra_values(&self) -> Option<Type> {
        let kept = || self.keeps_unknown.then_some(Type::Json);
        self.extra.clone().or_else(kept)
    }

    /// The fields that a caller has to pass to the constructor or set on the builder.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_argument())
    }
}

/// How a program creates a value of a struct.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Construction {
    /// It does not: values are only received.
    #[default]
    Decoded,
    /// With `new()`, which is the default: no field is required.
    Empty,
    /// With `new()`: every required field has a fixed value.
    Fixed,
    /// With `new(..)`, by position.
    Positional,
    /// With `builder()`, by name.
    Builder,
}

/// How a part of a multipart form is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PartKind {
    #[default]
    Text,
    Json,
    /// A JSON part for each item of a list.
    JsonItems,
    File,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    /// The name of the property.
    pub wire: String,
    /// The name in the document, if the configuration has another one for requests and responses.
    pub declared_name: Option<String>,
    pub origin: Pointer,
    pub docs: Docs,
    pub ty: Type,
    pub presence: Presence,
    /// The sentence of the description by which the property may be null, if only that makes it nullable.
    pub null_in_words: Option<String>,
    /// Whether the document requires the property, and it is optional because one side must not set it. Decided by a pass.
    pub is_loosened: bool,
    /// `readOnly` matters if the type is sent, `writeOnly` if it is received.
    pub read_only: bool,
    pub write_only: bool,
    /// The discriminator value of this struct, if the property is the discriminator and the value is unique.
    pub tag: Option<String>,
    /// The media type of a multipart part, if the document declares one.
    pub part_type: Option<String>,
    /// How the field is written in a multipart form. Decided by a pass.
    pub part: PartKind,
    /// The only value that a program can give the field. Decided by a pass.
    pub fixed: Option<FixedValue>,
}

impl Field {
    /// The name in keys of `names.lock`: that of the document.
    pub(crate) fn key_name(&self) -> &str {
        self.declared_name.as_deref().unwrap_or(&self.wire)
    }

    /// Whether a caller has to set the field.
    pub(crate) fn is_argument(&self) -> bool {
        self.presence == Presence::Required && self.fixed.is_none()
    }
}

/// The only value that a field can have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FixedValue {
    /// A value of an enum, by its index.
    Value(TypeId, usize),
    /// A string: the type of the field is not an enum, or the enum does not declare the value.
    Text(String),
}

/// Before the digest in the key of a branch that its name does not distinguish.
pub(crate) const DIGEST: &str = " #";

/// Whether a property may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    /// Required, and may be null.
    Nullable,
    /// May be absent, and may be null. With `patch`, the two are distinguished (`Patch`).
    OptionalNullable {
        patch: bool,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Enum {
    pub kind: EnumKind,
    pub values: Vec<EnumValue>,
}

impl Enum {
    /// The value, if there is only one.
    pub(crate) fn only_value(&self) -> Option<&Literal> {
        match self.values.as_slice() {
            [only] => Some(&only.value),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnumKind {
    String,
    Integer,
    Mixed,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EnumValue {
    pub value: Literal,
    /// The name in `x-enum-varnames`.
    pub hint: Option<String>,
    pub docs: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Union {
    /// In the order in which they are tried.
    pub variants: Vec<Variant>,
    /// Whether several variants can apply to one value, so that the decoder compares them.
    pub mixed: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    /// Its key in `names.lock`, below the union. No other variant has the same.
    pub key: String,
    /// What its key may have been in an earlier version of the document.
    pub words: Arc<BTreeSet<String>>,
    pub guard: Guard,
    pub ty: Type,
    /// What the variant is named after: a tag value, a title or a property.
    pub label: Option<String>,
    pub docs: Docs,
    /// Whether the payload is behind a `Box`, so that no variant makes the others large. Decided by a pass.
    pub boxed: bool,
    /// Whether the payload converts into the union: no other variant has the same one. Decided by a pass.
    pub from: bool,
}

/// How a decoder recognizes a variant of a union.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Guard {
    /// An object. It applies unless a tag is violated, a key is missing, or a member of `lacks` is there.
    Object {
        tags: Vec<GuardTag>,
        keys: Vec<String>,
        lacks: Vec<String>,
    },
    /// The value has this JSON type.
    Kind(JsonKind),
    /// The value decodes.
    Any,
}

/// A member that, where it is present, has one of these values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GuardTag {
    pub key: String,
    pub values: Vec<Literal>,
    /// Whether it may have another value: the values are defaults of the schema.
    pub is_default: bool,
}

impl Guard {
    /// An object whose member `key` has one of these strings.
    pub(crate) fn tag(key: &str, values: Vec<String>) -> Self {
        Self::Object {
            tags: vec![GuardTag {
                key: key.to_owned(),
                values: values.into_iter().map(Literal::String).collect(),
                is_default: false,
            }],
            keys: Vec::new(),
            lacks: Vec::new(),
        }
    }

    /// The first version of the tables that has a row for this guard.
    pub(crate) fn table_version(&self) -> u32 {
        match self {
            Self::Kind(_) | Self::Any => 1,
            Self::Object { lacks, .. } if !lacks.is_empty() => 2,
            Self::Object { tags, keys, .. } => match (tags.as_slice(), keys.as_slice()) {
                ([], _) => 1,
                ([tag], [])
                    if !tag.is_default && tag.values.iter().all(|value| matches!(value, Literal::String(_))) =>
                {
                    1
                }
                _ => 2,
            },
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum JsonKind {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

impl JsonKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}
