//! The committed table, and what is worse than it.

use std::collections::BTreeMap;

use crate::folders;
use crate::row::{Row, Skip};

/// The counts of every document. Times are not in it: they differ from machine to machine.
const TABLE: &str = "summary.tsv";
/// The operations that are left out, with a reason for each, written by hand.
const SKIPS: &str = "skips.tsv";

const HEADER: &str = "document\tdeclared\temitted\tmodels\tlines\twarnings\tcompiles";

/// The committed numbers of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    declared: usize,
    emitted: usize,
    models: usize,
    lines: usize,
    warnings: usize,
    compiles: String,
}

impl Known {
    fn of(row: &Row) -> Self {
        Self {
            declared: row.generated.declared,
            emitted: row.generated.emitted,
            models: row.generated.models,
            lines: row.generated.lines,
            warnings: row.findings(),
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

/// Everything that is worse than the committed table, one sentence each.
pub(crate) fn regressions(rows: &[Row]) -> Result<Vec<String>, String> {
    let known = read()?;
    let skips = explained_skips()?;
    let mut worse = Vec::new();
    for row in rows {
        if let Some(error) = &row.generated.error {
            worse.push(format!("{}: not generated: {error}", row.name()));
        }
        if let Some(error) = row.compiled.as_ref().and_then(|compiled| compiled.error.as_ref()) {
            worse.push(format!("{}: does not compile cleanly: {error}", row.name()));
        }
        for skip in &row.generated.skips {
            if !skips.contains(&(row.name().to_owned(), skip.pointer.clone())) {
                worse.push(format!(
                    "{}: {} is not in {SKIPS}: {}",
                    row.name(),
                    skip.pointer,
                    skip.message
                ));
            }
        }
        match known.get(row.name()) {
            None => worse.push(format!("{}: not in {TABLE}; add it with --update", row.name())),
            Some(before) => worse.extend(compare(row.name(), before, &Known::of(row))),
        }
    }
    Ok(worse)
}

fn compare(name: &str, before: &Known, now: &Known) -> Vec<String> {
    let mut worse = Vec::new();
    if now.emitted < before.emitted {
        worse.push(format!(
            "{name}: {} operations, there were {}",
            now.emitted, before.emitted
        ));
    }
    if now.warnings > before.warnings {
        worse.push(format!(
            "{name}: {} warnings, there were {}",
            now.warnings, before.warnings
        ));
    }
    worse
}

/// Writes the rows into the committed table; documents that were not run keep their line.
pub(crate) fn update(rows: &[Row]) -> Result<(), String> {
    let mut known = read()?;
    for row in rows {
        let mut now = Known::of(row);
        if let (None, Some(before)) = (&row.compiled, known.get(row.name())) {
            now.compiles.clone_from(&before.compiles);
        }
        known.insert(row.name().to_owned(), now);
    }
    let lines: String = known.iter().map(|(name, known)| known.line(name)).collect();
    folders::write(&folders::committed(TABLE), &format!("{HEADER}\n{lines}"))
}

fn read() -> Result<BTreeMap<String, Known>, String> {
    let path = folders::committed(TABLE);
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let text = folders::read(&path)?;
    let lines = text.lines().enumerate().skip(1);
    lines
        .map(|(number, line)| {
            Known::parse(line).ok_or_else(|| format!("{}:{}: not a line of this table", path.display(), number + 1))
        })
        .collect()
}

/// The skips that have a reason: document and pointer.
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

/// A skip in the form of the list, its reason still to be written.
pub(crate) fn skip_line(name: &str, skip: &Skip) -> String {
    format!(
        "{name}\t{}\tW0102\t\t{}\n",
        skip.pointer,
        skip.message.replace(['\t', '\n'], " ")
    )
}

#[cfg(test)]
mod tests {
    use super::{Known, compare};

    fn known(emitted: usize, warnings: usize) -> Known {
        let line = format!("a.json\t9\t{emitted}\t1\t1\t{warnings}\tok");
        Known::parse(&line)
            .map(|(_, known)| known)
            .unwrap_or_else(|| unreachable!())
    }

    #[test]
    fn a_line_survives_writing_and_reading() {
        let before = known(9, 2);
        assert_eq!(
            Known::parse(before.line("a.json").trim_end()),
            Some(("a.json".to_owned(), before))
        );
    }

    #[test]
    fn fewer_operations_and_more_warnings_are_worse() {
        assert_eq!(compare("a", &known(9, 2), &known(9, 2)), Vec::<String>::new());
        assert_eq!(compare("a", &known(9, 2), &known(9, 1)), Vec::<String>::new());
        assert_eq!(compare("a", &known(9, 2), &known(8, 3)).len(), 2);
    }
}
