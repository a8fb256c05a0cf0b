//! All 41 operations on the wire: the two generated clients against a server that records what they
//! send, byte for byte, and sends the response that a test sets.
//!
//! `operations.rs` has one row per operation; most tests run over all rows. Quirks of the two APIs that
//! show on the wire have a test each, named `quirk_..`.

mod answers;
mod clerk_answers;
mod clerk_errors;
pub(crate) mod clerk_operations;
mod clerk_requests;
mod convenience;
mod failures;
mod fake;
mod logto_answers;
mod logto_observed;
mod logto_operations;
mod logto_requests;
pub(crate) mod operations;
mod pagination;
mod requests;
mod safety;
pub(crate) mod support;
mod uploads;
