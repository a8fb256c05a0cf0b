//! The files of a tag: its handle, then each call with its setters and its table.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::{Declaration, Item, Module};
use super::scope::{Emit, Scope, ident};
use super::{calls, docs, headers, methods};
use crate::ir::{Operation, Tag};
use crate::name::{Name, OperationGroup, OperationName, TagName};

/// Operations with their names, in the order of their methods.
type Operations<'a> = Vec<(&'a Operation, &'a OperationName)>;

/// The module of a tag, without its groups.
pub(super) fn tag(emit: &Emit<'_>, index: usize) -> Module {
    match (emit.api.tags.get(index), emit.names.tags.get(index)) {
        (Some(tag), Some(name)) if name.groups.is_empty() => one_file(emit, index, tag, name),
        (Some(tag), Some(name)) => root_of_groups(emit, index, tag, name),
        // Every tag has a name.
        _ => Module::default(),
    }
}

fn operations<'a, 'i>(emit: &Emit<'a>, indices: impl IntoIterator<Item = &'i usize>) -> Operations<'a> {
    let (all, names) = (&emit.api.operations, &emit.names.operations);
    let pairs = indices
        .into_iter()
        .filter_map(|index| Some((all.get(*index)?, names.get(*index)?)));
    let mut operations: Operations<'_> = pairs.collect();
    operations.sort_by(|a, b| a.1.method.bare().cmp(b.1.method.bare()));
    operations
}

/// `api/<tag>.rs`.
fn one_file(emit: &Emit<'_>, index: usize, tag: &Tag, name: &TagName) -> Module {
    let scope = Scope::operations(emit, 2);
    let operations = operations(emit, emit.operations_of(index));
    let methods = methods_of(&scope, &operations);
    let mut items = handle(&scope, index, tag, name, methods);
    items.extend(calls_of(&scope, &operations, &name.handle));
    items.splice(0..0, scope.uses());
    Module {
        path: vec!["api".to_owned(), name.module.as_str().to_owned()],
        docs: vec![format!("The operations of [`{}`].", name.handle.bare())],
        is_public: true,
        items,
        ..Module::default()
    }
}

/// `api/<tag>/mod.rs`.
fn root_of_groups(emit: &Emit<'_>, index: usize, tag: &Tag, name: &TagName) -> Module {
    let scope = Scope::operations(emit, 2);
    let handle = handle(&scope, index, tag, name, Vec::new());
    let mut modules = Vec::new();
    let mut exports = Vec::new();
    for group in &name.groups {
        let module = ident(&group.module);
        modules.push(quote!(mod #module;));
        let operations = operations(emit, &group.operations);
        let types = operations
            .iter()
            .flat_map(|(operation, names)| calls::types(operation, names));
        let mut types: Vec<&Name> = types.collect();
        types.sort();
        let types: Vec<_> = types.into_iter().map(ident).collect();
        exports.push(match types.as_slice() {
            [one] => quote!(pub use self::#module::#one;),
            many => quote!(pub use self::#module::{#(#many),*};),
        });
    }
    let mut items = vec![Item::Lines(modules), Item::Lines(exports)];
    items.extend(scope.uses());
    items.extend(handle);
    Module {
        path: vec!["api".to_owned(), name.module.as_str().to_owned()],
        docs: vec![format!("The operations of [`{}`].", name.handle.bare())],
        is_public: true,
        is_folder: true,
        items,
        ..Module::default()
    }
}

/// `api/<tag>/<group>.rs`.
pub(super) fn group_file(emit: &Emit<'_>, name: &TagName, group: &OperationGroup) -> Module {
    let scope = Scope::operations(emit, 3);
    let operations = operations(emit, &group.operations);
    let handle = ident(&name.handle);
    scope.runtime("Call");
    let methods = methods_of(&scope, &operations);
    let mut items = vec![Item::Declaration(Declaration::block(
        Vec::new(),
        quote!(impl #handle),
        methods,
    ))];
    items.extend(calls_of(&scope, &operations, &name.handle));
    let mut uses = vec![quote!(use super::#handle;)];
    if let Some(Item::Lines(lines)) = scope.uses() {
        uses.extend(lines);
    }
    items.insert(0, Item::Lines(uses));
    Module {
        path: vec![
            "api".to_owned(),
            name.module.as_str().to_owned(),
            group.module.as_str().to_owned(),
        ],
        docs: vec![format!(
            "The operations of [`{}`] in the group `{}`.",
            name.handle.bare(),
            group.module.bare()
        )],
        items,
        ..Module::default()
    }
}

/// The handle of a tag, with its constants and methods.
fn handle(scope: &Scope<'_>, index: usize, tag: &Tag, name: &TagName, methods: Vec<Declaration>) -> Vec<Item> {
    let (handle, client) = (ident(&name.handle), scope.runtime("Client"));
    if !methods.is_empty() {
        // The calls below the handle are written with it.
        scope.runtime("Call");
    }
    let fields = vec![Declaration::line(Vec::new(), quote!(client: #client,))];
    let declaration =
        Declaration::block(docs::of_tag(tag), quote!(pub struct #handle), fields).with(["#[derive(Clone, Debug)]"]);
    let headers = scope.emit.api.headers_of(scope.emit.operations_of(index));
    let mut members = headers::constants(scope, &headers, &name.headers);
    let head = quote!(pub(crate) fn new(client: #client) -> Self);
    members.push(Declaration::function(Vec::new(), head, quote!(Self { client })));
    members.extend(methods);
    let implementation = Declaration::block(Vec::new(), quote!(impl #handle), members);
    let blocks = [declaration, implementation].into_iter();
    let items: Vec<Item> = blocks
        .chain(accessor(scope.emit, index, name))
        .map(Item::Declaration)
        .collect();
    items
}

/// The method of the client that returns the handle, if it is compiled with the handle.
fn accessor(emit: &Emit<'_>, index: usize, name: &TagName) -> Option<Declaration> {
    let gate = emit.names.gate_of_tag(index);
    let feature = gate.features.first()?;
    let (handle, accessor) = (ident(&name.handle), ident(&name.accessor));
    let docs = vec![
        format!("The operations of [`{}`].", name.handle.bare()),
        String::new(),
        format!("With the feature `{feature}`."),
    ];
    // The client is two modules above. (In one piece, the path would be one of the generator to its architecture test.)
    let root: TokenStream = [quote!(super::), quote!(super::)].into_iter().collect();
    let accessor = Declaration::function(
        docs,
        quote!(pub fn #accessor(&self) -> #handle),
        quote!(#handle::new(self.inner.clone())),
    );
    Some(Declaration::block(
        Vec::new(),
        quote!(impl #root Client),
        vec![accessor],
    ))
}

fn methods_of(scope: &Scope<'_>, operations: &Operations<'_>) -> Vec<Declaration> {
    let methods = operations.iter();
    methods
        .flat_map(|(operation, names)| methods::methods(scope, operation, names))
        .collect()
}

fn calls_of(scope: &Scope<'_>, operations: &Operations<'_>, handle: &Name) -> Vec<Item> {
    let calls = operations.iter();
    calls
        .flat_map(|(operation, names)| calls::items(scope, operation, names, handle))
        .collect()
}
