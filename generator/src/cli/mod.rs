//! The command line: arguments, output and exit codes. Everything else is in the library.

mod action;
mod api_changes;
mod args;
mod attributes;
mod changes;
mod diff;
mod docs;
mod exit;
mod explain;
mod generate;
mod git;
mod git_diff;
mod init;
mod inspect;
mod json;
mod learn;
mod limits;
mod lint;
mod output;
mod progress;
mod style;
mod summary;
mod terminal;
mod update;
mod workspace;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use args::{Cli, Command, OutputFormat};
use exit::Exit;
use oaspen::{visible, without_commands};
use terminal::Terminal;

/// Generating allocates much: with this allocator, the largest document takes three quarters of the time (`docs/cost.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs the command of the process arguments.
pub(crate) fn main() -> ExitCode {
    let arguments = without_cargo(std::env::args_os().collect());
    let command = Cli::command().color(args::color_for_usage(&arguments));
    let parsed = command
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let exit = match parsed {
        Ok(cli) => run(cli),
        Err(error) => {
            let text = error.render().to_string();
            // If this cannot be printed, the exit code still reports the error.
            let _ = match without_commands(&visible(&text)) {
                safe if safe == text => error.print(),
                // An argument has hidden characters or a command to a host, and the message repeats it.
                safe => std::io::stderr().write_all(safe.as_bytes()),
            };
            if error.use_stderr() {
                Exit::Unusable
            } else {
                Exit::Success
            }
        }
    };
    ExitCode::from(exit as u8)
}

/// Removes the name of the subcommand, which cargo passes as the first argument: `cargo-oaspen oaspen generate`.
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

/// Why a command does not have a format. It is not ignored: a program would read another one than it asked for.
fn without_format(command: &Command, format: OutputFormat) -> Option<&'static str> {
    match command {
        Command::Completions { .. } if format != OutputFormat::Text => {
            Some("`oaspen completions` has no other `--format`: it prints a script for a shell")
        }
        Command::GitDiff { .. } if format != OutputFormat::Text => Some(
            "`oaspen git-diff` has no other `--format`: git shows what it prints; `oaspen diff` has reports and JSON",
        ),
        Command::Diff(options) if options.accept.is_some() && !format.is_general() => {
            Some("`oaspen diff --accept` prints no report: it has the formats `text` and `json`")
        }
        Command::Generate(options) if options.stat && format == OutputFormat::Json => {
            Some("`--stat` is a part of the text: with `--format json`, `files` lists the files in any case")
        }
        Command::Diff(_) | Command::Update(_) => None,
        _ if format.is_general() => None,
        _ => Some("this `--format` is one of `oaspen diff` and `oaspen update`; other commands have `text` and `json`"),
    }
}

fn run(cli: Cli) -> Exit {
    let mut terminal = Terminal::new(&cli.global);
    if let Some(problem) = without_format(&cli.command, cli.global.format) {
        terminal.error(problem);
        return Exit::Unusable;
    }
    match cli.command {
        Command::Generate(options) => generate::run(&options, &mut terminal),
        Command::Docs(options) => docs::run(&options, &mut terminal),
        Command::Diff(options) => diff::run(&options, &mut terminal),
        Command::Update(options) => update::run(&options, &mut terminal),
        Command::GitDiff { arguments } => git_diff::run(&arguments, &terminal),
        Command::Learn(options) => learn::run(&options, &mut terminal),
        Command::Lint(options) => lint::run(&options, &mut terminal),
        Command::Inspect(options) => inspect::run(&options, &mut terminal),
        Command::Init(options) => init::run(&options, &mut terminal),
        Command::Explain { code } => explain::run(code.as_deref(), &mut terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "oaspen", &mut script);
            terminal.print_result(&String::from_utf8_lossy(&script));
            Exit::Success
        }
    }
}
