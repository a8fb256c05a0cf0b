//! What it costs to generate a document.

use std::process::{Command, Stdio};

use rustix::time::{ClockId, clock_gettime};

use crate::kinds::Kind;

/// The seconds of CPU time: the least of a few runs.
pub(crate) fn seconds(kind: &Kind, size: usize) -> f64 {
    const SHORT: f64 = 0.3;
    let mut least = f64::INFINITY;
    for _ in 0..3 {
        let case = (kind.make)(size);
        let before = now();
        case.run();
        let cost = now() - before;
        least = least.min(cost);
        if cost > SHORT {
            break;
        }
    }
    least
}

fn now() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// The instructions of another process that generates the document once.
pub(crate) fn instructions(kind: &Kind, size: usize) -> f64 {
    let program = std::env::current_exe().expect("the path of this program");
    let output = Command::new("valgrind")
        // Counting needs neither calls nor caches: callgrind takes three times as long.
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(program)
        .args(["--once", kind.name, "--from", &size.to_string()])
        .stdout(Stdio::null())
        .output()
        .expect("valgrind is installed");
    let log = String::from_utf8_lossy(&output.stderr);
    let line = log.lines().find_map(|line| line.split_once("refs:"));
    let number = line.and_then(|(_, number)| number.trim().replace(',', "").parse().ok());
    number.unwrap_or_else(|| panic!("no number of instructions in the output of valgrind:\n{log}"))
}
