#![no_main]

fuzz::libfuzzer!("media_type");
