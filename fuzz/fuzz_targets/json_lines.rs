#![no_main]

fuzz::libfuzzer!("json_lines");
