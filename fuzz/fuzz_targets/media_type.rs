//! The target `media_type` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("media_type");
