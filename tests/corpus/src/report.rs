//! The report of a run: one line per document with times, and the totals.

use crate::baseline;
use crate::folders;
use crate::growth::exponent;
use crate::row::Row;

const HEADER: &str = "document\tbytes\tdeclared\temitted\tskipped\tmodels\tlines\twarnings\tgenerate_cpu_s\t\
                      generate_mib\tcompiles\tcompile_cpu_s\tcompile_mib\terror";

/// Writes one line per document, and the skips in the format of the committed list.
pub(crate) fn write(rows: &[Row]) -> Result<(), String> {
    let folder = folders::work("report")?;
    let lines: String = rows.iter().map(line).collect();
    folders::write(&folder.join("documents.tsv"), &format!("{HEADER}\n{lines}"))?;
    let skips: String = rows
        .iter()
        .flat_map(|row| {
            row.generated
                .skips
                .iter()
                .map(|skip| baseline::skip_line(row.name(), skip))
        })
        .collect();
    folders::write(
        &folder.join("skips.tsv"),
        &format!("document\tpointer\tcode\treason\tmessage\n{skips}"),
    )
}

fn line(row: &Row) -> String {
    let generated = &row.generated;
    let compiled = row.compiled.clone().unwrap_or_default();
    let error = generated.error.clone().or(compiled.error).unwrap_or_default();
    format!(
        "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{:.2}\t{}\t{}\t{:.2}\t{}\t{}\n",
        row.name(),
        row.document.size,
        generated.declared,
        generated.emitted,
        generated.skips.len(),
        generated.models,
        generated.lines,
        row.warnings(),
        generated.cpu,
        generated.memory,
        row.compiles(),
        compiled.cpu,
        compiled.memory,
        error.replace(['\t', '\n'], " "),
    )
}

/// The totals as text.
pub(crate) fn summary(rows: &[Row]) -> String {
    let sum = |of: fn(&Row) -> usize| rows.iter().map(of).sum::<usize>();
    let declared = sum(|row| row.generated.declared);
    let emitted = sum(|row| row.generated.emitted);
    let share = if declared == 0 {
        100.0
    } else {
        emitted as f64 * 100.0 / declared as f64
    };
    let generated = rows.iter().filter(|row| row.generated.error.is_none()).count();
    let compiled: Vec<_> = rows.iter().filter_map(|row| row.compiled.as_ref()).collect();
    let clean = compiled.iter().filter(|compiled| compiled.error.is_none()).count();
    let mut text = format!(
        "{generated} of {} documents generated, {clean} of {} compile without a warning\n\
         {emitted} of {declared} operations ({share:.3} %), {} skipped, {} types, {} lines\n\
         {} of {} documents are generated in the same way again\n\
         CPU: {:.0} s to generate, {:.0} s to type check\n",
        rows.len(),
        compiled.len(),
        sum(|row| row.generated.skips.len()),
        sum(|row| row.generated.models),
        sum(|row| row.generated.lines),
        rows.iter().filter(|row| row.generated.unsteady.is_none()).count(),
        rows.len(),
        rows.iter().map(|row| row.generated.cpu).sum::<f64>(),
        compiled.iter().map(|compiled| compiled.cpu).sum::<f64>(),
    );
    text.push_str(&largest(rows));
    text
}

fn largest(rows: &[Row]) -> String {
    // Shorter times are mostly the start of the process.
    let points: Vec<(f64, f64)> = rows
        .iter()
        .filter(|row| row.generated.cpu >= 0.02)
        .map(|row| (row.document.size as f64, row.generated.cpu))
        .collect();
    let mut text = String::new();
    if let Some(exponent) = exponent(&points) {
        text.push_str(&format!(
            "generation time grows with the size of the document to the power of {exponent:.2}\n"
        ));
    }
    if let Some(row) = rows.iter().max_by_key(|row| row.document.size) {
        text.push_str(&format!(
            "largest: {} ({:.1} MB): {:.1} s of CPU, {} MiB\n",
            row.name(),
            row.document.size as f64 / 1e6,
            row.generated.cpu,
            row.generated.memory
        ));
    }
    text
}
