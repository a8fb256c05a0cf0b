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
    let mut keys: Vec<TokenStream> = Vec::new();
    keys.extend(text(style, &paging.parameter));
    keys.extend(paging.switch.as_ref().map(|switch| {
        let (parameter, value) = (&switch.parameter, &switch.value);
        quote!(with(#parameter, #value))
    }));
    keys.extend(number("first", paging.first));
    keys.extend(text("size", &paging.size));
    keys.extend(number("default", paging.default_size));
    keys.extend(number("max", paging.max_size));
    keys.extend(text(items, &paging.items));
    keys.extend(text("next", &paging.next));
    keys.extend(text("last", &paging.last));
    keys.extend(text("more", &paging.more));
    keys.extend(text("done", &paging.done));
    keys.extend(text("total", &paging.total));
    keys.extend(text("page_count", &paging.page_count));
    Row::Line(quote!(pages #item { #(#keys)* },))
}

fn text(key: &str, value: &str) -> Option<TokenStream> {
    if key.is_empty() || value.is_empty() {
        return None;
    }
    let key = Ident::new(key, Span::call_site());
    Some(quote!(#key(#value)))
}

fn number(key: &str, value: Option<u64>) -> Option<TokenStream> {
    let value = Literal::u64_unsuffixed(value?);
    let key = Ident::new(key, Span::call_site());
    Some(quote!(#key(#value)))
}
