//! What a transport does.

use crate::base::{BoxError, BoxFuture};
use crate::body::request::Body;
use crate::body::response::ResponseBody;
use crate::transport::outgoing::OutgoingRequest;

pub(crate) type Sent = Result<http::Response<ResponseBody>, BoxError>;

/// Sends one request; no redirects, no credentials, no limits: those are `execute`'s.
pub(crate) trait Transport: Send + Sync {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Sent>;

    /// Sends a request of a call. A transport that needs no `http::Request` saves writing the URL and reading it again.
    ///
    /// # Errors
    /// The request cannot be written as an `http::Request`.
    fn send_outgoing(&self, request: OutgoingRequest) -> Result<BoxFuture<Sent>, http::Error> {
        Ok(self.send(request.into_http()?))
    }
}

/// What a wasm transport reads the timeout from, as there is no clock to race against.
#[cfg(target_arch = "wasm32")]
#[derive(Clone, Copy)]
pub(crate) struct BrowserTimeout(pub(crate) std::time::Duration);
