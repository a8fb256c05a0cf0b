//! Measures what generating costs, in an unoptimized build script beside progenitor, and in a release build; see
//! docs/cost.md.

mod options;
mod packages;
mod programs;
mod scripts;

use std::process::ExitCode;

use options::{Mode, Options};

fn main() -> ExitCode {
    match Options::read().and_then(|options| options.map_or(Ok(true), |options| run(&options))) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// Returns whether all limits hold.
fn run(options: &Options) -> Result<bool, String> {
    match &options.mode {
        Mode::Scripts => scripts::report(options),
        Mode::Large(document) => packages::large(options, document),
        Mode::Commands => packages::beside_commands(options).map(|()| true),
    }
}
