//! The security schemes of the API, and those of an operation.

use super::context::Reference;
use super::table::MarkdownTable;
use super::text;
use crate::ir::{Operation, ParamLocation, Requirement, Scheme, SchemeKind};
use crate::markdown;

/// The security requirements of an operation, in words. Empty if no operation of the API has any.
pub(super) fn needed(reference: &Reference<'_>, operation: &Operation) -> String {
    let sets = &operation.security;
    let texts: Vec<String> = sets
        .iter()
        .filter(|set| !set.is_empty())
        .map(|set| all(reference, set))
        .collect();
    if texts.is_empty() {
        let is_open = reference.emit.api.schemes.is_empty();
        return if is_open { "" } else { "none" }.to_owned();
    }
    let optional = if sets.iter().any(Vec::is_empty) {
        ", or none"
    } else {
        ""
    };
    format!("{}{optional}", texts.join(", or "))
}

fn all(reference: &Reference<'_>, set: &[Requirement]) -> String {
    let names: Vec<String> = set
        .iter()
        .map(|Requirement { scheme: name, .. }| {
            let scheme = reference.emit.scheme(name);
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
            let location_name = match location {
                ParamLocation::Query => "query parameter",
                ParamLocation::Cookie => "cookie",
                ParamLocation::Header | ParamLocation::Path => "header",
            };
            format!("key in the {location_name} {}", text::code(name))
        }
        SchemeKind::Unsupported(kind) => format!("{}, not supported", text::code(kind)),
    }
}

/// Every scheme of the API, and how to set its credential.
pub(super) fn table(reference: &Reference<'_>) -> String {
    let mut table = MarkdownTable::new(&["Scheme", "Set with", ""]);
    for scheme in &reference.emit.api.schemes {
        let steps = match &scheme.kind {
            _ if !scheme.is_used => "not set: no operation uses it".to_owned(),
            SchemeKind::Bearer | SchemeKind::OAuth2 => {
                "`.bearer_token(token)`; `.client_credentials(..)` and `.token_source(..)` fetch tokens".to_owned()
            }
            SchemeKind::Basic => "`.basic_auth(user, password)`".to_owned(),
            SchemeKind::ApiKey { .. } => text::whole_code(&format!(".api_key({:?}, key)", scheme.name))
                .unwrap_or_else(|| "`.api_key(name, key)` with the name of the scheme".to_owned()),
            SchemeKind::Unsupported(_) => "`.header(name, value)` of a call".to_owned(),
        };
        table.row(&[
            text::code(&scheme.name),
            steps,
            text::noted(&[kind(scheme)], &described(scheme)),
        ]);
    }
    table.finish()
}

/// The description of a scheme, and its OAuth 2 flows.
fn described(scheme: &Scheme) -> String {
    let scope = |(name, texts): &(String, String)| match markdown::cell(texts) {
        texts if texts.is_empty() => text::code(name),
        texts => format!("{} ({texts})", text::code(name)),
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
