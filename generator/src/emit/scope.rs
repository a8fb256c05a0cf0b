//! What every emitter reads, and what a file imports.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::crate_path::CratePath;
use super::module::Item;
use crate::config::{Layout, Settings, TimeLibrary};
use crate::ir::{Api, Scheme, TypeId};
use crate::name::{Gate, Name, Names};

/// What every emitter reads.
pub(crate) struct Emit<'a> {
    pub api: &'a Api,
    pub names: &'a Names,
    /// The indices of the operations of each tag.
    by_tag: Vec<Vec<usize>>,
    /// The first scheme of each name.
    schemes: HashMap<&'a str, &'a Scheme>,
    pub times: TimeLibrary,
    /// Whether the root module is a file for `include!`. Such a file has no inner docs.
    pub is_included: bool,
    /// From where examples import the client.
    pub path: CratePath,
}

impl<'a> Emit<'a> {
    pub(crate) fn new(api: &'a Api, names: &'a Names, settings: &Settings) -> Self {
        Self {
            api,
            names,
            by_tag: api.operations_by_tag(),
            schemes: api.schemes_by_name(),
            times: settings.time_crate,
            is_included: settings.layout == Layout::File,
            path: CratePath::of(names, settings),
        }
    }

    /// The security scheme of this name.
    pub(crate) fn scheme(&self, name: &str) -> Option<&'a Scheme> {
        self.schemes.get(name).copied()
    }

    /// The indices of the operations of a tag.
    pub(super) fn operations_of(&self, tag: usize) -> &[usize] {
        self.by_tag.get(tag).map_or(&[], Vec::as_slice)
    }
}

/// One file while it is emitted. Its imports are the items that its code names.
pub(crate) struct Scope<'a> {
    pub emit: &'a Emit<'a>,
    view: ModelPaths,
    imports: RefCell<Imports>,
}

/// How a file names models.
enum ModelPaths {
    /// As `models::User`. The path leads from the file to the root of the client.
    Operations { root: TokenStream },
    /// As `User`; the models that the file itself defines need no import.
    Models { own: BTreeSet<TypeId> },
}

#[derive(Default)]
struct Imports {
    runtime: BTreeSet<&'static str>,
    /// The module `models`.
    models: bool,
    /// Models of other files, named by a file of models.
    siblings: BTreeSet<Ident>,
    /// `std::collections::BTreeMap`.
    map: bool,
}

impl<'a> Scope<'a> {
    /// A file of models with these types.
    pub(crate) fn models(emit: &'a Emit<'a>, own: &[TypeId]) -> Self {
        let own = own.iter().copied().collect();
        Self::new(emit, ModelPaths::Models { own })
    }

    /// A file of operations, so many modules below the root of the client.
    pub(crate) fn operations(emit: &'a Emit<'a>, depth: usize) -> Self {
        let steps = std::iter::repeat_n(quote!(super::), depth);
        let root = quote!(#(#steps)*);
        Self::new(emit, ModelPaths::Operations { root })
    }

    fn new(emit: &'a Emit<'a>, view: ModelPaths) -> Self {
        Self {
            emit,
            view,
            imports: RefCell::default(),
        }
    }

    /// Imports an item of the runtime.
    pub(crate) fn runtime(&self, name: &'static str) -> Ident {
        self.imports.borrow_mut().runtime.insert(name);
        Ident::new(name, Span::call_site())
    }

    /// Imports the map of the standard library.
    pub(crate) fn map(&self) -> Ident {
        self.imports.borrow_mut().map = true;
        Ident::new("BTreeMap", Span::call_site())
    }

    /// Names a model, as this file sees it.
    pub(crate) fn model(&self, id: TypeId) -> TokenStream {
        let Some(name) = self.emit.names.ty(id) else {
            return quote!(());
        };
        let name = ident(&name.ident);
        let mut imports = self.imports.borrow_mut();
        match &self.view {
            ModelPaths::Operations { .. } => {
                imports.models = true;
                return quote!(models::#name);
            }
            ModelPaths::Models { own } if own.contains(&id) => {}
            ModelPaths::Models { .. } => drop(imports.siblings.insert(name.clone())),
        }
        quote!(#name)
    }

    /// A link from a file of models to an item of another file. Items that may not be compiled are not linked.
    pub(super) fn link(&self, name: &str, path: &str) -> String {
        match self.emit.names.features {
            Some(_) => format!("`{name}`"),
            None => format!("[`{name}`]({path})"),
        }
    }

    /// Whether the file defines a model.
    pub(super) fn is_own(&self, id: TypeId) -> bool {
        matches!(&self.view, ModelPaths::Models { own } if own.contains(&id))
    }

    /// Whether the file names the module `models`.
    pub(crate) fn names_models(&self) -> bool {
        self.imports.borrow().models
    }

    /// The imports of the file.
    pub(crate) fn uses(&self) -> Option<Item> {
        let mut lines = Vec::new();
        if let (ModelPaths::Operations { root }, true) = (&self.view, self.names_models()) {
            lines.push(quote!(use #root models;));
        }
        lines.extend(self.uses_of_crates(&quote!(oaspen_client)));
        (!lines.is_empty()).then_some(Item::Lines(lines))
    }

    /// The same without the module `models`, whose path differs from program to program, as does that of the runtime.
    pub(crate) fn uses_of_crates(&self, runtime_path: &TokenStream) -> Vec<TokenStream> {
        let imports = self.imports.borrow();
        let mut lines = Vec::new();
        lines.extend(one_or_many(quote!(super), imports.siblings.iter().cloned().collect()));
        let runtime = imports.runtime.iter().map(|name| Ident::new(name, Span::call_site()));
        lines.extend(one_or_many(runtime_path.clone(), runtime.collect()));
        lines.extend(imports.map.then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        }));
        lines
    }
}

fn one_or_many(path: TokenStream, names: Vec<Ident>) -> Option<TokenStream> {
    match names.as_slice() {
        [] => None,
        [one] => Some(quote!(use #path::#one;)),
        many => Some(quote!(use #path::{#(#many),*};)),
    }
}

/// The attribute of what is compiled only with some features.
pub(super) fn gate(gate: &Gate) -> TokenStream {
    match gate.features.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(#[cfg(feature = #one)]),
        many => quote!(#[cfg(any(#(feature = #many),*))]),
    }
}

/// A name as a token.
pub(crate) fn ident(name: &Name) -> Ident {
    match name.as_str().strip_prefix("r#") {
        Some(bare) => Ident::new_raw(bare, Span::call_site()),
        None => Ident::new(name.as_str(), Span::call_site()),
    }
}
