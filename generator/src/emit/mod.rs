//! IR and names to items: one function makes one kind of item, and decides nothing.

mod calls;
mod client;
mod docs;
mod enums;
pub(crate) mod example;
mod headers;
mod methods;
mod modules;
mod multipart;
mod operations;
mod paging;
mod servers;
mod spell;
mod structs;
mod table;
mod types;
mod unions;

use std::cell::RefCell;
use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};

use crate::config::Times;
use crate::ir::{Api, Shape, TypeDef};
use crate::name::{Name, Names, TypeName};

pub(crate) use docs::{of_tag as tag_docs, plain};
pub(crate) use enums::text as literal_text;
pub(crate) use example::{CratePath, Example};
pub(crate) use spell::Speller;
pub(crate) use table::{Row, Table};
pub(crate) use unions::when;

/// The version of the tables that generated code is written in.
const TABLE_VERSION: usize = 1;

/// A Rust module before it is text.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// The names that lead to it from the client's root.
    pub path: Vec<String>,
    /// What the module is, in Markdown lines.
    pub docs: Vec<String>,
    pub items: Vec<Item>,
}

/// One item of a module.
#[derive(Debug)]
pub(crate) enum Item {
    Code(TokenStream),
    /// A run of lines without an empty line between them: `use`, `pub mod`.
    Lines(Vec<TokenStream>),
    Table(Table),
}

/// Every module of a client.
pub(crate) fn modules(api: &Api, names: &Names, times: Times) -> Vec<Module> {
    let emit = Emit { api, names, times };
    let mut modules = vec![client::root(&emit), modules::api(&emit), modules::models(&emit)];
    modules.extend(operations::tag_modules(&emit));
    modules.extend(names.files.iter().map(|file| models_file(&emit, file)));
    modules
}

fn models_file(emit: &Emit<'_>, file: &crate::name::ModelFile) -> Module {
    let scope = Scope::models(emit, &file.types);
    let mut items = Vec::new();
    for id in &file.types {
        let (Some(def), Some(name)) = (emit.api.get(*id), emit.names.ty(*id)) else {
            continue;
        };
        items.extend(type_items(&scope, def, name));
    }
    if let Some(uses) = scope.uses() {
        items.insert(0, uses);
    }
    Module {
        path: vec!["models".to_owned(), file.module.as_str().to_owned()],
        docs: Vec::new(),
        items,
    }
}

fn type_items(scope: &Scope<'_>, def: &TypeDef, name: &TypeName) -> Vec<Item> {
    match &def.shape {
        Shape::Struct(s) => structs::items(scope, def, s, name),
        Shape::Multipart(s) => multipart::items(scope, def, s, name),
        Shape::Enum(e) => enums::items(scope, def, e, name),
        Shape::Union(u) => unions::items(scope, def, u, name),
        Shape::Alias(ty) => vec![Item::Code(types::alias(scope, def, ty, name))],
    }
}

/// What every emitter reads.
pub(crate) struct Emit<'a> {
    pub api: &'a Api,
    pub names: &'a Names,
    pub times: Times,
}

/// One file while it is emitted: what it imports follows from what it mentions.
pub(crate) struct Scope<'a> {
    pub emit: &'a Emit<'a>,
    /// Models stand beside each other; operations see them as `models::`.
    pub in_models: bool,
    own: BTreeSet<usize>,
    runtime: RefCell<BTreeSet<&'static str>>,
    siblings: RefCell<BTreeSet<String>>,
    std_map: RefCell<bool>,
}

impl<'a> Scope<'a> {
    pub(crate) fn models(emit: &'a Emit<'a>, own: &[crate::ir::TypeId]) -> Self {
        Self {
            in_models: true,
            own: own.iter().map(|id| id.0).collect(),
            ..Self::operations(emit)
        }
    }

    pub(crate) fn operations(emit: &'a Emit<'a>) -> Self {
        Self {
            emit,
            in_models: false,
            own: BTreeSet::new(),
            runtime: RefCell::default(),
            siblings: RefCell::default(),
            std_map: RefCell::default(),
        }
    }

    /// Mentions an item of the runtime.
    pub(crate) fn runtime(&self, name: &'static str) -> Ident {
        self.runtime.borrow_mut().insert(name);
        Ident::new(name, Span::call_site())
    }
}

/// A name as a token.
pub(crate) fn ident(name: &Name) -> Ident {
    match name.as_str().strip_prefix("r#") {
        Some(bare) => Ident::new_raw(bare, Span::call_site()),
        None => Ident::new(name.as_str(), Span::call_site()),
    }
}
