//! `generate-script SPEC` does what the README shows for a build script, and writes to `OUT_DIR`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(spec) = std::env::args_os().nth(1) else {
        eprintln!("usage: generate-script SPEC");
        return ExitCode::FAILURE;
    };
    match oaspen::configure().generate(spec) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
