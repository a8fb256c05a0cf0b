//! Rust-shaped data: what the client consists of, without a single identifier or token.
//!
//! Everything keeps the pointer it comes from. Names are chosen later, from the pointers and hints.

mod api;
mod docs;
mod dump;
mod formats;
mod graph;
mod operations;
mod paging;
mod sample;
mod server;
mod status;
mod ty;
mod types;
mod visit;

pub(crate) use api::{Api, Tag};
pub(crate) use docs::Docs;
pub(crate) use dump::dump;
pub(crate) use formats::{FormatExample, LibraryType, TextFormat};
pub(crate) use graph::strong_components;
pub(crate) use operations::{
    Answer, AnswerType, Answers, Body, BodyKind, DecodeKind, Flow, Header, HeaderShape, Location, Operation, Param,
    PathPart, QueryStyle, Scheme, SchemeKind, Series, Style,
};
pub(crate) use paging::{PageStyle, Paging};
pub(crate) use sample::Sample;
pub(crate) use server::{Server, ServerVariable};
pub(crate) use status::Status;
pub(crate) use ty::{Structure, Type, TypeId};
pub(crate) use types::{
    Base, Construction, Enum, EnumKind, EnumValue, Field, FixedValue, Guard, Hint, JsonKind, Literal, PartKind,
    Presence, Role, Shape, Struct, TypeDef, Union, Usage, Variant,
};
pub(crate) use visit::{for_each_operation_type, for_each_type, for_each_type_mut};
