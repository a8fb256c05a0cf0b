//! One file of operations: the tag's handle, then each call with its setters and its table.

use std::collections::BTreeMap;

use proc_macro2::{Spacing, TokenStream, TokenTree};
use quote::quote;

use super::{Emit, Item, Module, Scope, calls, docs, headers, ident, methods};
use crate::ir::Operation;
use crate::name::OperationName;

/// The module of every tag.
pub(super) fn tag_modules(emit: &Emit<'_>) -> Vec<Module> {
    let mut by_tag: BTreeMap<usize, Vec<(&Operation, &OperationName)>> = BTreeMap::new();
    for pair in emit.api.operations.iter().zip(&emit.names.operations) {
        by_tag.entry(pair.0.tag).or_default().push(pair);
    }
    by_tag
        .into_iter()
        .filter_map(|(tag, pairs)| tag_module(emit, tag, pairs))
        .collect()
}

fn tag_module(emit: &Emit<'_>, tag: usize, mut pairs: Vec<(&Operation, &OperationName)>) -> Option<Module> {
    let (described, name) = (emit.api.tags.get(tag)?, emit.names.tags.get(tag)?);
    let scope = Scope::operations(emit);
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
    let mut uses = Vec::new();
    if mentions_models(&items) {
        uses.push(quote!(
            use super::super::models;
        ));
    }
    if let Some(Item::Lines(lines)) = scope.uses() {
        uses.extend(lines);
    }
    items.insert(0, Item::Lines(uses));
    Some(Module {
        path: vec!["api".to_owned(), name.module.as_str().to_owned()],
        docs: lines,
        items,
    })
}

/// Whether code names a model.
pub(super) fn names_models(tokens: &TokenStream) -> bool {
    let mut trees = tokens.clone().into_iter().peekable();
    while let Some(tree) = trees.next() {
        let found = match tree {
            // `models::User`, and not a parameter of that name: `models: String`.
            TokenTree::Ident(ident) if ident == "models" => {
                matches!(trees.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
            }
            TokenTree::Group(group) => names_models(&group.stream()),
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

fn mentions_models(items: &[Item]) -> bool {
    fn in_rows(rows: &[super::Row]) -> bool {
        rows.iter().any(|row| match row {
            super::Row::Line(tokens) => names_models(tokens),
            super::Row::Block { head, rows, .. } => names_models(head) || in_rows(rows),
        })
    }
    items.iter().any(|item| match item {
        Item::Code(tokens) => names_models(tokens),
        Item::Lines(lines) => lines.iter().any(names_models),
        Item::Table(table) => in_rows(&table.rows),
    })
}
