//! Other generators. Compares a generated client with that of openapi-to-rust for the same document in the same run.

use std::path::{Path, PathBuf};
use std::process::Command;

use bench::peers::{OAS3_GEN, PLOIDY, Program};
use bench::verdict;
use oaspen::Input;

use crate::options::Options;
use crate::{clients, measure};

/// The maximum share of CPU time and lines, relative to the competitor.
const MAX_SHARE: f64 = 0.5;
const GOAL: f64 = 0.25;

/// A generator to compare with.
pub struct Peer {
    pub name: &'static str,
    pub version: &'static str,
    /// It is this program, and not a library that the package `peer` calls.
    program: Option<Program>,
}

/// The generators that are compared with, in the versions that were the newest when the benchmark was written.
pub static PEERS: [Peer; 4] = [
    OPENAPI_TO_RUST,
    Peer {
        name: "progenitor",
        version: "0.15.1",
        program: None,
    },
    Peer {
        name: PLOIDY.name,
        version: PLOIDY.version,
        program: Some(PLOIDY),
    },
    Peer {
        name: OAS3_GEN.name,
        version: OAS3_GEN.version,
        program: Some(OAS3_GEN),
    },
];
const OPENAPI_TO_RUST: Peer = Peer {
    name: "openapi-to-rust",
    version: "0.23.0",
    program: None,
};

/// A generator that can be run.
pub struct Installed {
    peer: &'static Peer,
    /// The path of its program, if it is one.
    program: Option<(&'static Program, PathBuf)>,
}

/// Installs all generators. An error if one cannot be: the best of fewer is not what the limits are about.
pub fn install(options: &Options) -> Result<Vec<Installed>, String> {
    build_libraries(options)?;
    let installed = PEERS.iter().map(|peer| {
        let program = match &peer.program {
            Some(program) => Some((program, program.install(&options.work)?)),
            None => None,
        };
        Ok(Installed { peer, program })
    });
    installed.collect()
}

impl Installed {
    /// The name of the generator.
    pub fn name(&self) -> &'static str {
        self.peer.name
    }

    /// Writes the package of a document into a folder. Returns the number of its operations.
    pub fn generate(&self, options: &Options, document: &Path, folder: &Path) -> Result<usize, String> {
        match &self.program {
            None => call_library(options, self.peer.name, document, folder).map(|(generated, _)| generated),
            Some((program, path)) => {
                let operations = program.generate(path, document, folder)?;
                separate(folder)?;
                Ok(operations)
            }
        }
    }
}

/// Makes a package a workspace of its own, as cargo would look for one in the parent folders.
fn separate(folder: &Path) -> Result<(), String> {
    let path = folder.join("Cargo.toml");
    let shown = |error: std::io::Error| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(&path).map_err(shown)?;
    if text.contains("[workspace]") {
        return Ok(());
    }
    std::fs::write(&path, format!("{text}\n[workspace]\n")).map_err(shown)
}

pub fn report(options: &Options, document: &Path) -> Result<bool, String> {
    let name = clients::name(document);
    let ours = clients::generate(
        options,
        &Input::Path(document.to_owned()),
        clients::settings(options, &name),
    )?;
    let folder = options.work.join("peer").join(&name);
    measure::clear(&folder)?;
    let (theirs, declared) = call_library(options, OPENAPI_TO_RUST.name, document, &folder)?;
    let texts = [ours.text, measure::text(&folder)];

    // The first run of each also builds the dependencies and is not counted. The others run alternately.
    let target = [options.target(), options.peer_target()];
    let folders = [&ours.folder, &folder];
    let mut samples = [Vec::new(), Vec::new()];
    let mut memory = [0.0_f64; 2];
    for round in 0..=options.rounds(5) {
        for index in 0..2 {
            let usage = measure::once(folders[index], &target[index], &["check", "--lib"])?;
            if round > 0 {
                samples[index].push(usage.cpu);
                memory[index] = memory[index].max(usage.mib);
            }
        }
    }
    for sample in &mut samples {
        sample.sort_by(f64::total_cmp);
    }
    let minimum = [samples[0][0], samples[1][0]];
    let median = [median_of(&samples[0]), median_of(&samples[1])];

    let file = document.file_name().unwrap_or_default().to_string_lossy();
    println!(
        "\n{file}: {declared} operations; `cargo check`, CPU seconds of the rustc of the crate, {} runs each, alternately\n",
        samples[0].len()
    );
    println!("| | oaspen | openapi-to-rust {} | ratio |", OPENAPI_TO_RUST.version);
    println!("|---|---|---|---|");
    let stats = ours.outcome.stats;
    println!("| operations | {} | {theirs} | |", stats.operations);
    let row = |what: &str, [ours, theirs]: [f64; 2], digits: usize| {
        println!(
            "| {what} | {ours:.digits$} | {theirs:.digits$} | {:.3} |",
            ours / theirs
        );
    };
    row("lines", texts.map(|text| text.lines as f64), 0);
    row(
        "lines without comments and blank lines",
        texts.map(|text| text.code as f64),
        0,
    );
    row("KiB of Rust", texts.map(|text| text.bytes as f64 / 1024.0), 0);
    row("check, minimum", minimum, 2);
    row("check, median", median, 2);
    row("check, MiB", memory, 0);

    let complete = stats.operations == declared && stats.skipped == 0;
    let cpu = median[0] / median[1];
    let lines = texts[0].lines as f64 / texts[1].lines as f64;
    let passed = complete && cpu <= MAX_SHARE && lines <= MAX_SHARE;
    println!(
        "\n{}: {} of {declared} operations, {cpu:.2} of the CPU time (at most {MAX_SHARE}, goal {GOAL}: {}), {lines:.2} of the lines (at most {MAX_SHARE})",
        verdict(passed),
        stats.operations,
        if cpu <= GOAL { "reached" } else { "missed" },
    );
    Ok(passed)
}

fn median_of(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted[half]
    } else {
        (sorted[half - 1] + sorted[half]) / 2.0
    }
}

/// The command of cargo for the package that calls the libraries.
fn libraries(options: &Options, subcommand: &str) -> Command {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/peer/Cargo.toml");
    let mut command = Command::new("cargo");
    command
        .args([subcommand, "-q", "--manifest-path", manifest])
        .env("CARGO_TARGET_DIR", options.peer_target());
    command
}

fn build_libraries(options: &Options) -> Result<(), String> {
    let status = libraries(options, "build").status();
    let status = status.map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err("cannot build the other generators that are libraries".to_owned())
    }
}

/// Runs a library. Returns the number of generated operations and of operations in the document.
fn call_library(options: &Options, peer: &str, document: &Path, folder: &Path) -> Result<(usize, usize), String> {
    std::fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    let output = libraries(options, "run")
        .args(["--", peer])
        .args([document, folder])
        .output()
        .map_err(|e| format!("cannot run cargo: {e}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut numbers = text.split_whitespace().map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(generated)), Some(Ok(declared))) if output.status.success() => Ok((generated, declared)),
        _ => Err(format!("{peer}: {}", String::from_utf8_lossy(&output.stderr))),
    }
}
