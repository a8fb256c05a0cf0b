//! Measures the compile time of generated clients and codec candidates; see docs/codec.md.

mod candidates;
mod clients;
mod derive;
mod features;
mod large;
mod measure;
mod options;
mod peer;
mod scale;
mod synth;
mod synthetic;

use std::process::ExitCode;

use options::Options;

fn main() -> ExitCode {
    if let Some(code) = measure::as_rustc() {
        return ExitCode::from(code.clamp(0, 255) as u8);
    }
    match Options::read().and_then(|options| options.map_or(Ok(true), |options| all(&options))) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn all(options: &Options) -> Result<bool, String> {
    let passed = run(options);
    options.remove_builds()?;
    passed
}

/// Runs all modes. Returns false if `--gate` is set and a mode printed FAIL.
fn run(options: &Options) -> Result<bool, String> {
    if options.synthetic {
        synthetic::report(options)?;
    }
    if !options.crates.is_empty() {
        synthetic::existing(options)?;
    }
    if let Some(documents) = &options.specs {
        clients::report(options, documents)?;
    }
    let mut passed = true;
    if let Some(document) = &options.peer {
        passed &= peer::report(options, document)?;
    }
    if !options.large.is_empty() {
        passed &= large::report(options)?;
    }
    if !options.features.is_empty() {
        passed &= features::report(options)?;
    }
    if options.scale {
        passed &= scale::report(options)?;
    }
    Ok(passed || !options.gate)
}

/// Formats a figure and, in brackets, its share of another, if there is one.
fn share(value: f64, of: f64) -> String {
    if value.is_nan() {
        return "-".into();
    }
    if of.is_nan() {
        return format!("{value:.2}");
    }
    format!("{value:.2} ({:.2})", value / of)
}
