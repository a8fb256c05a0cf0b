//! Measures what a client costs the package that uses it: builds in CPU seconds, and the sizes of programs.

mod builds;
mod options;
mod package;
mod sizes;

use std::process::ExitCode;

use bench::{Figure, verdict};

use options::Options;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

/// Returns whether all limits hold.
fn run() -> Result<bool, String> {
    let Some(options) = Options::read()? else {
        return Ok(true);
    };
    let mut passed = true;
    if let Some(document) = &options.builds {
        passed &= builds::report(&options, document)?;
    }
    if options.large_only {
        passed &= sizes::report_large(&options)?;
    }
    if options.sizes {
        passed &= sizes::report(&options)?;
    }
    Ok(passed)
}

/// Prints a row of a comparison with a limit, and records its value. Returns whether the limit holds.
fn row(options: &Options, what: &str, figures: [f64; 2], figure: &Figure, value: f64) -> Result<bool, String> {
    let passed = options.results.record(figure, what, value)?;
    let [ours, other] = figures;
    let Figure { limit, unit, .. } = figure;
    let (shown, limit) = match *unit {
        "" => (format!("{value:.2}"), format!("{limit}")),
        _ => (format!("{value:+.2}"), format!("{limit:+}")),
    };
    println!(
        "| {what} | {ours:.1} | {other:.1} | {shown} | {limit} | {} |",
        verdict(passed)
    );
    Ok(passed)
}
