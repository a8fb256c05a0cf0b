//! Single changes of documents, and whether the verdicts of `oaspen diff` about them are facts.
//!
//! The program is described in `docs/diff-rules.md`.

#![allow(clippy::indexing_slicing, reason = "of JSON values: an absent member is null")]

mod base;
mod calls;
mod changes;
mod compiler;
mod document;
mod driver;
mod facts;
mod features;
mod folders;
mod instances;
mod judge;
mod page;
mod program;
mod roundtrip;
mod run;
mod server;
mod styles;
mod swagger;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match run::run(&run::Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
