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

use measure::Measurement;
use std::process::ExitCode;
use subject::{CALLS, CLIENTS, Subject};

#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;

/// The maximum cost of a generated call, relative to the handwritten one.
const MAX_RATIO: f64 = 1.03;

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
        [] => report(true),
        ["--quick"] => report(false),
        _ => {
            eprintln!("usage: call-bench [--quick]");
            ExitCode::FAILURE
        }
    }
}

fn report(counts: bool) -> ExitCode {
    let counts = counts && measure::has_valgrind();
    if !counts {
        println!("nothing is counted (valgrind is not installed, or `--quick`): CPU time decides");
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
        passed &= measurement.print(call, MAX_RATIO);
    }
    for (at_once, what) in [(64, "get one, 64 at once"), (1_000, "get one, 1,000 at once")] {
        let time = measure::cpu_time(|client| {
            let mut subject = Subject::new(address, client);
            subject.run_at_once(CALLS[0], at_once);
            move || subject.run_at_once(CALLS[0], at_once)
        });
        passed &= measure::print_time(what, time, MAX_RATIO);
    }
    let list = sample::list(sample::MEGABYTE);
    let time = measure::cpu_time(|client| {
        let list = list.clone();
        move || decode::run(client, &list, 4)
    });
    passed &= measure::print_time("decode a list of 1 MB", time, 1.0);
    passed &= memory::report();
    println!("{}", measure::verdict(passed));
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
