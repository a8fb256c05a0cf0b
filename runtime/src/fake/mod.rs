//! A server for tests that runs in the process of the client. Feature `test-util`.

pub(crate) mod call;
pub(crate) mod response;
pub(crate) mod server;
