//! One process: runs its share of the inputs of a target until its time is over, or until one of them fails.

use fuzz::{Input, Target, inputs};
use std::fs::{File, read};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The part of the inputs that a process runs.
pub(crate) struct Share {
    /// The number of the first input.
    pub(crate) first: u64,
    /// The difference of two numbers.
    pub(crate) step: u64,
    /// The number that is being run is written to this file.
    pub(crate) progress: String,
}

impl Share {
    /// The words of the command line.
    pub(crate) fn parse(words: &[String]) -> Option<Self> {
        let [first, step, progress] = words else { return None };
        Some(Self {
            first: first.parse().ok()?,
            step: step.parse().ok()?,
            progress: progress.clone(),
        })
    }
}

/// The input with a number: the committed ones and the seeds are first, then mutations.
pub(crate) fn input(target: &Target, all: &[Input], seed: u64, number: u64) -> Input {
    let known = usize::try_from(number).ok().and_then(|index| all.get(index));
    known
        .cloned()
        .unwrap_or_else(|| Input::mutated(target, all, seed, number))
}

/// Runs inputs. A failure ends this process; the number in the file shows where.
pub(crate) fn work(target: &Target, seed: u64, seconds: f64, share: &Share) {
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let all = inputs(target);
    let mut progress = File::create(&share.progress).expect("a file for the progress");
    let mut number = share.first;
    while Instant::now() < end {
        let input = input(target, &all, seed, number);
        note(&mut progress, number);
        target.run(&input.bytes);
        number += share.step;
    }
    note(&mut progress, number);
}

/// Writes the number: it is there whatever happens to this process next.
fn note(progress: &mut File, number: u64) {
    let written = progress
        .seek(SeekFrom::Start(0))
        .and_then(|_| progress.write_all(&number.to_le_bytes()));
    written.expect("the progress is written");
}

/// The number that a process runs, or would run next.
pub(crate) fn progress(file: &Path) -> Option<u64> {
    Some(u64::from_le_bytes(read(file).ok()?.try_into().ok()?))
}

/// Runs one input.
pub(crate) fn once(target: &Target, file: &Path) -> ExitCode {
    match read(file) {
        Ok(bytes) => {
            target.run(&bytes);
            println!("{}: {} bytes, no failure", target.name, bytes.len());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", file.display());
            ExitCode::from(2)
        }
    }
}
