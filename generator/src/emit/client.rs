//! The root module of a client: `Error`, `API` and `Client`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::module::{Declaration, Explained, Item, Module, Row, Table};
use super::scope::{Emit, ident};
use super::{docs, example, front, runtime, servers};
use crate::ir::{ParamLocation, Scheme, SchemeKind};
use crate::markdown;
use crate::name::paired;
use crate::text::plain_title;

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
        runtime::exports(emit.times),
        error(emit),
        Item::Table(table(emit)),
        client(emit),
        Item::Declaration(methods(emit)),
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
    let mut docs = vec![first_line(emit)];
    docs.extend(overview(emit));
    docs.extend(features(emit));
    Module {
        docs,
        example: Some(example::front_page(emit)),
        items,
        ..Module::default()
    }
}

fn first_line(emit: &Emit<'_>) -> String {
    format!("Client of {}.", title(emit))
}

/// The entry points, and what applies to all calls.
fn overview(emit: &Emit<'_>) -> Vec<String> {
    let mut lines = vec![String::new()];
    let points = front::entry_points(emit);
    if !points.is_empty() {
        // Without numbers and names of operations, so that a new one changes only the file of its tag.
        lines.extend(["| entry point | operations |", "|---|---|"].map(str::to_owned));
        for (point, tag) in points.into_iter().zip(&emit.api.tags) {
            let about = match point.about {
                about if about.is_empty() => markdown::plain_cell(&docs::of_tag(tag).join("\n")),
                about => about,
            };
            let accessor = point.accessor;
            let method = match point.features.is_empty() {
                true => format!("[`{accessor}()`](Client::{accessor})"),
                // Items that may not be compiled are not linked.
                false => format!("`{accessor}()`"),
            };
            lines.push(format!("| {method} | {about} |"));
        }
        lines.push(String::new());
    }
    lines.extend(front::notes(emit));
    lines
}

/// The error of any call, and how to distinguish failures.
fn error(emit: &Emit<'_>) -> Item {
    let docs = [
        "The error of any call. The typed errors of single calls convert into it with `?`.",
        "",
        "`kind()` is what failed, `status()` the status that was received. `error_body()` of the error of a single call is the",
        "body that the API declares for that status.",
    ];
    let docs = docs.map(str::to_owned).to_vec();
    let declaration = Declaration::line(
        docs,
        quote!(
            pub type Error = oaspen_client::Error;
        ),
    );
    match example::failures(emit) {
        Some(example) => Item::Explained(Explained {
            declaration,
            example,
            docs_after: Vec::new(),
        }),
        None => Item::Declaration(declaration),
    }
}

/// A section about the features, if there are any for tags.
fn features(emit: &Emit<'_>) -> Vec<String> {
    let Some(features) = &emit.names.features else {
        return Vec::new();
    };
    let chosen = features.names().next().map(String::as_str).unwrap_or_default();
    let mut lines = vec![
        String::new(),
        "# Features".to_owned(),
        String::new(),
        "All of these are on by default. With `default-features = false`, only what is named is compiled:".to_owned(),
        format!("`features = [\"rustls\", \"gzip\", \"{chosen}\"]`."),
        String::new(),
        "| feature | compiles |".to_owned(),
        "|---|---|".to_owned(),
    ];
    for (feature, name) in paired(&features.tags, &emit.names.tags) {
        let accessor = name.accessor.bare();
        lines.push(format!(
            "| `{feature}` | `Client::{accessor}`, and the models that its operations need |"
        ));
    }
    let rest = features.rest.iter();
    lines.extend(rest.map(|feature| format!("| `{feature}` | models that no operation needs |")));
    lines
}

/// The title of the API, in Markdown.
fn title(emit: &Emit<'_>) -> String {
    let title = markdown::one_line(&emit.api.title);
    if title.is_empty() {
        emit.names.client.clone()
    } else {
        title
    }
}

/// The struct `Client`. Without docs of the root module, its docs are the front page.
fn client(emit: &Emit<'_>) -> Item {
    let mut about = markdown::lines(&emit.api.description);
    docs::paragraph(
        &mut about,
        vec!["Cheap to clone: clones share their connections.".to_owned()],
    );
    about.insert(0, String::new());
    let mut docs = vec![first_line(emit)];
    if emit.is_included {
        about.extend(overview(emit));
        return Item::Explained(Explained {
            declaration: client_with(docs),
            example: example::front_page(emit),
            docs_after: about,
        });
    }
    docs.extend(about);
    Item::Declaration(client_with(docs))
}

fn client_with(docs: Vec<String>) -> Declaration {
    let inner = Declaration::line(Vec::new(), quote!(inner: oaspen_client::Client,));
    Declaration::block(docs, quote!(pub struct Client), vec![inner]).with(["#[derive(Clone, Debug)]"])
}

fn methods(emit: &Emit<'_>) -> Declaration {
    // With features, a handle and the method that returns it are in one file.
    let tags = emit.names.tags.iter().filter(|_| emit.names.features.is_none());
    let handles = tags.map(|name| {
        let link = format!(
            "The operations of [`{0}`](api::{1}::{0}).",
            name.handle.bare(),
            name.module.bare()
        );
        let (module, handle, accessor) = (ident(&name.module), ident(&name.handle), ident(&name.accessor));
        Declaration::function(
            vec![link],
            quote!(pub fn #accessor(&self) -> api::#module::#handle),
            quote!(api::#module::#handle::new(self.inner.clone())),
        )
    });
    let times = emit
        .api
        .times_in_utc
        .then(|| quote!(.times_without_offset(oaspen_client::TimesWithoutOffset::Utc)));
    let builder = Declaration::function(
        vec!["Returns a builder: set credentials, the base URL and limits, then call `build()`.".to_owned()],
        quote!(pub fn builder() -> ClientBuilder<Self>),
        quote!(ClientBuilder::new(&API) #times),
    );
    let members = std::iter::once(builder).chain(handles).collect();
    Declaration::block(Vec::new(), quote!(impl Client), members)
}

fn table(emit: &Emit<'_>) -> Table {
    let (name, title, version) = (
        &emit.names.client,
        plain_title(&emit.api.title),
        plain_title(&emit.api.version),
    );
    let number = Literal::u32_unsuffixed(emit.api.table_version);
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
    let unused = emit.api.schemes.iter().filter(|scheme| !scheme.is_used);
    let unused: Vec<&String> = unused.map(|scheme| &scheme.name).collect();
    if !unused.is_empty() {
        rows.push(Row::Line(quote!(unused_schemes: [#(#unused),*],)));
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

fn scheme(scheme: &Scheme) -> TokenStream {
    let name = &scheme.name;
    let kind = match &scheme.kind {
        SchemeKind::Bearer => quote!(bearer),
        SchemeKind::Basic => quote!(basic),
        SchemeKind::OAuth2 => quote!(oauth2),
        SchemeKind::ApiKey { location, name } => {
            let location = match location {
                ParamLocation::Query => "query",
                ParamLocation::Cookie => "cookie",
                _ => "header",
            };
            let location = Ident::new(location, Span::call_site());
            quote!(api_key #location #name)
        }
        SchemeKind::Unsupported(kind) => quote!(unsupported #kind),
    };
    quote!(#name: #kind,)
}
