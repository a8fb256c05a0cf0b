//! Findings and reports as JSON.

use oaspen::{ClientReport, Diagnostics, Mode, Severity, Sources, locations};
use serde_json::{Value, json};

/// Every finding with its location, by file, line and column.
pub(crate) fn diagnostics(list: &Diagnostics, sources: &Sources) -> Value {
    let locations = locations(list, sources);
    let mut rows: Vec<_> = list.iter().zip(locations).collect();
    rows.sort_by_cached_key(|(one, location)| {
        let position = location.as_ref().and_then(|location| location.position);
        let place = position.map(|position| (position.line, position.column));
        (one.marked.as_ref().unwrap_or(&one.pointer).file().to_owned(), place)
    });
    let rows = rows.into_iter().map(|(one, location)| {
        let position = location.as_ref().and_then(|location| location.position);
        json!({
            "code": one.code.code,
            "severity": one.severity.as_str(),
            "file": location.as_ref().map(|location| location.file.display().to_string()),
            "line": position.map(|position| position.line),
            "column": position.map(|position| position.column),
            "pointer": one.pointer.as_str(),
            "message": one.message,
            "suggestion": one.suggestion,
            "consequences": one.consequences,
            "help": one.help,
        })
    });
    rows.collect()
}

/// The number of findings of each severity.
pub(crate) fn counts(list: &Diagnostics) -> Value {
    json!({
        "errors": list.count(Severity::Error),
        "warnings": list.count(Severity::Warning),
        "notes": list.count(Severity::Note),
    })
}

/// The result for one client.
pub(crate) fn client(report: &ClientReport, mode: Mode) -> Value {
    let paths = |is_there: bool| -> Value {
        let changes = report.report.changes.iter();
        changes
            .filter(|change| change.new.is_some() == is_there)
            .map(|change| change.path.display().to_string())
            .collect()
    };
    let stats = &report.stats;
    json!({
        "name": report.name,
        "out": report.out.display().to_string(),
        "failed": report.failed(),
        "wrote": wrote(report, mode),
        "operations": { "declared": stats.declared, "emitted": stats.operations, "skipped": stats.skipped },
        "models": stats.models,
        "lines": stats.lines,
        "files": { "written": paths(true), "removed": paths(false), "unchanged": report.report.unchanged },
        "findings": counts(&report.diagnostics),
        "diagnostics": diagnostics(&report.diagnostics, &report.sources),
    })
}

/// Whether anything was written or removed.
pub(crate) fn wrote(report: &ClientReport, mode: Mode) -> bool {
    mode == Mode::Write && !report.report.changes.is_empty()
}
