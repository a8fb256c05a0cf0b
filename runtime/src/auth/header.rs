//! Credentials in a header of their own: bearer tokens, user and password, API keys.

use crate::auth::authorize::Authorize;
use crate::auth::error::CredentialError;
use crate::auth::secret::Secret;
use crate::transport::outgoing::OutgoingRequest;
use base64::Engine as _;
use http::HeaderValue;
use http::header::{AUTHORIZATION, COOKIE, HeaderName};

/// A credential that is the value of a header.
pub(crate) struct HeaderCredential {
    name: HeaderName,
    value: HeaderValue,
}

impl HeaderCredential {
    /// A bearer token. `scheme` is for messages.
    pub(crate) fn bearer(scheme: &str, token: &Secret) -> Result<Self, CredentialError> {
        let value = sensitive(scheme, &format!("Bearer {}", token.expose()))?;
        Ok(Self::authorization(value))
    }

    /// User and password.
    pub(crate) fn basic(scheme: &str, user: &Secret, password: &Secret) -> Result<Self, CredentialError> {
        if user.expose().contains(':') {
            return Err(CredentialError::ColonInUser {
                scheme: scheme.to_owned(),
            });
        }
        let pair = format!("{}:{}", user.expose(), password.expose());
        let encoded = base64::engine::general_purpose::STANDARD.encode(pair);
        Ok(Self::authorization(sensitive(scheme, &format!("Basic {encoded}"))?))
    }

    /// An API key.
    pub(crate) fn api_key(scheme: &str, header: &str, key: &Secret) -> Result<Self, CredentialError> {
        let name = HeaderName::from_bytes(header.as_bytes()).map_err(|_| CredentialError::HeaderName {
            scheme: scheme.to_owned(),
        })?;
        let value = sensitive(scheme, key.expose())?;
        Ok(Self { name, value })
    }

    /// The value of `Authorization`.
    pub(crate) fn authorization(value: HeaderValue) -> Self {
        Self {
            name: AUTHORIZATION,
            value,
        }
    }
}

impl Authorize for HeaderCredential {
    /// A header that is there stays, except that cookies are one header for all.
    fn apply(&self, request: &mut OutgoingRequest) -> Result<(), CredentialError> {
        let value = match request.headers.get(&self.name) {
            None => self.value.clone(),
            Some(cookies) if self.name == COOKIE => before(&self.value, cookies)?,
            Some(_) => return Ok(()),
        };
        request.headers.insert(self.name.clone(), value);
        Ok(())
    }

    fn header(&self) -> Option<(&HeaderName, Option<&HeaderValue>)> {
        Some((&self.name, Some(&self.value)))
    }

    fn secret(&self) -> Option<String> {
        let text = self.value.to_str().ok()?;
        Some(text.rsplit(' ').next().unwrap_or_default().to_owned())
    }
}

/// The cookies of a key, and then the others.
fn before(key: &HeaderValue, others: &HeaderValue) -> Result<HeaderValue, CredentialError> {
    let mut value = HeaderValue::from_bytes(&[key.as_bytes(), b"; ", others.as_bytes()].concat())
        .map_err(|_| CredentialError::Cookies)?;
    value.set_sensitive(true);
    Ok(value)
}

fn sensitive(scheme: &str, text: &str) -> Result<HeaderValue, CredentialError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| CredentialError::HeaderValue {
        scheme: scheme.to_owned(),
    })?;
    value.set_sensitive(true);
    Ok(value)
}
