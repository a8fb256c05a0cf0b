//! Compares calls of the generated Logto client with handwritten calls (reqwest and serde's derive) against a server in
//! another process: CPU time, instructions and cache misses if valgrind is installed, allocations, and the memory of
//! decoded lists. See docs/cost.md.
//!
//! `cargo run --release --manifest-path benches/call/Cargo.toml` prints ratios, and PASS or FAIL for each limit;
//! `-- --quick` does not use valgrind.

mod counting;
mod decode;
mod handwritten;
#[allow(dead_code, unused_imports, reason = "a whole client, of which a few calls are used")]
#[path = "../../../generated/logto/mod.rs"]
mod logto;
mod measure;
mod memory;
mod sample;
mod server;
mod subject;

use bench::{Figure, Results, verdict};
use measure::Measurement;
use std::process::ExitCode;
use subject::{CALLS, CLIENTS, Subject};

#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;

const CYCLES: Figure = Figure {
    name: "call",
    what: "a generated call, estimated cycles relative to a handwritten one",
    limit: 1.03,
    unit: "",
    section: "A call",
};
/// The same calls by time: always measured, also where nothing is counted.
const TIME: Figure = Figure {
    name: "call-time",
    what: "a generated call, CPU time relative to a handwritten one",
    ..CYCLES
};
const AT_ONCE: Figure = Figure {
    name: "calls-at-once",
    what: "generated calls at once, CPU time relative to handwritten ones",
    ..CYCLES
};
const DECODE: Figure = Figure {
    name: "decode",
    what: "decoding a list of 1 MB, CPU time relative to serde's derive",
    limit: 1.0,
    ..CYCLES
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["serve"] => server::serve(),
        // Used under valgrind: only some calls.
        ["calls", address, client, call, count] => {
            let Ok(count) = count.parse() else {
                return ExitCode::FAILURE;
            };
            Subject::new(address, client).run(call, count);
            ExitCode::SUCCESS
        }
        options => match report(options) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(message) => {
                eprintln!("{message}");
                ExitCode::from(2)
            }
        },
    }
}

/// Returns whether all limits hold.
fn report(options: &[&str]) -> Result<bool, String> {
    let (mut counts, mut results) = (true, Results::default());
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match *option {
            "--quick" => counts = false,
            "--results" => results = Results::to(options.next().ok_or("--results requires a file")?),
            _ => return Err("usage: call-bench [--quick] [--results FILE]".to_owned()),
        }
    }

    let counts = counts && measure::has_valgrind();
    if !counts {
        println!("nothing is counted (valgrind is not installed, or `--quick`): only CPU time");
    }
    let server = server::Child::start();
    let address = server.address.as_str();
    Measurement::print_head();
    let mut passed = true;
    for call in CALLS {
        let time = measure::cpu_time(|client| {
            let mut subject = Subject::new(address, client);
            move || subject.run(call, 200)
        });
        let measurement = Measurement {
            time,
            counts: counts.then(|| CLIENTS.map(|client| measure::counts(&["calls", address, client, call], 100, 300))),
            allocations: CLIENTS.map(|client| Subject::new(address, client).allocations(call)),
        };
        passed &= measurement.print(call, [&CYCLES, &TIME], &results)?;
    }
    for (at_once, what) in [(64, "get one, 64 at once"), (1_000, "get one, 1,000 at once")] {
        let time = measure::cpu_time(|client| {
            let mut subject = Subject::new(address, client);
            subject.run_at_once(CALLS[0], at_once);
            move || subject.run_at_once(CALLS[0], at_once)
        });
        passed &= measure::print_time(what, time, &AT_ONCE, &results)?;
    }
    let list = sample::list(sample::MEGABYTE);
    let time = measure::cpu_time(|client| {
        let list = list.clone();
        move || decode::run(client, &list, 4)
    });
    passed &= measure::print_time("decode a list of 1 MB", time, &DECODE, &results)?;
    passed &= memory::report(&results)?;
    println!("{}", verdict(passed));
    Ok(passed)
}
