#![no_main]

fuzz::libfuzzer!("recording");
