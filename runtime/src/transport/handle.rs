//! A transport and its properties.

use crate::transport::reqwest::Reqwest;
use crate::transport::traits::Transport;
use std::sync::Arc;

/// A transport, and the properties that calls depend on.
#[derive(Clone)]
pub(crate) struct TransportHandle {
    pub(crate) transport: Arc<dyn Transport>,
    /// Whether it only works inside a Tokio runtime.
    pub(crate) needs_runtime: bool,
    /// Whether a service or a layer may read which operation a request belongs to.
    pub(crate) is_watched: bool,
    /// Whether it responds in process, so that a timeout is no reason to need a runtime.
    pub(crate) is_fake: bool,
}

impl TransportHandle {
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
