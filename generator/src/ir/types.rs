//! Definitions of types.

use super::docs::Docs;
use super::literal::Literal;
use super::status::Status;
use super::ty::{Type, TypeId};
use crate::pointer::Pointer;

/// How a name is found for a type: what it belongs to, and the way from there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hint {
    pub base: Base,
    pub roles: Vec<Role>,
}

/// What a way starts from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Base {
    /// A component, or a definition in another file.
    Component(String),
    /// Another type.
    Type(TypeId),
    /// An operation, by its index.
    Operation(usize),
}

impl Hint {
    pub(crate) fn component(name: &str) -> Self {
        Self {
            base: Base::Component(name.to_owned()),
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

    /// One step further.
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
    /// A branch of a union, with what tells it apart.
    Branch(String),
    /// What the kinds of a parent have in common.
    Base,
    Request,
    /// The body of an answer; with a status where the operation has several.
    Response(Option<Status>),
    Param(String),
    /// What one event of an answer says.
    Event,
    /// One of the values that an answer sends one by one.
    Line,
}

/// A type definition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypeDef {
    pub origin: Pointer,
    pub hint: Hint,
    pub docs: Docs,
    pub shape: Shape,
    pub usage: Usage,
}

/// Where values of a type travel.
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
    /// A second name for a type.
    Alias(Type),
    /// The body of a multipart request.
    Multipart(Struct),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Struct {
    /// In the order of the document.
    pub fields: Vec<Field>,
    /// The type of members that no field names, where the document declares one.
    pub extra: Option<Type>,
    /// How such members are written in a multipart form. Decided by a pass.
    pub extra_part: PartKind,
    /// Decided by a pass.
    pub construction: Construction,
}

impl Struct {
    /// The fields whose values a caller passes to the constructor or has to set on the builder.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_argument())
    }
}

/// How a program makes a value of a struct.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Construction {
    /// Not at all: it is only received.
    #[default]
    Decoded,
    /// With `new()`, which is the default: no field has to have a value.
    Empty,
    /// With `new()`: every field that has to have a value has a fixed one.
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
    File,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    /// The JSON member.
    pub wire: String,
    pub origin: Pointer,
    pub docs: Docs,
    pub ty: Type,
    pub presence: Presence,
    /// `readOnly` counts where a type is sent, `writeOnly` where it is received.
    pub read_only: bool,
    pub write_only: bool,
    /// The value that tells this struct from its siblings, where it is a text and there is one.
    pub tag: Option<String>,
    /// The media type of a multipart part, where the document declares one.
    pub part_type: Option<String>,
    /// How the field is written in a multipart form. Decided by a pass.
    pub part: PartKind,
    /// The only value that the field has in values that a program makes. Decided by a pass.
    pub fixed: Option<FixedValue>,
}

impl Field {
    /// Whether a caller has to give the value.
    pub(crate) fn is_argument(&self) -> bool {
        self.presence == Presence::Required && self.fixed.is_none()
    }
}

/// The only value that a field can have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FixedValue {
    /// A value of an enum, by its index.
    Value(TypeId, usize),
    /// A text: the type of the field is not an enum, or the enum does not list it.
    Text(String),
}

/// What a member may do besides having a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    /// Required, and may be null.
    Nullable,
    /// May be absent, and may be null. `true`: the two are told apart (`Patch`).
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
    /// A name that the document suggests (`x-enum-varnames`).
    pub hint: Option<String>,
    pub docs: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Union {
    /// In the order in which they are tried.
    pub variants: Vec<Variant>,
    /// Whether a value may be several branches at once (`anyOf`) with nothing to tell which.
    pub mixed: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    pub origin: Pointer,
    pub guard: Guard,
    pub ty: Type,
    /// What tells the branch apart, for its name: a tag value, a title, a key.
    pub label: Option<String>,
    pub docs: Docs,
    /// Whether the payload is behind a `Box`, so that no variant makes the others large. Decided by a pass.
    pub boxed: bool,
    /// Whether the payload converts into the union: no other variant has the same one. Decided by a pass.
    pub from: bool,
}

/// When a branch of a union is taken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Guard {
    /// The member has one of these values.
    Tag { key: String, values: Vec<String> },
    /// The members are all there.
    Keys(Vec<String>),
    /// The value is of this JSON kind.
    Kind(JsonKind),
    /// Whenever it decodes.
    Any,
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
