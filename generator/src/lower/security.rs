//! Servers and ways to authenticate.

use openapiv3::{APIKeyLocation, SecurityScheme};

use super::Lower;
use crate::diag::codes;
use crate::ir::{Location, Scheme, SchemeKind};
use crate::load::Node;
use crate::pointer::Pointer;

/// The addresses that a client can use as they stand.
pub(super) fn servers(lower: &mut Lower<'_, '_>) -> Vec<String> {
    let at = Pointer::root().child("servers");
    let count = lower.resolver.node(&at).and_then(Node::as_array).map_or(0, Vec::len);
    let mut urls = Vec::new();
    for index in 0..count {
        let Ok(server) = lower.resolver.server(&at.index(index)) else {
            continue;
        };
        let mut url = server.url.clone();
        for (name, variable) in server.variables.iter().flatten() {
            url = url.replace(&format!("{{{name}}}"), &variable.default);
        }
        let lower_case = url.to_ascii_lowercase();
        if lower_case.starts_with("http://") || lower_case.starts_with("https://") {
            urls.push(url);
        }
    }
    if !urls.iter().any(|url| !url.contains(['{', '[', '<'])) {
        lower.say(
            &codes::MISSING_SERVER,
            &at,
            "no server address can be used as it stands",
        );
    }
    urls
}

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
        let place = at.child(&name);
        let scheme = lower
            .resolver
            .definition(&place)
            .map_err(|p| p.to_string())
            .and_then(|p| lower.resolver.security_scheme(&p));
        let kind = match scheme {
            Ok(scheme) => kind(&scheme),
            Err(problem) => {
                lower.say(
                    &codes::INVALID,
                    &place,
                    format!("this security scheme cannot be read: {problem}"),
                );
                SchemeKind::Unsupported("unreadable".to_owned())
            }
        };
        let text = lower.resolver.definition(&place).ok();
        let text = text.and_then(|place| lower.text(&place, "description")).unwrap_or("");
        schemes.push(Scheme {
            name,
            text: text.to_owned(),
            kind,
        });
    }
    schemes
}

fn kind(scheme: &SecurityScheme) -> SchemeKind {
    match scheme {
        SecurityScheme::APIKey { location, name, .. } => SchemeKind::ApiKey {
            location: match location {
                APIKeyLocation::Query => Location::Query,
                APIKeyLocation::Header => Location::Header,
                APIKeyLocation::Cookie => Location::Cookie,
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
