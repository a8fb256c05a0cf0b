//! What a program decides about its calls: retries, redirects, reconnecting; and the hook for attempts.

pub(crate) mod attempt;
mod backoff;
pub(crate) mod reconnect;
pub(crate) mod redirect;
pub(crate) mod retry;
