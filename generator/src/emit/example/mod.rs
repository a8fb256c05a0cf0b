//! Examples of use: for each operation its call, and a function that builds a client, makes the call and shows the response;
//! for each page how a client is built, how a failure is handled and how a call is made without async.
//!
//! An example is code like any other: it is made of the same names, types and arguments as the
//! client, so that it compiles wherever the client does.

mod access;
mod call;
mod io;
mod models;
mod opening;
mod select;
mod values;
mod vocabulary;

pub(crate) use access::has_address;
pub(crate) use call::{CallExample, Snippet, client, failures, front_page, operation, program};
pub(crate) use opening::opening;
