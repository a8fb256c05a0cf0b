//! Figures, as ratios of the generated client to the one written by hand.

use crate::subject::SIDES;
use std::process::{Command, Stdio};

/// A figure of both sides.
#[derive(Clone, Copy)]
pub struct Ratio {
    generated: f64,
    handwritten: f64,
}

impl Ratio {
    pub fn of(mut measure: impl FnMut(&str) -> f64) -> Self {
        let [generated, handwritten] = SIDES.map(&mut measure);
        Self { generated, handwritten }
    }

    fn value(self) -> f64 {
        self.generated / self.handwritten
    }
}

/// CPU seconds of this process, the kernel's share included.
fn cpu_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a value of the right type.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The ratio of CPU times: both sides take turns, and the quickest round of each counts, as what disturbs a round only
/// makes it longer.
pub fn cpu_time<R: FnMut(usize)>(mut subject: impl FnMut(&'static str) -> R) -> Ratio {
    let mut subjects = SIDES.map(&mut subject);
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
    let asked = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

/// Instructions per repetition: what a run of `more` takes above one of `fewer`.
pub fn instructions(arguments: &[&str], fewer: usize, more: usize) -> f64 {
    let [low, high] = [fewer, more].map(|count| collected(arguments, count));
    (high - low) / (more - fewer) as f64
}

#[allow(clippy::expect_used, reason = "there is nothing to measure without it")]
fn collected(arguments: &[&str], count: usize) -> f64 {
    let program = std::env::current_exe().expect("the path of this program");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(arguments)
        .arg(count.to_string())
        .output()
        .expect("valgrind runs");
    let told = String::from_utf8_lossy(&output.stderr);
    let line = told.lines().find_map(|line| line.split_once("Collected : "));
    let number = line.and_then(|(_, number)| number.trim().parse().ok());
    number.unwrap_or_else(|| panic!("no count in what valgrind says:\n{told}"))
}

/// What was measured of a call.
pub struct Figures {
    pub time: Ratio,
    pub counted: Option<Ratio>,
    /// Number and bytes of each side.
    pub allocations: Option<[(u64, u64); 2]>,
    /// Whether instructions decide where they are known, as they are the same every time. Otherwise time does.
    pub by_instructions: bool,
}

impl Figures {
    /// Prints a line; whether it holds.
    pub fn print(&self, what: &str, most: f64) -> bool {
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
        let holds = decisive.value() <= most;
        let verdict = if holds { "PASS" } else { "FAIL" };
        println!(
            "{what:<24} {:>10.3} {counted:>14} {allocations:>34}  {verdict} (at most {most:.2})",
            self.time.value()
        );
        if let Some(ratio) = self.counted {
            println!(
                "{:<24} {:>10} {:>14.0} instructions by hand {:.0}",
                "", "", ratio.generated, ratio.handwritten
            );
        }
        holds
    }
}
