//! A league of real servers: their generated clients make every sensible call, and each response is compared with what
//! was decoded. See `tests/servers/README.md`.

#![allow(clippy::indexing_slicing, reason = "of JSON values: an absent member is null")]

mod document;
mod equal;
mod figures;
mod folders;
mod install;
mod learned;
mod options;
mod process;
mod program;
mod run;
mod schema;
mod server;
mod table;
mod texts;
mod verdict;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match options::Options::read(&arguments).and_then(|options| match options.learn {
        true => learned::run(&options),
        false => run::run(&options),
    }) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}
