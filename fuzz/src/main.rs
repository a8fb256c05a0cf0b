//! Runs fuzz targets with a stable toolchain: the inputs that are committed, then mutations of them. See `README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a program for tests"
)]

mod runner;

use clap::Parser;
use fuzz::{ADDRESS_SPACE, TARGETS, Target, inputs, limit_address_space, target};
use runner::compile;
use runner::watch::{Plan, run_all};
use runner::work::{Share, once, work};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

/// Runs fuzz targets: the inputs that are committed, then mutations of them.
#[derive(Parser)]
struct Options {
    /// The targets; all of them by default.
    targets: Vec<String>,
    /// How long each target runs.
    #[arg(long, default_value_t = 60.0)]
    seconds: f64,
    /// Decides the mutations; the time by default. It is printed.
    #[arg(long)]
    seed: Option<u64>,
    /// How many processes run at the same time; all cores by default.
    #[arg(long)]
    jobs: Option<usize>,
    /// Runs this input of a target, once.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Generates clients of so many mutated documents, and compiles them together; some also as packages, with single features.
    #[arg(long, value_name = "COUNT")]
    compile: Option<u64>,
    /// Writes the committed inputs and the seeds of a target to this folder, for libFuzzer.
    #[arg(long, value_name = "FOLDER")]
    seeds: Option<PathBuf>,
    /// Prints the names of the targets.
    #[arg(long)]
    list: bool,
    /// Used for the processes: the share of one, and the file for its progress.
    #[arg(long, hide = true, num_args = 3, value_names = ["FIRST", "STEP", "FILE"])]
    share: Option<Vec<String>>,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let chosen: Option<Vec<&'static Target>> = if options.targets.is_empty() {
        Some(TARGETS.iter().collect())
    } else {
        options.targets.iter().map(|name| target(name)).collect()
    };
    let Some(chosen) = chosen else {
        eprintln!("no target has this name; `--list` prints the names");
        return ExitCode::from(2);
    };
    if options.list {
        chosen.iter().for_each(|target| println!("{}", target.name));
        return ExitCode::SUCCESS;
    }
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs());
    let seed = options.seed.unwrap_or(now);
    if let Some(file) = &options.file {
        limit_address_space(ADDRESS_SPACE);
        return once(chosen[0], file);
    }
    if let Some(folder) = &options.seeds {
        return write_seeds(chosen[0], folder);
    }
    if let Some(share) = options.share.as_deref().and_then(Share::parse) {
        limit_address_space(ADDRESS_SPACE);
        work(chosen[0], seed, options.seconds, &share);
        return ExitCode::SUCCESS;
    }
    if let Some(count) = options.compile {
        return compile::run(seed, count);
    }
    let cores = std::thread::available_parallelism().map_or(1, Into::into);
    run_all(&Plan {
        targets: chosen,
        seconds: options.seconds,
        seed,
        jobs: options.jobs.unwrap_or(cores).max(1),
    })
}

fn write_seeds(target: &Target, folder: &Path) -> ExitCode {
    let all = inputs(target);
    let files = all.iter().enumerate();
    let written = fs::create_dir_all(folder).and_then(|()| {
        files
            .into_iter()
            .try_for_each(|(index, input)| fs::write(folder.join(index.to_string()), &input.bytes))
    });
    match written {
        Ok(()) => {
            println!("{}: {} inputs", folder.display(), all.len());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::from(2)
        }
    }
}
