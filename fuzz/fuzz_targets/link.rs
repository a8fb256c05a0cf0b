//! The target `link` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("link");
