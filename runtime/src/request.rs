//! From what a call collected to a request: address, headers, credentials.

use crate::body::Body;
use crate::call::CallState;
use crate::error::ErrorKind;
use crate::execute::Failure;
use crate::redirect::Hop;
use crate::target;
use crate::token_cache::Wanted;
use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, CONTENT_LENGTH, COOKIE, HeaderMap, HeaderValue};

/// Puts together address, headers and credentials; gives the tokens if one has to be fetched.
pub(crate) fn build(state: &CallState) -> Result<(Hop, Option<Wanted>), Failure> {
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
    let (path, literal_query) = target::fill(operation.path, &state.path).map_err(fail)?;
    let mut keys = Vec::new();
    let mut cookies: Vec<String> = state.cookies.iter().map(|(_, pair)| pair.clone()).collect();
    let tokens = client
        .credentials
        .authorize(client.api, operation, &mut headers, &mut cookies, &mut keys)
        .map_err(|problem| state.build_error(ErrorKind::Auth, problem))?;
    add_cookies(&mut headers, cookies).map_err(fail)?;
    let pairs = state.query.iter().map(|(_, pairs)| pairs.as_str());
    let query = join(pairs.chain(keys.iter().map(String::as_str)), literal_query);
    let url = client.base.join(&path, &query).map_err(fail)?;
    let method = Method::from_bytes(operation.method.as_bytes())
        .map_err(|_| fail("the method is not an HTTP method".to_owned()))?;
    if state.body.is_empty() && matches!(method, Method::POST | Method::PUT | Method::PATCH) {
        // Some servers answer 411 without it.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    let hop = Hop {
        method,
        url,
        headers,
        body: state.body.clone(),
    };
    Ok((hop, tokens))
}

/// The query: what the path template has of it, parameters, keys.
fn join<'a>(pairs: impl Iterator<Item = &'a str>, literal: &str) -> String {
    let mut query = literal.to_owned();
    for pair in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(pair);
    }
    query
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

pub(crate) fn to_request(hop: &Hop) -> Result<http::Request<Body>, http::Error> {
    let mut request = http::Request::builder()
        .method(hop.method.clone())
        .uri(hop.url.as_str())
        .body(Body::from(hop.body.clone()))?;
    *request.headers_mut() = hop.headers.clone();
    Ok(request)
}
