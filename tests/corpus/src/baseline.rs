//! The committed table of counts, and the comparison with it.

use std::collections::BTreeMap;

use crate::folders;
use crate::row::{Row, Skip};

/// The counts of every document. Times are not included, because they depend on the machine.
const TABLE: &str = "summary.tsv";
/// The skipped operations with their reasons, maintained by hand.
const SKIPS: &str = "skips.tsv";

const HEADER: &str = "document\tdeclared\temitted\tmodels\tlines\twarnings\tcompiles";

/// The counts of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Counts {
    declared: usize,
    emitted: usize,
    models: usize,
    lines: usize,
    warnings: usize,
    compiles: String,
}

impl Counts {
    fn of(row: &Row) -> Self {
        Self {
            declared: row.generated.declared,
            emitted: row.generated.emitted,
            models: row.generated.models,
            lines: row.generated.lines,
            warnings: row.warnings(),
            compiles: row.compiles().to_owned(),
        }
    }

    fn parse(line: &str) -> Option<(String, Self)> {
        let mut fields = line.split('\t');
        let name = fields.next()?.to_owned();
        let mut number = || fields.next()?.parse().ok();
        let (declared, emitted, models, lines, warnings) = (number()?, number()?, number()?, number()?, number()?);
        let compiles = fields.next()?.to_owned();
        Some((
            name,
            Self {
                declared,
                emitted,
                models,
                lines,
                warnings,
                compiles,
            },
        ))
    }

    fn line(&self, name: &str) -> String {
        format!(
            "{name}\t{}\t{}\t{}\t{}\t{}\t{}\n",
            self.declared, self.emitted, self.models, self.lines, self.warnings, self.compiles
        )
    }
}

/// The regressions from the committed table, one sentence each.
pub(crate) fn regressions(rows: &[Row]) -> Result<Vec<String>, String> {
    let counts = read()?;
    let skips = explained_skips()?;
    let mut regressions = Vec::new();
    for row in rows {
        if let Some(error) = &row.generated.error {
            regressions.push(format!("{}: not generated: {error}", row.name()));
        }
        if let Some(file) = &row.generated.unsteady {
            regressions.push(format!("{}: `{file}` changes when it is generated again", row.name()));
        }
        if let Some(error) = row.compiled.as_ref().and_then(|compiled| compiled.error.as_ref()) {
            regressions.push(format!("{}: compiler error or warning: {error}", row.name()));
        }
        for skip in &row.generated.skips {
            if !skips.contains(&(row.name().to_owned(), skip.pointer.clone())) {
                regressions.push(format!(
                    "{}: {} is not in {SKIPS}: {}",
                    row.name(),
                    skip.pointer,
                    skip.message
                ));
            }
        }
        match counts.get(row.name()) {
            None => regressions.push(format!("{}: not in {TABLE}; use --update", row.name())),
            Some(before) => regressions.extend(compare(row.name(), before, &Counts::of(row))),
        }
    }
    Ok(regressions)
}

fn compare(name: &str, before: &Counts, now: &Counts) -> Vec<String> {
    let mut regressions = Vec::new();
    if now.emitted < before.emitted {
        regressions.push(format!("{name}: {} operations, before {}", now.emitted, before.emitted));
    }
    if now.warnings > before.warnings {
        regressions.push(format!("{name}: {} warnings, before {}", now.warnings, before.warnings));
    }
    regressions
}

/// Writes the rows into the committed table. Documents that were not run keep their lines.
pub(crate) fn update(rows: &[Row]) -> Result<(), String> {
    let mut counts = read()?;
    for row in rows {
        let mut now = Counts::of(row);
        if let (None, Some(before)) = (&row.compiled, counts.get(row.name())) {
            now.compiles.clone_from(&before.compiles);
        }
        counts.insert(row.name().to_owned(), now);
    }
    let lines: String = counts.iter().map(|(name, counts)| counts.line(name)).collect();
    folders::write(&folders::committed(TABLE), &format!("{HEADER}\n{lines}"))
}

fn read() -> Result<BTreeMap<String, Counts>, String> {
    let path = folders::committed(TABLE);
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let text = folders::read(&path)?;
    let lines = text.lines().enumerate().skip(1);
    lines
        .map(|(number, line)| {
            Counts::parse(line).ok_or_else(|| format!("{}:{}: invalid line", path.display(), number + 1))
        })
        .collect()
}

/// The skips with a reason: document and pointer.
fn explained_skips() -> Result<Vec<(String, String)>, String> {
    let text = folders::read(&folders::committed(SKIPS))?;
    let fields = |line: &str| -> Option<(String, String)> {
        let mut fields = line.split('\t');
        let found = (fields.next()?.to_owned(), fields.next()?.to_owned());
        let (_code, reason) = (fields.next()?, fields.next()?);
        (!reason.trim().is_empty()).then_some(found)
    };
    Ok(text.lines().skip(1).filter_map(fields).collect())
}

/// A line of the list for a skip, with an empty reason.
pub(crate) fn skip_line(name: &str, skip: &Skip) -> String {
    format!(
        "{name}\t{}\tW0102\t\t{}\n",
        skip.pointer,
        skip.message.replace(['\t', '\n'], " ")
    )
}

#[cfg(test)]
mod tests {
    use super::{Counts, compare};

    fn counts(emitted: usize, warnings: usize) -> Counts {
        let line = format!("a.json\t9\t{emitted}\t1\t1\t{warnings}\tok");
        Counts::parse(&line)
            .map(|(_, counts)| counts)
            .unwrap_or_else(|| unreachable!())
    }

    #[test]
    fn a_line_is_written_and_read_back() {
        let before = counts(9, 2);
        assert_eq!(
            Counts::parse(before.line("a.json").trim_end()),
            Some(("a.json".to_owned(), before))
        );
    }

    #[test]
    fn fewer_operations_and_more_warnings_are_regressions() {
        assert_eq!(compare("a", &counts(9, 2), &counts(9, 2)), Vec::<String>::new());
        assert_eq!(compare("a", &counts(9, 2), &counts(9, 1)), Vec::<String>::new());
        assert_eq!(compare("a", &counts(9, 2), &counts(8, 3)).len(), 2);
    }
}
