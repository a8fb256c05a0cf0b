//! The target `codec` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("codec");
