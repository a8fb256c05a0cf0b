//! The codec candidates on a synthetic API, and existing crates.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::measure::crate_alone;
use crate::options::Options;
use crate::{candidates, measure, share, synth};

pub fn report(options: &Options) -> Result<(), String> {
    let target = options.target();
    let rounds = options.rounds(if options.models > 100 { 2 } else { 3 });
    let list = options.work.join("list.json");
    measure::put(&list, &synth::list(1_000_000, options.models))?;
    println!(
        "\n{} models; CPU seconds of the rustc of the crate (share of the first row)\n",
        options.models
    );
    println!("| candidate | lines | check | dev build | release build | program, KiB | decode, MB/s | encode, MB/s |");
    println!("|---|---|---|---|---|---|---|---|");
    let mut first: Option<[f64; 3]> = None;
    let mut bridge = None;
    for candidate in candidates::ALL {
        let selected = options.only.is_empty() || options.only.iter().any(|n| candidate.name.contains(n.as_str()));
        if !selected {
            continue;
        }
        let (folder, lines) = candidate.write(&options.work, &options.runtime, options.models)?;
        let check = crate_alone(&folder, &target, &["check", "--lib"], rounds)?.cpu;
        let dev = crate_alone(&folder, &target, &["build", "--lib"], rounds)?.cpu;
        let release = crate_alone(&folder, &target, &["build", "--lib", "--release"], rounds.min(2))?.cpu;
        measure::build(&folder, &target, &["build", "--bins", "--release"])?;
        let size = fs::metadata(target.join("release/small"))
            .map_err(|e| e.to_string())?
            .len();
        let [decode, encode] = speed(&target.join("release/run"), &list)?;
        if candidate.has_bridge() {
            bridge = Some((speed(&target.join("release/bridge"), &list)?, [decode, encode]));
        }
        let base = *first.get_or_insert([check, dev, release]);
        println!(
            "| {} | {lines} | {} | {} | {} | {} | {decode:.0} | {encode:.0} |",
            candidate.name,
            share(check, base[0]),
            share(dev, base[1]),
            share(release, base[2]),
            size / 1024,
        );
    }
    if let Some((bridged, direct)) = bridge {
        println!(
            "\nthe same models through serde_json: decode {:.0} MB/s ({:.1} times the time), encode {:.0} MB/s ({:.1} times)",
            bridged[0],
            direct[0] / bridged[0],
            bridged[1],
            direct[1] / bridged[1],
        );
    }
    Ok(())
}

/// Runs a program on the list. Returns the decode and encode throughput that it prints.
fn speed(program: &Path, list: &Path) -> Result<[f64; 2], String> {
    let output = Command::new(program).arg(list).output().map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut numbers = text.split_whitespace().map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(decode)), Some(Ok(encode))) => Ok([decode, encode]),
        _ => Err(format!(
            "{}: {}",
            program.display(),
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}

/// Measures the crates of `--crate`.
pub fn existing(options: &Options) -> Result<(), String> {
    println!("\nexisting crates; CPU seconds of the rustc of the crate (share of the first row)\n");
    println!("| crate | files | lines | check | dev build | release build |");
    println!("|---|---|---|---|---|---|");
    let target = options.target();
    let mut first: Option<[f64; 3]> = None;
    for folder in &options.crates {
        let measure::Text { files, lines, .. } = measure::text(folder);
        let mut figures = [f64::NAN; 3];
        let builds: [&[&str]; 3] = [
            &["check", "--lib"],
            &["build", "--lib"],
            &["build", "--lib", "--release"],
        ];
        for (figure, build) in figures.iter_mut().zip(builds) {
            if build[0] == "check" || !options.check_only {
                *figure = crate_alone(folder, &target, build, options.rounds(2))?.cpu;
            }
        }
        let base = *first.get_or_insert(figures);
        println!(
            "| {} | {files} | {lines} | {} | {} | {} |",
            folder.file_name().unwrap_or_default().to_string_lossy(),
            share(figures[0], base[0]),
            share(figures[1], base[1]),
            share(figures[2], base[2]),
        );
    }
    Ok(())
}
