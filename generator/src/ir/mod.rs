//! Rust-shaped data: what the client consists of, without a single identifier or token.
//!
//! Everything keeps the pointer it comes from. Names are chosen later, from the pointers and hints.

mod dump;
mod operations;
mod types;

pub(crate) use dump::dump;
pub(crate) use operations::{
    Answer, AnswerType, Answers, Body, BodyKind, DecodeKind, Location, Operation, Param, PathPart, QueryStyle, Scheme,
    SchemeKind, Status, Style,
};
pub(crate) use types::{
    Base, Enum, EnumKind, EnumValue, Field, Guard, Hint, JsonKind, Literal, Presence, Role, Shape, Struct, Type, TypeDef,
    TypeId, Union, Usage, Variant,
};

use crate::pointer::Pointer;

/// A whole client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Api {
    pub title: String,
    pub version: String,
    pub description: String,
    /// Absolute server addresses without placeholders.
    pub servers: Vec<String>,
    pub schemes: Vec<Scheme>,
    /// Tags in the order of their names; operations refer to them by index.
    pub tags: Vec<Tag>,
    /// Every type, addressed by [`TypeId`].
    pub types: Vec<TypeDef>,
    pub operations: Vec<Operation>,
}

/// A group of operations.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    /// As the document writes it.
    pub name: String,
    pub description: String,
}

/// Description, and the facts that are told beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Docs {
    pub title: String,
    pub text: String,
    /// Facts such as a default or bounds, one sentence each.
    pub notes: Vec<String>,
    pub deprecated: bool,
}

impl Api {
    pub(crate) fn get(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.0)
    }
}

/// Where something comes from; kept for messages, names and overrides.
pub(crate) type Origin = Pointer;
