//! Unions: an enum, and the table of what tells its branches apart.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::docs;
use super::module::{Item, Row, Table};
use super::scope::{Scope, ident};
use crate::ir::{Guard, Shape, Type, TypeDef, Union, Variant};
use crate::name::TypeName;

pub(super) fn items(scope: &Scope<'_>, def: &TypeDef, union: &Union, name: &TypeName) -> Vec<Item> {
    let doc = docs::attributes(&docs::of_type(def));
    let head = ident(&name.ident);
    let payloads: Vec<TokenStream> = union
        .variants
        .iter()
        .map(|variant| payload(scope, &variant.ty))
        .collect();
    let variants =
        union
            .variants
            .iter()
            .zip(&name.variants)
            .zip(&payloads)
            .map(|((variant, variant_name), payload)| {
                let doc = docs::attributes(&variant_docs(variant));
                let variant_name = ident(variant_name);
                quote!(#doc #variant_name(#payload),)
            });
    let (fallback, json) = (ident(&name.fallback), scope.runtime("Json"));
    let declaration = quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #head {
            #(#variants)*
            #[doc = " A shape that this version of the client does not know, kept as it came."]
            #fallback(#json),
        }
    };
    let texts: Vec<String> = payloads.iter().map(ToString::to_string).collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    texts.iter().for_each(|text| *uses.entry(text).or_default() += 1);
    let rows = union
        .variants
        .iter()
        .zip(&name.variants)
        .zip(payloads.iter().zip(&texts))
        .map(|((variant, variant_name), (payload, text))| {
            let variant_name = ident(variant_name);
            let guard = guard(&variant.guard);
            let is_unique = uses.get(text.as_str()) == Some(&1);
            let from = is_unique.then(|| quote!(=> from(#payload)));
            Row::Line(quote!(#variant_name: #guard #from,))
        });
    let mixed = union.mixed.then(|| quote!(mixed));
    let table = Table {
        name: "union",
        rows: vec![Row::Block {
            head: quote!(#head #mixed else #fallback),
            rows: rows.collect(),
            tail: TokenStream::new(),
        }],
    };
    vec![Item::Code(declaration), Item::Table(table)]
}

fn variant_docs(variant: &Variant) -> Vec<String> {
    let mut lines = docs::lines(&variant.docs);
    docs::paragraph(&mut lines, crate::markdown::lines(&when(variant)));
    lines
}

/// When a branch is taken, as a sentence.
pub(crate) fn when(variant: &Variant) -> String {
    match &variant.guard {
        Guard::Tag { key, values } => {
            let values: Vec<String> = values
                .iter()
                .take(6)
                .map(|value| format!("`{}`", docs::plain(value)))
                .collect();
            let more = if values.len() < 6 { "" } else { ", ..." };
            format!("When `{}` is {}{more}.", docs::plain(key), values.join(", "))
        }
        Guard::Keys(keys) => {
            let keys: Vec<String> = keys
                .iter()
                .take(6)
                .map(|key| format!("`{}`", docs::plain(key)))
                .collect();
            format!("When it has {}.", keys.join(", "))
        }
        Guard::Kind(kind) => format!("When it is of the JSON type {}.", kind.word()),
        Guard::Any => "When it decodes.".to_owned(),
    }
}

/// Structs and unions stand behind a pointer, so that no branch makes the others large.
pub(super) fn payload(scope: &Scope<'_>, ty: &Type) -> TokenStream {
    let tokens = scope.ty(ty);
    if is_boxed(scope, ty) {
        quote!(Box<#tokens>)
    } else {
        tokens
    }
}

pub(super) fn is_boxed(scope: &Scope<'_>, ty: &Type) -> bool {
    matches!(ty, Type::Named(id) if is_large(scope, *id, 0))
}

fn is_large(scope: &Scope<'_>, id: crate::ir::TypeId, depth: usize) -> bool {
    match scope.emit.api.get(id).map(|def| &def.shape) {
        Some(Shape::Struct(_) | Shape::Union(_) | Shape::Multipart(_)) => true,
        Some(Shape::Alias(Type::Named(inner))) if depth < 16 => is_large(scope, *inner, depth + 1),
        _ => false,
    }
}

fn guard(guard: &Guard) -> TokenStream {
    match guard {
        Guard::Tag { key, values } => quote!(tag #key in [#(#values),*]),
        Guard::Keys(keys) => quote!(keys [#(#keys),*]),
        Guard::Kind(kind) => {
            let word = Ident::new(kind.word(), Span::call_site());
            quote!(kind #word)
        }
        Guard::Any => quote!(any),
    }
}
