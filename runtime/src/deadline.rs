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

    /// Whether the deadline is further away than this.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn leaves(self, time: Duration) -> bool {
        self.at
            .is_none_or(|at| at.saturating_duration_since(tokio::time::Instant::now()) > time)
    }

    /// Whether the deadline is further away than this: nobody knows.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn leaves(self, _: Duration) -> bool {
        true
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

/// Whether the calling thread has a timer to wait by.
pub(crate) fn can_wait() -> bool {
    cfg!(not(target_arch = "wasm32")) && has_runtime()
}

/// Lets a time pass; only where [`can_wait`].
#[cfg(not(target_arch = "wasm32"))]
pub(crate) async fn sleep(time: Duration) {
    tokio::time::sleep(time).await;
}

/// Lets no time pass.
#[cfg(target_arch = "wasm32")]
pub(crate) async fn sleep(_: Duration) {}
