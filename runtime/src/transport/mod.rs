//! What sends a request: reqwest, or a `tower` service.

pub(crate) mod handle;
pub(crate) mod outgoing;
pub(crate) mod reqwest;
pub(crate) mod service;
#[cfg(all(feature = "rustls", not(feature = "native-tls"), not(target_arch = "wasm32")))]
mod tls;
pub(crate) mod traits;
