//! What the generated code of the cases does: how it decodes, encodes and calls.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod answers;
mod credentials;
mod hierarchies;
mod presence;
mod scalars;
mod unions;
mod values;
