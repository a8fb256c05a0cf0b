//! What the front page of a client and the README of its package have in common: entry points, server, credentials, pages.

use super::scope::Emit;
use crate::ir::{Operation, Scheme, SchemeKind, Server};
use crate::markdown;
use crate::name::paired;
use crate::text::{code, code_list, whole_code};

/// A handle of a client, and what its operations are about.
#[derive(Debug)]
pub(crate) struct EntryPoint<'a> {
    pub accessor: &'a str,
    pub operations: usize,
    /// A table cell: the description of the tag. Empty if it has none.
    pub about: String,
    /// A table cell: the names of its first methods.
    pub methods: String,
    pub features: Vec<String>,
}

/// The handles of a client, in the order of their names.
pub(crate) fn entry_points<'a>(emit: &Emit<'a>) -> Vec<EntryPoint<'a>> {
    let tags = paired(&emit.api.tags, &emit.names.tags).enumerate();
    let points = tags.map(|(index, (tag, name))| EntryPoint {
        accessor: name.accessor.bare(),
        operations: emit.operations_of(index).len(),
        about: markdown::plain_cell(&markdown::brief(&tag.description)),
        methods: methods(emit, index),
        features: emit.names.gate_of_tag(index).features,
    });
    points.collect()
}

fn methods(emit: &Emit<'_>, tag: usize) -> String {
    let own = emit.operations_of(tag).iter();
    let own = own.filter_map(|index| emit.names.operations.get(*index));
    let mut names: Vec<String> = own.map(|names| names.method.bare().to_owned()).collect();
    names.sort();
    code_list(&names)
}

/// Server, credentials and pages, a sentence each.
pub(crate) fn notes(emit: &Emit<'_>) -> Vec<String> {
    let pages = has_pages(emit).then(|| "Lists with pages have `items()` and `pages()` of `PagedCall`.".to_owned());
    [Some(server(emit)), credentials(emit), pages]
        .into_iter()
        .flatten()
        .collect()
}

/// Where requests go, in one sentence.
pub(crate) fn server(emit: &Emit<'_>) -> String {
    match Server::default_of(&emit.api.servers).filter(|server| server.is_absolute()) {
        Some(server) => format!(
            "Requests go to {}, unless `base_url` of the builder sets another URL.",
            code(&server.resolved())
        ),
        None => "The API declares no absolute server URL: set one with `base_url` of the builder.".to_owned(),
    }
}

/// The credentials that the builder takes, in one sentence.
pub(crate) fn credentials(emit: &Emit<'_>) -> Option<String> {
    let used = emit.api.schemes.iter().filter(|scheme| scheme.is_used);
    let setters: Vec<String> = used.filter_map(setter).collect();
    (!setters.is_empty()).then(|| format!("Credentials are set on the builder: {}.", setters.join(", ")))
}

/// `` `bearer_token(token)` for the scheme `bearerAuth` ``
fn setter(scheme: &Scheme) -> Option<String> {
    let name = code(&scheme.name);
    Some(match &scheme.kind {
        SchemeKind::Bearer | SchemeKind::OAuth2 => format!("`bearer_token(token)` for the scheme {name}"),
        SchemeKind::Basic => format!("`basic_auth(user, password)` for the scheme {name}"),
        SchemeKind::ApiKey { .. } => whole_code(&format!("api_key({:?}, key)", scheme.name))
            .unwrap_or_else(|| "`api_key(name, key)` with the name of the scheme".to_owned()),
        SchemeKind::Unsupported(_) => return None,
    })
}

/// Whether the client has lists with pages.
fn has_pages(emit: &Emit<'_>) -> bool {
    emit.api
        .operations
        .iter()
        .any(|operation: &Operation| operation.paging.is_some())
}
