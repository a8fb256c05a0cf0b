//! Measures what generating costs, in an unoptimized build script beside progenitor, and for a large document in a
//! release build; see docs/cost.md.

mod options;
mod programs;
mod usage;

use std::path::Path;
use std::process::ExitCode;

use options::Options;
use programs::Program;
use usage::Usage;

/// The maximum share of progenitor's CPU time.
const MAX_SHARE: f64 = 0.5;
/// The maximum for the large document.
const MAX_SECONDS: f64 = 15.0;
const MAX_MIB: f64 = 1.2 * 1024.0;

fn main() -> ExitCode {
    match Options::read().and_then(|options| options.map_or(Ok(true), |options| run(&options))) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<bool, String> {
    match &options.large {
        Some(document) => large(options, document),
        None => beside_progenitor(options),
    }
}

/// Generates from each document with both programs in turn, unoptimized, as Cargo builds the dependencies of a build script.
fn beside_progenitor(options: &Options) -> Result<bool, String> {
    let programs = [
        Program::build("script", "dev", &options.work)?,
        Program::build("peer", "dev", &options.work)?,
    ];
    println!(
        "\nunoptimized build scripts; CPU seconds (user and system), medians of {} in turn\n",
        options.rounds
    );
    println!("| document | oaspen | progenitor 0.15.1 | ratio | oaspen, MiB | progenitor, MiB | |");
    println!("|---|---|---|---|---|---|---|");
    let mut passed = true;
    for document in &options.documents {
        let mut samples = [Vec::new(), Vec::new()];
        for _ in 0..options.rounds {
            for (program, samples) in programs.iter().zip(&mut samples) {
                samples.push(program.run(&[document], &options.work)?);
            }
        }
        let [ours, theirs] = samples.map(|samples| Usage::median(&samples));
        let ratio = ours.cpu / theirs.cpu;
        passed &= ratio <= MAX_SHARE;
        println!(
            "| {} | {:.2} | {:.2} | {ratio:.2} | {:.0} | {:.0} | {} |",
            options::name(document),
            ours.cpu,
            theirs.cpu,
            ours.mib,
            theirs.mib,
            verdict(ratio <= MAX_SHARE)
        );
    }
    println!(
        "\n{}: at most {MAX_SHARE} of progenitor's CPU time on each document",
        verdict(passed)
    );
    Ok(passed)
}

/// Generates a package from one document with a release build.
fn large(options: &Options, document: &Path) -> Result<bool, String> {
    let program = Program::build("script", "release", &options.work)?;
    let mut samples = Vec::new();
    for _ in 0..options.rounds {
        samples.push(program.run(&[document, &options.work.join("package")], &options.work)?);
    }
    let usage = Usage::median(&samples);
    let passed = usage.cpu <= MAX_SECONDS && usage.mib <= MAX_MIB;
    println!(
        "\n{}: release build, medians of {}\n\n| CPU s | elapsed s | MiB | |\n|---|---|---|---|\n| {:.1} | {:.1} | {:.0} | {} |",
        options::name(document),
        samples.len(),
        usage.cpu,
        usage.elapsed,
        usage.mib,
        verdict(passed)
    );
    println!(
        "\n{}: at most {MAX_SECONDS} s of CPU and {MAX_MIB:.0} MiB",
        verdict(passed)
    );
    Ok(passed)
}

fn verdict(passed: bool) -> &'static str {
    if passed { "PASS" } else { "FAIL" }
}
