//! Examples of use: for each operation a function that builds a client, makes the call and shows the response.
//!
//! An example is code like any other: it is made of the same names, types and arguments as the
//! client, so that it compiles wherever the client does.

mod access;
mod call;
mod io;
mod models;
mod select;
mod values;
mod vocabulary;

pub(crate) use access::has_address;
pub(crate) use call::{client, failures, front_page, operation, program};
