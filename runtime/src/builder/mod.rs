//! How a client is set up.

pub(crate) mod client_builder;
mod error;
mod transports;
