//! The expression that builds a client with the credentials of a call.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::scope::Emit;
use super::io;
use crate::ir::{Api, SchemeKind, Server};

/// `clerk::Client::builder().bearer_token(..).build()?`.
pub(super) fn client<S: AsRef<str>>(emit: &Emit<'_>, needed: &[S]) -> TokenStream {
    let root = emit.path.root();
    let address = (!has_address(emit.api)).then(|| quote!(.base_url("https://api.example.com")));
    let mut steps: Vec<TokenStream> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for name in needed.iter().map(AsRef::as_ref) {
        let step = emit
            .scheme(name)
            .and_then(|scheme| credential(&emit.names.client, &scheme.kind, name));
        // One token is used for every scheme that takes one.
        if let Some(step) = step.filter(|step| known.insert(step.to_string())) {
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
