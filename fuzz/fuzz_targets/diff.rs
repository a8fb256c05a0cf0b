//! The target `diff` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("diff");
