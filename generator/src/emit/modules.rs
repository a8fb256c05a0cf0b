//! The modules `api` and `models`, which only declare other modules.

use quote::quote;

use super::module::{Item, Module};
use super::scope::{Emit, ident};
use crate::ir::{Construction, Shape};

/// `api/mod.rs`.
pub(super) fn api(emit: &Emit<'_>) -> Module {
    let mut modules: Vec<_> = emit.names.tags.iter().map(|tag| &tag.module).collect();
    modules.sort_by_key(|module| module.bare());
    let lines = modules.into_iter().map(|module| {
        let module = ident(module);
        quote!(pub mod #module;)
    });
    Module {
        path: vec!["api".to_owned()],
        docs: vec!["Operations, one module per tag.".to_owned()],
        is_public: true,
        is_folder: true,
        items: non_empty(lines.collect()),
    }
}

/// `models/mod.rs`: explicit re-exports, because globs cost much more to compile.
pub(super) fn models(emit: &Emit<'_>) -> Module {
    let modules = emit.names.files.iter().map(|file| {
        let module = ident(&file.module);
        quote!(mod #module;)
    });
    let mut exports = Vec::new();
    for file in &emit.names.files {
        let module = ident(&file.module);
        let mut names = Vec::new();
        for id in &file.types {
            let (Some(name), Some(def)) = (emit.names.ty(*id), emit.api.get(*id)) else {
                continue;
            };
            names.push(&name.ident);
            if let Shape::Struct(s) = &def.shape
                && s.construction == Construction::Builder
            {
                names.push(&name.builder);
            }
        }
        names.sort();
        let names: Vec<_> = names.into_iter().map(ident).collect();
        exports.push(match names.as_slice() {
            [one] => quote!(pub use self::#module::#one;),
            many => quote!(pub use self::#module::{#(#many),*};),
        });
    }
    let mut items = non_empty(modules.collect());
    items.extend(non_empty(exports));
    items.extend(aliases(emit));
    Module {
        path: vec!["models".to_owned()],
        docs: vec!["Models, one file per schema.".to_owned()],
        is_public: true,
        is_folder: true,
        items,
    }
}

/// The earlier names of types. They are here, because importing a deprecated item is a warning.
fn aliases(emit: &Emit<'_>) -> Vec<Item> {
    let names = emit.names.types.iter();
    let pairs = names.flat_map(|name| {
        let types = name.aliases.iter().map(|alias| (alias, &name.ident));
        types.chain(name.builder_aliases.iter().map(|alias| (alias, &name.builder)))
    });
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_by_key(|(alias, _)| alias.as_str());
    let items = pairs.into_iter().map(|(alias, name)| {
        let note = format!("renamed to `{}`", name.bare());
        let docs = format!(" The earlier name of [`{}`].", name.bare());
        let (alias, name) = (ident(alias), ident(name));
        Item::Code(quote! {
            #[doc = #docs]
            #[deprecated = #note]
            pub type #alias = #name;
        })
    });
    items.collect()
}

fn non_empty(lines: Vec<proc_macro2::TokenStream>) -> Vec<Item> {
    if lines.is_empty() {
        Vec::new()
    } else {
        vec![Item::Lines(lines)]
    }
}
