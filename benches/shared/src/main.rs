//! `figures FILE` prints the results of a file as a table with a row for each figure, and says whether all are within their
//! limits. Exit code 1: they are not; 2: the file cannot be read.

use std::path::Path;
use std::process::ExitCode;

use bench::{Line, verdict};

fn main() -> ExitCode {
    let Some(file) = std::env::args_os().nth(1) else {
        eprintln!("usage: figures FILE");
        return ExitCode::from(2);
    };
    match bench::read(Path::new(&file)) {
        Ok(lines) if print(&lines) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// Prints the table. Returns whether all values are within their limits.
fn print(lines: &[Line]) -> bool {
    let mut names: Vec<&str> = Vec::new();
    for line in lines {
        if !names.contains(&line.name.as_str()) {
            names.push(&line.name);
        }
    }
    println!("| figure | measured | limit | | docs/cost.md |");
    println!("|---|---|---|---|---|");
    let mut failed = 0;
    for name in &names {
        let of_figure: Vec<&Line> = lines.iter().filter(|line| line.name == *name).collect();
        if !row(&of_figure) {
            failed += 1;
        }
    }
    println!("\n{} figures, {failed} FAIL", names.len());
    failed == 0
}

/// Prints the row of a figure: the range of its values, and those that are over the limit.
fn row(lines: &[&Line]) -> bool {
    let Some(first) = lines.first() else { return true };
    let value = |value: f64| {
        let digits = if first.limit >= 10.0 { 1 } else { 3 };
        format!("{value:.digits$}")
    };
    let unit = if first.unit.is_empty() {
        String::new()
    } else {
        format!(" {}", first.unit)
    };
    let over: Vec<String> = lines
        .iter()
        .filter(|line| !line.passed)
        .map(|line| format!("{} {}", line.subject, value(line.value)))
        .collect();
    let least = lines.iter().map(|line| line.value).fold(f64::INFINITY, f64::min);
    let most = lines.iter().map(|line| line.value).fold(f64::NEG_INFINITY, f64::max);
    let measured = if lines.len() == 1 {
        format!("{}{unit}", value(first.value))
    } else {
        format!("{} to {}{unit} ({} measured)", value(least), value(most), lines.len())
    };
    let over = if over.is_empty() || lines.len() == 1 {
        String::new()
    } else {
        format!(" ({} over: {})", over.len(), over.join(", "))
    };
    let passed = lines.iter().all(|line| line.passed);
    println!(
        "| {} | {measured} | {}{unit} | {}{over} | {} |",
        first.what,
        first.limit,
        verdict(passed),
        first.section,
    );
    passed
}
