//! Findings and reports for machines.

use oaspen::{ClientReport, Diagnostics, Severity, Sources, places};
use serde_json::{Value, json};

/// Every finding with its place.
pub(crate) fn diagnostics(list: &Diagnostics, sources: &Sources) -> Value {
    let places = places(list, sources);
    let rows = list.iter().zip(places).map(|(one, place)| {
        json!({
            "code": one.code.code,
            "severity": one.severity.word(),
            "file": place.as_ref().map(|place| place.file.display().to_string()),
            "line": place.as_ref().map(|place| place.position.line),
            "column": place.as_ref().map(|place| place.position.column),
            "pointer": one.pointer.as_str(),
            "message": one.message,
            "help": one.code.help,
        })
    });
    rows.collect()
}

/// How many findings there are of each severity.
pub(crate) fn counts(list: &Diagnostics) -> Value {
    json!({
        "errors": list.count(Severity::Error),
        "warnings": list.count(Severity::Warning),
        "notes": list.count(Severity::Note),
    })
}

/// What happened to one client.
pub(crate) fn client(report: &ClientReport) -> Value {
    let paths = |written: bool| -> Value {
        let chosen = report
            .report
            .changes
            .iter()
            .filter(|change| change.new.is_some() == written);
        chosen.map(|change| change.path.display().to_string()).collect()
    };
    json!({
        "name": report.name,
        "out": report.out.display().to_string(),
        "operations": report.stats.operations,
        "skipped": report.stats.skipped,
        "models": report.stats.models,
        "lines": report.stats.lines,
        "written": paths(true),
        "removed": paths(false),
        "unchanged": report.report.unchanged,
        "findings": counts(&report.diagnostics),
        "diagnostics": diagnostics(&report.diagnostics, &report.sources),
    })
}
