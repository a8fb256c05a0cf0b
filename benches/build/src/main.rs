//! Measures what a client costs the package that uses it: builds in CPU seconds, and the sizes of programs.

mod builds;
mod options;
mod package;
mod sizes;

use std::process::ExitCode;

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
    let Some(options) = options::Options::read()? else {
        return Ok(true);
    };
    let mut passed = true;
    if options.builds {
        passed &= builds::report(&options)?;
    }
    if options.sizes {
        passed &= sizes::report(&options)?;
    }
    Ok(passed)
}

/// Prints a row of a comparison with a limit. Returns whether it holds.
fn row(what: &str, figures: [f64; 2], figure: &str, limit: (f64, &str), value: f64) -> bool {
    let passed = value <= limit.0;
    println!(
        "| {what} | {:.1} | {:.1} | {figure} | {} | {} |",
        figures[0],
        figures[1],
        limit.1,
        if passed { "PASS" } else { "FAIL" }
    );
    passed
}
