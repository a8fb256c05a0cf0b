//! Three versions of a made-up API, each with its client and the code that uses it.
//!
//! The reports of both steps are in `reports/`. Everything that changed in `callers/` follows from them.

pub mod callers;
#[allow(missing_docs)]
pub mod v1;
#[allow(missing_docs)]
pub mod v2;
#[allow(missing_docs)]
pub mod v3;
