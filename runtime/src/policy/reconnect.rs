//! Whether a stream of events connects again, and when.

use crate::policy::backoff::backoff;
use std::time::Duration;

/// How often a stream of events reconnects, and how long it waits before.
///
/// A stream connects again when its connection broke or went silent, and when it ended although the server
/// had sent an id or a `retry` time, which means that more events follow. It sends the last id as
/// `Last-Event-ID`, so that the server can go on where it stopped. It waits as long as the server's last `retry`
/// requests, else [`delay`](Self::delay), and never less than [`min_delay`](Self::min_delay). The wait doubles with each connection
/// without an event; after too many of them in a row the stream fails. The least wait doubles with each connection that ends sooner
/// than `delay`, until it is as long as that. A response of status 204 ends the stream, and so does one that is refused.
///
/// The end of a response is not that of the stream in server-sent events. For a server that sends ids and ends a
/// finite stream by ending the response, use [`ReconnectPolicy::none`].
///
/// Streams of GET and HEAD calls reconnect by default; others, which may not be safe to repeat, only with a
/// policy of their own: [`EventStream::reconnect`](crate::EventStream::reconnect). On wasm and without a runtime of
/// Tokio there is no clock to wait by, and nothing connects again.
///
/// ```
/// use oaspen_client::ReconnectPolicy;
/// use std::time::Duration;
///
/// let policy = ReconnectPolicy::new().max_attempts(20).max_delay(Duration::from_secs(120));
/// assert_ne!(policy, ReconnectPolicy::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReconnectPolicy {
    max_attempts: u32,
    delay: Duration,
    min_delay: Duration,
    max_delay: Duration,
}

/// The default of [`ReconnectPolicy::max_attempts`].
const MAX_ATTEMPTS: u32 = 5;
/// The default of [`ReconnectPolicy::delay`].
const DELAY: Duration = Duration::from_secs(1);
/// The default of [`ReconnectPolicy::min_delay`].
const MIN_DELAY: Duration = Duration::from_millis(100);
/// The default of [`ReconnectPolicy::max_delay`].
const MAX_DELAY: Duration = Duration::from_secs(60);

impl ReconnectPolicy {
    /// The default policy: up to five connections in a row without an event, 1 s before the first of them.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_attempts: MAX_ATTEMPTS,
            delay: DELAY,
            min_delay: MIN_DELAY,
            max_delay: MAX_DELAY,
        }
    }

    /// One connection: the stream is over when it ends, and fails when it breaks.
    #[must_use]
    pub const fn none() -> Self {
        Self::new().max_attempts(0)
    }

    /// The maximum number of connections in a row without an event, after which the stream fails. Default: 5. With 0 the stream
    /// ends with its connection.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The first wait, unless the server has sent one. Default: 1 s.
    #[must_use]
    pub const fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The least wait, whatever the server requests: `retry: 0` must not make a client connect without a pause. It doubles with each
    /// connection in a row that ends sooner than [`delay`](Self::delay), and is that at most. Default: 100 ms.
    #[must_use]
    pub const fn min_delay(mut self, delay: Duration) -> Self {
        self.min_delay = delay;
        self
    }

    /// The longest wait, whatever the server requests. Default: 60 s.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// How many connections in a row without an event there may be.
    pub(crate) fn attempts(&self) -> u32 {
        self.max_attempts
    }

    /// A connection that ends earlier is short.
    pub(crate) fn short(&self) -> Duration {
        self.delay
    }

    /// The wait before the next connection, if there is to be one, after `fruitless` connections without an event and `short` ones
    /// in a row.
    pub(crate) fn wait(&self, fruitless: u32, short: u32, asked: Option<Duration>) -> Option<Duration> {
        let first = asked.unwrap_or(self.delay).max(self.min_delay);
        let least = backoff(self.min_delay, self.delay.max(self.min_delay), short);
        let wait = backoff(first, self.max_delay, fruitless.saturating_add(1)).max(least);
        (fruitless < self.max_attempts).then(|| wait.min(self.max_delay))
    }
}

impl Default for ReconnectPolicy {
    fn default() -> Self {
        Self::new()
    }
}
