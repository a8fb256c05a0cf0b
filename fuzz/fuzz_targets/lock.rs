//! The target `lock` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("lock");
