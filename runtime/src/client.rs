//! The client every call goes through.

use crate::auth::cache::Fetch;
use crate::auth::credentials::Credentials;
use crate::error::failure::Failure;
use crate::error::redact::redact;
use crate::params::server::BaseUrls;
use crate::policy::attempt::AttemptHook;
use crate::policy::redirect::RedirectPolicy;
use crate::policy::retry::{Jitter, RetryPolicy};
use crate::table::api::Api;
use crate::table::lenient::{DecodeSettings, Decoding};
use crate::table::operation::Operation;
use crate::transport::handle::TransportHandle;
use http::HeaderMap;
use http::header::USER_AGENT;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What a generated client wraps: address, credentials, limits and the transport.
///
/// Cloning is cheap; clones share connections. Built by a [`ClientBuilder`](crate::ClientBuilder).
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<ClientInner>,
    /// The credentials of one call, instead of those of the client.
    own: Option<Arc<Credentials>>,
}

impl From<ClientInner> for Client {
    fn from(inner: ClientInner) -> Self {
        Self {
            inner: Arc::new(inner),
            own: None,
        }
    }
}

pub(crate) struct ClientInner {
    pub(crate) api: &'static Api,
    pub(crate) bases: BaseUrls,
    pub(crate) credentials: Credentials,
    /// Sent with every request.
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_response_bytes: usize,
    pub(crate) redirects: RedirectPolicy,
    pub(crate) retry: RetryPolicy,
    pub(crate) jitter: Jitter,
    pub(crate) on_attempt: Option<AttemptHook>,
    pub(crate) decode: DecodeSettings,
    /// Whether only declared statuses are successes.
    pub(crate) strict_status: bool,
    pub(crate) wire: TransportHandle,
}

impl ClientInner {
    /// How bodies of an operation are decoded.
    pub(crate) fn decoding(&self, operation: &Operation) -> Decoding {
        self.decode.of(|| operation.name())
    }

    /// How tokens are fetched.
    pub(crate) fn fetch(&self) -> Fetch<'_> {
        Fetch {
            transport: &self.wire.transport,
            user_agent: self.headers.get(USER_AGENT),
        }
    }
}

impl Client {
    /// The same with other credentials.
    pub(crate) fn with_credentials(&self, credentials: Credentials) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            own: Some(Arc::new(credentials)),
        }
    }

    /// The credentials of calls.
    pub(crate) fn credentials(&self) -> &Credentials {
        self.own.as_deref().unwrap_or(&self.inner.credentials)
    }

    /// The error without the credentials of this client in its texts.
    pub(crate) fn redacted(&self, error: Failure) -> Failure {
        redact(error, &self.credentials().secrets())
    }

    /// The address that paths are appended to, except for operations with a server of their own.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.inner.bases.base.as_str()
    }
}

/// Without credentials and the values of headers.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        f.debug_struct("Client")
            .field("api", &inner.api.name)
            .field("base_url", &self.base_url())
            .field("credentials", self.credentials())
            .field("timeout", &inner.timeout)
            .field("max_response_bytes", &inner.max_response_bytes)
            .field("redirects", &inner.redirects)
            .field("retry", &inner.retry)
            .finish_non_exhaustive()
    }
}
