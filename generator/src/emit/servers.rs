//! The servers in the table of a client.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::module::Row;
use crate::ir::{Operation, Server, ServerVariable};

/// The servers that are declared for single operations, each once.
pub(super) fn of_operations(operations: &[Operation]) -> Vec<Server> {
    let mut by_url = BTreeMap::new();
    for server in operations.iter().filter_map(|operation| operation.server.as_ref()) {
        by_url.entry(&server.url).or_insert_with(|| server.clone());
    }
    by_url.into_values().collect()
}

/// A list in one line, or a block if there are variables.
pub(super) fn row(key: &str, servers: &[Server]) -> Row {
    let key = Ident::new(key, Span::call_site());
    if servers.iter().all(|server| server.variables.is_empty()) {
        let urls = servers.iter().map(|server| &server.url);
        return Row::Line(quote!(#key: [#(#urls),*],));
    }
    Row::Block {
        head: quote!(#key:),
        rows: servers.iter().map(server).collect(),
        tail: quote!(,),
    }
}

fn server(server: &Server) -> Row {
    let url = &server.url;
    if server.variables.is_empty() {
        return Row::Line(quote!(#url,));
    }
    Row::Block {
        head: quote!(#url),
        rows: server.variables.iter().map(variable).map(Row::Line).collect(),
        tail: quote!(,),
    }
}

fn variable(variable: &ServerVariable) -> TokenStream {
    let (name, default, values) = (&variable.name, &variable.default, &variable.values);
    if values.is_empty() {
        quote!(#name: #default,)
    } else {
        quote!(#name: [#(#values),*],)
    }
}
