#![no_main]

fuzz::libfuzzer!("token");
