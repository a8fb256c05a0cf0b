//! IR and names to items. Each function makes one kind of item; all decisions are data of the IR.

mod args;
mod calls;
mod client;
mod docs;
mod enums;
pub(crate) mod example;
mod headers;
mod methods;
mod models;
mod module;
mod modules;
mod multipart;
mod operations;
mod paging;
mod printer;
mod runtime;
mod scope;
mod servers;
mod structs;
mod types;
mod unions;

use crate::config::TimeLibrary;
use crate::ir::Api;
use crate::name::Names;

pub(crate) use docs::of_tag as tag_docs;
pub(crate) use module::{Declaration, Item, Module, Rest, Row, Table};
pub(crate) use printer::TypePrinter;
pub(crate) use scope::Emit;
pub(crate) use unions::when;

/// Every module of a client.
pub(crate) fn modules(api: &Api, names: &Names, times: TimeLibrary) -> Vec<Module> {
    let emit = Emit { api, names, times };
    let mut modules = vec![client::root(&emit), modules::api(&emit), modules::models(&emit)];
    modules.extend(operations::tag_modules(&emit));
    modules.extend(names.files.iter().map(|file| models::file(&emit, file)));
    modules
}
