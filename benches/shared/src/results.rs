//! The file of results: a line for each value, with tabs between name, subject, value, limit, unit, description, section,
//! and verdict.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::figure::{Figure, verdict};

/// The file of `--results`, if it was given.
#[derive(Default)]
pub struct Results(Option<PathBuf>);

impl Results {
    /// Lines are appended to a file.
    pub fn to(file: impl Into<PathBuf>) -> Self {
        Self(Some(file.into()))
    }

    /// Writes the value of a figure for a subject, such as a document. Returns whether it is within the limit.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn record(&self, figure: &Figure, subject: &str, value: f64) -> Result<bool, String> {
        let passed = figure.holds(value);
        if let Some(path) = &self.0 {
            let Figure {
                name,
                what,
                limit,
                unit,
                section,
            } = figure;
            let verdict = verdict(passed);
            let line = format!("{name}\t{subject}\t{value}\t{limit}\t{unit}\t{what}\t{section}\t{verdict}\n");
            let file = File::options().append(true).create(true).open(path);
            file.and_then(|mut file| file.write_all(line.as_bytes()))
                .map_err(|error| shown(path, &error))?;
        }
        Ok(passed)
    }
}

/// A line of the file.
pub struct Line {
    /// The name of the figure.
    pub name: String,
    /// What was measured, such as a document.
    pub subject: String,
    /// The value.
    pub value: f64,
    /// The limit of the figure.
    pub limit: f64,
    /// Its unit.
    pub unit: String,
    /// What it is.
    pub what: String,
    /// The section that explains it.
    pub section: String,
    /// Whether the value is within the limit.
    pub passed: bool,
}

/// Reads the file.
///
/// # Errors
///
/// It cannot be read, or has other lines.
pub fn read(path: &Path) -> Result<Vec<Line>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| shown(path, &error))?;
    let lines = text.lines().map(|text| {
        let fields: Vec<&str> = text.split('\t').collect();
        line(&fields).ok_or_else(|| format!("{}: not a result: {text}", path.display()))
    });
    lines.collect()
}

fn line(fields: &[&str]) -> Option<Line> {
    let &[name, subject, value, limit, unit, what, section, verdict] = fields else {
        return None;
    };
    Some(Line {
        name: name.to_owned(),
        subject: subject.to_owned(),
        value: value.parse().ok()?,
        limit: limit.parse().ok()?,
        unit: unit.to_owned(),
        what: what.to_owned(),
        section: section.to_owned(),
        passed: verdict == "PASS",
    })
}

fn shown(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::{Results, read};
    use crate::figure::Figure;

    const SHARE: Figure = Figure {
        name: "share",
        what: "a share",
        limit: 0.5,
        unit: "",
        section: "Shares",
    };

    #[test]
    fn results_are_read_as_they_were_recorded() {
        let path = std::env::temp_dir().join(format!("bench-results-{}.tsv", std::process::id()));
        let results = Results::to(&path);
        let recorded =
            [("a", 0.4), ("b", 0.6), ("c", f64::NAN)].map(|(subject, value)| results.record(&SHARE, subject, value));
        assert_eq!(recorded, [Ok(true), Ok(false), Ok(false)]);
        let lines = read(&path);
        std::fs::remove_file(&path).unwrap();
        let lines = lines.unwrap();
        let passed: Vec<(&str, bool)> = lines.iter().map(|line| (line.subject.as_str(), line.passed)).collect();
        assert_eq!(passed, [("a", true), ("b", false), ("c", false)]);
        assert!(lines.iter().all(|line| line.name == "share" && line.limit == 0.5));
    }
}
