#![no_main]

fuzz::libfuzzer!("events");
