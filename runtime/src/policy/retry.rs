//! How often a call is sent, and the waits between its attempts.

use crate::policy::backoff::backoff;
use http::HeaderName;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The header that makes a request safe to repeat.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// How often a call is sent, and how long it waits between attempts.
///
/// A call is sent again when the server responds with 408, 425, 429, 500, 502, 503 or 504, when no connection
/// was made, or when the connection broke. Between attempts a call waits a random time up to a bound that
/// doubles with each attempt ("full jitter"), and at least as long as `Retry-After` requests, in
/// seconds or as a date. All attempts and waits share the one timeout of the call: a wait that would exceed it
/// ends the call at once with the result of the last attempt.
///
/// Which calls are repeated:
///
/// | call | responses and failed connections | connections that broke after sending |
/// |---|---|---|
/// | GET, HEAD, PUT, DELETE, OPTIONS, TRACE | yes | yes |
/// | any other, with an idempotency key | yes | yes |
/// | any other, with a policy of its own (`.retry(..)` on the call) | yes | no: the server may have acted |
/// | any other | no | no |
///
/// The default is three attempts; [`RetryPolicy::none`] sends once. Without a Tokio runtime and
/// on wasm there is no clock to wait by, and calls are sent once.
///
/// ```
/// use oaspen_client::RetryPolicy;
/// use std::time::Duration;
///
/// let policy = RetryPolicy::new().max_attempts(6).max_delay(Duration::from_secs(30));
/// assert_ne!(policy, RetryPolicy::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
    jitter: bool,
}

impl RetryPolicy {
    /// The default policy: three attempts, waits of up to 0.5 s and 1 s between them.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            max_retry_after: Duration::from_secs(60),
            jitter: true,
        }
    }

    /// One attempt.
    #[must_use]
    pub const fn none() -> Self {
        Self::new().max_attempts(1)
    }

    /// The maximum number of attempts of one call, including the first.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The bound of the first wait; each further one is twice as long. Default: 0.5 s.
    #[must_use]
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The bound that doubling stops at. Default: 8 s.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The longest `Retry-After` that is accepted. If a server requests more, the call is not sent again: its
    /// response is the result of the call. Default: 60 s.
    #[must_use]
    pub const fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// Whether waits are random up to their bound, or exactly as long as it. Default: random, so that
    /// clients that failed at the same time do not retry at the same time.
    #[must_use]
    pub const fn jitter(mut self, jitter: bool) -> Self {
        self.jitter = jitter;
        self
    }

    /// The wait before the next attempt, if there is to be one: `done` attempts were made.
    pub(crate) fn delay(&self, done: u32, asked: Option<Duration>, jitter: &Jitter) -> Option<Duration> {
        if done >= self.max_attempts || asked.is_some_and(|asked| asked > self.max_retry_after) {
            return None;
        }
        let bound = backoff(self.base_delay, self.max_delay, done);
        let delay = if self.jitter { jitter.below(bound) } else { bound };
        Some(delay.max(asked.unwrap_or_default()))
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// A source of random numbers good enough to spread waits: SplitMix64, lock-free.
#[derive(Debug)]
pub(crate) struct Jitter(AtomicU64);

impl Jitter {
    const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

    /// A source that no other client shares: the standard library seeds its hashers at random.
    pub(crate) fn new() -> Self {
        Self::seeded(RandomState::new().build_hasher().finish())
    }

    pub(crate) fn seeded(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        let mut z = self.0.fetch_add(Self::STEP, Ordering::Relaxed).wrapping_add(Self::STEP);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A random time between zero and the bound, uniformly distributed.
    fn below(&self, bound: Duration) -> Duration {
        let nanos = u64::try_from(bound.as_nanos()).unwrap_or(u64::MAX);
        let part = (u128::from(nanos) * u128::from(self.next())) >> 64;
        Duration::from_nanos(u64::try_from(part).unwrap_or(nanos))
    }
}

#[cfg(test)]
#[path = "retry_tests.rs"]
mod tests;
