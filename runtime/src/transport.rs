//! What sends a request: reqwest, or any `tower` service in its place.

use crate::body::Incoming;
use crate::error::BoxError;
use crate::upload::Body;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::time::Duration;

/// A boxed future: `Send` except on wasm.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;
/// A boxed future: `Send` except on wasm.
#[cfg(target_arch = "wasm32")]
pub(crate) type BoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

pub(crate) type Sent = Result<http::Response<Incoming>, BoxError>;

/// Sends one request; no redirects, no credentials, no limits: those are `execute`'s.
pub(crate) trait Transport: Send + Sync {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Sent>;
}

/// What a wasm transport reads the timeout from, as there is no clock to race against.
#[derive(Clone, Copy)]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "wasm only"))]
pub(crate) struct BrowserTimeout(pub(crate) Duration);

/// reqwest.
pub(crate) struct Reqwest(pub(crate) reqwest::Client);

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Sent> {
        let client = self.0.clone();
        Box::pin(async move {
            let request = to_reqwest(request).await?;
            let response = client.execute(request).await.map_err(reqwest::Error::without_url)?;
            from_reqwest(response).await
        })
    }
}

async fn to_reqwest(request: http::Request<Body>) -> Result<reqwest::Request, BoxError> {
    let (parts, body) = request.into_parts();
    let url = reqwest::Url::parse(&parts.uri.to_string())?;
    let mut out = reqwest::Request::new(parts.method, url);
    *out.headers_mut() = parts.headers;
    *out.body_mut() = reqwest_body(body).await?;
    #[cfg(target_arch = "wasm32")]
    if let Some(BrowserTimeout(timeout)) = parts.extensions.get() {
        *out.timeout_mut() = Some(*timeout);
    }
    Ok(out)
}

/// Nothing of a body that is empty: not even a length.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async, reason = "the wasm twin waits")]
async fn reqwest_body(body: Body) -> Result<Option<reqwest::Body>, BoxError> {
    if body.is_empty() {
        return Ok(None);
    }
    // What is in memory may be sent again by reqwest itself, where the connection was lost before it was used.
    Ok(Some(match body.into_bytes() {
        Ok(bytes) => bytes.into(),
        Err(streamed) => reqwest::Body::wrap(streamed),
    }))
}

/// The browser wants whole bodies.
#[cfg(target_arch = "wasm32")]
async fn reqwest_body(body: Body) -> Result<Option<reqwest::Body>, BoxError> {
    let bytes = body.collect().await?;
    Ok((!bytes.is_empty()).then(|| bytes.into()))
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async, reason = "the wasm twin waits")]
async fn from_reqwest(response: reqwest::Response) -> Sent {
    let response: http::Response<reqwest::Body> = response.into();
    Ok(response.map(Incoming::new))
}

/// The browser hands over whole bodies.
#[cfg(target_arch = "wasm32")]
async fn from_reqwest(response: reqwest::Response) -> Sent {
    let mut out = http::Response::new(());
    *out.status_mut() = response.status();
    *out.headers_mut() = response.headers().clone();
    let bytes = response.bytes().await.map_err(reqwest::Error::without_url)?;
    Ok(out.map(|()| Incoming::new(Body::from(bytes))))
}

/// A `tower` service.
pub(crate) struct Service<S>(pub(crate) S);

#[cfg(not(target_arch = "wasm32"))]
impl<S, B> Transport for Service<S>
where
    S: tower_service::Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Sent> {
        let mut service = self.0.clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(Into::into)?;
            let response = service.call(request).await.map_err(Into::into)?;
            Ok(response.map(Incoming::new))
        })
    }
}

#[cfg(target_arch = "wasm32")]
impl<S, B> Transport for Service<S>
where
    S: tower_service::Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    S::Future: 'static,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = bytes::Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Sent> {
        let mut service = self.0.clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(Into::into)?;
            let response = service.call(request).await.map_err(Into::into)?;
            Ok(response.map(Incoming::new))
        })
    }
}

/// A change to the built-in transport.
pub(crate) type Configure = dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync;

/// How the built-in transport is set up.
pub(crate) struct Setup<'a> {
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
pub(crate) fn built_in(setup: &Setup<'_>) -> Result<reqwest::Client, BoxError> {
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false);
    if let Some(timeout) = setup.connect_timeout {
        builder = builder.connect_timeout(timeout);
    }
    #[cfg(all(feature = "rustls", not(feature = "native-tls")))]
    {
        builder = builder.tls_backend_preconfigured(tls(setup.https)?);
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
pub(crate) fn built_in(setup: &Setup<'_>) -> Result<reqwest::Client, BoxError> {
    let mut builder = reqwest::Client::builder();
    if let Some(configure) = setup.configure {
        builder = configure(builder);
    }
    Ok(builder.build()?)
}

/// rustls with `ring`, or with the provider the program installed, and the system's certificates.
/// They are read once: it takes a while.
#[cfg(all(feature = "rustls", not(feature = "native-tls"), not(target_arch = "wasm32")))]
fn tls(https: bool) -> Result<rustls::ClientConfig, BoxError> {
    use rustls_platform_verifier::BuilderVerifierExt as _;
    use std::sync::{Arc, OnceLock};

    static CONFIG: OnceLock<rustls::ClientConfig> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(config.clone());
    }
    let provider = rustls::crypto::CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let builder = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    match builder.clone().with_platform_verifier() {
        Ok(verified) => Ok(CONFIG.get_or_init(|| verified.with_no_client_auth()).clone()),
        Err(error) if https => Err(Box::new(error)),
        // A machine without certificates can still speak plain HTTP to a local server.
        Err(_) => Ok(builder
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth()),
    }
}
