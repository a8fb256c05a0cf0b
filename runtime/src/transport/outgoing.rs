//! A request before the transport sends it.

use crate::body::request::Body;
use http::{HeaderMap, Method};
use url::Url;

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
