//! What the codec candidates cost to compile and how fast they run; see docs/codec.md.
//!
//! ```text
//! cargo run --release --manifest-path benches/compile/Cargo.toml -- [--quick] [--models N]
//!     [--only NAME]... [--crate DIR]... [--rounds N] [--runtime DIR] [--work DIR] [--no-synthetic]
//!     [--check-only]
//! ```
//!
//! `--crate DIR` (again and again) also measures a crate that exists: a generated client, or a
//! competitor's; the first of them is what the others are compared with. `--check-only` leaves out
//! their dev and release builds. Their dependencies must be at hand, their features are the default.

mod candidates;
mod measure;
mod synth;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use measure::crate_alone;

struct Options {
    models: usize,
    rounds: usize,
    only: Vec<String>,
    crates: Vec<PathBuf>,
    runtime: PathBuf,
    work: PathBuf,
    synthetic: bool,
    check_only: bool,
}

fn options() -> Result<Options, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut options = Options {
        models: 200,
        rounds: 2,
        only: Vec::new(),
        crates: Vec::new(),
        runtime: here.join("../../runtime"),
        work: std::env::temp_dir().join("oaspen-compile-bench"),
        synthetic: true,
        check_only: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} wants a value"));
        let number = |text: String| text.parse().map_err(|_| format!("{text}: no number"));
        match argument.as_str() {
            "--quick" => (options.models, options.rounds) = (40, 1),
            "--models" => options.models = number(value()?)?,
            "--rounds" => options.rounds = number(value()?)?,
            "--only" => options.only.push(value()?),
            "--crate" => options.crates.push(value()?.into()),
            "--runtime" => options.runtime = value()?.into(),
            "--work" => options.work = value()?.into(),
            "--check-only" => options.check_only = true,
            "--no-synthetic" => options.synthetic = false,
            _ => return Err(format!("unknown argument {argument}")),
        }
    }
    let absolute = |path: &Path| path.canonicalize().map_err(|e| format!("{}: {e}", path.display()));
    options.runtime = absolute(&options.runtime)?;
    options.crates = options.crates.iter().map(|p| absolute(p)).collect::<Result<_, _>>()?;
    Ok(options)
}

fn main() -> ExitCode {
    match options().and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), String> {
    if options.synthetic {
        synthetic(options)?;
    }
    if !options.crates.is_empty() {
        existing(options)?;
    }
    Ok(())
}

/// A figure and, in brackets, its share of the first row's.
fn share(value: f64, first: f64) -> String {
    if value.is_nan() {
        return "-".into();
    }
    format!("{value:.2} ({:.2})", value / first)
}

fn synthetic(options: &Options) -> Result<(), String> {
    let target = options.work.join("target");
    std::fs::create_dir_all(&options.work).map_err(|e| e.to_string())?;
    let list = options.work.join("list.json");
    std::fs::write(&list, synth::list(1_000_000, options.models)).map_err(|e| e.to_string())?;
    println!(
        "{} models; CPU seconds of the crate alone (share of the first row)\n",
        options.models
    );
    println!("| candidate | lines | check | dev build | release build | program, KiB | decode, MB/s | encode, MB/s |");
    println!("|---|---|---|---|---|---|---|---|");
    let mut first: Option<[f64; 3]> = None;
    for candidate in candidates::ALL {
        let wanted = options.only.is_empty() || options.only.iter().any(|n| candidate.name.contains(n.as_str()));
        if !wanted {
            continue;
        }
        let (folder, lines) = candidate.write(&options.work, &options.runtime, options.models)?;
        let check = crate_alone(&folder, &target, &["check", "--lib"], options.rounds)?;
        let dev = crate_alone(&folder, &target, &["build", "--lib"], options.rounds)?;
        let release = crate_alone(&folder, &target, &["build", "--lib", "--release"], options.rounds)?;
        measure::cargo(&folder, &target, &["build", "--bins", "--release"])?;
        let size = std::fs::metadata(target.join("release/small"))
            .map_err(|e| e.to_string())?
            .len();
        let speed = Command::new(target.join("release/run"))
            .arg(&list)
            .output()
            .map_err(|e| e.to_string())?;
        if !speed.status.success() {
            return Err(format!(
                "{}: {}",
                candidate.name,
                String::from_utf8_lossy(&speed.stderr)
            ));
        }
        let speed = String::from_utf8_lossy(&speed.stdout).into_owned();
        let mut speed = speed.split_whitespace();
        let base = *first.get_or_insert([check, dev, release]);
        println!(
            "| {} | {lines} | {} | {} | {} | {} | {} | {} |",
            candidate.name,
            share(check, base[0]),
            share(dev, base[1]),
            share(release, base[2]),
            size / 1024,
            speed.next().unwrap_or("?"),
            speed.next().unwrap_or("?"),
        );
    }
    Ok(())
}

fn existing(options: &Options) -> Result<(), String> {
    println!("\nexisting crates; CPU seconds of the crate alone (share of the first row)\n");
    println!("| crate | files | lines | check | dev build | release build |");
    println!("|---|---|---|---|---|---|");
    let mut first: Option<[f64; 3]> = None;
    for folder in &options.crates {
        let target = options.work.join("target-existing");
        let (lines, files) = measure::lines(folder);
        let mut figures = [f64::NAN; 3];
        let builds: [&[&str]; 3] = [
            &["check", "--lib"],
            &["build", "--lib"],
            &["build", "--lib", "--release"],
        ];
        for (figure, build) in figures.iter_mut().zip(builds) {
            if build[0] == "check" || !options.check_only {
                *figure = crate_alone(folder, &target, build, options.rounds)?;
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
