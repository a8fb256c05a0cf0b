//! Security schemes.

use std::collections::BTreeSet;

use super::context::Lower;
use super::scheme_names::Meant;
use crate::diag::{Diagnostic, codes};
use crate::ir::{Api, Flow, ParamLocation, Requirement, Scheme, SchemeKind};
use crate::load::Node;
use crate::normalize::METHODS;
use crate::pointer::Pointer;
use crate::text::similar;

pub(super) fn schemes(lower: &mut Lower<'_, '_>) -> Vec<Scheme> {
    let at = lower.schemes.at().clone();
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
        let (defined, kind) = match lower.resolver.definition(&pointer) {
            Ok(defined) => {
                let kind = kind(lower, &defined);
                (defined, kind)
            }
            Err(problem) => {
                let message = format!("this security scheme cannot be read: {problem}");
                lower.report(&codes::INVALID, &pointer, message);
                (pointer, SchemeKind::Unsupported("unreadable".to_owned()))
            }
        };
        schemes.push(Scheme {
            name,
            text: lower.text(&defined, "description").unwrap_or("").to_owned(),
            kind,
            flows: flows(lower, &defined),
            is_used: true,
        });
    }
    schemes
}

/// Notes which schemes the operations of the client use, and reports those that no operation of the document uses.
pub(super) fn mark_unused(lower: &mut Lower<'_, '_>, api: &mut Api) {
    let of_client: BTreeSet<&str> = api
        .operations
        .iter()
        .flat_map(|operation| operation.security.iter().flatten())
        .map(|requirement| requirement.scheme.as_str())
        .collect();
    let of_document = used(lower);
    let has_operations = !api.operations.is_empty();
    let at = lower.schemes.at().clone();
    for scheme in &mut api.schemes {
        scheme.is_used = of_client.contains(scheme.name.as_str());
        if has_operations && !of_document.contains(scheme.name.as_str()) {
            let message = format!(
                "no operation uses the security scheme `{}`; setting its credential is an error",
                scheme.name
            );
            let at = at.child(&scheme.name);
            let found = Diagnostic::new(&codes::UNUSED_SCHEME, &at, message).lacking(at);
            let found = found.lacking(Pointer::root().child("security"));
            lower.diagnostics.report(found);
        }
    }
}

/// The names in the requirements of all operations, filtered or not.
fn used<'a>(lower: &Lower<'a, '_>) -> BTreeSet<&'a str> {
    let resolver = lower.resolver;
    let paths = Pointer::root().child("paths");
    let mut used = BTreeSet::new();
    for path in resolver.members(&paths).into_iter().flat_map(|map| map.keys()) {
        let Ok(item) = resolver.definition(&paths.child(path)) else {
            continue;
        };
        for at in METHODS.map(|method| item.child(method)) {
            if resolver.node(&at).is_none() {
                continue;
            }
            let own = resolver.node(&at.child("security"));
            let requirements = own.or_else(|| resolver.node(&Pointer::root().child("security")));
            let sets = requirements.and_then(Node::as_array).into_iter().flatten();
            let names = sets.filter_map(Node::as_object).flat_map(|set| set.keys());
            used.extend(names.map(|name| match lower.schemes.meant(name) {
                Meant::OtherCase(declared) => declared,
                Meant::Declared | Meant::Unknown => name.as_str(),
            }));
        }
    }
    used
}

/// The flows of OAuth 2: their key, their name, and the members with an address. The first one is shown.
const FLOWS: [(&str, &str, &[&str]); 5] = [
    ("clientCredentials", "client credentials", &["tokenUrl"]),
    (
        "authorizationCode",
        "authorization code",
        &["authorizationUrl", "tokenUrl"],
    ),
    ("password", "password", &["tokenUrl"]),
    (
        "deviceAuthorization",
        "device authorization",
        &["deviceAuthorizationUrl", "tokenUrl"],
    ),
    ("implicit", "implicit", &["authorizationUrl"]),
];

/// The requirements of an operation without the token that it fetches itself: a POST to the token URL of a scheme cannot have
/// a token of that scheme yet. Requirements of the configuration are left as they are.
pub(super) fn without_own_token(
    lower: &mut Lower<'_, '_>,
    at: &Pointer,
    method: &str,
    path: &str,
    mut requirements: Vec<Vec<Requirement>>,
) -> Vec<Vec<Requirement>> {
    let overrides = &lower.settings.overrides;
    let is_chosen = overrides
        .get(at.as_str())
        .is_some_and(|chosen| chosen.security.is_some());
    if method != "post" || is_chosen {
        return requirements;
    }
    let is_own = |one: &Requirement| is_token_url(lower, &one.scheme, path);
    let own = requirements.iter().flatten().find(|one| is_own(one));
    if let Some(scheme) = own.map(|one| one.scheme.clone()) {
        requirements.retain(|schemes| !schemes.iter().any(is_own));
        let message =
            format!("this is the token URL of the security scheme `{scheme}`, whose token it does not ask for");
        lower.report(&codes::OWN_TOKEN, at, message);
    }
    requirements
}

/// Whether a path is that of the token URL of a scheme, which may be relative.
fn is_token_url(lower: &Lower<'_, '_>, scheme: &str, path: &str) -> bool {
    let at = lower.schemes.at().child(scheme);
    let Ok(scheme) = lower.resolver.definition(&at) else {
        return false;
    };
    let urls = FLOWS
        .iter()
        .filter_map(|(key, ..)| lower.text(&scheme.child("flows").child(key), "tokenUrl"));
    let urls = urls.map(|url| Address::of(url.split(['?', '#']).next().unwrap_or_default()));
    // Most operations have another path, whatever the servers are.
    let mut urls = urls.filter(|url| url.path.ends_with(path.trim_matches('/'))).peekable();
    if urls.peek().is_none() {
        return false;
    }
    let servers = lower.resolver.node(&Pointer::root().child("servers"));
    let servers = servers.and_then(Node::as_array).into_iter().flatten();
    let mut servers: Vec<Address<'_>> = servers
        .filter_map(|server| server.get("url")?.as_str())
        .map(Address::of)
        .collect();
    let is_somewhere = servers.iter().any(|server| server.host.is_some());
    // A relative token URL may have the path of the server, or follow it.
    servers.push(Address { host: None, path: "" });
    let is_same = |url: Address<'_>| {
        if is_somewhere
            && !servers
                .iter()
                .any(|server| server.host.is_some() && server.may_be_at(&url))
        {
            return false;
        }
        let mut near = servers.iter().filter(|server| server.may_be_at(&url));
        near.any(|server| {
            let rest = url.path.strip_prefix(server.path);
            let rest = rest.filter(|rest| server.path.is_empty() || rest.starts_with('/'));
            let rest = rest.map(|rest| rest.trim_start_matches('/'));
            rest.is_some_and(|rest| !rest.is_empty() && path.trim_matches('/') == rest)
        })
    };
    urls.any(is_same)
}

/// A URL that may be relative.
struct Address<'u> {
    /// Host and port.
    host: Option<&'u str>,
    /// Without the slashes around it.
    path: &'u str,
}

impl<'u> Address<'u> {
    fn of(url: &'u str) -> Self {
        let (host, path) = match url.trim().split_once("://") {
            Some((_, rest)) => {
                let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                (Some(host), path)
            }
            None => (None, url.trim().trim_start_matches("./")),
        };
        let path = path.trim_matches('/');
        Self { host, path }
    }

    /// Whether both may have one host. A relative URL, and a host with a variable, may have any.
    fn may_be_at(&self, other: &Self) -> bool {
        match (self.host, other.host) {
            (Some(one), Some(other)) => one.contains('{') || one.eq_ignore_ascii_case(other),
            _ => true,
        }
    }
}

fn flows(lower: &Lower<'_, '_>, at: &Pointer) -> Vec<Flow> {
    let flow = |pointer: Pointer, name: &'static str, url: &str| -> Option<Flow> {
        let scopes = lower.resolver.members(&pointer.child("scopes"));
        let scopes = scopes.into_iter().flatten();
        let description = |text: &Node| text.as_str().unwrap_or_default().to_owned();
        let url = lower.text(&pointer, url).filter(|url| !url.trim().is_empty())?;
        Some(Flow {
            name,
            url: url.to_owned(),
            scopes: scopes.map(|(scope, text)| (scope.clone(), description(text))).collect(),
        })
    };
    let declared = FLOWS.iter().filter_map(|(key, name, urls)| {
        let url = urls.first().copied().unwrap_or_default();
        flow(at.child("flows").child(key), name, url)
    });
    declared
        .chain(flow(at.clone(), "OpenID Connect", "openIdConnectUrl"))
        .collect()
}

const TYPES: [&str; 5] = ["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"];

fn kind(lower: &mut Lower<'_, '_>, at: &Pointer) -> SchemeKind {
    let text = |key: &str| lower.text(at, key).unwrap_or("").trim();
    let (written, scheme) = (text("type"), text("scheme").to_ascii_lowercase());
    let kind = written.to_ascii_lowercase();
    match kind.as_str() {
        "apikey" => api_key(lower, at),
        "http" => http(lower, at, &scheme),
        "oauth2" => oauth2(lower, at),
        "openidconnect" => {
            if text("openIdConnectUrl").is_empty() {
                repaired(
                    lower,
                    at,
                    "the scheme has no `openIdConnectUrl`; its token is set by the caller",
                );
            }
            SchemeKind::OAuth2
        }
        "" if !scheme.is_empty() => {
            let message = format!(
                "the scheme has no `type`; it is `http`, as it has `scheme: {}`",
                text("scheme")
            );
            repaired(lower, at, &message);
            http(lower, at, &scheme)
        }
        "mutualtls" => SchemeKind::Unsupported("mutualTLS".to_owned()),
        // Both are schemes of the type `http`.
        "bearer" | "basic" => {
            let message = format!("`type: {written}` is read as `type: http` with `scheme: {kind}`");
            repaired(lower, at, &message);
            http(lower, at, &kind)
        }
        _ => {
            let message = match written {
                "" => "the security scheme has no `type`; its credential is left to the transport".to_owned(),
                _ => format!("`{written}` is no type of security schemes; the credential is left to the transport"),
            };
            let kind = if written.is_empty() { "without a type" } else { written };
            let kind = SchemeKind::Unsupported(kind.to_owned());
            let suggestion = similar(written, TYPES.into_iter());
            lower
                .diagnostics
                .report(at_member(at, "type", written, message).suggest(suggestion));
            kind
        }
    }
}

/// A finding about a member of a scheme: at its value, or at the scheme that lacks it.
fn at_member(at: &Pointer, key: &str, written: &str, message: String) -> Diagnostic {
    if written.is_empty() {
        Diagnostic::new(&codes::INVALID, at, message).lacking(at.child(key))
    } else {
        Diagnostic::new(&codes::INVALID, &at.child(key), message).on_value()
    }
}

fn repaired(lower: &mut Lower<'_, '_>, at: &Pointer, message: &str) {
    lower.report(&codes::REPAIRED, at, message);
}

fn api_key(lower: &mut Lower<'_, '_>, at: &Pointer) -> SchemeKind {
    let name = lower.text(at, "name").unwrap_or("").trim().to_owned();
    let location = match lower.text(at, "in").unwrap_or("").trim().to_ascii_lowercase().as_str() {
        "query" => Some(ParamLocation::Query),
        "header" => Some(ParamLocation::Header),
        "cookie" => Some(ParamLocation::Cookie),
        _ => None,
    };
    match location {
        Some(location) if !name.is_empty() => SchemeKind::ApiKey { location, name },
        _ => {
            let message = "an API key needs a `name`, and `in` with `query`, `header` or `cookie`; the credential is left to \
                           the transport";
            let written = lower.text(at, "in").unwrap_or("");
            let found = if location.is_none() {
                at_member(at, "in", written, message.to_owned())
                    .suggest(similar(written, ["query", "header", "cookie"].into_iter()))
            } else {
                at_member(at, "name", "", message.to_owned())
            };
            lower.diagnostics.report(found);
            SchemeKind::Unsupported("apiKey without a location".to_owned())
        }
    }
}

fn http(lower: &mut Lower<'_, '_>, at: &Pointer, scheme: &str) -> SchemeKind {
    match scheme {
        "bearer" => SchemeKind::Bearer,
        "basic" => SchemeKind::Basic,
        "" if lower.text(at, "bearerFormat").is_some() => {
            repaired(
                lower,
                at,
                "the scheme has no `scheme`; it is `bearer`, as it has a `bearerFormat`",
            );
            SchemeKind::Bearer
        }
        "" => {
            let message = "the scheme has no `scheme`; its credential is left to the transport";
            lower
                .diagnostics
                .report(at_member(at, "scheme", "", message.to_owned()));
            SchemeKind::Unsupported("http".to_owned())
        }
        other => {
            // Most other schemes of HTTP authentication exist: only one that is misspelled is reported.
            if let Some(meant) = similar(other, ["bearer", "basic"].into_iter()) {
                let written = lower.text(at, "scheme").unwrap_or(other);
                let message =
                    format!("`{written}` is no scheme of HTTP authentication; the credential is left to the transport");
                lower
                    .diagnostics
                    .report(at_member(at, "scheme", other, message).suggest(Some(meant)));
            }
            SchemeKind::Unsupported(format!("http {other}"))
        }
    }
}

/// OAuth 2. If the document names no endpoint that issues tokens, the caller gets the token elsewhere.
fn oauth2(lower: &mut Lower<'_, '_>, at: &Pointer) -> SchemeKind {
    let flows = at.child("flows");
    let declared: Vec<_> = FLOWS
        .into_iter()
        .filter(|(key, ..)| lower.resolver.members(&flows.child(key)).is_some())
        .collect();
    let has = |lower: &Lower<'_, '_>, key: &str, url: &str| {
        let text = lower.text(&flows.child(key), url);
        text.is_some_and(|text| !text.trim().is_empty())
    };
    for (key, _, urls) in &declared {
        for url in urls.iter().filter(|url| !has(lower, key, url)).collect::<Vec<_>>() {
            let message = format!("the flow `{key}` has no `{url}`; the token is set by the caller");
            repaired(lower, &flows.child(key), &message);
        }
    }
    if declared.is_empty() {
        repaired(lower, at, "the scheme has no flow; its token is set by the caller");
    }
    // The last address is the one that the token comes from.
    let mut issued = declared.iter().filter_map(|(key, _, urls)| Some((key, urls.last()?)));
    if issued.any(|(key, url)| has(lower, key, url)) {
        SchemeKind::OAuth2
    } else {
        SchemeKind::Bearer
    }
}
