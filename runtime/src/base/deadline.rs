//! The time a call may take.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// When a call has to be done; `None` means never. On wasm the duration is passed to `fetch` instead.
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

    /// Whether the deadline is further away than this: not known without a clock.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn leaves(self, _: Duration) -> bool {
        true
    }

    /// Waits for a future, at most until the deadline.
    pub(crate) fn race<F: Future>(self, future: F) -> Race<F> {
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(at) = self.at {
            return Race::Limited {
                future: tokio::time::timeout_at(at, future),
            };
        }
        Race::Unlimited { future }
    }
}

pin_project_lite::pin_project! {
    /// What [`Deadline::race`] returns. It has the future once, where an async function would have it in each of its states.
    #[project = RaceState]
    pub(crate) enum Race<F>
    where
        F: Future,
    {
        Limited { #[pin] future: Timeout<F> },
        Unlimited { #[pin] future: F },
    }
}

impl<F: Future> Future for Race<F> {
    type Output = Result<F::Output, Elapsed>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            RaceState::Limited { future } => future.poll(cx).map_err(|_| Elapsed),
            RaceState::Unlimited { future } => future.poll(cx).map(Ok),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
type Timeout<F> = tokio::time::Timeout<F>;

/// There is none.
#[cfg(target_arch = "wasm32")]
type Timeout<F> = std::future::Pending<Result<<F as Future>::Output, Elapsed>>;

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

/// Waits for a time, and yields to other tasks even if it is zero. A longer time requires [`can_wait`].
#[cfg(not(target_arch = "wasm32"))]
pub(crate) async fn sleep(time: Duration) {
    if time.is_zero() {
        tokio::task::yield_now().await;
    } else {
        tokio::time::sleep(time).await;
    }
}

/// Does not wait.
#[cfg(target_arch = "wasm32")]
pub(crate) async fn sleep(_: Duration) {}

/// The longest wait for the next chunk of a body. A browser has none: there bodies arrive whole.
#[derive(Debug, Default)]
pub(crate) struct Idle {
    limit: Option<Duration>,
    /// Whether a wait is in progress.
    #[cfg(not(target_arch = "wasm32"))]
    is_waiting: bool,
    #[cfg(not(target_arch = "wasm32"))]
    timer: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl Idle {
    /// [`Duration::MAX`] is no limit, and neither is `None`.
    pub(crate) fn after(limit: Option<Duration>) -> Self {
        Self {
            limit: limit.filter(|limit| *limit < Duration::MAX),
            ..Self::default()
        }
    }

    /// Data arrived: the next wait starts now.
    pub(crate) fn reset(&mut self) {
        #[cfg(not(target_arch = "wasm32"))]
        {
            self.is_waiting = false;
        }
    }

    /// Ready, with the limit, when no data arrived for that long.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Duration> {
        let Some(limit) = self.limit.filter(|_| has_runtime()) else {
            return Poll::Pending;
        };
        if !std::mem::replace(&mut self.is_waiting, true) {
            match (&mut self.timer, tokio::time::Instant::now().checked_add(limit)) {
                (Some(timer), Some(end)) => timer.as_mut().reset(end),
                (timer, _) => *timer = Some(Box::pin(tokio::time::sleep(limit))),
            }
        }
        match &mut self.timer {
            Some(timer) => timer.as_mut().poll(cx).map(|()| limit),
            None => Poll::Pending,
        }
    }

    /// Never ready.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn poll(&mut self, _: &mut Context<'_>) -> Poll<Duration> {
        let _ = self.limit;
        Poll::Pending
    }
}
