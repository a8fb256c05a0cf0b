//! The target `token` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("token");
