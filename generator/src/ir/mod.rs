//! Rust-shaped data: what the client consists of, without a single identifier or token.
//!
//! Everything keeps the pointer it comes from. Names are chosen later, from the pointers and hints.

mod dump;
mod operations;
mod paging;
mod sample;
mod server;
mod types;

pub(crate) use dump::dump;
pub(crate) use operations::{
    Answer, AnswerType, Answers, Body, BodyKind, DecodeKind, Flow, Header, HeaderShape, Location, Operation, Param,
    PathPart, QueryStyle, Scheme, SchemeKind, Series, Status, Style,
};
pub(crate) use paging::{PageStyle, Paging};
pub(crate) use sample::Sample;
pub(crate) use server::{Server, ServerVariable};
pub(crate) use types::{
    Base, Enum, EnumKind, EnumValue, Field, Guard, Hint, JsonKind, Literal, Presence, Role, Shape, Struct, Type,
    TypeDef, TypeId, Union, Usage, Variant,
};

use std::collections::BTreeMap;

use crate::pointer::Pointer;
use crate::text;

/// A whole client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Api {
    pub title: String,
    pub version: String,
    pub description: String,
    pub servers: Vec<Server>,
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
    /// A value that the document gives as an example.
    pub example: Option<Sample>,
    pub default: Option<Sample>,
    pub deprecated: bool,
}

impl Docs {
    /// The first sentence of the text, in one line.
    pub(crate) fn first_sentence(&self) -> String {
        text::first_sentence(&self.text)
    }
}

impl Api {
    /// The place that a type's name belongs to: like its pointer, but without indices, so that a
    /// newcomer in a list moves no name.
    pub(crate) fn place(&self, def: &TypeDef) -> Pointer {
        let mut chain = vec![def];
        while let Some(Base::Type(owner)) = chain.last().map(|def| &def.hint.base) {
            match self.get(*owner) {
                Some(owner) if chain.len() < 1000 => chain.push(owner),
                _ => break,
            }
        }
        let mut place = match chain.last().map(|def| (&def.hint.base, def)) {
            Some((Base::Component(_), def)) if def.hint.roles.is_empty() => def.origin.clone(),
            Some((Base::Component(name), _)) => Pointer::root().child("components").child(name),
            Some((Base::Operation(index), _)) => self
                .operations
                .get(*index)
                .map_or_else(Pointer::root, |op| op.origin.clone()),
            _ => def.origin.clone(),
        };
        for role in chain.iter().rev().flat_map(|def| &def.hint.roles) {
            place = match role {
                Role::Field(name) => place.child("properties").child(name),
                Role::Item => place.child("items"),
                Role::Value => place.child("additionalProperties"),
                Role::Branch(label) => place.child("oneOf").child(label),
                Role::Base => place.child("discriminator"),
                Role::Request => place.child("requestBody"),
                Role::Response(None) => place.child("response"),
                Role::Response(Some(status)) => place.child("responses").child(&status.to_string()),
                Role::Param(name) => place.child("parameters").child(name),
                Role::Event => place.child("event"),
                Role::Line => place.child("line"),
            };
        }
        place
    }

    /// The headers that the answers of a tag's operations declare: each name once for every type it is declared with,
    /// sorted by both.
    pub(crate) fn headers_of(&self, tag: usize) -> Vec<&Header> {
        let mut found: BTreeMap<(String, String), &Header> = BTreeMap::new();
        for operation in self.operations.iter().filter(|operation| operation.tag == tag) {
            let rows = operation.success.rows.iter().chain(&operation.error.rows);
            for header in rows.flat_map(|row| &row.headers) {
                if let Some(value) = &header.value {
                    let known = found
                        .entry((header.name.to_ascii_lowercase(), format!("{value:?}")))
                        .or_insert(header);
                    // A description is better than none.
                    if known.docs.is_empty() {
                        *known = header;
                    }
                }
            }
        }
        found.into_values().collect()
    }

    pub(crate) fn get(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.0)
    }
}

/// Where something comes from; kept for messages, names and overrides.
pub(crate) type Origin = Pointer;
