//! What a client sends through: reqwest, your own service, layers around either.

use crate::base::{BoxError, MaybeSend};
use crate::body::request::Body;
use crate::builder::client_builder::ClientBuilder;
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
#[cfg(feature = "test-util")]
use crate::fake::server::FakeServer;
use crate::transport::handle::TransportHandle;
use crate::transport::reqwest::{ReqwestOptions, default_client};
use crate::transport::service::{HttpService, Service};
use std::sync::Arc;

impl<C> ClientBuilder<C> {
    /// Changes the settings of the built-in reqwest client: proxies, pools, addresses to bind to.
    ///
    /// TLS is set up by then; for certificates of your own see [`http_client`](Self::http_client).
    ///
    /// ```
    /// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
    /// #     servers: ["https://api.example.com"], schemes: {} } }
    /// # use oaspen_client::{Client, ClientBuilder};
    /// let client: Client = ClientBuilder::new(&API)
    ///     .configure_http(|http| http.no_proxy().pool_max_idle_per_host(4))
    ///     .build()?;
    /// # Ok::<(), oaspen_client::Error>(())
    /// ```
    pub fn configure_http(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.configure = Some(Arc::new(configure));
        self
    }

    /// Sends through a reqwest client of your own: certificates, client identities, resolvers.
    ///
    /// Build it with `redirect(Policy::none())`: redirects that reqwest follows itself bypass the rules of
    /// [`RedirectPolicy`](crate::RedirectPolicy). reqwest's own TLS needs one of its TLS features switched on in your `Cargo.toml`
    /// (`reqwest = { version = "0.13", features = ["rustls"] }`), as this crate brings its own set-up.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.wire = Some(TransportHandle::reqwest(client));
        self
    }

    /// Sends through a `tower` service of your own instead of reqwest. Redirects, credentials, retries, limits and
    /// timeouts are unchanged. To put something around a transport, see [`layer`](Self::layer).
    ///
    /// ```
    /// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
    /// #     servers: ["https://api.example.com"], schemes: {} } }
    /// use oaspen_client::{Body, Client, ClientBuilder, http};
    /// use std::{convert::Infallible, future::{Ready, ready}, task::{Context, Poll}};
    ///
    /// #[derive(Clone)]
    /// struct Fake;
    ///
    /// impl oaspen_client::tower_service::Service<http::Request<Body>> for Fake {
    ///     type Response = http::Response<Body>;
    ///     type Error = Infallible;
    ///     type Future = Ready<Result<Self::Response, Infallible>>;
    ///     fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
    ///         Poll::Ready(Ok(()))
    ///     }
    ///     fn call(&mut self, request: http::Request<Body>) -> Self::Future {
    ///         ready(Ok(http::Response::new(Body::from(request.uri().path().to_owned()))))
    ///     }
    /// }
    ///
    /// let client: Client = ClientBuilder::new(&API).service(Fake).build()?;
    /// # Ok::<(), oaspen_client::Error>(())
    /// ```
    pub fn service<S, B>(mut self, service: S) -> Self
    where
        S: tower_service::Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        S::Future: MaybeSend,
        S::Error: Into<BoxError>,
        B: http_body::Body<Data = bytes::Bytes> + MaybeSend + 'static,
        B::Error: Into<BoxError>,
    {
        self.wire = Some(TransportHandle::service(Arc::new(Service(service))));
        self
    }

    /// Puts a `tower` layer around the transport, built-in or your own: limits, metrics,
    /// signatures, caches. A layer sees every request, including retries, redirects and requests for tokens,
    /// each with its [`CallInfo`](crate::CallInfo); retries, redirects and the deadline of a call are around
    /// it. Several layers: the one added last sees a request first. In a `tower::ServiceBuilder`, which is a layer as
    /// well, it is the one named first.
    ///
    /// The errors of a layer count as failures of the connection: see [`ErrorKind::Transport`](crate::ErrorKind).
    ///
    /// ```
    /// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
    /// #     servers: ["https://api.example.com"], schemes: {} } }
    /// # use oaspen_client::{Client, ClientBuilder};
    /// use std::time::Duration;
    /// use tower::ServiceBuilder;
    ///
    /// let client: Client = ClientBuilder::new(&API)
    ///     .layer(
    ///         ServiceBuilder::new()
    ///             .concurrency_limit(8)                       // of all clones of this client together
    ///             .timeout(Duration::from_secs(2)),           // of one attempt; the call has 30 s
    ///     )
    ///     .build()?;
    /// # Ok::<(), oaspen_client::Error>(())
    /// ```
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: tower_layer::Layer<HttpService> + Send + Sync + 'static,
        L::Service:
            tower_service::Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        <L::Service as tower_service::Service<http::Request<Body>>>::Future: MaybeSend,
        <L::Service as tower_service::Service<http::Request<Body>>>::Error: Into<BoxError>,
        B: http_body::Body<Data = bytes::Bytes> + MaybeSend + 'static,
        B::Error: Into<BoxError>,
    {
        self.layers.push(Arc::new(move |transport| {
            Arc::new(Service(layer.layer(HttpService::new(transport))))
        }));
        self
    }

    /// Sends to a [`FakeServer`] in this process. Feature `test-util`.
    ///
    /// A base URL is not needed then, and credentials are required only if some are set.
    #[cfg(feature = "test-util")]
    pub fn fake(mut self, fake: &FakeServer) -> Self {
        self.wire = Some(fake.wire());
        self.servers
            .base_url
            .get_or_insert_with(|| "http://fake.invalid".to_owned());
        self
    }

    /// The transport with its layers.
    pub(super) fn connect(&self, https: bool) -> Result<TransportHandle, Box<ErrorInner>> {
        let mut wire = match &self.wire {
            Some(wire) => wire.clone(),
            None => {
                let setup = ReqwestOptions {
                    configure: self.configure.as_deref(),
                    connect_timeout: self.connect_timeout,
                    https,
                };
                TransportHandle::reqwest(default_client(&setup).map_err(|error| {
                    ErrorInner::new(ErrorKind::Build, "the HTTP client could not be set up").source(error)
                })?)
            }
        };
        for layer in &self.layers {
            wire.transport = layer(wire.transport);
            wire.is_watched = true;
        }
        Ok(wire)
    }
}
