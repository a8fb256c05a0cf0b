//! The modules `api` and `models`, which only declare other modules.

use quote::quote;

use super::module::{Item, Module};
use super::scope::{Emit, gate, ident};
use crate::ir::{Construction, Shape};

/// `api/mod.rs`.
pub(super) fn api(emit: &Emit<'_>) -> Module {
    let tags = emit.names.tags.iter().enumerate();
    let mut modules: Vec<_> = tags.map(|(index, tag)| (&tag.module, index)).collect();
    modules.sort_by_key(|(module, _)| module.bare());
    let lines = modules.into_iter().map(|(module, index)| {
        let (module, gate) = (ident(module), gate(&emit.names.gate_of_tag(index)));
        quote!(#gate pub mod #module;)
    });
    Module {
        path: vec!["api".to_owned()],
        docs: vec!["Operations, one module per tag.".to_owned()],
        is_public: true,
        is_folder: true,
        items: non_empty(lines.collect()),
        ..Module::default()
    }
}

/// `models/mod.rs`: explicit re-exports, because globs cost much more to compile.
pub(super) fn models(emit: &Emit<'_>) -> Module {
    let modules = emit.names.files.iter().enumerate().map(|(index, file)| {
        let (module, gate) = (ident(&file.module), gate(&emit.names.gate_of_file(index)));
        quote!(#gate mod #module;)
    });
    let mut exports = Vec::new();
    for (index, file) in emit.names.files.iter().enumerate() {
        let (module, gate) = (ident(&file.module), gate(&emit.names.gate_of_file(index)));
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
            [one] => quote!(#gate pub use self::#module::#one;),
            many => quote!(#gate pub use self::#module::{#(#many),*};),
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
        ..Module::default()
    }
}

/// The earlier names of types. They are here, because importing a deprecated item is a warning.
fn aliases(emit: &Emit<'_>) -> Vec<Item> {
    let files = emit.names.files.iter().enumerate();
    let names = files.flat_map(|(index, file)| file.types.iter().map(move |id| (index, *id)));
    let names = names.filter_map(|(index, id)| Some((index, emit.names.ty(id)?)));
    let pairs = names.flat_map(|(index, name)| {
        let types = name.aliases.iter().map(|alias| (alias, &name.ident));
        let builders = name.builder_aliases.iter().map(|alias| (alias, &name.builder));
        types.chain(builders).map(move |(alias, name)| (alias, name, index))
    });
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_by_key(|(alias, ..)| alias.as_str());
    let items = pairs.into_iter().map(|(alias, name, index)| {
        let gate = gate(&emit.names.gate_of_file(index));
        let note = format!("renamed to `{}`", name.bare());
        let docs = format!(" The earlier name of [`{}`].", name.bare());
        let (alias, name) = (ident(alias), ident(name));
        Item::Code(quote! {
            #[doc = #docs]
            #gate
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
