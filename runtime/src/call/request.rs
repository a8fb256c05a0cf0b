//! From what a call collected to a request: address, headers, credentials.

use crate::auth::cache::Wanted;
use crate::auth::credentials::Carried;
use crate::auth::keys::{is_key, without_keys};
use crate::call::state::CallState;
use crate::error::failure::Failure;
use crate::error::kind::ErrorKind;
use crate::params::base_url::BaseUrl;
use crate::params::path;
use crate::transport::outgoing::OutgoingRequest;
use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, CONTENT_LENGTH, COOKIE, HeaderMap, HeaderValue};
use url::Url;

/// Puts together address, headers and credentials; gives the tokens if one has to be fetched.
pub(crate) fn build(state: &CallState) -> Result<(OutgoingRequest, Option<Wanted>), Failure> {
    let fail = |problem| state.build_error(ErrorKind::Build, problem);
    if let Some(problem) = &state.problem {
        return Err(fail(problem.clone()));
    }
    let client = &state.client.inner;
    let operation = state.operation;
    let mut headers = client.headers.clone();
    if !operation.accept.is_empty() {
        let accept = HeaderValue::from_maybe_shared(Bytes::from_static(operation.accept.as_bytes()))
            .map_err(|_| fail("the accepted media types are not a header value".to_owned()))?;
        headers.insert(ACCEPT, accept);
    }
    for (name, value) in &state.headers {
        headers.insert(name, value.clone());
    }
    let target = target_of(state).map_err(fail)?;
    let mut keys = Vec::new();
    let mut cookies: Vec<String> = state.cookies.iter().map(|(_, pair)| pair.clone()).collect();
    let tokens = client
        .credentials
        .authorize(
            client.api,
            operation,
            Carried {
                headers: &mut headers,
                cookies: &mut cookies,
                keys: &mut keys,
                query: &|name| state.query.iter().any(|(known, _)| known == name),
            },
        )
        .map_err(|problem| state.build_error(ErrorKind::Auth, problem))?;
    add_cookies(&mut headers, cookies).map_err(fail)?;
    let base = client.bases.of(operation.server).map_err(fail)?;
    let url = target.with(base, &keys).map_err(fail)?;
    let method = Method::from_bytes(operation.method.as_bytes())
        .map_err(|_| fail("the method is not an HTTP method".to_owned()))?;
    if state.body.is_empty() && matches!(method, Method::POST | Method::PUT | Method::PATCH) {
        // Some servers answer 411 without it.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    let hop = OutgoingRequest {
        method,
        url,
        headers,
        body: state.body.clone(),
        extensions: http::Extensions::new(),
    };
    Ok((hop, tokens))
}

/// Where a request goes, and its query, save for keys.
struct Target {
    place: Place,
    query: String,
}

enum Place {
    /// A path below the base URL.
    Path(String),
    /// An address that the API gave.
    Url(Url),
}

impl Target {
    fn with(mut self, base: &BaseUrl, keys: &[String]) -> Result<Url, String> {
        add(&mut self.query, keys.iter().map(String::as_str));
        match self.place {
            Place::Path(path) => base.join(&path, &self.query),
            Place::Url(mut url) => {
                url.set_query((!self.query.is_empty()).then_some(&self.query));
                Ok(url)
            }
        }
    }
}

fn target_of(state: &CallState) -> Result<Target, String> {
    if let Some(url) = &state.url {
        // The API may have repeated the key that it was asked with; the call brings its own.
        let api = state.client.inner.api;
        let mut query = without_keys(api, url).unwrap_or_default();
        let own = state.query.iter().filter(|(name, _)| is_key(api, name));
        add(&mut query, own.map(|(_, pairs)| pairs.as_str()));
        return Ok(Target {
            query,
            place: Place::Url(url.clone()),
        });
    }
    let (path, literal) = path::fill(state.operation.path, &state.path)?;
    let mut query = literal.to_owned();
    add(&mut query, state.query.iter().map(|(_, pairs)| pairs.as_str()));
    Ok(Target {
        place: Place::Path(path),
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
pub(crate) fn url(state: &CallState) -> Result<Url, String> {
    target_of(state)?.with(state.client.inner.bases.of(state.operation.server)?, &[])
}

/// Adds cookies to those a header set by hand carries.
fn add_cookies(headers: &mut HeaderMap, mut cookies: Vec<String>) -> Result<(), String> {
    if cookies.is_empty() {
        return Ok(());
    }
    if let Some(own) = headers.get(COOKIE).and_then(|own| own.to_str().ok()) {
        cookies.insert(0, own.to_owned());
    }
    let mut value = HeaderValue::from_str(&cookies.join("; "))
        .map_err(|_| "the cookies have characters a header cannot carry".to_owned())?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}
