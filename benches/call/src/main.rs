//! Compares calls of the generated Logto client with handwritten calls (reqwest and serde's derive) against a server in
//! another process: CPU time, instructions if valgrind is installed, and allocations. See docs/cost.md.
//!
//! `cargo run --release --manifest-path benches/call/Cargo.toml` prints ratios, and PASS or FAIL for each limit;
//! `-- --quick` does not count instructions.

mod counting;
mod decode;
mod handwritten;
#[allow(dead_code, unused_imports, reason = "a whole client, of which a few calls are used")]
#[path = "../../../generated/logto/mod.rs"]
mod logto;
mod measure;
mod sample;
mod server;
mod subject;

use measure::{Measurement, Ratio};
use std::process::ExitCode;
use subject::{CALLS, CLIENTS};

#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;

/// The maximum cost of a generated call, relative to the handwritten one.
const MAX_RATIO: f64 = 1.05;

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
            subject::Subject::new(address, client).run(call, count);
            ExitCode::SUCCESS
        }
        ["decode", client, count] => {
            let Ok(count) = count.parse() else {
                return ExitCode::FAILURE;
            };
            decode::run(client, &sample::list(sample::MEGABYTE), count);
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

fn report(instructions: bool) -> ExitCode {
    let instructions = instructions && measure::has_valgrind();
    if !instructions {
        println!("instructions are not counted (valgrind is not installed, or `--quick`): CPU time decides");
    }
    let server = server::Child::start();
    let mut passed = true;
    println!(
        "{:<24} {:>10} {:>14} {:>22}",
        "", "CPU time", "instructions", "allocations"
    );
    for call in CALLS {
        let time = measure::cpu_time(|client| {
            let mut subject = subject::Subject::new(&server.address, client);
            move |count| subject.run(call, count)
        });
        let counted = instructions
            .then(|| Ratio::of(|client| measure::instructions(&["calls", &server.address, client, call], 100, 300)));
        let allocations = CLIENTS.map(|client| subject::Subject::new(&server.address, client).allocations(call));
        passed &= Measurement {
            time,
            counted,
            allocations: Some(allocations),
            by_instructions: true,
        }
        .print(call, MAX_RATIO);
    }
    let list = sample::list(sample::MEGABYTE);
    let time = measure::cpu_time(|client| {
        let list = list.clone();
        move |count| decode::run(client, &list, count.div_ceil(50))
    });
    let counted = instructions.then(|| Ratio::of(|client| measure::instructions(&["decode", client], 1, 6)));
    let allocations = CLIENTS.map(|client| decode::allocations(client, &list));
    passed &= Measurement {
        time,
        counted,
        allocations: Some(allocations),
        by_instructions: false,
    }
    .print("decode a list of 1 MB", 1.0);
    println!("{}", if passed { "PASS" } else { "FAIL" });
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
