//! Which redirects are followed, and what is sent with them.

use crate::auth::keys::without_keys;
use crate::body::request::Body;
use crate::error::excerpt::origin;
use crate::policy::redirect::RedirectPolicy;
use crate::table::api::Api;
use crate::transport::outgoing::{OutgoingRequest, UrlTooLong};
use http::header::{ACCEPT, HeaderMap, HeaderName, LOCATION, USER_AGENT};
use http::{Method, StatusCode};
use std::fmt;
use url::Url;

/// The redirects of one call.
pub(crate) struct Redirects {
    policy: RedirectPolicy,
    followed: usize,
    /// Whether the call began as GET or HEAD: nothing else may leave its origin.
    is_read: bool,
    /// Whether one led to another origin, where credentials and headers are not sent.
    left_origin: bool,
}

/// What to do with a response.
pub(crate) enum RedirectStep {
    /// It is the response.
    Keep,
    /// Send the request again.
    Follow,
    /// It is an error.
    Refuse(RedirectError),
}

impl Redirects {
    pub(crate) fn new(policy: RedirectPolicy, method: &Method) -> Self {
        Self {
            policy,
            followed: 0,
            left_origin: false,
            is_read: matches!(*method, Method::GET | Method::HEAD),
        }
    }

    /// Whether one led to another origin.
    pub(crate) fn left_origin(&self) -> bool {
        self.left_origin
    }

    /// Looks at a response and, if it is to be followed, changes the request to the next request.
    pub(crate) fn next(
        &mut self,
        api: &Api,
        request: &mut OutgoingRequest,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> RedirectStep {
        if !self.policy.concerns(status) {
            return RedirectStep::Keep;
        }
        let Some(location) = headers.get(LOCATION) else {
            return RedirectStep::Keep;
        };
        // Many servers write UTF-8, which a URL has percent-encoded.
        let target = std::str::from_utf8(location.as_bytes())
            .ok()
            .and_then(|location| request.url.join(location).ok());
        let Some(mut target) = target else {
            return RedirectStep::Refuse(RedirectError::Location);
        };
        if self.followed >= self.policy.max {
            return RedirectStep::Refuse(RedirectError::TooMany(self.policy.max));
        }
        self.followed += 1;
        if let Some(refused) = self.refusal(request, &target) {
            return RedirectStep::Refuse(refused);
        }
        if target.origin() != request.url.origin() {
            strip(api, request, &mut target);
            self.left_origin = true;
        }
        target.set_fragment(None);
        if let Some(problem) = UrlTooLong::of(&target) {
            return RedirectStep::Refuse(RedirectError::TooLong(problem));
        }
        let becomes_get = match status.as_u16() {
            301 | 302 => request.method == Method::POST,
            303 => request.method != Method::HEAD,
            _ => false,
        };
        if becomes_get && request.method != Method::GET {
            request.method = Method::GET;
            request.body = Body::default();
            drop_content_headers(&mut request.headers);
        }
        if request.body.is_spent() {
            return RedirectStep::Refuse(RedirectError::SpentBody);
        }
        request.url = target;
        RedirectStep::Follow
    }

    /// Why a redirect is not followed.
    fn refusal(&self, request: &OutgoingRequest, target: &Url) -> Option<RedirectError> {
        let to = || origin(&target.origin().ascii_serialization());
        if !matches!(target.scheme(), "http" | "https") {
            return Some(RedirectError::Scheme(origin(target.scheme())));
        }
        if request.url.scheme() == "https" && target.scheme() == "http" {
            return Some(RedirectError::ToHttp(to()));
        }
        if !target.username().is_empty() || target.password().is_some() {
            return Some(RedirectError::User(to()));
        }
        if target.origin() == request.url.origin() {
            return None;
        }
        if self.policy.same_origin {
            return Some(RedirectError::OtherOrigin(to()));
        }
        (!self.is_read).then(|| RedirectError::MethodToOtherOrigin(request.method.clone(), to()))
    }
}

/// Why a redirect is not followed. Names origins only: paths and queries may carry secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RedirectError {
    /// The header `Location` is not a URL.
    Location,
    TooLong(UrlTooLong),
    TooMany(usize),
    /// The URL is neither http nor https.
    Scheme(String),
    /// From https to http.
    ToHttp(String),
    /// The URL has a user or a password.
    User(String),
    OtherOrigin(String),
    /// Another origin, for a method that is not GET or HEAD.
    MethodToOtherOrigin(Method, String),
    /// The body is to be sent again, and was a stream.
    SpentBody,
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Location => f.write_str("the redirect's Location is not a URL"),
            Self::TooLong(problem) => write!(f, "the redirect is not followed: {problem}"),
            Self::TooMany(max) => write!(f, "more than {max} redirects: `RedirectPolicy::max` sets another limit"),
            Self::Scheme(scheme) => write!(f, "a redirect to scheme `{scheme}` is not followed"),
            Self::ToHttp(to) => write!(f, "a redirect from https to {to} is not followed"),
            Self::User(to) => write!(f, "a redirect to {to} with a user in its URL is not followed"),
            Self::OtherOrigin(to) => write!(f, "a redirect to another origin, {to}, is not followed"),
            Self::MethodToOtherOrigin(method, to) => {
                write!(f, "a redirect of {method} to another origin, {to}, is not followed")
            }
            Self::SpentBody => {
                f.write_str("the redirect asks for the body again, which was a stream that can be read once")
            }
        }
    }
}

impl std::error::Error for RedirectError {}

/// Removes everything that identifies the caller to another origin.
fn strip(api: &Api, request: &mut OutgoingRequest, target: &mut Url) {
    let kept: Vec<_> = [ACCEPT, USER_AGENT]
        .into_iter()
        .filter_map(|name| request.headers.get(&name).cloned().map(|value| (name, value)))
        .collect();
    request.headers = kept.into_iter().collect();
    request.body = Body::default();
    let rest = without_keys(api, target);
    if rest.as_deref() != target.query() {
        target.set_query(rest.as_deref());
    }
}

fn drop_content_headers(headers: &mut HeaderMap) {
    let names: Vec<HeaderName> = headers
        .keys()
        .filter(|name| name.as_str().starts_with("content-"))
        .cloned()
        .collect();
    for name in names {
        headers.remove(name);
    }
}

#[cfg(test)]
#[path = "redirect_tests.rs"]
mod tests;
