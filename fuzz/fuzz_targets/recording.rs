//! The target `recording` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("recording");
