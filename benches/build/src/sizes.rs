//! Programs with four calls: their sizes, and the CPU time of a release build with nothing built before: with the client of a small
//! document, and with that of a large one.

use std::path::{Path, PathBuf};

use bench::{Figure, corpus};

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

const RELEASE_LARGE: Figure = Figure {
    name: "release-build-large",
    what: "the same with the client of a large document (429 operations)",
    ..RELEASE
};
/// The document of `programs/oaspen/src/bin/large.rs`.
const LARGE: &str = "bunq.com";

struct Figures {
    stripped: f64,
    debug: f64,
    /// Without optimization and without debug information.
    code: f64,
    release: f64,
    tls: String,
}

/// The release build with the client of the large document, beside the handwritten program with four calls: what is written
/// by hand does not depend on how large the document is.
pub fn report_large(options: &Options) -> Result<bool, String> {
    let by_hand = Package::new("handwritten", options)?;
    let document = small();
    by_hand.cargo(&["fetch"], &document)?;
    let handwritten = by_hand.cargo(&["build", "--release"], &document)?;
    println!("| program with four calls | oaspen | handwritten | | limit | |");
    println!("|---|---|---|---|---|---|");
    let passed = large(options, handwritten)?;
    let package = Package::new("oaspen", options)?;
    print_tls(&[
        ("oaspen", package.tls(&document)?),
        ("handwritten", by_hand.tls(&document)?),
    ]);
    Ok(passed)
}

/// Prints and records the figure of the large document.
fn large(options: &Options, handwritten: f64) -> Result<bool, String> {
    let document = corpus::document(LARGE)?;
    let package = Package::new("oaspen", options)?;
    package.cargo(&["fetch"], &document)?;
    let build = ["build", "--release", "--no-default-features", "--features", "large"];
    let ours = package.cargo(&build, &document)?;
    let what = format!("CPU seconds of the release build with the client of {LARGE}");
    row(options, &what, [ours, handwritten], &RELEASE_LARGE, ours / handwritten)
}

/// Prints the TLS libraries, of which some take much longer to compile than others.
fn print_tls(programs: &[(&str, String)]) {
    let list: Vec<String> = programs.iter().map(|(name, tls)| format!("{name} {tls}")).collect();
    println!("\nTLS libraries: {}", list.join("; "));
}

fn small() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pets.json")
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
    passed &= large(options, by_hand.release)?;
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
    print_tls(&[
        ("oaspen", ours.tls),
        ("handwritten", by_hand.tls),
        ("progenitor", theirs.tls),
    ]);
    Ok(passed)
}

fn figures(name: &'static str, options: &Options) -> Result<Figures, String> {
    let package = Package::new(name, options)?;
    let document = small();
    // Downloads are not counted.
    package.cargo(&["fetch"], &document)?;
    let release = package.cargo(&["build", "--release"], &document)?;
    package.cargo(&["build"], &document)?;
    Ok(Figures {
        stripped: package.size("release")?,
        debug: package.size("debug")?,
        code: package.size_of_code(&document)?,
        release,
        tls: package.tls(&document)?,
    })
}
