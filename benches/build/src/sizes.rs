//! Programs with four calls: their sizes, and the CPU time of a release build with nothing built before.

use std::path::Path;

use crate::options::Options;
use crate::package::Package;
use crate::row;

/// How much larger the stripped program may be than the handwritten one, in MB.
const MAX_ADDED: f64 = 0.3;
/// The maximum size of the program without optimization, relative to progenitor's.
const MAX_DEBUG: f64 = 1.0;
/// The maximum CPU time of a release build, relative to that of the handwritten program.
const MAX_RELEASE: f64 = 1.25;

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
    let added = ours.stripped - by_hand.stripped;
    let mut passed = row(
        "MB, stripped, `opt-level = \"z\"` and LTO",
        [ours.stripped, by_hand.stripped],
        &format!("{added:+.2}"),
        (MAX_ADDED, "+0.3"),
        added,
    );
    let ratio = ours.release / by_hand.release;
    passed &= row(
        "CPU seconds of its release build, with all dependencies",
        [ours.release, by_hand.release],
        &format!("{ratio:.2}"),
        (MAX_RELEASE, "1.25"),
        ratio,
    );
    println!(
        "| MB, without optimization | {:.1} | {:.1} | {:+.1} | | |",
        ours.debug,
        by_hand.debug,
        ours.debug - by_hand.debug
    );
    println!("\n| program with four calls | oaspen | progenitor | | limit | |");
    println!("|---|---|---|---|---|---|");
    let ratio = ours.debug / theirs.debug;
    passed &= row(
        "MB, without optimization",
        [ours.debug, theirs.debug],
        &format!("{ratio:.2}"),
        (MAX_DEBUG, "1.0"),
        ratio,
    );
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
