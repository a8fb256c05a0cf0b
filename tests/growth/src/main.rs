//! How the cost of generating grows with the size of a document.
//!
//! For each kind of construct, documents with more and more of it are generated in this process, and the exponent of the
//! cost is fitted: 1 is linear, 2 is quadratic. See `tests/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a program for tests"
)]

mod fit;
mod kinds;
mod measure;

use std::path::PathBuf;
use std::process::ExitCode;

use bench::{Figure, Results, verdict};
use clap::Parser;

use fit::{exponent, points};
use kinds::{Kind, SAMPLE, all};

const EXPONENT: Figure = Figure {
    name: "growth",
    what: "how generating grows with each kind of a large document, exponent",
    limit: 1.2,
    unit: "",
    section: "Growth",
};

/// Fits the exponent of the cost of each kind of document.
#[derive(Parser)]
struct Options {
    /// Only kinds whose name contains one of these.
    kinds: Vec<String>,
    /// Only a sample of the kinds.
    #[arg(long)]
    sample: bool,
    /// Count instructions under valgrind, which do not depend on the load of the machine.
    #[arg(long)]
    instructions: bool,
    /// The smallest number of items.
    #[arg(long, default_value_t = 1000)]
    from: usize,
    /// The largest number of items.
    #[arg(long, default_value_t = 100_000)]
    to: usize,
    /// The factor between two sizes.
    #[arg(long, default_value_t = 2)]
    factor: usize,
    /// No larger size is measured after one that took so many seconds; smaller ones are, if there are fewer than three sizes.
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Append the exponents to a file (see benches/README.md).
    #[arg(long)]
    results: Option<PathBuf>,
    /// Print the names of the kinds.
    #[arg(long)]
    list: bool,
    /// Write the document of the kind with `--from` items to standard output.
    #[arg(long)]
    print: bool,
    /// Generate the document of the kind with `--from` items once; used under valgrind.
    #[arg(long)]
    once: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let is_chosen = |kind: &&Kind| (!options.sample || SAMPLE.contains(&kind.name)) && is_named(kind, &options);
    let chosen: Vec<&Kind> = all().filter(is_chosen).collect();
    if options.list {
        chosen.iter().for_each(|kind| println!("{}", kind.name));
        return ExitCode::SUCCESS;
    }
    if options.print {
        chosen
            .iter()
            .for_each(|kind| println!("{}", (kind.make)(options.from).text()));
        return ExitCode::SUCCESS;
    }
    if options.once {
        chosen.iter().for_each(|kind| (kind.make)(options.from).run());
        return ExitCode::SUCCESS;
    }
    if options.from == 0 || options.from > options.to || options.factor < 2 {
        eprintln!("growth: `--from` must be at least 1 and at most `--to`, and `--factor` at least 2");
        return ExitCode::from(2);
    }
    let results = options.results.as_ref().map(Results::to).unwrap_or_default();
    let mut failed = 0;
    println!(
        "{:<28} {:>6} {:>8} {:>12} {:>12}  exponent",
        "kind", "sizes", "largest", "cost", "per item"
    );
    for kind in &chosen {
        match report(kind, &options, &results) {
            Ok(true) => {}
            Ok(false) => failed += 1,
            Err(problem) => {
                eprintln!("growth: {problem}");
                return ExitCode::from(2);
            }
        }
    }
    println!("{} kinds, {failed} FAIL", chosen.len());
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Whether a kind has one of the names, or contains one.
fn is_named(kind: &Kind, options: &Options) -> bool {
    let is_meant = |text: &String| kind.name == text || (!options.once && kind.name.contains(text.as_str()));
    options.kinds.is_empty() || options.kinds.iter().any(is_meant)
}

/// Measures one kind, and prints the number of sizes, the largest one that was reached, its cost, and the fit. Whether it is
/// linear, or why the result cannot be written.
fn report(kind: &Kind, options: &Options, results: &Results) -> Result<bool, String> {
    // What every document costs is no growth.
    let base = if options.instructions {
        measure::instructions(kind, 0)
    } else {
        0.0
    };
    let cost = |size| {
        if options.instructions {
            measure::instructions(kind, size) - base
        } else {
            measure::seconds(kind, size)
        }
    };
    let too_much = if options.instructions {
        f64::INFINITY
    } else {
        options.seconds
    };
    let points = points(options.from..=options.to, options.factor, too_much, cost);
    let last = points.last().ok_or("no sizes")?;
    let exponent = exponent(&points);
    let is_linear = results.record(&EXPONENT, kind.name, exponent)?;
    let unit = if options.instructions { 1e-6 } else { 1e3 };
    println!(
        "{:<28} {:>6} {:>8} {:>12.1} {:>12.3}  {exponent:.2} {}",
        kind.name,
        points.len(),
        last.size,
        last.cost * unit,
        last.cost * unit * 1000.0 / last.size,
        verdict(is_linear),
    );
    Ok(is_linear)
}
