//! The `pages` row of a table.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::module::Row;
use super::scope::Scope;
use crate::ir::{PageStyle, Paging};

/// `pages User { offset("offset") size("limit") },`.
pub(super) fn row(scope: &Scope<'_>, paging: &Paging) -> Row {
    let item = scope.ty(&paging.item);
    let style = match paging.style {
        PageStyle::Offset => "offset",
        PageStyle::Page => "page",
        PageStyle::Cursor => "cursor",
        PageStyle::Next => "",
    };
    let items = if paging.optional { "optional_items" } else { "items" };
    let mut words: Vec<TokenStream> = Vec::new();
    words.extend(text(style, &paging.parameter));
    words.extend(number("first", paging.first));
    words.extend(text("size", &paging.size));
    words.extend(number("default", paging.default_size));
    words.extend(number("max", paging.max_size));
    words.extend(text(items, &paging.items));
    words.extend(text("next", &paging.next));
    words.extend(text("last", &paging.last));
    words.extend(text("more", &paging.more));
    words.extend(text("total", &paging.total));
    words.extend(text("page_count", &paging.page_count));
    Row::Line(quote!(pages #item { #(#words)* },))
}

fn text(word: &str, value: &str) -> Option<TokenStream> {
    if word.is_empty() || value.is_empty() {
        return None;
    }
    let word = Ident::new(word, Span::call_site());
    Some(quote!(#word(#value)))
}

fn number(word: &str, value: Option<u64>) -> Option<TokenStream> {
    let value = Literal::u64_unsuffixed(value?);
    let word = Ident::new(word, Span::call_site());
    Some(quote!(#word(#value)))
}
