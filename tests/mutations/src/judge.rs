//! The methods of a generated client and texts for patterns: the code of `tests/corpus`.
#![allow(dead_code, reason = "not everything is used here")]

#[path = "../../corpus/src/judge/client.rs"]
pub(crate) mod client;
#[path = "../../corpus/src/judge/pattern.rs"]
pub(crate) mod pattern;
