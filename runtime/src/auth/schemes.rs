//! Which credential a security scheme takes, and how it is sent.

use crate::auth::api_key::{CookieKey, QueryKey};
use crate::auth::authorize::Authorize;
use crate::auth::cache::Tokens;
use crate::auth::credential::Credential;
use crate::auth::error::CredentialError;
use crate::auth::header::HeaderCredential;
use crate::table::api::Scheme;
use http::header::{AUTHORIZATION, HeaderName};
use std::sync::Arc;

/// A credential for a scheme, checked.
#[derive(Clone)]
pub(crate) enum SchemeCredential {
    Ready(Arc<dyn Authorize>),
    /// A bearer token that has to be fetched.
    Fetched(Arc<Tokens>),
    /// Nothing is added: the transport authenticates.
    External,
}

impl SchemeCredential {
    /// The header that it sets.
    pub(crate) fn header(&self) -> Option<&HeaderName> {
        match self {
            Self::Ready(credential) => credential.header().map(|(name, _)| name),
            Self::Fetched(_) => Some(&AUTHORIZATION),
            Self::External => None,
        }
    }

    /// Whether one header serves both.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Ready(one), Self::Ready(other)) => match (one.header(), other.header()) {
                (Some((_, Some(one))), Some((_, Some(other)))) => one == other,
                _ => false,
            },
            (Self::Fetched(one), Self::Fetched(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }

    /// The texts to redact, in the form that is sent.
    pub(crate) fn secret(&self) -> Option<String> {
        match self {
            Self::Ready(credential) => credential.secret(),
            Self::Fetched(tokens) => {
                let header = tokens.last()?;
                Some(header.rsplit(' ').next().unwrap_or_default().to_owned())
            }
            Self::External => None,
        }
    }
}

/// The credential as the scheme sends it. The scheme is called `name`.
pub(crate) fn credential_for(
    name: &str,
    scheme: Scheme,
    credential: &Credential,
) -> Result<SchemeCredential, CredentialError> {
    use Credential as C;
    use Scheme as S;
    Ok(match (scheme, credential) {
        (_, C::External) => SchemeCredential::External,
        (S::Bearer | S::OAuth2, C::Token(token)) => ready(HeaderCredential::bearer(name, token)?),
        (S::Bearer | S::OAuth2, C::ClientCredentials(credentials)) => {
            SchemeCredential::Fetched(Tokens::from_credentials(name, credentials)?)
        }
        (S::Bearer | S::OAuth2, C::Source(source)) => SchemeCredential::Fetched(Tokens::from_source(name, source)),
        (S::Basic, C::Basic(user, password)) => ready(HeaderCredential::basic(name, user, password)?),
        (S::ApiKeyHeader(header), C::ApiKey(key) | C::Token(key)) => {
            ready(HeaderCredential::api_key(name, header, key)?)
        }
        (S::ApiKeyQuery(parameter), C::ApiKey(key) | C::Token(key)) => ready(QueryKey::new(parameter, key)),
        (S::ApiKeyCookie(cookie), C::ApiKey(key) | C::Token(key)) => ready(CookieKey::new(name, cookie, key)?),
        (S::Unsupported(kind), _) => {
            return Err(CredentialError::Unsupported {
                scheme: name.to_owned(),
                kind,
            });
        }
        _ => {
            return Err(CredentialError::WrongKind {
                scheme: name.to_owned(),
            });
        }
    })
}

fn ready(credential: impl Authorize + 'static) -> SchemeCredential {
    SchemeCredential::Ready(Arc::new(credential))
}
