#![no_main]

fuzz::libfuzzer!("document");
