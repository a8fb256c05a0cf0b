#![no_main]

fuzz::libfuzzer!("overrides");
