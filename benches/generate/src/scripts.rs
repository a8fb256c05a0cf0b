//! Unoptimized build scripts of oaspen and progenitor.

use bench::{Figure, Usage, corpus, verdict};

use crate::options::Options;
use crate::programs::Program;

const SHARE: Figure = Figure {
    name: "generate",
    what: "generating in an unoptimized build script, CPU time relative to progenitor's",
    limit: 0.5,
    unit: "",
    section: "Generating",
};

/// Generates from each document with both programs in turn, unoptimized, as Cargo builds the dependencies of a build script.
pub fn report(options: &Options) -> Result<bool, String> {
    let programs = [
        Program::build("script", "dev", &options.work)?,
        Program::build("peer", "dev", &options.work)?,
    ];
    println!(
        "\nunoptimized build scripts; CPU seconds (user and system), medians of {} in turn\n",
        options.rounds
    );
    println!("| document | oaspen | progenitor 0.15.1 | ratio | oaspen, MiB | progenitor, MiB | |");
    println!("|---|---|---|---|---|---|---|");
    let mut passed = true;
    for document in &options.documents {
        let mut samples = [Vec::new(), Vec::new()];
        for _ in 0..options.rounds {
            for (program, samples) in programs.iter().zip(&mut samples) {
                samples.push(program.run(&[document], &options.work)?);
            }
        }
        let [ours, theirs] = samples.map(|samples| Usage::median(&samples));
        let ratio = ours.cpu / theirs.cpu;
        let name = corpus::name(document);
        let holds = options.results.record(&SHARE, &name, ratio)?;
        passed &= holds;
        println!(
            "| {name} | {:.2} | {:.2} | {ratio:.2} | {:.0} | {:.0} | {} |",
            ours.cpu,
            theirs.cpu,
            ours.mib,
            theirs.mib,
            verdict(holds)
        );
    }
    println!(
        "\n{}: at most {} of progenitor's CPU time on each document",
        verdict(passed),
        SHARE.limit
    );
    Ok(passed)
}
