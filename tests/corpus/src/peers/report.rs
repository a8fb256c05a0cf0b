//! The report: one line for each document and generator.

use super::row::Row;
use crate::folders;

const HEADER: &str = "document\tdeclared\tgenerator\tversion\tgenerates\tlines\tgenerate_cpu_s\tgenerate_mib\t\
                      compiles\twarnings\terrors\tcheck_cpu_s\tcheck_mib\terror";

/// Writes `report/peers.tsv`.
pub(super) fn write(rows: &[Row]) -> Result<(), String> {
    let lines: String = rows.iter().map(line).collect();
    let file = folders::work("report")?.join("peers.tsv");
    folders::write(&file, &format!("{HEADER}\n{lines}"))
}

fn line(row: &Row) -> String {
    let generated = &row.generated;
    let checked = row.checked.clone().unwrap_or_default();
    let compiles = match row.checked {
        None => "-",
        Some(_) if row.clean() => "ok",
        Some(_) if row.compiles() => "warnings",
        Some(_) => "error",
    };
    format!(
        "{}\t{}\t{}\t{}\t{}\t{}\t{:.2}\t{}\t{compiles}\t{}\t{}\t{:.2}\t{}\t{}\n",
        row.document,
        row.declared,
        row.tool.name(),
        row.tool.version(),
        if row.generates() { "ok" } else { "error" },
        generated.lines,
        generated.cpu,
        generated.memory,
        checked.warnings,
        checked.errors,
        checked.cpu,
        checked.memory,
        row.error().unwrap_or_default(),
    )
}
