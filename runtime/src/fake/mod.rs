//! A server for tests that runs in the process of the client. Feature `test`.

pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod server;
