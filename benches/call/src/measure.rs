//! Measurements, as ratios of the generated client to the handwritten one.

use crate::subject::CLIENTS;
use bench::{Figure, Results, verdict};
use std::process::{Command, Stdio};

/// A figure of both clients.
#[derive(Clone, Copy)]
pub struct Ratio {
    generated: f64,
    handwritten: f64,
}

impl From<[f64; 2]> for Ratio {
    fn from([generated, handwritten]: [f64; 2]) -> Self {
        Self { generated, handwritten }
    }
}

impl Ratio {
    pub fn value(self) -> f64 {
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
pub fn cpu_time<R: FnMut()>(mut subject: impl FnMut(&'static str) -> R) -> Ratio {
    let mut subjects = CLIENTS.map(&mut subject);
    let mut best = [f64::INFINITY; 2];
    for _ in 0..40 {
        for (run, best) in subjects.iter_mut().zip(&mut best) {
            let before = cpu_seconds();
            run();
            *best = best.min(cpu_seconds() - before);
        }
    }
    best.into()
}

pub fn has_valgrind() -> bool {
    let status = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// What callgrind counts, per repetition.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    pub instructions: f64,
    /// Misses of the first-level caches, of instructions and of data.
    pub misses: f64,
}

impl Counts {
    /// Cycles, as callgrind estimates them: one for an instruction, ten for a miss. The larger caches have no misses here.
    pub fn cycles(self) -> f64 {
        self.instructions + 10.0 * self.misses
    }
}

/// Counts per repetition: the difference of a run with `more` and one with `fewer` repetitions.
pub fn counts(arguments: &[&str], fewer: usize, more: usize) -> Counts {
    let [low, high] = [fewer, more].map(|count| total_counts(arguments, count));
    let each = |of: fn(Counts) -> f64| (of(high) - of(low)) / (more - fewer) as f64;
    Counts {
        instructions: each(|counts| counts.instructions),
        misses: each(|counts| counts.misses),
    }
}

#[allow(clippy::expect_used, reason = "no measurement is possible without it")]
fn total_counts(arguments: &[&str], count: usize) -> Counts {
    let program = std::env::current_exe().expect("the path of this program");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--cache-sim=yes", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(arguments)
        .arg(count.to_string())
        .output()
        .expect("valgrind runs");
    let log = String::from_utf8_lossy(&output.stderr);
    let line = log.lines().find_map(|line| line.split_once("Collected : "));
    // Ir Dr Dw I1mr D1mr D1mw ILmr DLmr DLmw
    let numbers = line.map(|(_, numbers)| numbers.split_whitespace().filter_map(|number| number.parse().ok()));
    let numbers: Vec<f64> = numbers.into_iter().flatten().collect();
    match numbers.as_slice() {
        &[instructions, _, _, i1, d1_read, d1_write, ..] => Counts {
            instructions,
            misses: i1 + d1_read + d1_write,
        },
        _ => panic!("no counts in the output of valgrind:\n{log}"),
    }
}

/// The figures of what both clients do.
pub struct Measurement {
    pub time: Ratio,
    /// Of both clients, if valgrind is installed. The estimated cycles, which are the same in every run, have a limit of their
    /// own then.
    pub counts: Option<[Counts; 2]>,
    /// Number and bytes of each client.
    pub allocations: [(u64, u64); 2],
}

impl Measurement {
    pub fn print_head() {
        println!(
            "{:<28} {:>8} {:>8} {:>13} {:>13} {:>15} {:>7}",
            "generated : handwritten", "CPU time", "cycles", "instructions", "misses", "allocations", "bytes"
        );
    }

    /// Prints a line and records the ratios: of CPU time, and of cycles if they are counted. Returns whether they are within
    /// their limits.
    pub fn print(&self, what: &str, [cycles, time]: [&Figure; 2], results: &Results) -> Result<bool, String> {
        let ratio = |of: fn(Counts) -> f64| self.counts.map(|counts| Ratio::from(counts.map(of)).value());
        let text = |ratio: Option<f64>| ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.3}"));
        let misses = self.counts.map_or_else(
            || "-".to_owned(),
            |[generated, handwritten]| format!("{:.0} : {:.0}", generated.misses, handwritten.misses),
        );
        let of_cycles = ratio(Counts::cycles);
        let of_time = results.record(time, what, self.time.value())?;
        let verdicts = match of_cycles {
            Some(value) => {
                let passed = results.record(cycles, what, value)?;
                vec![("cycles", cycles, passed), ("CPU time", time, of_time)]
            }
            None => vec![("CPU time", time, of_time)],
        };
        let shown = verdicts.iter().map(|(name, figure, passed)| {
            let Figure { limit, .. } = figure;
            format!("{name} {} (at most {limit:.2})", verdict(*passed))
        });
        let shown: Vec<String> = shown.collect();
        let [generated, handwritten] = self.allocations;
        println!(
            "{what:<28} {:>8.3} {:>8} {:>13} {misses:>13} {:>15} {:>7.2}  {}",
            self.time.value(),
            text(of_cycles),
            text(ratio(|counts| counts.instructions)),
            format!("{} : {}", generated.0, handwritten.0),
            generated.1 as f64 / handwritten.1 as f64,
            shown.join(", "),
        );
        Ok(verdicts.iter().all(|(.., passed)| *passed))
    }
}

/// As [`Measurement::print`] for what has only a time.
pub fn print_time(what: &str, time: Ratio, figure: &Figure, results: &Results) -> Result<bool, String> {
    let passed = results.record(figure, what, time.value())?;
    println!(
        "{what:<28} {:>8.3} {:>69} (at most {:.2})",
        time.value(),
        verdict(passed),
        figure.limit,
    );
    Ok(passed)
}
