//! The intermediate representation: the types and operations of a client, without identifiers or tokens.
//!
//! Everything keeps the pointer that it was read from. Names are chosen later, from pointers and hints.

mod api;
mod docs;
mod dump;
mod formats;
mod graph;
mod limits;
mod literal;
mod operations;
mod paging;
mod purpose;
mod reach;
mod server;
mod status;
mod ty;
mod types;
mod visit;

pub(crate) use api::{Api, Grouped, Tag, tag_key};
pub(crate) use docs::Docs;
pub(crate) use dump::dump;
pub(crate) use formats::{
    CIVIL, FormatExample, IN_UTC, IN_UTC_OR_WITH_OFFSET, LibraryType, RuntimeType, TextFormat, WITH_OFFSET,
};
pub(crate) use graph::strong_components;
pub(crate) use limits::{Bound, Count, Limits};
pub(crate) use literal::{ExampleValue, Literal};
pub(crate) use operations::{
    Body, BodyKind, DecodeKind, Flow, Header, HeaderShape, OnlyStream, Operation, Param, ParamLocation, ParamStyle,
    PathPart, QueryStyle, Requirement, Response, ResponseSet, ResponseType, Scheme, SchemeKind, StreamedResponse,
};
pub(crate) use paging::{PageStyle, PageSwitch, Paging};
pub(crate) use purpose::{Place, Purpose, Step};
pub(crate) use reach::{Needs, needs_of_tags, needs_of_types};
pub(crate) use server::{Server, ServerVariable, canonical};
pub(crate) use status::Status;
pub(crate) use ty::{ANY_PART, Structure, Type, TypeId};
pub(crate) use types::{
    Base, Construction, DIGEST, Enum, EnumKind, EnumValue, Field, FixedValue, Guard, GuardTag, Hint, JsonKind,
    PartKind, Presence, Role, Shape, Struct, TypeDef, Union, Usage, Variant,
};
pub(crate) use visit::{for_each_operation_type, for_each_type, for_each_type_mut, for_each_type_of};
