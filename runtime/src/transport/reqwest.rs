//! What sends a request: reqwest here, `tower` services in `service.rs`.

use crate::base::{BoxError, BoxFuture};
use crate::body::request::Body;
use crate::body::response::ResponseBody;
#[cfg(not(target_arch = "wasm32"))]
use crate::transport::outgoing::OutgoingRequest;
#[cfg(target_arch = "wasm32")]
use crate::transport::traits::BrowserTimeout;
use crate::transport::traits::{Sent, Transport};
use std::time::Duration;
use url::Url;

/// reqwest.
pub(crate) struct Reqwest(pub(crate) reqwest::Client);

#[cfg(not(target_arch = "wasm32"))]
impl Transport for Reqwest {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Sent> {
        let (parts, body) = request.into_parts();
        let url = Url::parse(&parts.uri.to_string());
        let request = url.map(|url| filled(reqwest::Request::new(parts.method, url), parts.headers, body));
        self.execute(request.map_err(Into::into))
    }

    fn send_outgoing(&self, request: OutgoingRequest) -> Result<BoxFuture<Sent>, http::Error> {
        let filled = filled(
            reqwest::Request::new(request.method, request.url),
            request.headers,
            request.body,
        );
        Ok(self.execute(Ok(filled)))
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Reqwest {
    fn execute(&self, request: Result<reqwest::Request, BoxError>) -> BoxFuture<Sent> {
        let sending = request.map(|request| self.0.execute(request));
        Box::pin(async move {
            let response = sending?.await.map_err(reqwest::Error::without_url)?;
            from_reqwest(response).await
        })
    }
}

/// A request with an empty body has no length.
#[cfg(not(target_arch = "wasm32"))]
fn filled(mut request: reqwest::Request, headers: http::HeaderMap, body: Body) -> reqwest::Request {
    *request.headers_mut() = headers;
    if !body.is_empty() {
        // What is in memory may be sent again by reqwest itself, where the connection was lost before it was used.
        *request.body_mut() = Some(match body.into_bytes() {
            Ok(bytes) => bytes.into(),
            Err(streamed) => reqwest::Body::wrap(streamed),
        });
    }
    request
}

/// `fetch` needs whole bodies.
#[cfg(target_arch = "wasm32")]
impl Transport for Reqwest {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Sent> {
        let client = self.0.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let mut request = reqwest::Request::new(parts.method, Url::parse(&parts.uri.to_string())?);
            *request.headers_mut() = parts.headers;
            let bytes = body.collect().await?;
            if !bytes.is_empty() {
                *request.body_mut() = Some(bytes.into());
            }
            if let Some(BrowserTimeout(timeout)) = parts.extensions.get() {
                *request.timeout_mut() = Some(*timeout);
            }
            let response = client.execute(request).await.map_err(reqwest::Error::without_url)?;
            from_reqwest(response).await
        })
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async, reason = "the wasm twin waits")]
async fn from_reqwest(response: reqwest::Response) -> Sent {
    let response: http::Response<reqwest::Body> = response.into();
    Ok(response.map(ResponseBody::unpin))
}

/// The browser hands over whole bodies.
#[cfg(target_arch = "wasm32")]
async fn from_reqwest(response: reqwest::Response) -> Sent {
    let mut out = http::Response::new(());
    *out.status_mut() = response.status();
    *out.headers_mut() = response.headers().clone();
    let bytes = response.bytes().await.map_err(reqwest::Error::without_url)?;
    Ok(out.map(|()| ResponseBody::new(Body::from(bytes))))
}

/// A change to the built-in transport.
pub(crate) type Configure = dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync;

/// How the built-in transport is set up.
pub(crate) struct ReqwestOptions<'a> {
    pub(crate) configure: Option<&'a Configure>,
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "the browser connects"))]
    pub(crate) connect_timeout: Option<Duration>,
    /// Whether TLS is certain to be needed, so that missing certificates are an error now.
    #[cfg_attr(
        any(feature = "native-tls", target_arch = "wasm32"),
        allow(dead_code, reason = "rustls only")
    )]
    pub(crate) https: bool,
}

/// The built-in transport.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn default_client(setup: &ReqwestOptions<'_>) -> Result<reqwest::Client, BoxError> {
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false);
    if let Some(timeout) = setup.connect_timeout {
        builder = builder.connect_timeout(timeout);
    }
    #[cfg(all(feature = "rustls", not(feature = "native-tls")))]
    {
        builder = builder.tls_backend_preconfigured(crate::transport::tls::config(setup.https)?);
    }
    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    if setup.https {
        return Err("the base URL is https, but neither feature `rustls` nor `native-tls` is on".into());
    }
    if let Some(configure) = setup.configure {
        builder = configure(builder);
    }
    Ok(builder.build()?)
}

/// The built-in transport: `fetch`. The browser owns redirects and connections.
#[cfg(target_arch = "wasm32")]
pub(crate) fn default_client(setup: &ReqwestOptions<'_>) -> Result<reqwest::Client, BoxError> {
    let mut builder = reqwest::Client::builder();
    if let Some(configure) = setup.configure {
        builder = configure(builder);
    }
    Ok(builder.build()?)
}
