//! JSON before and after the round trip: the code of `tests/corpus`.
#![allow(dead_code, reason = "not everything is used here")]

#[path = "../../corpus/src/roundtrip/equal.rs"]
mod values;

pub(crate) use values::difference;
