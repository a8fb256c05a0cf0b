//! What calls fail with.

mod connect;
pub(crate) mod excerpt;
pub(crate) mod failure;
mod head;
pub(crate) mod inner;
pub(crate) mod kind;
pub(crate) mod not_decompressed;
pub(crate) mod redact;
pub(crate) mod request_id;
#[cfg(feature = "tracing")]
pub(crate) mod spans;
pub(crate) mod typed;
