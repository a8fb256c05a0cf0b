//! A request before the transport sends it.

use crate::body::request::Body;
use http::{HeaderMap, Method};
use std::fmt;
use url::Url;

/// The most bytes of a URL: the types of `http` hold no more.
const MAX_URL: usize = 65_534;

/// A URL has more bytes than can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UrlTooLong(usize);

impl UrlTooLong {
    /// `None` where the URL can be sent.
    pub(crate) fn of(url: &Url) -> Option<Self> {
        let length = url.as_str().len();
        (length > MAX_URL).then_some(Self(length))
    }
}

impl fmt::Display for UrlTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the URL has {} bytes, more than the limit of {MAX_URL}", self.0)
    }
}

/// A request as it is sent, and sent again after a redirect.
#[derive(Clone)]
pub(crate) struct OutgoingRequest {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) extensions: http::Extensions,
}

impl OutgoingRequest {
    /// The request in the types of `http`.
    pub(crate) fn into_http(self) -> Result<http::Request<Body>, http::Error> {
        let mut request = http::Request::builder()
            .method(self.method)
            .uri(self.url.as_str())
            .body(self.body)?;
        *request.headers_mut() = self.headers;
        *request.extensions_mut() = self.extensions;
        Ok(request)
    }
}
