//! The target `document` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("document");
