//! IR and names to items. Each function makes one kind of item; all decisions are data of the IR.

mod args;
mod calls;
mod client;
mod crate_path;
mod docs;
mod enums;
pub(crate) mod example;
pub(crate) mod front;
mod headers;
mod methods;
mod models;
mod module;
mod modules;
mod multipart;
mod operations;
mod paging;
mod printer;
mod purpose;
mod responses;
mod runtime;
mod scope;
mod servers;
mod structs;
mod types;
mod unions;

use crate::name::{ModelFile, Names, OperationGroup, TagName};

pub(crate) use docs::of_tag as tag_docs;
pub(crate) use module::{Declaration, Example, Explained, Item, Module, Rest, Row, Table};
pub(crate) use printer::TypePrinter;
pub(crate) use purpose::{Links, sentence as purpose_of};
pub(crate) use scope::Emit;
pub(crate) use unions::when;

/// A module of a client, before it is emitted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part<'n> {
    Root,
    Api,
    Models,
    Tag(usize),
    /// A group of the operations of a tag.
    Group(&'n TagName, &'n OperationGroup),
    File(&'n ModelFile),
}

/// The modules of a client, in the order of their files.
pub(crate) fn parts(names: &Names) -> Vec<Part<'_>> {
    let mut parts = vec![Part::Root, Part::Api, Part::Models];
    for (index, tag) in names.tags.iter().enumerate() {
        parts.push(Part::Tag(index));
        parts.extend(tag.groups.iter().map(|group| Part::Group(tag, group)));
    }
    parts.extend(names.files.iter().map(Part::File));
    parts
}

/// A module of a client.
pub(crate) fn module(emit: &Emit<'_>, part: Part<'_>) -> Module {
    match part {
        Part::Root => client::root(emit),
        Part::Api => modules::api(emit),
        Part::Models => modules::models(emit),
        Part::Tag(index) => operations::tag(emit, index),
        Part::Group(tag, group) => operations::group_file(emit, tag, group),
        Part::File(file) => models::file(emit, file),
    }
}
