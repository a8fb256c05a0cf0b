#![no_main]

fuzz::libfuzzer!("retry_after");
