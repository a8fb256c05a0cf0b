//! Compares calls of the generated Logto client with the same calls written by hand on reqwest and serde's derive,
//! against a server in another process: CPU time, instructions where valgrind is there, allocations. See docs/cost.md.
//!
//! `cargo run --release --manifest-path benches/call/Cargo.toml` prints ratios, and PASS or FAIL for what must hold;
//! `-- --quick` leaves the instructions out.

mod counting;
mod decode;
mod handwritten;
#[allow(dead_code, unused_imports, reason = "a whole client, of which a few calls are made")]
#[path = "../../../generated/logto/mod.rs"]
mod logto;
mod measure;
mod sample;
mod server;
mod subject;

use measure::{Figures, Ratio};
use std::process::ExitCode;
use subject::{CALLS, SIDES};

#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;

/// Most that a generated call may cost, in terms of the one written by hand.
const MOST: f64 = 1.05;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["serve"] => server::serve(),
        // Under valgrind: nothing but some calls.
        ["calls", address, side, call, count] => {
            let Ok(count) = count.parse() else {
                return ExitCode::FAILURE;
            };
            subject::Subject::new(address, side).run(call, count);
            ExitCode::SUCCESS
        }
        ["decode", side, count] => {
            let Ok(count) = count.parse() else {
                return ExitCode::FAILURE;
            };
            decode::run(side, &sample::list(sample::MEGABYTE), count);
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
        println!("instructions are not counted (valgrind is not there, or `--quick`): CPU time decides");
    }
    let server = server::Child::start();
    let mut holds = true;
    println!(
        "{:<24} {:>10} {:>14} {:>22}",
        "", "CPU time", "instructions", "allocations"
    );
    for call in CALLS {
        let time = measure::cpu_time(|side| {
            let mut subject = subject::Subject::new(&server.address, side);
            move |count| subject.run(call, count)
        });
        let counted = instructions
            .then(|| Ratio::of(|side| measure::instructions(&["calls", &server.address, side, call], 100, 300)));
        let allocations = SIDES.map(|side| subject::Subject::new(&server.address, side).allocations(call));
        holds &= Figures {
            time,
            counted,
            allocations: Some(allocations), by_instructions: true,
        }
        .print(call, MOST);
    }
    let list = sample::list(sample::MEGABYTE);
    let time = measure::cpu_time(|side| {
        let list = list.clone();
        move |count| decode::run(side, &list, count.div_ceil(50))
    });
    let counted = instructions.then(|| Ratio::of(|side| measure::instructions(&["decode", side], 1, 6)));
    let allocations = SIDES.map(|side| decode::allocations(side, &list));
    holds &= Figures {
        time,
        counted,
        allocations: Some(allocations), by_instructions: false,
    }
    .print("decode a list of 1 MB", 1.0);
    println!("{}", if holds { "PASS" } else { "FAIL" });
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
