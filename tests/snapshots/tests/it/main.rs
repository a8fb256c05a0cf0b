//! What the generated code of the cases does: how it decodes, encodes and calls.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod credentials;
mod documents;
mod hierarchies;
mod media;
mod paging;
mod paging_kinds;
mod passwords;
mod presence;
mod responses;
mod scalars;
mod servers;
mod sloppy_security;
mod unions;
mod values;
