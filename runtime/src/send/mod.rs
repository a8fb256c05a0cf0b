//! Sending a call: attempts, retries and redirects under one deadline.

mod attempts;
pub(crate) mod call_ext;
mod exchange;
pub(crate) mod execute;
pub(crate) mod future;
mod read;
mod redirect;
mod retry;
#[cfg(feature = "tracing")]
mod spans;
