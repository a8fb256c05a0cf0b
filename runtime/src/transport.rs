//! What sends a request: reqwest here, `tower` services in `service.rs`.

use crate::body::Incoming;
use crate::error::BoxError;
#[cfg(not(target_arch = "wasm32"))]
use crate::redirect::Hop;
use crate::upload::Body;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

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

    /// The built-in transport, where this is it and no more: it takes hops as they are.
    #[cfg(not(target_arch = "wasm32"))]
    fn built_in(&self) -> Option<&Reqwest> {
        None
    }
}

/// A transport, and what calls have to know of it.
#[derive(Clone)]
pub(crate) struct Wire {
    pub(crate) transport: Arc<dyn Transport>,
    /// Whether it only works inside a Tokio runtime.
    pub(crate) needs_runtime: bool,
    /// Whether somebody may want to know which operation a request belongs to.
    pub(crate) is_watched: bool,
    /// Whether it answers in process, so that a timeout is no reason to need a runtime.
    pub(crate) is_fake: bool,
}

impl Wire {
    pub(crate) fn reqwest(client: reqwest::Client) -> Self {
        Self {
            transport: Arc::new(Reqwest(client)),
            needs_runtime: true,
            is_watched: false,
            is_fake: false,
        }
    }

    pub(crate) fn service(transport: Arc<dyn Transport>) -> Self {
        Self {
            transport,
            needs_runtime: false,
            is_watched: true,
            is_fake: false,
        }
    }
}

/// What a wasm transport reads the timeout from, as there is no clock to race against.
#[cfg(target_arch = "wasm32")]
#[derive(Clone, Copy)]
pub(crate) struct BrowserTimeout(pub(crate) Duration);

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

    fn built_in(&self) -> Option<&Self> {
        Some(self)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Reqwest {
    /// Sends a hop without the detour of writing its address and reading it again.
    pub(crate) fn send_hop(&self, hop: Hop) -> BoxFuture<Sent> {
        let request = reqwest::Request::new(hop.method, hop.url);
        self.execute(Ok(filled(request, hop.headers, hop.body)))
    }

    fn execute(&self, request: Result<reqwest::Request, BoxError>) -> BoxFuture<Sent> {
        let sending = request.map(|request| self.0.execute(request));
        Box::pin(async move {
            let response = sending?.await.map_err(reqwest::Error::without_url)?;
            from_reqwest(response).await
        })
    }
}

/// Nothing of a body that is empty: not even a length.
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

/// The browser wants whole bodies.
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
    Ok(response.map(Incoming::unpin))
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
