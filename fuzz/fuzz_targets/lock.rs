#![no_main]

fuzz::libfuzzer!("lock");
