//! Fuzz targets for everything that reads what others write: documents, configurations, locks, recordings, and responses.
//!
//! Each target is a function of bytes that panics if a property does not hold. It has two fronts: `cargo fuzz`
//! (`fuzz_targets/`, needs nightly) and a stable program (`src/main.rs`). `README.md` has the commands.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a program for tests"
)]

mod bounds;
mod cases;
mod choices;
mod corpus;
mod damage;
mod generated;
#[cfg(feature = "libfuzzer")]
pub mod libfuzzer;
mod memory;
mod mutate;
mod names;
#[path = "../../generator/tests/common/poison.rs"]
mod poison;
mod responses;
#[path = "../../generator/tests/common/safe.rs"]
mod safe;
mod shrink;
mod target;
mod targets;
mod tree;

pub use bounds::{ADDRESS_SPACE, Usage, limit_address_space};
pub use corpus::{Input, inputs};
pub use shrink::smaller;
pub use target::{Part, Target};
pub use targets::{TARGETS, mutated_client, mutated_package, target};

/// Counts the bytes of every target.
#[global_allocator]
static ALLOCATED: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;
