//! What proves who calls: the schemes of the API, and what an operation asks for.

use super::context::Reference;
use super::text::{self, MarkdownTable};
use crate::ir::{Operation, ParamLocation, Scheme, SchemeKind};
use crate::markdown;

/// What an operation asks for, in words.
pub(super) fn needed(reference: &Reference<'_>, operation: &Operation) -> String {
    let sets = &operation.security;
    let told: Vec<String> = sets
        .iter()
        .filter(|set| !set.is_empty())
        .map(|set| all(reference, set))
        .collect();
    if told.is_empty() {
        return "None.".to_owned();
    }
    let optional = if sets.iter().any(Vec::is_empty) {
        ", or none"
    } else {
        ""
    };
    format!("{}{optional}", told.join(", or "))
}

fn all(reference: &Reference<'_>, set: &[String]) -> String {
    let names: Vec<String> = set
        .iter()
        .map(|name| {
            let scheme = reference.emit.api.schemes.iter().find(|scheme| scheme.name == *name);
            let kind = scheme.map(|scheme| format!(" ({})", kind(scheme))).unwrap_or_default();
            format!("{}{kind}", text::link(&text::code(name), "../README.md#credentials"))
        })
        .collect();
    names.join(" and ")
}

fn kind(scheme: &Scheme) -> String {
    match &scheme.kind {
        SchemeKind::Bearer => "bearer token".to_owned(),
        SchemeKind::Basic => "user and password".to_owned(),
        SchemeKind::OAuth2 => "OAuth 2 token".to_owned(),
        SchemeKind::ApiKey { location, name } => {
            let place = match location {
                ParamLocation::Query => "query parameter",
                ParamLocation::Cookie => "cookie",
                ParamLocation::Header | ParamLocation::Path => "header",
            };
            format!("key in the {place} {}", text::code(name))
        }
        SchemeKind::Unsupported(kind) => format!("{}, not supported", text::code(kind)),
    }
}

/// Every scheme of the API, and how a client gets its credential.
pub(super) fn table(reference: &Reference<'_>) -> String {
    let mut table = MarkdownTable::new(&["Scheme", "Kind", "Set with", "Description"]);
    for scheme in &reference.emit.api.schemes {
        let steps = match &scheme.kind {
            SchemeKind::Bearer | SchemeKind::OAuth2 => {
                "`.bearer_token(token)`; `.client_credentials(..)` and `.token_source(..)` fetch tokens".to_owned()
            }
            SchemeKind::Basic => "`.basic_auth(user, password)`".to_owned(),
            SchemeKind::ApiKey { .. } => text::code(&format!(".api_key({:?}, key)", scheme.name)),
            SchemeKind::Unsupported(_) => "`.header(name, value)` of a call".to_owned(),
        };
        table.row(&[text::code(&scheme.name), kind(scheme), steps, described(scheme)]);
    }
    table.finish()
}

/// What the document says about a scheme, and where its tokens come from.
fn described(scheme: &Scheme) -> String {
    let scope = |(name, told): &(String, String)| match markdown::cell(told) {
        told if told.is_empty() => text::code(name),
        told => format!("{} ({told})", text::code(name)),
    };
    let mut parts = vec![markdown::cell(&scheme.text)];
    for flow in &scheme.flows {
        let scopes: Vec<String> = flow.scopes.iter().map(scope).collect();
        let scopes = match scopes.as_slice() {
            [] => String::new(),
            scopes => format!("; scopes {}", scopes.join(", ")),
        };
        parts.push(format!("{} at {}{scopes}", flow.name, text::code(&flow.url)));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" <br> ")
}
