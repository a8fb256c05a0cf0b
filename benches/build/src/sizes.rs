//! Programs with four calls: their sizes, and the CPU time of a release build with nothing built before.

use std::path::Path;

use bench::Figure;

use crate::options::Options;
use crate::package::Package;
use crate::row;

const STRIPPED: Figure = Figure {
    name: "stripped-program",
    what: "a stripped program with four calls, compared with a handwritten one",
    limit: 0.3,
    unit: "MB",
    section: "Builds with a client",
};
const DEBUG: Figure = Figure {
    name: "debug-program",
    what: "a program with four calls without optimization, size relative to progenitor's",
    limit: 1.0,
    unit: "",
    section: "Builds with a client",
};
const RELEASE: Figure = Figure {
    name: "release-build",
    what: "the release build of a program with all dependencies, CPU time relative to a handwritten one's",
    limit: 1.25,
    unit: "",
    section: "Builds with a client",
};

struct Figures {
    stripped: f64,
    debug: f64,
    /// Without optimization and without debug information.
    code: f64,
    release: f64,
}

pub fn report(options: &Options) -> Result<bool, String> {
    let ours = figures("oaspen", options)?;
    let theirs = figures("progenitor", options)?;
    let by_hand = figures("handwritten", options)?;
    println!("| program with four calls | oaspen | handwritten | | limit | |");
    println!("|---|---|---|---|---|---|");
    let mut passed = row(
        options,
        "MB, stripped, `opt-level = \"z\"` and LTO",
        [ours.stripped, by_hand.stripped],
        &STRIPPED,
        ours.stripped - by_hand.stripped,
    )?;
    passed &= row(
        options,
        "CPU seconds of its release build, with all dependencies",
        [ours.release, by_hand.release],
        &RELEASE,
        ours.release / by_hand.release,
    )?;
    println!(
        "| MB, without optimization | {:.1} | {:.1} | {:+.1} | | |",
        ours.debug,
        by_hand.debug,
        ours.debug - by_hand.debug
    );
    println!("\n| program with four calls | oaspen | progenitor | | limit | |");
    println!("|---|---|---|---|---|---|");
    passed &= row(
        options,
        "MB, without optimization",
        [ours.debug, theirs.debug],
        &DEBUG,
        ours.debug / theirs.debug,
    )?;
    println!(
        "| the same without debug information | {:.1} | {:.1} | {:.2} | | |",
        ours.code,
        theirs.code,
        ours.code / theirs.code
    );
    println!(
        "| MB, stripped | {:.1} | {:.1} | {:.2} | | |",
        ours.stripped,
        theirs.stripped,
        ours.stripped / theirs.stripped
    );
    println!(
        "| CPU seconds of the release build | {:.1} | {:.1} | {:.2} | | |",
        ours.release,
        theirs.release,
        ours.release / theirs.release
    );
    Ok(passed)
}

fn figures(name: &'static str, options: &Options) -> Result<Figures, String> {
    let package = Package::new(name, options)?;
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("pets.json");
    // Downloads are not counted.
    package.cargo(&["fetch"], &document)?;
    let release = package.cargo(&["build", "--release"], &document)?;
    package.cargo(&["build"], &document)?;
    Ok(Figures {
        stripped: package.size("release")?,
        debug: package.size("debug")?,
        code: package.size_of_code(&document)?,
        release,
    })
}
