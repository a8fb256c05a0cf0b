//! Credentials, and which of them a request carries.

use crate::auth::authorize::Authorize;
use crate::auth::cache::Tokens;
use crate::auth::credential::Credential;
use crate::auth::error::CredentialError;
use crate::auth::schemes::SchemeCredential;
use crate::auth::schemes::credential_for;
use crate::auth::secret::Secret;
use crate::table::api::{Api, Scheme};
use crate::table::operation::Operation;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The credentials of a client, ready to be sent, by scheme.
#[derive(Clone, Default)]
pub(crate) struct Credentials {
    by_scheme: BTreeMap<String, SchemeCredential>,
    /// As the program set them, for redaction.
    given: Vec<Secret>,
    /// Whether calls are sent without those that are missing.
    is_optional: bool,
    /// The schemes whose credentials a call has of its own: they are sent whatever the operation declares.
    own: Vec<&'static str>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.by_scheme.keys()).finish()
    }
}

impl Credentials {
    /// Checks that the scheme exists and takes such a credential, and keeps it.
    pub(crate) fn set(&mut self, api: &Api, name: &str, credential: &Credential) -> Result<(), CredentialError> {
        if let Some(unused) = api.unused_schemes.iter().find(|unused| **unused == name) {
            return Err(CredentialError::Unused { schemes: vec![unused] });
        }
        self.insert_checked(api, name, credential).map(drop)
    }

    /// Keeps the credential of a scheme. Returns the name of the scheme.
    fn insert_checked(
        &mut self,
        api: &Api,
        name: &str,
        credential: &Credential,
    ) -> Result<&'static str, CredentialError> {
        let Some((name, scheme)) = api.schemes.iter().find(|(known, _)| *known == name) else {
            return Err(CredentialError::UnknownScheme {
                scheme: name.to_owned(),
                declared: api.schemes,
            });
        };
        let applied = credential_for(name, *scheme, credential)?;
        self.by_scheme.insert((*name).to_owned(), applied);
        self.remember(credential);
        Ok(name)
    }

    /// None at all, and calls do not need any.
    pub(crate) fn none() -> Self {
        Self {
            is_optional: true,
            ..Self::default()
        }
    }

    /// These, with one that a call has of its own.
    pub(crate) fn with_own(&self, api: &Api, name: &str, credential: &Credential) -> Result<Self, CredentialError> {
        let mut credentials = self.clone();
        let name = credentials.insert_checked(api, name, credential)?;
        if !credentials.own.contains(&name) {
            credentials.own.push(name);
        }
        Ok(credentials)
    }

    /// The default headers of a client without those that credentials of the call's own replace.
    pub(crate) fn remaining<'h>(&self, defaults: &'h HeaderMap) -> Cow<'h, HeaderMap> {
        let mut remaining = Cow::Borrowed(defaults);
        let own = self.own.iter().filter_map(|name| self.by_scheme.get(*name));
        for name in own.filter_map(SchemeCredential::header) {
            remaining.to_mut().remove(name);
        }
        remaining
    }

    /// Adds a scheme that only tests have.
    #[cfg(test)]
    pub(crate) fn insert(&mut self, name: &str, credential: impl Authorize + 'static) {
        let credential = SchemeCredential::Ready(Arc::new(credential));
        self.by_scheme.insert(name.to_owned(), credential);
    }

    fn remember(&mut self, credential: &Credential) {
        if let Credential::Token(secret) | Credential::ApiKey(secret) | Credential::Basic(_, secret) = credential {
            self.given.push(secret.clone());
        }
    }

    /// Everything that must not be shown, as the program set it and as it is sent.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let sent = self.by_scheme.values().filter_map(SchemeCredential::secret);
        self.given
            .iter()
            .map(|secret| secret.expose().to_owned())
            .chain(sent)
            .collect()
    }

    /// Sets the token of every scheme that takes one.
    pub(crate) fn set_token(&mut self, api: &Api, token: &Credential) -> Result<(), CredentialError> {
        self.set_all(
            api,
            token,
            |scheme| matches!(scheme, Scheme::Bearer | Scheme::OAuth2),
            "bearer or oauth2",
        )
    }

    /// Sets user and password of every scheme that takes them.
    pub(crate) fn set_basic(&mut self, api: &Api, credential: &Credential) -> Result<(), CredentialError> {
        self.set_all(api, credential, |scheme| scheme == Scheme::Basic, "basic")
    }

    /// Allows calls without credentials, if none are set.
    pub(crate) fn allow_none(&mut self) {
        self.is_optional |= self.by_scheme.is_empty();
    }

    fn set_all(
        &mut self,
        api: &Api,
        credential: &Credential,
        takes: fn(Scheme) -> bool,
        kind: &'static str,
    ) -> Result<(), CredentialError> {
        self.remember(credential);
        let mut shared: Option<SchemeCredential> = None;
        let of_kind = || api.schemes.iter().filter(|(_, scheme)| takes(*scheme));
        for (name, scheme) in of_kind().filter(|(name, _)| api.uses(name)) {
            let applied = match shared {
                Some(applied) => applied,
                None => credential_for(name, *scheme, credential)?,
            };
            self.by_scheme.insert((*name).to_owned(), applied.clone());
            shared = Some(applied);
        }
        if shared.is_some() {
            return Ok(());
        }
        let schemes: Vec<&'static str> = of_kind().map(|(name, _)| *name).collect();
        Err(if schemes.is_empty() {
            CredentialError::NoSchemeOfKind {
                kind,
                declared: api.schemes,
            }
        } else {
            CredentialError::Unused { schemes }
        })
    }

    /// Chooses what the operation needs: the first of its alternatives whose credentials are all there and fit into
    /// one request; an alternative without credentials comes last. A header or query parameter that is already set
    /// counts as the credential that it replaces. `headers` and `query` are those of the call.
    ///
    /// Credentials that the call has of its own are part of the alternative. If no alternative has them, they are the only
    /// ones.
    pub(crate) fn choose(
        &self,
        api: &Api,
        operation: &Operation,
        headers: &HeaderMap,
        query: QueryNames<'_>,
    ) -> Result<&[&'static str], CredentialError> {
        let is_there = |name: &&str| self.by_scheme.contains_key(*name) || present(api, name, headers, query);
        let has_own = |names: &&[&str]| self.own.iter().all(|own| names.contains(own));
        let alternatives = || operation.security.iter().copied().filter(has_own);
        let complete = || alternatives().filter(|names| names.iter().all(is_there));
        // Where anonymous calls are allowed, a credential that is there is sent all the same.
        let named = complete().filter(|names| !names.is_empty());
        let empty = complete().filter(|names| names.is_empty());
        if let Some(usable) = named.chain(empty).find(|names| self.clash(names, headers).is_none()) {
            return Ok(usable);
        }
        if self.is_optional || alternatives().next().is_none() {
            return match self.clash(&self.own, headers) {
                Some(clash) => Err(clash),
                None => Ok(&self.own),
            };
        }
        let clash = complete().next().and_then(|names| self.clash(names, headers));
        Err(clash.unwrap_or_else(|| missing(api, alternatives(), &self.by_scheme)))
    }

    /// The tokens that one of the schemes needs, with its name; `None` where the header is already set.
    pub(crate) fn tokens(&self, schemes: &[&'static str], headers: &HeaderMap) -> Option<(&'static str, &Arc<Tokens>)> {
        let mut found = schemes.iter().filter_map(|name| match self.by_scheme.get(*name) {
            Some(SchemeCredential::Fetched(tokens)) => Some((*name, tokens)),
            _ => None,
        });
        found.next_back().filter(|_| !headers.contains_key(AUTHORIZATION))
    }

    /// The credentials of these schemes that are added to a request. A header or an API key in the query that the
    /// program set is sent as it is: `has_header` is about the headers of client and call.
    pub(crate) fn of<'a>(
        &'a self,
        api: &'a Api,
        schemes: &'a [&'static str],
        has_header: &'a dyn Fn(&HeaderName) -> bool,
        query: QueryNames<'a>,
    ) -> impl Iterator<Item = &'a dyn Authorize> {
        let is_set = move |name: &str| match api.scheme(name) {
            Some(Scheme::ApiKeyQuery(key)) => has_name(query, key),
            _ => false,
        };
        let by_hand =
            move |credential: &dyn Authorize| credential.header().is_some_and(|(header, _)| has_header(header));
        schemes.iter().filter_map(move |name| match self.by_scheme.get(*name) {
            Some(SchemeCredential::Ready(credential)) if !is_set(name) && !by_hand(&**credential) => {
                Some(&**credential)
            }
            _ => None,
        })
    }

    /// Two credentials of one alternative that need the same header for different values. A header set by hand
    /// is sent as it is.
    fn clash(&self, alternative: &[&'static str], headers: &HeaderMap) -> Option<CredentialError> {
        if alternative.len() < 2 {
            return None;
        }
        let mut seen: Vec<(&'static str, &HeaderName, &SchemeCredential)> = Vec::new();
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
                return Some(CredentialError::SameHeader {
                    first,
                    second: name,
                    header: header.clone(),
                });
            }
            seen.push((name, header, applied));
        }
        None
    }
}

/// The query parameters of a call, by name.
pub(crate) type QueryNames<'a> = &'a [(Cow<'static, str>, String)];

fn has_name(query: QueryNames<'_>, name: &str) -> bool {
    query.iter().any(|(known, _)| known == name)
}

/// Whether a header or query parameter set by hand already is the credential of this scheme.
fn present(api: &Api, name: &str, headers: &HeaderMap, query: QueryNames<'_>) -> bool {
    match api.scheme(name) {
        Some(Scheme::ApiKeyQuery(key)) => has_name(query, key),
        Some(Scheme::Bearer | Scheme::Basic | Scheme::OAuth2) => headers.contains_key(AUTHORIZATION),
        Some(Scheme::ApiKeyHeader(header)) => headers.contains_key(header),
        Some(Scheme::ApiKeyCookie(_)) => headers.contains_key(COOKIE),
        _ => false,
    }
}

/// The error if none of the alternatives is complete.
fn missing(
    api: &Api,
    alternatives: impl Iterator<Item = &'static [&'static str]>,
    have: &BTreeMap<String, SchemeCredential>,
) -> CredentialError {
    let lacking = |alternative: &'static [&'static str]| {
        let names = alternative.iter().copied();
        names.filter(|name| !have.contains_key(*name)).collect()
    };
    CredentialError::Missing {
        alternatives: alternatives.map(lacking).collect(),
        declared: api.schemes,
    }
}

#[cfg(test)]
#[path = "credentials_tests.rs"]
mod tests;
