//! Sending a call: attempts, retries and redirects under one deadline.

pub(crate) mod execute;
pub(crate) mod future;
mod redirect;
mod retry;
mod sending;
#[cfg(feature = "tracing")]
mod spans;
