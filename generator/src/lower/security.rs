//! Ways to authenticate.

use openapiv3::{APIKeyLocation, SecurityScheme};

use super::Lower;
use crate::diag::codes;
use crate::ir::{Location, Scheme, SchemeKind};
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
