//! A wrapper around rustc that measures the compiler on the client only.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use super::limited::{self, Outcome};
use crate::folders;

/// The environment variable with the file for the measurement.
pub(super) const REPORT: &str = "OASPEN_CORPUS_COMPILER_REPORT";

/// Runs the compiler if cargo started this program as the wrapper; `None` otherwise.
pub(crate) fn run_as_wrapper() -> Option<ExitCode> {
    // Cargo sets this variable for the wrapper.
    std::env::var_os("RUSTC_WORKSPACE_WRAPPER")?;
    let mut arguments = std::env::args_os().skip(1);
    let compiler = arguments.next().filter(is_compiler)?;
    let mut command = Command::new(compiler);
    command.args(arguments);
    let Some(report) = std::env::var_os(REPORT).filter(|_| std::env::var_os("CARGO_PRIMARY_PACKAGE").is_some()) else {
        let code = command.status().ok().and_then(|status| status.code());
        return Some(exit(code.unwrap_or(1)));
    };
    let outcome = limited::run(&mut command).and_then(|measured| {
        let text = serde_json::to_string(&measured).map_err(|error| error.to_string())?;
        folders::write(report.as_ref(), &text)?;
        Ok(measured.outcome)
    });
    Some(match outcome {
        Ok(Outcome::Success) => ExitCode::SUCCESS,
        Ok(Outcome::Failure(code)) => exit(code),
        Ok(Outcome::Signal(_) | Outcome::Timeout) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    })
}

fn is_compiler(argument: &OsString) -> bool {
    std::path::Path::new(argument)
        .file_stem()
        .is_some_and(|name| name == "rustc")
}

fn exit(code: i32) -> ExitCode {
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}
