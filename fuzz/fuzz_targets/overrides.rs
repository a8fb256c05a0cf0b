//! The target `overrides` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("overrides");
