//! What generated clients and the codec candidates cost to compile; see docs/codec.md.

mod candidates;
mod clients;
mod derive;
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
            ExitCode::FAILURE
        }
    }
}

fn all(options: &Options) -> Result<bool, String> {
    let holds = run(options);
    options.tidy()?;
    holds
}

/// Whether everything holds that `--gate` asks for.
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
    let mut holds = true;
    if let Some(document) = &options.peer {
        holds &= peer::report(options, document)?;
    }
    if options.scale {
        holds &= scale::report(options)?;
    }
    Ok(holds || !options.gate)
}

/// A figure and, in brackets, its share of another.
fn share(value: f64, of: f64) -> String {
    if value.is_nan() {
        return "-".into();
    }
    format!("{value:.2} ({:.2})", value / of)
}
