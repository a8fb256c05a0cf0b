//! The target `json_lines` for libFuzzer.
#![no_main]

fuzz::libfuzzer!("json_lines");
