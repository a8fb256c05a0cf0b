//! Compares the clients of large documents with those of other generators in the same run.

use std::path::Path;

use oaspen::Input;

use crate::measure::{self, crate_alone};
use crate::options::Options;
use crate::peer::{self, PEERS};
use crate::{clients, share};

/// The maximum CPU time of `cargo check`, and of a release build, relative to the best of the others.
const MAX_CHECK: f64 = 0.25;
const MAX_RELEASE: f64 = 0.5;

/// CPU seconds of the rustc of a client; NaN if not measured.
struct Figures {
    check: f64,
    release: f64,
}

pub fn report(options: &Options) -> Result<bool, String> {
    println!("\nCPU seconds of the rustc of the crate; in brackets the share of the best of the others\n");
    println!(
        "| document | operations | check | {0} | {1} | release | {0} | {1} | |",
        PEERS[0], PEERS[1]
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut passed = true;
    for document in &options.large {
        passed &= row(options, document)?;
    }
    println!(
        "\n{}: at most {MAX_CHECK} (check) and {MAX_RELEASE} (release build) of the best of the others",
        verdict(passed)
    );
    Ok(passed)
}

fn row(options: &Options, document: &Path) -> Result<bool, String> {
    let name = clients::name(document);
    let client = clients::generate(options, &Input::Path(document.to_owned()), &name)?;
    let ours = figures(options, &client.folder, &options.target())?;
    let others = PEERS.map(|peer| other(options, peer, document, &name).ok());
    let best = |of: fn(&Figures) -> f64| others.iter().flatten().map(of).fold(f64::NAN, f64::min);
    let (check, release) = (ours.check / best(|f| f.check), ours.release / best(|f| f.release));
    let is_compared = !check.is_nan();
    let passed = is_compared && check <= MAX_CHECK && (release.is_nan() || release <= MAX_RELEASE);
    let cell = |figures: &Option<Figures>, of: fn(&Figures) -> f64| match figures.as_ref().map(of) {
        Some(value) if !value.is_nan() => format!("{value:.1}"),
        _ => "-".to_owned(),
    };
    println!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} |",
        client.outcome.stats.operations,
        share(ours.check, best(|f| f.check)),
        cell(&others[0], |f| f.check),
        cell(&others[1], |f| f.check),
        share(ours.release, best(|f| f.release)),
        cell(&others[0], |f| f.release),
        cell(&others[1], |f| f.release),
        if is_compared {
            verdict(passed)
        } else {
            "no other client"
        },
    );
    Ok(passed || !is_compared)
}

/// The figures of a client of another generator. An error if it has none that compiles.
fn other(options: &Options, peer: &str, document: &Path, name: &str) -> Result<Figures, String> {
    let folder = options.work.join(peer).join(name);
    measure::clear(&folder)?;
    let figures = peer::generate(options, peer, document, &folder)
        .and_then(|_| figures(options, &folder, &options.peer_target()));
    if let Err(error) = &figures {
        let line = error.lines().find(|line| line.contains("rror")).unwrap_or_default();
        eprintln!("{name}: no client of {peer}: {line}");
    }
    figures
}

/// The minimum of the runs. The first run also builds the dependencies.
fn figures(options: &Options, folder: &Path, target: &Path) -> Result<Figures, String> {
    let check = crate_alone(folder, target, &["check", "--lib"], options.rounds(3))?;
    let release = if options.release_build {
        crate_alone(folder, target, &["build", "--lib", "--release"], 1)?.cpu
    } else {
        f64::NAN
    };
    Ok(Figures {
        check: check.cpu,
        release,
    })
}

fn verdict(passed: bool) -> &'static str {
    if passed { "PASS" } else { "FAIL" }
}
