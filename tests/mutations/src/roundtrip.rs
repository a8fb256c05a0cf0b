//! Formats for the validator: the code of `tests/corpus`.
#![allow(dead_code, reason = "not everything is used here")]

#[path = "../../corpus/src/roundtrip/validity.rs"]
pub(crate) mod validity;
