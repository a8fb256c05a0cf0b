//! API keys in the query and in cookies.

use crate::auth::authorize::Authorize;
use crate::auth::error::CredentialError;
use crate::auth::secret::Secret;
use crate::params::style;
use crate::transport::outgoing::OutgoingRequest;
use http::HeaderValue;
use http::header::{COOKIE, HeaderName};

/// An API key in the query: `name=value`, encoded.
pub(crate) struct QueryKey(String);

impl QueryKey {
    pub(crate) fn new(name: &str, key: &Secret) -> Self {
        Self(format!("{}={}", style::encode(name), style::encode(key.expose())))
    }
}

impl Authorize for QueryKey {
    fn apply(&self, request: &mut OutgoingRequest) -> Result<(), CredentialError> {
        let query = match request.url.query() {
            Some(query) if !query.is_empty() => [query, "&", &self.0].concat(),
            _ => self.0.clone(),
        };
        request.url.set_query(Some(&query));
        Ok(())
    }

    fn secret(&self) -> Option<String> {
        value_of(&self.0)
    }
}

/// An API key in a cookie: `name=value`, as it is sent.
pub(crate) struct CookieKey(String);

impl CookieKey {
    /// A cookie is sent as it is: base64 has `=`, `+` and `/`, and a server need not decode a value. Characters that RFC
    /// 6265 does not allow are refused, as are those that a header cannot carry. `scheme` is for messages.
    pub(crate) fn new(scheme: &str, name: &str, key: &Secret) -> Result<Self, CredentialError> {
        let is_octet = |byte: u8| matches!(byte, 0x21 | 0x23..=0x2B | 0x2D..=0x3A | 0x3C..=0x5B | 0x5D..=0x7E);
        if !key.expose().bytes().all(is_octet) {
            return Err(CredentialError::CookieValue {
                scheme: scheme.to_owned(),
            });
        }
        // The name of a cookie is a token, as that of a header is.
        let name = match HeaderName::from_bytes(name.as_bytes()) {
            Ok(_) => name.to_owned(),
            Err(_) => style::encode(name),
        };
        Ok(Self(format!("{name}={}", key.expose())))
    }
}

impl Authorize for CookieKey {
    fn apply(&self, request: &mut OutgoingRequest) -> Result<(), CredentialError> {
        let cookies = match request.headers.get(COOKIE).and_then(|own| own.to_str().ok()) {
            Some(own) => format!("{own}; {}", self.0),
            None => self.0.clone(),
        };
        let mut value = HeaderValue::from_str(&cookies).map_err(|_| CredentialError::Cookies)?;
        value.set_sensitive(true);
        request.headers.insert(COOKIE, value);
        Ok(())
    }

    fn secret(&self) -> Option<String> {
        value_of(&self.0)
    }
}

fn value_of(pair: &str) -> Option<String> {
    pair.split_once('=').map(|(_, value)| value.to_owned())
}
