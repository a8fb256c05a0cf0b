//! The stable program: processes that run inputs, one that watches them, and a compiler for a sample.

pub(crate) mod compile;
pub(crate) mod reduce;
pub(crate) mod watch;
pub(crate) mod work;
