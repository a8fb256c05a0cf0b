//! The command line: arguments in, text and an exit code out. Everything else is in the library.

mod args;
mod changes;
mod docs;
mod explain;
mod generate;
mod init;
mod inspect;
mod json;
mod lint;
mod output;
mod progress;
mod terminal;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use args::{Cli, Command};
use terminal::Terminal;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Nothing to complain about.
    Fine = 0,
    /// Something was found: warnings, or files that are not current.
    Findings = 1,
    /// The command or the document cannot be used.
    Unusable = 2,
}

/// Runs the command that the process was started with.
pub(crate) fn main() -> ExitCode {
    let arguments = without_cargo(std::env::args_os().collect());
    let command = Cli::command().color(args::color_for_usage(&arguments));
    let parsed = command
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let exit = match parsed {
        Ok(cli) => run(cli),
        Err(error) => {
            // Where not even this can be printed, the exit code still tells.
            let _ = error.print();
            if error.use_stderr() { Exit::Unusable } else { Exit::Fine }
        }
    };
    ExitCode::from(exit as u8)
}

/// Cargo hands its subcommands their own name as first argument: `cargo-oaspen oaspen generate`.
fn without_cargo(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let program = arguments.first().map(std::path::PathBuf::from);
    let is_cargo = program
        .and_then(|path| path.file_stem().map(|stem| stem == "cargo-oaspen"))
        .unwrap_or(false);
    if is_cargo && arguments.get(1).is_some_and(|first| first == "oaspen") {
        arguments.remove(1);
    }
    arguments
}

fn run(cli: Cli) -> Exit {
    let mut terminal = Terminal::new(&cli.global);
    match cli.command {
        Command::Generate(options) => generate::run(&options, &mut terminal),
        Command::Docs(options) => docs::run(&options, &mut terminal),
        Command::Lint(options) => lint::run(&options, &mut terminal),
        Command::Inspect(options) => inspect::run(&options, &mut terminal),
        Command::Init(options) => init::run(&options, &mut terminal),
        Command::Explain { code } => explain::run(code.as_deref(), &mut terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "oaspen", &mut script);
            terminal.product(&String::from_utf8_lossy(&script));
            Exit::Fine
        }
    }
}
