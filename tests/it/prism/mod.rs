//! The clients and the programs of `examples/` against Prism, which validates each request by a document and answers
//! with what the document says. `bash tests/prism/run` installs it and runs these tests.

mod controls;
mod operations;
mod programs;
mod server;
mod statuses;
mod table;
