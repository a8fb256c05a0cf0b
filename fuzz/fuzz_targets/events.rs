//! The target `events` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("events");
