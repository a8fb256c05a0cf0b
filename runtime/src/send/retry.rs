//! Whether a call is sent again, and when.

use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::policy::retry::IDEMPOTENCY_KEY;
use crate::response::date::date;
use http::Method;
use http::header::{DATE, HeaderMap, RETRY_AFTER};
use std::time::Duration;

/// Which failures of a call may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    Never,
    /// Requests that the server refused or did not receive.
    Refused,
    /// Also requests that it may have acted on.
    Always,
}

impl Repeat {
    /// `asked`: the call has a policy of its own.
    pub(crate) fn of(method: &str, headers: &HeaderMap, asked: bool) -> Self {
        let idempotent = [
            Method::GET,
            Method::HEAD,
            Method::PUT,
            Method::DELETE,
            Method::OPTIONS,
            Method::TRACE,
        ];
        if idempotent.iter().any(|known| known == method) || headers.contains_key(IDEMPOTENCY_KEY) {
            Self::Always
        } else if asked {
            Self::Refused
        } else {
            Self::Never
        }
    }

    /// Whether this error may be repeated.
    pub(crate) fn covers(self, error: &ErrorInner) -> bool {
        if error.is_lasting() {
            return false;
        }
        match self {
            Self::Never => false,
            Self::Refused => error.is_unsent(),
            Self::Always => error.is_unsent() || error.kind() == ErrorKind::Transport,
        }
    }
}

/// How long a response asks to wait: `Retry-After` in seconds or as a date. A date counts from the `Date` of
/// the response, so that clocks need not agree.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let until = date(text)?;
    let now = headers
        .get(DATE)
        .and_then(|value| date(value.to_str().ok()?))
        .or_else(now)?;
    // A date in the past is no wait.
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

#[cfg(not(target_arch = "wasm32"))]
fn now() -> Option<jiff::Timestamp> {
    jiff::Timestamp::try_from(std::time::SystemTime::now()).ok()
}

/// The standard library has no clock there.
#[cfg(target_arch = "wasm32")]
fn now() -> Option<jiff::Timestamp> {
    None
}

#[cfg(test)]
#[path = "retry_tests.rs"]
mod tests;
