//! What the cases under `tests/cases` expect, compiled with every warning denied.

include!(concat!(env!("OUT_DIR"), "/cases.rs"));
