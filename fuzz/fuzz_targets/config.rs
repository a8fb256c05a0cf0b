//! The target `config` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("config");
