//! Security schemes.

use openapiv3::{APIKeyLocation, SecurityScheme};

use super::context::Lower;
use crate::diag::codes;
use crate::ir::{Flow, ParamLocation, Scheme, SchemeKind};
use crate::load::Node;
use crate::pointer::Pointer;

pub(super) fn schemes(lower: &mut Lower<'_, '_>) -> Vec<Scheme> {
    let at = Pointer::root().child("components").child("securitySchemes");
    let mut names: Vec<String> = lower
        .resolver
        .members(&at)
        .into_iter()
        .flat_map(|map| map.keys().cloned())
        .collect();
    names.sort();
    let mut schemes = Vec::new();
    for name in names {
        let pointer = at.child(&name);
        let scheme = lower
            .resolver
            .definition(&pointer)
            .and_then(|p| lower.resolver.security_scheme(&p));
        let kind = match scheme {
            Ok(scheme) => kind(&scheme),
            Err(problem) => {
                lower.report(
                    &codes::INVALID,
                    &pointer,
                    format!("this security scheme cannot be read: {problem}"),
                );
                SchemeKind::Unsupported("unreadable".to_owned())
            }
        };
        let defined = lower.resolver.definition(&pointer).unwrap_or(pointer);
        schemes.push(Scheme {
            name,
            text: lower.text(&defined, "description").unwrap_or("").to_owned(),
            kind,
            flows: flows(lower, &defined),
        });
    }
    schemes
}

/// The flows of OAuth 2, and the member of each with its address.
const FLOWS: [(&str, &str, &str); 4] = [
    ("clientCredentials", "client credentials", "tokenUrl"),
    ("authorizationCode", "authorization code", "authorizationUrl"),
    ("password", "password", "tokenUrl"),
    ("implicit", "implicit", "authorizationUrl"),
];

fn flows(lower: &Lower<'_, '_>, at: &Pointer) -> Vec<Flow> {
    let flow = |pointer: Pointer, name: &'static str, url: &str| -> Option<Flow> {
        let scopes = lower.resolver.members(&pointer.child("scopes"));
        let scopes = scopes.into_iter().flatten();
        let description = |text: &Node| text.as_str().unwrap_or_default().to_owned();
        Some(Flow {
            name,
            url: lower.text(&pointer, url)?.to_owned(),
            scopes: scopes.map(|(scope, text)| (scope.clone(), description(text))).collect(),
        })
    };
    let declared = FLOWS
        .iter()
        .filter_map(|(key, name, url)| flow(at.child("flows").child(key), name, url));
    declared
        .chain(flow(at.clone(), "OpenID Connect", "openIdConnectUrl"))
        .collect()
}

fn kind(scheme: &SecurityScheme) -> SchemeKind {
    match scheme {
        SecurityScheme::APIKey { location, name, .. } => SchemeKind::ApiKey {
            location: match location {
                APIKeyLocation::Query => ParamLocation::Query,
                APIKeyLocation::Header => ParamLocation::Header,
                APIKeyLocation::Cookie => ParamLocation::Cookie,
            },
            name: name.clone(),
        },
        SecurityScheme::HTTP { scheme, .. } => match scheme.to_ascii_lowercase().as_str() {
            "bearer" => SchemeKind::Bearer,
            "basic" => SchemeKind::Basic,
            other => SchemeKind::Unsupported(format!("http {other}")),
        },
        SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => SchemeKind::OAuth2,
    }
}
