//! Measurements, as ratios of the generated client to the handwritten one.

use crate::subject::CLIENTS;
use std::process::{Command, Stdio};

/// A figure of both clients.
#[derive(Clone, Copy)]
pub struct Ratio {
    generated: f64,
    handwritten: f64,
}

impl Ratio {
    pub fn of(mut measure: impl FnMut(&str) -> f64) -> Self {
        let [generated, handwritten] = CLIENTS.map(&mut measure);
        Self { generated, handwritten }
    }

    fn value(self) -> f64 {
        self.generated / self.handwritten
    }
}

/// CPU seconds of this process, including kernel time.
fn cpu_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer refers to a valid `timespec`.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The ratio of CPU times. Both clients run alternately, and the fastest round of each is used, because disturbances only
/// make a round slower.
pub fn cpu_time<R: FnMut(usize)>(mut subject: impl FnMut(&'static str) -> R) -> Ratio {
    let mut subjects = CLIENTS.map(&mut subject);
    let mut best = [f64::INFINITY; 2];
    for _ in 0..40 {
        for (run, best) in subjects.iter_mut().zip(&mut best) {
            let before = cpu_seconds();
            run(200);
            *best = best.min(cpu_seconds() - before);
        }
    }
    let [generated, handwritten] = best;
    Ratio { generated, handwritten }
}

pub fn has_valgrind() -> bool {
    let status = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Instructions per repetition: the difference of a run with `more` and one with `fewer` repetitions.
pub fn instructions(arguments: &[&str], fewer: usize, more: usize) -> f64 {
    let [low, high] = [fewer, more].map(|count| total_instructions(arguments, count));
    (high - low) / (more - fewer) as f64
}

#[allow(clippy::expect_used, reason = "no measurement is possible without it")]
fn total_instructions(arguments: &[&str], count: usize) -> f64 {
    let program = std::env::current_exe().expect("the path of this program");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(arguments)
        .arg(count.to_string())
        .output()
        .expect("valgrind runs");
    let log = String::from_utf8_lossy(&output.stderr);
    let line = log.lines().find_map(|line| line.split_once("Collected : "));
    let number = line.and_then(|(_, number)| number.trim().parse().ok());
    number.unwrap_or_else(|| panic!("no instruction count in the output of valgrind:\n{log}"))
}

/// The figures of a call.
pub struct Measurement {
    pub time: Ratio,
    pub counted: Option<Ratio>,
    /// Number and bytes of each client.
    pub allocations: Option<[(u64, u64); 2]>,
    /// Whether instructions decide if they were counted, because they are the same in every run. Otherwise CPU time
    /// decides.
    pub by_instructions: bool,
}

impl Measurement {
    /// Prints a line and returns whether the ratio is within the limit.
    pub fn print(&self, what: &str, max_ratio: f64) -> bool {
        let counted = self
            .counted
            .map_or_else(|| "-".to_owned(), |ratio| format!("{:.3}", ratio.value()));
        let allocations = self.allocations.map_or_else(String::new, |[generated, handwritten]| {
            format!(
                "{} : {} ({:.2} of the bytes)",
                generated.0,
                handwritten.0,
                generated.1 as f64 / handwritten.1 as f64
            )
        });
        let decisive = self.counted.filter(|_| self.by_instructions).unwrap_or(self.time);
        let passed = decisive.value() <= max_ratio;
        let verdict = if passed { "PASS" } else { "FAIL" };
        println!(
            "{what:<24} {:>10.3} {counted:>14} {allocations:>34}  {verdict} (at most {max_ratio:.2})",
            self.time.value()
        );
        if let Some(ratio) = self.counted {
            println!(
                "{:<24} {:>10} {:>14.0} instructions, handwritten {:.0}",
                "", "", ratio.generated, ratio.handwritten
            );
        }
        passed
    }
}
