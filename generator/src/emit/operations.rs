//! One file of operations: the tag's handle, then each call with its setters and its table.

use std::collections::BTreeMap;

use quote::quote;

use super::module::{Item, Module};
use super::scope::{Emit, Scope, ident};
use super::{calls, docs, headers, methods};
use crate::ir::Operation;
use crate::name::{OperationName, paired};

/// The module of every tag.
pub(super) fn tag_modules(emit: &Emit<'_>) -> Vec<Module> {
    let mut by_tag: BTreeMap<usize, Vec<(&Operation, &OperationName)>> = BTreeMap::new();
    for pair in paired(&emit.api.operations, &emit.names.operations) {
        by_tag.entry(pair.0.tag).or_default().push(pair);
    }
    by_tag
        .into_iter()
        .filter_map(|(tag, pairs)| tag_module(emit, tag, pairs))
        .collect()
}

fn tag_module(emit: &Emit<'_>, tag: usize, mut pairs: Vec<(&Operation, &OperationName)>) -> Option<Module> {
    let (described, name) = (emit.api.tags.get(tag)?, emit.names.tags.get(tag)?);
    let scope = Scope::operations(emit, 2);
    pairs.sort_by(|a, b| a.1.method.bare().cmp(b.1.method.bare()));
    let lines = docs::of_tag(described);
    let doc = docs::attributes(&lines);
    let handle = ident(&name.handle);
    // The calls below are written with it.
    scope.runtime("Call");
    let client = scope.runtime("Client");
    let mut items = vec![Item::Code(quote! {
        #doc
        #[derive(Clone, Debug)]
        pub struct #handle(pub(in super::super) #client);
    })];
    let methods = pairs
        .iter()
        .map(|(operation, names)| methods::method(&scope, operation, names));
    let constants = headers::constants(&scope, &emit.api.headers_of(tag), &name.headers);
    if !constants.is_empty() {
        items.push(Item::Code(quote!(impl #handle { #(#constants)* })));
    }
    items.push(Item::Code(quote! {
        impl #handle {
            #(#methods)*
        }
    }));
    for (operation, names) in &pairs {
        items.extend(calls::items(&scope, operation, names, &name.handle));
    }
    items.splice(0..0, scope.uses());
    Some(Module {
        path: vec!["api".to_owned(), name.module.as_str().to_owned()],
        docs: lines,
        items,
    })
}
