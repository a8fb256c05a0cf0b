//! The cost of comparing two versions of a document, next to the cost of generating the client of the new one.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use oaspen::{Input, ReviewFormat, ReviewOptions, Version};
use serde::{Deserialize, Serialize};

use crate::worker::{print, settings};
use crate::{measure, package, run};

/// The largest documents of the package that have versions.
const PAIRS: [(&str, &str); 2] = [
    ("github.com/ghes-3.7.json", "github.com/ghes-3.8.json"),
    ("microsoft.com/graph.json", "microsoft.com/graph-beta.json"),
];
/// The limit of the ratio.
const MAX_RATIO: f64 = 3.0;

/// Arguments of `diff-cost`.
#[derive(Debug, Args)]
pub(crate) struct CostArguments {
    /// Two versions of a document, instead of those of the package.
    #[arg(num_args = 2, value_names = ["OLD", "NEW"])]
    files: Vec<PathBuf>,
    /// How often each is measured; the least time counts.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

/// What a process used.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Cost {
    cpu: f64,
    memory: u64,
    changes: usize,
}

/// Runs the command. Returns false if a ratio is above the limit.
pub(crate) fn run(arguments: &CostArguments) -> Result<bool, String> {
    let pairs: Vec<(PathBuf, PathBuf)> = match arguments.files.as_slice() {
        [old, new] => vec![(old.clone(), new.clone())],
        _ => {
            let home = package::fetch()?;
            PAIRS
                .iter()
                .map(|(old, new)| (home.join(old), home.join(new)))
                .collect()
        }
    };
    println!(
        "{:60} {:>12} {:>12} {:>6} {:>6} {:>8}",
        "", "generate", "diff", "ratio", "limit", "changes"
    );
    let mut is_below = true;
    for (old, new) in pairs {
        let (mut generate, mut diff) = (None, None);
        for _ in 0..arguments.rounds.max(1) {
            keep_less(&mut generate, work(&[&new])?);
            keep_less(&mut diff, work(&[&old, &new])?);
        }
        let (Some(generate), Some(diff)) = (generate, diff) else {
            continue;
        };
        let ratio = diff.cpu / generate.cpu;
        is_below &= ratio < MAX_RATIO;
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        println!(
            "{:60} {:>6.2} s CPU {:>6.2} s CPU {ratio:>6.2} {MAX_RATIO:>6.1} {:>8}",
            format!("{} -> {}", name(&old), name(&new)),
            generate.cpu,
            diff.cpu,
            diff.changes
        );
        println!("{:60} {:>8} MiB {:>8} MiB", "", generate.memory, diff.memory);
    }
    Ok(is_below)
}

fn keep_less(known: &mut Option<Cost>, cost: Cost) {
    if known.as_ref().is_none_or(|known| cost.cpu < known.cpu) {
        *known = Some(cost);
    }
}

/// Each measurement is a process of its own: memory that is in use makes the next one faster or slower.
fn work(files: &[&PathBuf]) -> Result<Cost, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    run::worker(Command::new(program).arg("work-cost").args(files))
}

/// Generates the client of one document, or compares two and makes the report for a terminal.
pub(crate) fn measured(files: &[PathBuf]) -> Result<bool, String> {
    let version = |path: &PathBuf| Version {
        label: path.display().to_string(),
        input: Input::Path(path.clone()),
        settings: settings(),
        lock: None,
        files: None,
    };
    let changes = match files {
        [old, new] => {
            let found = oaspen::compare(&version(old), &version(new))
                .map_err(|unreadable| format!("{} cannot be read", unreadable.label))?;
            let changes = found.changes.len();
            let report = oaspen::review(&[found], ReviewFormat::Text, &ReviewOptions::default());
            std::hint::black_box(report);
            changes
        }
        [only] => {
            let outcome = std::hint::black_box(oaspen::generate(&Input::Path(only.clone()), &settings(), None));
            if outcome.diagnostics.has_errors() {
                return Err(format!("{} is not generated", only.display()));
            }
            0
        }
        _ => return Err("one or two documents are required".to_owned()),
    };
    let used = measure::own();
    print(&Cost {
        cpu: used.cpu,
        memory: used.memory,
        changes,
    })
}
