#![no_main]

fuzz::libfuzzer!("link");
