#![no_main]

fuzz::libfuzzer!("codec");
