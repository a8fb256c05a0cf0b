//! Responses that are read while they arrive: server-sent events and JSON lines.

pub(crate) mod connection;
pub(crate) mod events;
#[cfg(feature = "stream")]
pub(crate) mod futures;
pub(crate) mod json_lines;
mod records;
mod sse;
