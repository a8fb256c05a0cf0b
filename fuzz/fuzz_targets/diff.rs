#![no_main]

fuzz::libfuzzer!("diff");
