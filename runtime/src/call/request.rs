//! From what a call collected to a request: address, headers, credentials.

use crate::auth::authorize::Authorize;
use crate::auth::error::CredentialError;
use crate::auth::keys::{is_key, without_keys};
use crate::call::error::RequestError;
use crate::call::state::CallState;
use crate::error::failure::Failure;
use crate::error::kind::ErrorKind;
use crate::params::base_url::BaseUrl;
use crate::params::error::PathError;
use crate::params::path;
use crate::transport::outgoing::OutgoingRequest;
use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, CONTENT_LENGTH, COOKIE, HeaderMap, HeaderName, HeaderValue};
use url::Url;

/// A request without its credentials, and the security schemes whose credentials it needs.
pub(crate) struct UnsignedRequest<'a> {
    pub(crate) request: OutgoingRequest,
    pub(crate) schemes: &'a [&'static str],
}

/// Builds the request of a call: method, URL, headers, body.
pub(crate) fn build(state: &CallState) -> Result<UnsignedRequest<'_>, Failure> {
    let fail = |error: RequestError| state.build_error(ErrorKind::Build, &error);
    if let Some(problem) = &state.problem {
        return Err(state.build_error(ErrorKind::Build, problem));
    }
    let client = &state.client.inner;
    let operation = state.operation;
    let credentials = state.client.credentials();
    let mut headers = credentials.remaining(&client.headers).into_owned();
    if !operation.accept.is_empty() {
        let accept = HeaderValue::from_maybe_shared(Bytes::from_static(operation.accept.as_bytes()))
            .map_err(|_| fail(RequestError::Accept))?;
        headers.insert(ACCEPT, accept);
    }
    for (name, value) in &state.headers {
        headers.insert(name, value.clone());
    }
    let target = target_of(state).map_err(|error| fail(error.into()))?;
    let schemes = credentials
        .choose(client.api, operation, &headers, &state.query)
        .map_err(|error| state.build_error(ErrorKind::Auth, &error))?;
    add_cookies(&mut headers, &state.cookies).map_err(fail)?;
    let base = client.bases.of(operation.server).map_err(|error| fail(error.into()))?;
    let url = target.url(base).map_err(|error| fail(error.into()))?;
    let method = Method::from_bytes(operation.method.as_bytes()).map_err(|_| fail(RequestError::Method))?;
    if state.body.is_empty() && matches!(method, Method::POST | Method::PUT | Method::PATCH) {
        // Some servers respond with 411 without it.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    let request = OutgoingRequest {
        method,
        url,
        headers,
        body: state.body.clone(),
        extensions: http::Extensions::new(),
    };
    Ok(UnsignedRequest { request, schemes })
}

/// Adds the credentials of the schemes to a request. Fetched tokens are added by the caller, before.
pub(crate) fn sign(
    state: &CallState,
    schemes: &[&'static str],
    request: &mut OutgoingRequest,
    add: fn(&dyn Authorize, &mut OutgoingRequest) -> Result<(), CredentialError>,
) -> Result<(), Failure> {
    let client = &state.client.inner;
    let credentials = state.client.credentials();
    let defaults = credentials.remaining(&client.headers);
    let by_hand = |name: &HeaderName| state.headers.contains_key(name) || defaults.contains_key(name);
    for credential in credentials.of(client.api, schemes, &by_hand, &state.query) {
        add(credential, request).map_err(|error| state.build_error(ErrorKind::Build, &error))?;
    }
    Ok(())
}

/// Where a request goes, and its query.
struct Target {
    location: Location,
    query: String,
}

enum Location {
    /// A path below the base URL.
    Path(String),
    /// A URL that the API returned.
    Url(Url),
}

impl Target {
    fn url(self, base: &BaseUrl) -> Result<Url, PathError> {
        match self.location {
            Location::Path(path) => base.join(&path, &self.query),
            Location::Url(mut url) => {
                url.set_query((!self.query.is_empty()).then_some(&self.query));
                Ok(url)
            }
        }
    }
}

fn target_of(state: &CallState) -> Result<Target, PathError> {
    if let Some(url) = &state.url {
        // The URL may contain the key of the last request; the call adds its own.
        let api = state.client.inner.api;
        let mut query = without_keys(api, url).unwrap_or_default();
        let own = state.query.iter().filter(|(name, _)| is_key(api, name));
        add(&mut query, own.map(|(_, pairs)| pairs.as_str()));
        return Ok(Target {
            query,
            location: Location::Url(url.clone()),
        });
    }
    let (path, literal) = path::fill(state.operation.path, &state.path, &state.empty)?;
    let mut query = literal.to_owned();
    add(&mut query, state.query.iter().map(|(_, pairs)| pairs.as_str()));
    Ok(Target {
        location: Location::Path(path),
        query,
    })
}

/// Adds pairs to a query.
fn add<'a>(query: &mut String, pairs: impl Iterator<Item = &'a str>) {
    for pair in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(pair);
    }
}

/// The address of a call, without credentials.
pub(crate) fn url(state: &CallState) -> Result<Url, RequestError> {
    let target = target_of(state)?;
    Ok(target.url(state.client.inner.bases.of(state.operation.server)?)?)
}

/// Adds cookies to those that a header set by hand carries.
fn add_cookies(headers: &mut HeaderMap, cookies: &[(&'static str, String)]) -> Result<(), RequestError> {
    if cookies.is_empty() {
        return Ok(());
    }
    let own = headers.get(COOKIE).and_then(|own| own.to_str().ok());
    let pairs = own.into_iter().chain(cookies.iter().map(|(_, pair)| pair.as_str()));
    let joined = pairs.collect::<Vec<_>>().join("; ");
    let mut value = HeaderValue::from_str(&joined).map_err(|_| RequestError::Cookies)?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}
