//! Which redirects are followed, and what goes along.

use crate::table::{Api, Scheme};
use crate::upload::Body;
use http::header::{ACCEPT, HeaderMap, HeaderName, LOCATION, USER_AGENT};
use http::{Method, StatusCode};
use url::Url;

/// Which redirects a client follows.
///
/// The default follows up to ten. Within the origin (scheme, host and port) of the request everything
/// goes along, and 307 and 308 repeat method and body. To another origin only GET and HEAD are
/// followed, and nothing but `Accept` and `User-Agent` goes along: no `Authorization`, cookies, API keys
/// or headers of your own. From https to http is never followed. `Referer` is never sent.
///
/// ```
/// use oaspen_client::RedirectPolicy;
/// assert_eq!(RedirectPolicy::default(), RedirectPolicy::new().max(10));
/// assert_ne!(RedirectPolicy::default(), RedirectPolicy::none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedirectPolicy {
    max: usize,
    same_origin: bool,
}

impl RedirectPolicy {
    /// The default policy.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max: 10,
            same_origin: false,
        }
    }

    /// Follows nothing: a redirect is the answer.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            max: 0,
            same_origin: false,
        }
    }

    /// Most redirects in one call; 0 follows none.
    #[must_use]
    pub const fn max(mut self, max: usize) -> Self {
        self.max = max;
        self
    }

    /// Refuses redirects to another origin.
    #[must_use]
    pub const fn same_origin_only(mut self) -> Self {
        self.same_origin = true;
        self
    }
}

impl Default for RedirectPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// A request as it is sent, and sent again after a redirect.
#[derive(Clone)]
pub(crate) struct Hop {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

/// The redirects of one call.
pub(crate) struct Redirects {
    policy: RedirectPolicy,
    followed: usize,
    /// Whether the call began as GET or HEAD: nothing else may leave its origin.
    is_read: bool,
}

/// What to do with an answer.
pub(crate) enum Next {
    /// It is the answer.
    Keep,
    /// Send the hop again.
    Follow,
    /// It is an error.
    Refuse(String),
}

impl Redirects {
    pub(crate) fn new(policy: RedirectPolicy, method: &Method) -> Self {
        Self {
            policy,
            followed: 0,
            is_read: matches!(*method, Method::GET | Method::HEAD),
        }
    }

    /// Whether one was followed.
    pub(crate) fn any(&self) -> bool {
        self.followed > 0
    }

    /// Whether an answer with this status may be one to follow.
    pub(crate) fn concern(&self, status: StatusCode) -> bool {
        matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) && self.policy.max > 0
    }

    /// Looks at an answer and, if it is to be followed, changes the hop to the next request.
    pub(crate) fn next(&mut self, api: &Api, hop: &mut Hop, status: StatusCode, headers: &HeaderMap) -> Next {
        if !self.concern(status) {
            return Next::Keep;
        }
        let Some(location) = headers.get(LOCATION) else {
            return Next::Keep;
        };
        let target = location.to_str().ok().and_then(|location| hop.url.join(location).ok());
        let Some(mut target) = target else {
            return Next::Refuse("the redirect's Location is not a URL".to_owned());
        };
        if self.followed >= self.policy.max {
            return Next::Refuse(format!("more than {} redirects", self.policy.max));
        }
        self.followed += 1;
        if let Some(refused) = self.refusal(hop, &target) {
            return Next::Refuse(refused);
        }
        if target.origin() != hop.url.origin() {
            strip(api, hop, &mut target);
        }
        target.set_fragment(None);
        let becomes_get = match status.as_u16() {
            301 | 302 => hop.method == Method::POST,
            303 => hop.method != Method::HEAD,
            _ => false,
        };
        if becomes_get && hop.method != Method::GET {
            hop.method = Method::GET;
            hop.body = Body::default();
            drop_content_headers(&mut hop.headers);
        }
        if hop.body.is_spent() {
            return Next::Refuse(
                "the redirect asks for the body again, which was a stream that can be read once".to_owned(),
            );
        }
        hop.url = target;
        Next::Follow
    }

    /// Why a redirect is not followed. Names origins only: paths and queries may carry secrets.
    fn refusal(&self, hop: &Hop, target: &Url) -> Option<String> {
        let to = || target.origin().ascii_serialization();
        if !matches!(target.scheme(), "http" | "https") {
            return Some(format!("a redirect to scheme `{}` is not followed", target.scheme()));
        }
        if hop.url.scheme() == "https" && target.scheme() == "http" {
            return Some(format!("a redirect from https to {} is not followed", to()));
        }
        if !target.username().is_empty() || target.password().is_some() {
            return Some(format!("a redirect to {} with a user in its URL is not followed", to()));
        }
        if target.origin() == hop.url.origin() {
            return None;
        }
        if self.policy.same_origin {
            return Some(format!("a redirect to another origin, {}, is not followed", to()));
        }
        (!self.is_read).then(|| {
            format!(
                "a redirect of {} to another origin, {}, is not followed",
                hop.method,
                to()
            )
        })
    }
}

/// Takes everything off that could tell another origin who is asking.
fn strip(api: &Api, hop: &mut Hop, target: &mut Url) {
    let kept: Vec<_> = [ACCEPT, USER_AGENT]
        .into_iter()
        .filter_map(|name| hop.headers.get(&name).cloned().map(|value| (name, value)))
        .collect();
    hop.headers = kept.into_iter().collect();
    hop.body = Body::default();
    let rest = without_keys(api, target);
    if rest.as_deref() != target.query() {
        target.set_query(rest.as_deref());
    }
}

/// Whether a query parameter of this name is an API key.
pub(crate) fn is_key(api: &Api, name: &str) -> bool {
    let mut schemes = api.schemes.iter();
    schemes.any(|(_, scheme)| matches!(scheme, Scheme::ApiKeyQuery(key) if *key == name))
}

/// The query of an address without the API keys in it; `None` where nothing is left. What stays, stays as it is, byte
/// for byte: it may be signed.
pub(crate) fn without_keys(api: &Api, url: &Url) -> Option<String> {
    let query = url.query()?;
    let is_key = |name: &str| is_key(api, name);
    if !url.query_pairs().any(|(name, _)| is_key(&name)) {
        return Some(query.to_owned());
    }
    let rest: Vec<&str> = query
        .split('&')
        .filter(|pair| !url::form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| is_key(&name)))
        .collect();
    (!rest.is_empty()).then(|| rest.join("&"))
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
