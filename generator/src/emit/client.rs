//! The root of a client: its error, its table, its entry point.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{Emit, Item, Module, Row, TABLE_VERSION, Table, docs, ident, servers};
use crate::ir::{Location, Scheme, SchemeKind};
use crate::markdown;

pub(super) fn root(emit: &Emit<'_>) -> Module {
    let items = vec![
        Item::Lines(vec![
            quote!(
                pub mod api;
            ),
            quote!(
                pub mod models;
            ),
        ]),
        Item::Code(quote! {
            #[doc = " The error of any call: the errors of single calls convert into it with `?`."]
            pub type Error = oaspen_client::Error;
        }),
        Item::Table(table(emit)),
        Item::Code(client(emit)),
        Item::Code(methods(emit)),
        Item::Code(quote! {
            impl From<oaspen_client::Client> for Client {
                fn from(inner: oaspen_client::Client) -> Self {
                    Self { inner }
                }
            }
        }),
        Item::Code(quote! {
            impl AsRef<oaspen_client::Client> for Client {
                fn as_ref(&self) -> &oaspen_client::Client {
                    &self.inner
                }
            }
        }),
    ];
    Module {
        path: Vec::new(),
        docs: about(emit),
        items,
    }
}

/// Title, version and description of the API.
fn about(emit: &Emit<'_>) -> Vec<String> {
    let title = if emit.api.title.trim().is_empty() {
        emit.names.client.as_str()
    } else {
        emit.api.title.as_str()
    };
    let mut lines = markdown::lines(&format!("Client of {title}."));
    docs::paragraph(&mut lines, markdown::lines(&emit.api.description));
    lines
}

fn client(emit: &Emit<'_>) -> TokenStream {
    let docs = docs::attributes(&about(emit));
    quote! {
        #docs
        #[doc = ""]
        #[doc = " Cheap to clone: clones share their connections."]
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: oaspen_client::Client,
        }
    }
}

fn methods(emit: &Emit<'_>) -> TokenStream {
    let handles = emit.api.tags.iter().zip(&emit.names.tags).map(|(tag, name)| {
        let docs = docs::attributes(&docs::of_tag(tag));
        let (module, handle, accessor) = (ident(&name.module), ident(&name.handle), ident(&name.accessor));
        quote! {
            #docs
            pub fn #accessor(&self) -> api::#module::#handle {
                api::#module::#handle(self.inner.clone())
            }
        }
    });
    quote! {
        impl Client {
            #[doc = " Starts a client: credentials, address, limits, then `build()`."]
            pub fn builder() -> oaspen_client::ClientBuilder<Self> {
                oaspen_client::ClientBuilder::new(&API)
            }
            #(#handles)*
        }
    }
}

fn table(emit: &Emit<'_>) -> Table {
    let (name, title, version) = (
        &emit.names.client,
        markdown_free(&emit.api.title),
        markdown_free(&emit.api.version),
    );
    let number = Literal::usize_unsuffixed(TABLE_VERSION);
    let schemes = emit.api.schemes.iter().map(scheme).map(Row::Line);
    let mut rows = vec![
        Row::Line(quote!(name: #name,)),
        Row::Line(quote!(title: #title,)),
        Row::Line(quote!(version: #version,)),
        Row::Line(quote!(table: #number,)),
        servers::row("servers", &emit.api.servers),
    ];
    let own = servers::of_operations(&emit.api.operations);
    if !own.is_empty() {
        rows.push(servers::row("operation_servers", &own));
    }
    rows.push(Row::Block {
        head: quote!(schemes:),
        rows: schemes.collect(),
        tail: quote!(,),
    });
    Table {
        name: "api",
        rows: vec![Row::Block {
            head: quote!(API),
            rows,
            tail: TokenStream::new(),
        }],
    }
}

/// A title for headers and messages: no control characters.
fn markdown_free(text: &str) -> String {
    text.chars()
        .filter(|c| !crate::text::is_unsafe_char(*c))
        .take(120)
        .collect()
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let name = &scheme.name;
    let kind = match &scheme.kind {
        SchemeKind::Bearer => quote!(bearer),
        SchemeKind::Basic => quote!(basic),
        SchemeKind::OAuth2 => quote!(oauth2),
        SchemeKind::ApiKey { location, name } => {
            let location = match location {
                Location::Query => "query",
                Location::Cookie => "cookie",
                _ => "header",
            };
            let location = Ident::new(location, Span::call_site());
            quote!(api_key #location #name)
        }
        SchemeKind::Unsupported(kind) => quote!(unsupported #kind),
    };
    quote!(#name: #kind,)
}
