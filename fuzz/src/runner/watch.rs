//! Starts the processes, and reports what failed.

use crate::runner::reduce::{Failure, program, reduce, wait};
use crate::runner::work::{input, progress};
use fuzz::{Target, inputs};
use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How many failures of one target are reported.
const MAX_FAILURES: usize = 8;

/// What is to be run.
pub(crate) struct Plan {
    pub(crate) targets: Vec<&'static Target>,
    pub(crate) seconds: f64,
    pub(crate) seed: u64,
    pub(crate) jobs: usize,
}

/// The share of a target that one process after the other runs.
struct Task {
    target: &'static Target,
    first: u64,
    step: u64,
}

/// Runs all targets, prints a line for each, and reports failures.
pub(crate) fn run_all(plan: &Plan) -> ExitCode {
    println!(
        "seed {}, {} s for each target, {} at a time",
        plan.seed, plan.seconds, plan.jobs
    );
    let folder = tempfile::tempdir().expect("a folder");
    // Few targets are divided, so that all processes have work.
    let step = (plan.jobs / plan.targets.len()).max(1) as u64;
    let shares = |target: &&'static Target| {
        let target = *target;
        (0..step).map(move |first| Task { target, first, step })
    };
    let waiting: Mutex<VecDeque<Task>> = Mutex::new(plan.targets.iter().flat_map(shares).collect());
    let failures = Mutex::new(0);
    std::thread::scope(|scope| {
        for job in 0..plan.jobs {
            let (waiting, failures, folder) = (&waiting, &failures, folder.path().join(job.to_string()));
            scope.spawn(move || {
                fs::create_dir(&folder).expect("a folder");
                loop {
                    let task = waiting.lock().expect("the tasks").pop_front();
                    let Some(task) = task else { return };
                    *failures.lock().expect("the count") += task.run(plan, &folder);
                }
            });
        }
    });
    match failures.into_inner() {
        Ok(0) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

impl Task {
    /// Runs the share until its time is over, with a new process after each failure. Returns the number of failures.
    fn run(&self, plan: &Plan, folder: &Path) -> usize {
        let all = inputs(self.target);
        let end = Instant::now() + Duration::from_secs_f64(plan.seconds);
        let mut next = self.first;
        let mut found: Vec<Failure> = Vec::new();
        while found.len() < MAX_FAILURES {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let result = self.process(plan, next, left, folder);
            next = progress(&folder.join("progress")).unwrap_or(next);
            if let Err(message) = result {
                let input = input(self.target, &all, plan.seed, next);
                let failure = Failure::new(self.target, &input, message);
                if !found.iter().any(|known| known.place == failure.place) {
                    found.push(reduce(failure, folder));
                    if let Some(last) = found.last() {
                        last.report();
                    }
                }
                next += self.step;
            }
        }
        println!(
            "{:<12} {:>9} inputs, {} failures",
            self.target.name,
            (next - self.first) / self.step,
            found.len()
        );
        found.len()
    }

    /// One process. Its messages, if an input failed.
    fn process(&self, plan: &Plan, first: u64, time: Duration, folder: &Path) -> Result<(), String> {
        let file = folder.join("progress");
        let messages = fs::File::create(folder.join("messages")).expect("a file");
        let mut command = program(self.target);
        command
            .args([
                "--seed",
                &plan.seed.to_string(),
                "--seconds",
                &time.as_secs_f64().to_string(),
            ])
            .args(["--share", &first.to_string(), &self.step.to_string()])
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(messages);
        let mut child = command.spawn().expect("a process");
        let mut last = None;
        let result = wait(&mut child, || {
            let now = progress(&file);
            let is_new = now != last;
            last = now;
            is_new
        });
        result.map_err(|how| {
            format!(
                "{}\n{how}",
                fs::read_to_string(folder.join("messages")).unwrap_or_default()
            )
        })
    }
}

/// Where inputs that failed are written.
pub(crate) fn artifacts() -> PathBuf {
    target_folder().join("fuzz-artifacts")
}

/// The folder of builds.
pub(crate) fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}
