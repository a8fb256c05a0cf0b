//! Credentials, and which of them a request carries.

use crate::auth::cache::{Tokens, Wanted};
use crate::auth::credential::Credential;
use crate::auth::secret::Secret;
use crate::params::style;
use crate::table::api::{Api, Scheme};
use crate::table::operation::Operation;
use base64::Engine as _;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A credential as it goes into requests.
#[derive(Clone)]
enum Applied {
    Header(HeaderName, HeaderValue),
    /// `name=value`, encoded.
    Query(String),
    /// `name=value`, as it is sent.
    Cookie(String),
    /// `Authorization: Bearer`, with a token that has to be fetched.
    Tokens(Arc<Tokens>),
    Nothing,
}

impl Applied {
    /// The header it goes into.
    fn header(&self) -> Option<&HeaderName> {
        match self {
            Self::Header(name, _) => Some(name),
            Self::Tokens(_) => Some(&AUTHORIZATION),
            Self::Query(_) | Self::Cookie(_) | Self::Nothing => None,
        }
    }

    /// Whether one header can stand for both.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Header(_, one), Self::Header(_, other)) => one == other,
            (Self::Tokens(one), Self::Tokens(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// The credentials of a client, ready to be sent, by scheme.
#[derive(Clone, Default)]
pub(crate) struct Credentials {
    by_scheme: BTreeMap<String, Applied>,
    /// As they were given, to know them again.
    given: Vec<Secret>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.by_scheme.keys()).finish()
    }
}

impl Credentials {
    /// Checks that the scheme exists and takes such a credential, and keeps it.
    pub(crate) fn set(&mut self, api: &Api, name: &str, credential: &Credential) -> Result<(), String> {
        let Some(scheme) = api.scheme(name) else {
            return Err(format!("the API has no security scheme `{name}`{}", known(api)));
        };
        let applied = apply(name, scheme, credential)?;
        self.by_scheme.insert(name.to_owned(), applied);
        self.remember(credential);
        Ok(())
    }

    fn remember(&mut self, credential: &Credential) {
        if let Credential::Token(secret) | Credential::ApiKey(secret) | Credential::Basic(_, secret) = credential {
            self.given.push(secret.clone());
        }
    }

    /// Everything that must not be shown, as it was given and as it is sent.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let last = |text: &str, separator| text.rsplit(separator).next().unwrap_or_default().to_owned();
        let sent = self.by_scheme.values().filter_map(|applied| match applied {
            Applied::Header(_, value) => Some(last(value.to_str().ok()?, ' ')),
            Applied::Query(pair) | Applied::Cookie(pair) => pair.split_once('=').map(|(_, value)| value.to_owned()),
            Applied::Tokens(tokens) => tokens.last().map(|value| last(&value, ' ')),
            Applied::Nothing => None,
        });
        self.given
            .iter()
            .map(|secret| secret.expose().to_owned())
            .chain(sent)
            .collect()
    }

    /// Gives the token to every scheme that takes one.
    pub(crate) fn set_token(&mut self, api: &Api, token: &Credential) -> Result<(), String> {
        self.set_all(
            api,
            token,
            |scheme| matches!(scheme, Scheme::Bearer | Scheme::OAuth2),
            "bearer or oauth2",
        )
    }

    /// Gives user and password to every scheme that takes them.
    pub(crate) fn set_basic(&mut self, api: &Api, credential: &Credential) -> Result<(), String> {
        self.set_all(api, credential, |scheme| scheme == Scheme::Basic, "basic")
    }

    /// Lets every call go without a credential, unless there is one.
    pub(crate) fn set_none_needed(&mut self, api: &Api) {
        if self.by_scheme.is_empty() {
            let names = api.schemes.iter().map(|(name, _)| (*name).to_owned());
            self.by_scheme = names.map(|name| (name, Applied::Nothing)).collect();
        }
    }

    fn set_all(
        &mut self,
        api: &Api,
        credential: &Credential,
        takes: fn(Scheme) -> bool,
        kind: &str,
    ) -> Result<(), String> {
        self.remember(credential);
        let mut shared: Option<Applied> = None;
        for (name, scheme) in api.schemes.iter().filter(|(_, scheme)| takes(*scheme)) {
            let applied = match shared {
                Some(applied) => applied,
                None => apply(name, *scheme, credential)?,
            };
            self.by_scheme.insert((*name).to_owned(), applied.clone());
            shared = Some(applied);
        }
        if shared.is_some() {
            return Ok(());
        }
        Err(format!(
            "the API has no {kind} scheme{}; `default_header` sets any header",
            known(api)
        ))
    }

    /// Adds what the operation needs: the first of its alternatives whose credentials are all there and fit into
    /// one request; none of them comes last. A header or query parameter that is already set counts as the credential
    /// in whose place it is. Gives the tokens, if one of them is to be added.
    pub(crate) fn authorize(
        &self,
        api: &Api,
        operation: &Operation,
        carried: Carried<'_>,
    ) -> Result<Option<Wanted>, String> {
        if operation.security.is_empty() {
            return Ok(None);
        }
        let Carried {
            headers,
            cookies,
            keys,
            query,
        } = carried;
        let is_there = |name: &&str| self.by_scheme.contains_key(*name) || present(api, name, headers, query);
        let is_complete = |alternative: &&[&str]| alternative.iter().all(is_there);
        let complete = || operation.security.iter().copied().filter(is_complete);
        // Where anonymous calls are allowed, a credential that is there is sent all the same.
        let named = complete().filter(|names| !names.is_empty());
        let empty = complete().filter(|names| names.is_empty());
        let usable = named.chain(empty).find(|names| self.clash(names, headers).is_none());
        let Some(alternative) = usable else {
            let clash = complete()
                .next()
                .and_then(|alternative| self.clash(alternative, headers));
            return Err(clash.unwrap_or_else(|| missing(api, operation, &self.by_scheme)));
        };
        let mut tokens = None;
        for name in alternative {
            match self.by_scheme.get(*name) {
                Some(Applied::Header(header, value)) if !headers.contains_key(header) => {
                    headers.insert(header.clone(), value.clone());
                }
                Some(Applied::Tokens(source)) if !headers.contains_key(AUTHORIZATION) => {
                    tokens = Some((*name, Arc::clone(source)));
                }
                Some(Applied::Query(pair)) if !present(api, name, headers, query) => keys.push(pair.clone()),
                Some(Applied::Cookie(pair)) => cookies.push(pair.clone()),
                _ => {}
            }
        }
        Ok(tokens)
    }

    /// Two credentials of one alternative that need the same header for different values. A header set by hand
    /// is what its author wants to be sent.
    fn clash(&self, alternative: &[&str], headers: &HeaderMap) -> Option<String> {
        if alternative.len() < 2 {
            return None;
        }
        let mut seen: Vec<(&str, &HeaderName, &Applied)> = Vec::new();
        for name in alternative {
            let Some(applied) = self.by_scheme.get(*name) else {
                continue;
            };
            let Some(header) = applied.header().filter(|header| !headers.contains_key(*header)) else {
                continue;
            };
            if let Some((first, ..)) = seen
                .iter()
                .find(|(_, known, other)| *known == header && !applied.is_same(other))
            {
                return Some(format!(
                    "the operation wants both `{first}` and `{name}`, but they go into the same header, `{header}`, \
                     and a request carries one: set the header by hand, or in a layer of the transport"
                ));
            }
            seen.push((name, header, applied));
        }
        None
    }
}

/// What a request carries before its credentials are added.
pub(crate) struct Carried<'a> {
    pub(crate) headers: &'a mut HeaderMap,
    pub(crate) cookies: &'a mut Vec<String>,
    /// Encoded pairs to add to the query.
    pub(crate) keys: &'a mut Vec<String>,
    /// Whether the query has a parameter of this name.
    pub(crate) query: &'a dyn Fn(&str) -> bool,
}

/// Whether a header or query parameter set by hand already is the credential of this scheme.
fn present(api: &Api, name: &str, headers: &HeaderMap, query: &dyn Fn(&str) -> bool) -> bool {
    match api.scheme(name) {
        Some(Scheme::ApiKeyQuery(key)) => query(key),
        Some(Scheme::Bearer | Scheme::Basic | Scheme::OAuth2) => headers.contains_key(AUTHORIZATION),
        Some(Scheme::ApiKeyHeader(header)) => headers.contains_key(header),
        Some(Scheme::ApiKeyCookie(_)) => headers.contains_key(COOKIE),
        _ => false,
    }
}

/// Names the credentials an operation lacks.
fn missing(api: &Api, operation: &Operation, have: &BTreeMap<String, Applied>) -> String {
    let alternatives: Vec<String> = operation
        .security
        .iter()
        .map(|alternative| {
            let lacking: Vec<String> = alternative
                .iter()
                .filter(|name| !have.contains_key(**name))
                .map(|name| hint(api, name))
                .collect();
            lacking.join(" and ")
        })
        .collect();
    format!("no credential for {}", alternatives.join(", or "))
}

fn hint(api: &Api, name: &str) -> String {
    let how = match api.scheme(name) {
        Some(Scheme::Bearer) => "set it with `bearer_token`",
        Some(Scheme::OAuth2) => "set it with `client_credentials` or `bearer_token`",
        Some(Scheme::Basic) => "set it with `basic_auth`",
        Some(Scheme::ApiKeyHeader(_) | Scheme::ApiKeyQuery(_) | Scheme::ApiKeyCookie(_)) => "set it with `api_key`",
        Some(Scheme::Unsupported(kind)) => {
            return format!(
                "`{name}` ({kind}: left to the transport; say `credential(.., Credential::External)` once it does)"
            );
        }
        None => "a scheme the API does not declare",
    };
    format!("`{name}` ({how})")
}

fn known(api: &Api) -> String {
    if api.schemes.is_empty() {
        return " (it declares none)".to_owned();
    }
    let names: Vec<&str> = api.schemes.iter().map(|(name, _)| *name).collect();
    format!(" (it has: {})", names.join(", "))
}

fn apply(name: &str, scheme: Scheme, credential: &Credential) -> Result<Applied, String> {
    match (scheme, credential) {
        (_, Credential::External) => Ok(Applied::Nothing),
        (Scheme::Bearer | Scheme::OAuth2, Credential::Token(token)) => {
            authorization(name, &format!("Bearer {}", token.expose()))
        }
        (Scheme::Bearer | Scheme::OAuth2, Credential::ClientCredentials(credentials)) => {
            Ok(Applied::Tokens(Tokens::from_credentials(name, credentials)?))
        }
        (Scheme::Bearer | Scheme::OAuth2, Credential::Source(source)) => {
            Ok(Applied::Tokens(Tokens::from_source(name, source)))
        }
        (Scheme::Basic, Credential::Basic(user, password)) => {
            if user.expose().contains(':') {
                return Err(format!("the user name for `{name}` contains a colon"));
            }
            let pair = format!("{}:{}", user.expose(), password.expose());
            authorization(
                name,
                &format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair)),
            )
        }
        (Scheme::ApiKeyHeader(header), Credential::ApiKey(key) | Credential::Token(key)) => {
            let header = HeaderName::from_bytes(header.as_bytes())
                .map_err(|_| format!("the header of scheme `{name}` is not a header name"))?;
            Ok(Applied::Header(header, sensitive(name, key.expose())?))
        }
        (Scheme::ApiKeyQuery(key), Credential::ApiKey(value) | Credential::Token(value)) => Ok(Applied::Query(
            format!("{}={}", style::encode(key), style::encode(value.expose())),
        )),
        (Scheme::ApiKeyCookie(key), Credential::ApiKey(value) | Credential::Token(value)) => {
            cookie(name, key, value.expose())
        }
        (Scheme::Unsupported(kind), _) => Err(format!(
            "scheme `{name}` ({kind}) is left to the transport: `Credential::External` says that it is taken care of"
        )),
        _ => Err(format!("scheme `{name}` does not take this kind of credential")),
    }
}

/// A cookie goes as it is: base64 has `=`, `+` and `/`, and no server is bound to decode a value. What RFC 6265
/// has no place for is refused, as is a header that cannot carry its value.
fn cookie(name: &str, key: &str, value: &str) -> Result<Applied, String> {
    let is_octet = |byte: u8| matches!(byte, 0x21 | 0x23..=0x2B | 0x2D..=0x3A | 0x3C..=0x5B | 0x5D..=0x7E);
    if !value.bytes().all(is_octet) {
        return Err(format!(
            "the credential for `{name}` contains characters a cookie cannot carry: encode it as the API expects it"
        ));
    }
    // A cookie's name is a token, as a header's is.
    let key = match HeaderName::from_bytes(key.as_bytes()) {
        Ok(_) => key.to_owned(),
        Err(_) => style::encode(key),
    };
    Ok(Applied::Cookie(format!("{key}={value}")))
}

fn authorization(name: &str, text: &str) -> Result<Applied, String> {
    Ok(Applied::Header(AUTHORIZATION, sensitive(name, text)?))
}

fn sensitive(name: &str, text: &str) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| format!("the credential for `{name}` contains characters a header cannot carry"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
#[path = "credentials_tests.rs"]
mod tests;
