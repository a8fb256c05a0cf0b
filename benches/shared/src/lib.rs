//! What the benchmarks share. See `benches/README.md`.

pub mod corpus;
mod figure;
pub mod folders;
pub mod peers;
mod results;
mod usage;

pub use figure::{Figure, verdict};
pub use results::{Line, Results, read};
pub use usage::Usage;
