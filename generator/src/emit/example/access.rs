//! The path of a client in an example, and the expression that builds it with the credentials of a call.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::scope::Emit;
use super::io;
use crate::ir::{Api, Operation, SchemeKind, Server};

/// The path of the module of a client, as in `user_apis::clerk`.
#[derive(Clone, Debug)]
pub(crate) struct CratePath {
    segments: Vec<Ident>,
    /// Whether the client is a package: then it is the only dependency of a program.
    is_package: bool,
}

impl CratePath {
    /// A path that was checked with the configuration. Segments that are not identifiers are omitted.
    pub(crate) fn new(text: &str, is_package: bool) -> Self {
        let segments = text.split("::").filter(|part| is_word(part));
        Self {
            is_package,
            segments: segments.map(|part| Ident::new(part, Span::call_site())).collect(),
        }
    }

    /// The name by which an example refers to the module: `clerk`.
    pub(super) fn root(&self) -> TokenStream {
        match self.segments.last() {
            Some(last) if self.is_renamed() => {
                let renamed = Ident::new(&format!("{last}_client"), Span::call_site());
                quote!(#renamed)
            }
            Some(last) => quote!(#last),
            None => quote!(client),
        }
    }

    /// The path of the runtime: `oaspen_client`, or its name in the package.
    pub(super) fn runtime(&self) -> TokenStream {
        let path = self.segments.iter().filter(|_| self.is_package);
        quote!(#(#path::)* oaspen_client)
    }

    /// Whether the module would hide the module of the models.
    fn is_renamed(&self) -> bool {
        self.segments.len() > 1 && self.segments.last().is_some_and(|last| last == "models")
    }

    /// `use user_apis::clerk::{self, models};`
    pub(super) fn import(&self, models: bool) -> Vec<TokenStream> {
        let (path, root) = (&self.segments, self.root());
        let path = quote!(#(#path)::*);
        match (self.segments.len() > 1, models) {
            _ if self.is_renamed() => {
                let models = models.then(|| quote!(use #path::models;));
                let root = quote!(use #path as #root;);
                [Some(root), models].into_iter().flatten().collect()
            }
            (true, true) => vec![quote!(use #path::{self, models};)],
            (true, false) => vec![quote!(use #path;)],
            (false, true) => vec![quote!(use #path::models;)],
            (false, false) => Vec::new(),
        }
    }
}

/// Whether a text can be a segment of a path. Keywords cannot; `crate` can.
pub(crate) fn is_word(text: &str) -> bool {
    let mut chars = text.chars();
    let starts = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    starts && text != "_" && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The security schemes that the example of an operation uses: the first alternative that has any.
pub(super) fn of(operation: &Operation) -> Vec<&str> {
    let set = operation.security.iter().find(|set| !set.is_empty());
    let names = set.into_iter().flatten().map(|requirement| requirement.scheme.as_str());
    names.collect()
}

/// The security schemes of most of these operations.
pub(super) fn usual<'a>(operations: impl Iterator<Item = &'a Operation>) -> Vec<&'a str> {
    let mut counts: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for set in operations.map(of) {
        *counts.entry(set).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(set, count)| (*count, set.len()));
    most.map(|(set, _)| set).unwrap_or_default()
}

/// `clerk::Client::builder().bearer_token(..).build()?`.
pub(super) fn client(emit: &Emit<'_>, path: &CratePath, needed: &[&str]) -> TokenStream {
    let root = path.root();
    let address = (!has_address(emit.api)).then(|| quote!(.base_url("https://api.example.com")));
    let mut steps: Vec<TokenStream> = Vec::new();
    for name in needed {
        let Some(scheme) = emit.api.schemes.iter().find(|scheme| scheme.name == *name) else {
            continue;
        };
        let step = credential(&emit.names.client, &scheme.kind, name);
        // One token is used for every scheme that takes one.
        if let Some(step) = step.filter(|step| !steps.iter().any(|known| known.to_string() == step.to_string())) {
            steps.push(step);
        }
    }
    quote!(#root::Client::builder() #address #(#steps)* .build()?)
}

/// Whether the document declares a server that a client can use without a base URL from its user.
pub(crate) fn has_address(api: &Api) -> bool {
    Server::default_of(&api.servers).is_some_and(Server::is_absolute)
}

fn credential(client: &str, kind: &SchemeKind, scheme: &str) -> Option<TokenStream> {
    let variable = |what: &str| io::variable(&format!("{}_{what}", client.to_uppercase()));
    Some(match kind {
        SchemeKind::Bearer | SchemeKind::OAuth2 => {
            let token = variable("TOKEN");
            quote!(.bearer_token(#token))
        }
        SchemeKind::Basic => {
            let (user, password) = (variable("USER"), variable("PASSWORD"));
            quote!(.basic_auth(#user, #password))
        }
        SchemeKind::ApiKey { .. } => {
            let key = variable("KEY");
            quote!(.api_key(#scheme, #key))
        }
        SchemeKind::Unsupported(_) => return None,
    })
}
