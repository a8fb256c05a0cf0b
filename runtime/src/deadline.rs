//! The time a call may take.

use std::future::Future;
use std::time::Duration;

/// When a call has to be done; `None` never. On wasm `fetch` is told the duration instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    #[cfg(not(target_arch = "wasm32"))]
    at: Option<tokio::time::Instant>,
}

/// The time ran out.
#[derive(Debug)]
pub(crate) struct Elapsed;

impl Deadline {
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn after(timeout: Option<Duration>) -> Self {
        // A duration too long for the clock is no deadline.
        Self {
            at: timeout.and_then(|timeout| tokio::time::Instant::now().checked_add(timeout)),
        }
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn after(_: Option<Duration>) -> Self {
        Self {}
    }

    /// Waits for a future, at most until the deadline.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) async fn race<F: Future>(self, future: F) -> Result<F::Output, Elapsed> {
        match self.at {
            Some(at) => tokio::time::timeout_at(at, future).await.map_err(|_| Elapsed),
            None => Ok(future.await),
        }
    }

    /// Waits for a future, at most until the deadline.
    #[cfg(target_arch = "wasm32")]
    pub(crate) async fn race<F: Future>(self, future: F) -> Result<F::Output, Elapsed> {
        Ok(future.await)
    }
}

/// Whether the calling thread can make calls: timers and sockets need a Tokio runtime.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn has_runtime() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

/// Whether the calling thread can make calls: a browser always can.
#[cfg(target_arch = "wasm32")]
pub(crate) fn has_runtime() -> bool {
    true
}
