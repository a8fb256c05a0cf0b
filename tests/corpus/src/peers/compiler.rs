//! Stands between cargo and rustc, to measure the compiler on the one package that matters.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use super::limited::{self, Ended};
use crate::folders;

/// The variable that says where to write what the compiler used.
pub(super) const REPORT: &str = "OASPEN_CORPUS_COMPILER_REPORT";

/// Runs the compiler if cargo started this program in its place; `None` otherwise.
pub(crate) fn stand_in() -> Option<ExitCode> {
    // Cargo sets this for every wrapper, and nobody else does.
    std::env::var_os("RUSTC_WORKSPACE_WRAPPER")?;
    let mut words = std::env::args_os().skip(1);
    let compiler = words.next().filter(is_compiler)?;
    let mut command = Command::new(compiler);
    command.args(words);
    let Some(report) = std::env::var_os(REPORT).filter(|_| std::env::var_os("CARGO_PRIMARY_PACKAGE").is_some()) else {
        let code = command.status().ok().and_then(|status| status.code());
        return Some(exit(code.unwrap_or(1)));
    };
    let outcome = limited::run(&mut command).and_then(|measured| {
        let text = serde_json::to_string(&measured).map_err(|error| error.to_string())?;
        folders::write(report.as_ref(), &text)?;
        Ok(measured.ended)
    });
    Some(match outcome {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::Badly(code)) => exit(code),
        Ok(Ended::Killed(_) | Ended::OutOfTime) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    })
}

fn is_compiler(word: &OsString) -> bool {
    std::path::Path::new(word)
        .file_stem()
        .is_some_and(|name| name == "rustc")
}

fn exit(code: i32) -> ExitCode {
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}
