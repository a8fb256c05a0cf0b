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

/// Prints the row of a figure. Returns whether all of its values are within the limit.
fn row(lines: &[&Line]) -> bool {
    let Some(first) = lines.first() else { return true };
    let passed = lines.iter().all(|line| line.passed);
    println!(
        "| {} | {} | {}{} | {}{} | {} |",
        first.what,
        measured(lines),
        first.limit,
        unit(first),
        verdict(passed),
        over(lines),
        first.section,
    );
    passed
}

/// The range of the values. NaN is a value that could not be measured.
fn measured(lines: &[&Line]) -> String {
    let values = || lines.iter().filter(|line| !line.value.is_nan());
    let least = values().min_by(|one, other| one.value.total_cmp(&other.value));
    let most = values().max_by(|one, other| one.value.total_cmp(&other.value));
    match (least, most, values().count()) {
        (Some(least), _, 1) => format!("{}{}", value(least), unit(least)),
        (Some(least), Some(most), count) => {
            format!("{} to {}{} ({count} measured)", value(least), value(most), unit(least))
        }
        _ => NOT_MEASURED.to_owned(),
    }
}

/// The values that are over the limit or could not be measured, where the range does not show them.
fn over(lines: &[&Line]) -> String {
    let failed = || lines.iter().filter(|line| !line.passed);
    let list: Vec<String> = failed()
        .map(|line| format!("{}: {}", line.subject, value(line)))
        .collect();
    let is_shown = lines.len() == 1 && failed().all(|line| !line.value.is_nan());
    if list.is_empty() || is_shown {
        String::new()
    } else {
        format!(" ({} not within: {})", list.len(), list.join(", "))
    }
}

const NOT_MEASURED: &str = "not measured";

fn value(line: &Line) -> String {
    if line.value.is_nan() {
        return NOT_MEASURED.to_owned();
    }
    let digits = if line.limit >= 10.0 { 1 } else { 3 };
    format!("{:.digits$}", line.value)
}

fn unit(line: &Line) -> String {
    if line.unit.is_empty() {
        String::new()
    } else {
        format!(" {}", line.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::{measured, over};
    use bench::Line;

    fn line(subject: &str, value: f64) -> Line {
        Line {
            name: "check".to_owned(),
            subject: subject.to_owned(),
            value,
            limit: 0.25,
            unit: String::new(),
            what: String::new(),
            section: String::new(),
            passed: value <= 0.25,
        }
    }

    #[test]
    fn values_that_were_not_measured_are_shown_as_such() {
        let (a, b, none) = (line("a", 0.1), line("b", 0.3), line("c, no other client", f64::NAN));
        let of = |lines: &[&Line]| [measured(lines), over(lines)];
        assert_eq!(of(&[&a]), ["0.100", ""]);
        assert_eq!(of(&[&b]), ["0.300", ""]);
        assert_eq!(
            of(&[&a, &b]),
            ["0.100 to 0.300 (2 measured)", " (1 not within: b: 0.300)"]
        );
        assert_eq!(
            of(&[&none]),
            ["not measured", " (1 not within: c, no other client: not measured)"]
        );
        assert_eq!(
            of(&[&a, &none]),
            ["0.100", " (1 not within: c, no other client: not measured)"]
        );
    }
}
