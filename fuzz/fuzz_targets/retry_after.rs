//! The target `retry_after` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("retry_after");
