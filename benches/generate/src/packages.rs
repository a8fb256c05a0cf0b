//! Packages that a release build writes.

use std::path::Path;

use bench::peers::{OAS3_GEN, PLOIDY, reason};
use bench::{Figure, Usage, corpus, verdict};

use crate::options::Options;
use crate::programs::{self, Program};

const SECONDS: Figure = Figure {
    name: "generate-large-cpu",
    what: "generating from the largest document in a release build, CPU time",
    limit: 15.0,
    unit: "s",
    section: "Generating",
};
const MEMORY: Figure = Figure {
    name: "generate-large-memory",
    what: "generating from the largest document in a release build, peak memory",
    limit: 1.2,
    unit: "GiB",
    section: "Generating",
};

/// Generates a package from one document.
pub fn large(options: &Options, document: &Path) -> Result<bool, String> {
    let program = Program::build("script", "release", &options.work)?;
    let mut samples = Vec::new();
    for _ in 0..options.rounds {
        samples.push(program.run(&[document, &options.work.join("out-package")], &options.work)?);
    }
    let usage = Usage::median(&samples);
    let name = corpus::name(document);
    let mut passed = options.results.record(&SECONDS, &name, usage.cpu)?;
    passed &= options.results.record(&MEMORY, &name, usage.mib / 1024.0)?;
    println!(
        "\n{name}: release build, medians of {}\n\n| CPU s | of these system | elapsed s | MiB | |\n|---|---|---|---|---|\n| {:.1} | {:.1} | {:.1} | {:.0} | {} |",
        samples.len(),
        usage.cpu,
        usage.system,
        usage.elapsed,
        usage.mib,
        verdict(passed)
    );
    println!(
        "\n{}: at most {} s of CPU and {} GiB",
        verdict(passed),
        SECONDS.limit,
        MEMORY.limit
    );
    Ok(passed)
}

/// Generates a package from each document with oaspen and with the generators that are programs, in turn.
pub fn beside_commands(options: &Options) -> Result<(), String> {
    let script = Program::build("script", "release", &options.work)?;
    let mut paths = Vec::new();
    for peer in [PLOIDY, OAS3_GEN] {
        let path = peer.install(&options.work)?;
        paths.push((peer, path));
    }
    println!(
        "\na package from each document, release builds; CPU seconds (peak MiB), medians of {} in turn\n",
        options.rounds
    );
    print!("| document | oaspen |");
    paths
        .iter()
        .for_each(|(peer, _)| print!(" {} {} |", peer.name, peer.version));
    println!("\n|---|---|{}", "---|".repeat(paths.len()));
    let package = options.work.join("out-package");
    for document in &options.documents {
        let mut ours = Vec::new();
        let mut others: Vec<Result<Vec<Usage>, String>> = paths.iter().map(|_| Ok(Vec::new())).collect();
        for _ in 0..options.rounds {
            ours.push(script.run(&[document, &package], &options.work)?);
            for ((peer, path), samples) in paths.iter().zip(&mut others) {
                let Ok(list) = samples else { continue };
                programs::clear(&package)?;
                match Usage::silent(&mut peer.command(path, document, &package)) {
                    Ok(usage) => list.push(usage),
                    Err(error) => *samples = Err(error),
                }
            }
        }
        print!("| {} | {} |", corpus::name(document), cell(&ours));
        for samples in &others {
            print!(
                " {} |",
                samples
                    .as_ref()
                    .map_or_else(|_| "-".to_owned(), |samples| cell(samples))
            );
        }
        println!();
        for ((peer, _), samples) in paths.iter().zip(&others) {
            if let Err(error) = samples {
                eprintln!(
                    "{}: no package of {}: {}",
                    corpus::name(document),
                    peer.name,
                    reason(error)
                );
            }
        }
    }
    programs::clear(&package)
}

fn cell(samples: &[Usage]) -> String {
    let Usage { cpu, mib, .. } = Usage::median(samples);
    format!("{cpu:.2} ({mib:.0})")
}
