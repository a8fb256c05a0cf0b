//! How a client authenticates: credentials, tokens, and how they get into a request.

mod api_key;
pub(crate) mod authorize;
pub(crate) mod cache;
pub(crate) mod credential;
pub(crate) mod credentials;
pub(crate) mod error;
mod header;
pub(crate) mod keys;
pub(crate) mod oauth2;
pub(crate) mod refusal;
mod schemes;
pub(crate) mod secret;
mod shared_error;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod shared_future;
pub(crate) mod token;
