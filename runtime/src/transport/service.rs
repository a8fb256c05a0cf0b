//! `tower` at the edge: services as transports, and transports as services, for layers to wrap.

use crate::base::{BoxError, BoxFuture, MaybeSend};
use crate::body::request::Body;
use crate::body::response::ResponseBody;
use crate::table::operation::Operation;
use crate::transport::traits::{Sent, Transport};
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

/// A `tower` service as a transport.
pub(crate) struct Service<S>(pub(crate) S);

impl<S, B> Transport for Service<S>
where
    S: tower_service::Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    S::Future: MaybeSend,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = bytes::Bytes> + MaybeSend + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Sent> {
        let mut service = self.0.clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(Into::into)?;
            let response = service.call(request).await.map_err(Into::into)?;
            Ok(response.map(ResponseBody::new))
        })
    }
}

/// The transport of a client as a `tower` service: what a layer passed to
/// [`ClientBuilder::layer`](crate::ClientBuilder::layer) wraps.
///
/// It sends one request and returns its response, whatever its status. It is always ready.
#[derive(Clone)]
pub struct HttpService {
    transport: Arc<dyn Transport>,
}

impl HttpService {
    pub(crate) fn new(transport: Arc<dyn Transport>) -> Self {
        Self { transport }
    }
}

impl tower_service::Service<http::Request<Body>> for HttpService {
    type Response = http::Response<ResponseBody>;
    type Error = BoxError;
    type Future = BoxFuture<Sent>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        self.transport.send(request)
    }
}

impl fmt::Debug for HttpService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpService(..)")
    }
}

/// Which operation a request belongs to: an extension of every request that a service or a layer sees, so that
/// metrics and limits can distinguish operations without parsing URLs.
///
/// A request for an OAuth 2 token belongs to none.
///
/// ```
/// use oaspen_client::{Body, CallInfo, http};
///
/// fn label(request: &http::Request<Body>) -> String {
///     match request.extensions().get::<CallInfo>() {
///         Some(call) => format!("{} {}", call.method(), call.path_template()),
///         None => "token".to_owned(),
///     }
/// }
/// # assert_eq!(label(&http::Request::new(Body::default())), "token");
/// ```
#[derive(Clone, Copy)]
pub struct CallInfo {
    pub(crate) operation: &'static Operation,
    pub(crate) attempt: u32,
}

impl CallInfo {
    /// The `operationId`.
    #[must_use]
    pub fn operation_id(&self) -> &'static str {
        self.operation.id
    }

    /// The method that the API declares.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.operation.method
    }

    /// The path as the API declares it, without values: `/users/{user_id}`.
    #[must_use]
    pub fn path_template(&self) -> &'static str {
        self.operation.path
    }

    /// The number of the attempt that the request belongs to, from 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }
}

impl fmt::Debug for CallInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallInfo")
            .field("operation", self.operation)
            .field("attempt", &self.attempt)
            .finish()
    }
}

/// The values of path parameters, encoded: an extension of requests to a fake server.
#[cfg(feature = "test-util")]
#[derive(Clone)]
pub(crate) struct PathValues(pub(crate) Vec<(&'static str, String)>);
