//! Tests of the clients and the programs of `examples/` with Prism, a mock server that validates each request against a
//! document and returns the declared responses. `bash tests/prism/run` installs Prism and runs these tests.

mod controls;
mod operations;
mod programs;
mod server;
mod statuses;
mod table;
