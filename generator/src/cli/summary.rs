//! What happened to clients or references, in a few lines that fit the terminal.

use std::path::Path;
use std::time::Duration;

use oaspen::{ClientReport, Report, Severity, columns, one_line, visible, wrapped};

use super::action::Action;
use super::style::{Mark, bold, yellow};
use super::terminal::count;

/// What is summarized.
pub(super) struct Summary<'r> {
    pub reports: &'r [ClientReport],
    pub action: Action,
    /// What a file is called.
    pub unit: &'static str,
    pub time: Duration,
    /// Whether notes were shown too.
    pub shows_notes: bool,
    /// The columns of the terminal.
    pub width: Option<usize>,
}

impl Summary<'_> {
    /// The lines, with colors.
    pub(super) fn lines(&self) -> Vec<String> {
        match self.reports {
            [] => Vec::new(),
            [report] => self.client(report, true),
            reports => {
                let table = self.table().unwrap_or_else(|| {
                    let clients = reports.iter().map(|report| self.client(report, false));
                    clients.flatten().collect()
                });
                table.into_iter().chain([self.total()]).collect()
            }
        }
    }

    /// One client: a line with what matters, and its details below.
    fn client(&self, report: &ClientReport, is_only: bool) -> Vec<String> {
        let mut headline = self.headline(report);
        if is_only {
            let time = format!("{:.2} s", self.time.as_secs_f64());
            headline = match headline.strip_suffix(')') {
                Some(start) => format!("{start}, {time})"),
                None => format!("{headline} ({time})"),
            };
        }
        let mut lines = self.marked(report, &headline);
        lines.extend(self.details(report));
        lines
    }

    /// A text after the mark and the name of a client.
    fn marked(&self, report: &ClientReport, text: &str) -> Vec<String> {
        let name = one_line(&report.name).into_owned();
        // The mark, the name and the spaces after them. Beside a long name, there is no room for the text.
        let head = columns(&name) + 4;
        let head = if self.width.is_some_and(|width| head > width / 2) {
            4
        } else {
            head
        };
        let mut lines = self.indented(text, head);
        let start = format!("{} {}", self.mark(report), bold(&name));
        match lines.first_mut() {
            Some(first) if head > 4 => *first = format!("{start}  {}", first.trim_start()),
            _ => lines.insert(0, start),
        }
        lines
    }

    fn mark(&self, report: &ClientReport) -> Mark {
        if report.failed() {
            Mark::Failed
        } else if report.stats.skipped > 0 || (self.action == Action::Check && !report.report.changes.is_empty()) {
            Mark::Loss
        } else {
            Mark::Done
        }
    }

    fn headline(&self, report: &ClientReport) -> String {
        match self.action {
            _ if report.failed() => "nothing written".to_owned(),
            Action::Write if report.report.changes.is_empty() => {
                format!("nothing changed ({})", count(report.report.unchanged, self.unit))
            }
            Action::Write | Action::DryRun => format!("{}{}", contents(report), self.files(report)),
            Action::Check if report.report.changes.is_empty() => {
                format!("current ({})", count(report.report.unchanged, self.unit))
            }
            Action::Check => format!(
                "not current: {}",
                changes(&report.report, self.unit, ["to write", "to remove"])
            ),
        }
    }

    /// What happens to the files of a client.
    fn files(&self, report: &ClientReport) -> String {
        let files = &report.report;
        let is_first = files.unchanged == 0 && files.removed() == 0;
        match self.action {
            Action::Write if is_first => format!(" in {}", count(files.written(), self.unit)),
            Action::Write => format!("; {}", changes(files, self.unit, ["written", "removed"])),
            Action::Check | Action::DryRun => format!("; {}", changes(files, self.unit, ["to write", "to remove"])),
        }
    }

    /// The folder, what was left out, and the findings.
    fn details(&self, report: &ClientReport) -> Vec<String> {
        let is_changed = !report.report.changes.is_empty();
        let folder = is_changed.then(|| one_line(&report.out.display().to_string()).into_owned());
        let findings = self.findings(report, is_changed);
        let detail = |text: String| self.indented(&text, 2);
        let loss = loss(report).map(|loss| self.indented(&loss, 2).into_iter().map(|line| yellow(&line)).collect());
        let details = [folder.map(detail), loss, findings.map(detail)];
        details.into_iter().flatten().flatten().collect()
    }

    fn indented(&self, text: &str, columns: usize) -> Vec<String> {
        let text = visible(text);
        let text = match self.width {
            Some(width) => wrapped(&text, width.saturating_sub(columns)),
            None => text.into_owned(),
        };
        text.lines().map(|line| format!("{:columns$}{line}", "")).collect()
    }

    fn findings(&self, report: &ClientReport, is_changed: bool) -> Option<String> {
        let list = &report.diagnostics;
        let number = |severity| (list.count(severity), severity);
        let mut parts: Vec<String> = [number(Severity::Error), number(Severity::Warning)]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, severity)| count(number, severity.as_str()))
            .collect();
        if !parts.is_empty() {
            parts = vec![format!("{} (see above)", parts.join(", "))];
        }
        let notes = list.count(Severity::Note);
        if notes > 0 && is_changed && self.action == Action::Write && !self.shows_notes {
            let spec = report.sources.path("").unwrap_or(Path::new("SPEC"));
            let notes = count(notes, "note");
            let spec = spec.display().to_string();
            parts.push(format!("{notes}: `oaspen lint {}` shows them", one_line(&spec)));
        }
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// All clients in columns, if they fit. What was left out is below its client.
    fn table(&self) -> Option<Vec<String>> {
        let rows: Vec<Vec<String>> = self.reports.iter().map(|report| self.cells(report)).collect();
        let cells = rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let rows = rows.iter().filter(|row| column == 0 || row.len() == cells);
            let found = rows.filter_map(|row| row.get(column));
            found.map(|cell| columns(cell)).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..cells).map(width).collect();
        let longest = 2 + widths.iter().sum::<usize>() + 2 * cells.saturating_sub(1);
        if self.width.is_some_and(|width| longest > width) {
            return None;
        }
        let mut lines = Vec::new();
        for (report, row) in self.reports.iter().zip(&rows) {
            let mut cells = row.iter().zip(&widths);
            let name = cells.next().map_or_else(String::new, |(name, width)| {
                format!("{}{:2$}", bold(name), "", width - columns(name))
            });
            let cells = cells.map(|(cell, width)| format!("  {cell:>width$}"));
            let line: String = [name].into_iter().chain(cells).collect();
            lines.push(format!("{} {}", self.mark(report), line.trim_end()));
            let loss = loss(report).map(|loss| self.indented(&loss, 4));
            lines.extend(loss.into_iter().flatten().map(|line| yellow(&line)));
        }
        Some(lines)
    }

    fn cells(&self, report: &ClientReport) -> Vec<String> {
        let name = one_line(&report.name).into_owned();
        let files = &report.report;
        let what = match self.action {
            _ if report.failed() => return vec![name, "nothing written (see above)".to_owned()],
            Action::Write if files.changes.is_empty() => "nothing changed".to_owned(),
            Action::Write if files.unchanged == 0 && files.removed() == 0 => count(files.written(), self.unit),
            Action::Check if files.changes.is_empty() => "current".to_owned(),
            Action::Check => "not current".to_owned(),
            Action::Write | Action::DryRun => {
                let all = files.changes.len() + files.unchanged;
                format!("{} of {}", files.changes.len(), count(all, self.unit))
            }
        };
        let stats = &report.stats;
        let number = |number: usize, what: &str| match number {
            0 => String::new(),
            number => count(number, what),
        };
        let operations = number(stats.operations, "operation");
        vec![name, operations, number(stats.models, "model"), what]
    }

    fn total(&self) -> String {
        let failed = self.reports.iter().filter(|report| report.failed()).count();
        let failures = match failed {
            0 => String::new(),
            number => format!(", {number} failed"),
        };
        let sum = |number: fn(&ClientReport) -> usize| self.reports.iter().map(number).sum::<usize>();
        let text = format!(
            "{}{failures}: {}, {} ({:.2} s)",
            count(self.reports.len(), "client"),
            count(sum(|report| report.stats.operations), "operation"),
            count(sum(|report| report.stats.models), "model"),
            self.time.as_secs_f64()
        );
        self.indented(&text, 0).join("\n")
    }
}

/// The numbers of files that are written, removed and unchanged, without zeros.
pub(super) fn changes(files: &Report, unit: &str, [write, remove]: [&str; 2]) -> String {
    let all = [
        (files.written(), write),
        (files.removed(), remove),
        (files.unchanged, "unchanged"),
    ];
    let mut parts: Vec<String> = Vec::new();
    for (number, what) in all.into_iter().filter(|(number, _)| *number > 0) {
        parts.push(if parts.is_empty() {
            format!("{} {what}", count(number, unit))
        } else {
            format!("{number} {what}")
        });
    }
    parts.join(", ")
}

/// What a client contains.
fn contents(report: &ClientReport) -> String {
    let stats = &report.stats;
    let parts = [(stats.operations, "operation"), (stats.models, "model")];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| count(number, what))
        .collect();
    if parts.is_empty() {
        "no operations".to_owned()
    } else {
        parts.join(", ")
    }
}

/// How many operations were left out.
fn loss(report: &ClientReport) -> Option<String> {
    let skipped = report.stats.skipped;
    let all = count(report.stats.operations + skipped, "operation");
    (skipped > 0).then(|| format!("{skipped} of {all} left out (see above)"))
}
