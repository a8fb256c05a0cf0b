//! A call before it is sent: what generated code fills with parameters, and the request it becomes.

pub(crate) mod error;
pub(crate) mod header;
pub(crate) mod request;
pub(crate) mod state;
pub(crate) mod typed;
pub(crate) mod untyped;
