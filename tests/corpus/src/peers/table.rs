//! The result tables in Markdown.

use std::collections::{BTreeMap, BTreeSet};

use super::reasons;
use super::row::{Checked, Row};
use super::tool::Tool;

/// All tables.
pub(super) fn tables(rows: &[Row]) -> String {
    let tools: BTreeSet<Tool> = rows.iter().map(|row| row.tool).collect();
    let columns: Vec<Column> = tools.iter().map(|tool| Column::of(*tool, rows)).collect();
    let common = common(&columns);
    let mut text = heading(&columns, "");
    text.push_str(&outcomes(&columns));
    text.push_str(&costs(&columns, "all generated clients", Row::generates));
    let shared = |row: &Row| common.contains(row.document.as_str());
    if !common.is_empty() {
        text.push('\n');
        let title = format!("the {} documents for which all clients compile", common.len());
        text.push_str(&heading(&columns, &title));
        text.push_str(&costs(&columns, "generation", shared));
        text.push_str(&checks(&columns, shared));
    }
    text.push_str(&pairs(&columns));
    text.push_str(&failures(&columns));
    text
}

/// One generator and its rows.
struct Column<'a> {
    tool: Tool,
    rows: Vec<&'a Row>,
}

impl<'a> Column<'a> {
    fn of(tool: Tool, rows: &'a [Row]) -> Self {
        let rows = rows.iter().filter(|row| row.tool == tool).collect();
        Self { tool, rows }
    }

    fn share(&self, holds: fn(&Row) -> bool) -> String {
        let count = self.rows.iter().filter(|row| holds(row)).count();
        let percent = 100.0 * count as f64 / self.rows.len().max(1) as f64;
        format!("{count} of {} ({percent:.0} %)", self.rows.len())
    }

    fn compiling(&self) -> BTreeSet<&'a str> {
        let compiling = self.rows.iter().filter(|row| row.compiles());
        compiling.map(|row| row.document.as_str()).collect()
    }
}

/// The documents for which the clients of all generators compile.
fn common<'a>(columns: &[Column<'a>]) -> BTreeSet<&'a str> {
    let mut sets = columns.iter().map(Column::compiling);
    let first = sets.next().unwrap_or_default();
    sets.fold(first, |all, set| all.intersection(&set).copied().collect())
}

fn heading(columns: &[Column], title: &str) -> String {
    let names = columns
        .iter()
        .map(|column| format!("{} {}", column.tool.name(), column.tool.version()));
    let line = row(title, names);
    let dashes = "|---".repeat(columns.len() + 1);
    format!("{line}{dashes}|\n")
}

fn row(title: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: String = cells.map(|cell| format!(" {cell} |")).collect();
    format!("| {title} |{cells}\n")
}

fn outcomes(columns: &[Column]) -> String {
    let line = |title: &str, holds: fn(&Row) -> bool| row(title, columns.iter().map(|column| column.share(holds)));
    let mut text = line("generated", Row::generates);
    if columns
        .iter()
        .any(|column| column.rows.iter().any(|row| row.checked.is_some()))
    {
        text.push_str(&line("... and compile", Row::compiles));
        text.push_str(&line("... without a warning", Row::clean));
    }
    text
}

/// The cost of generation for the selected documents.
fn costs(columns: &[Column], title: &str, selects: impl Fn(&Row) -> bool) -> String {
    let line = |what: &str, cell: fn(&[&Row]) -> String| {
        let cells = columns.iter().map(|column| {
            let rows: Vec<&Row> = column.rows.iter().copied().filter(|row| selects(row)).collect();
            cell(&rows)
        });
        row(&format!("{title}: {what}"), cells)
    };
    [
        line("CPU s, median", |rows| {
            format!("{:.2}", median(rows.iter().map(|row| row.generated.cpu)))
        }),
        line("CPU s, all", |rows| {
            format!("{:.1}", sum(rows.iter().map(|row| row.generated.cpu)))
        }),
        line("MiB, highest", |rows| {
            rows.iter()
                .map(|row| row.generated.memory)
                .max()
                .unwrap_or(0)
                .to_string()
        }),
        line("lines", |rows| {
            rows.iter().map(|row| row.generated.lines).sum::<usize>().to_string()
        }),
    ]
    .concat()
}

/// The cost of checks for the selected documents.
fn checks(columns: &[Column], selects: impl Fn(&Row) -> bool) -> String {
    let line = |what: &str, cell: fn(&[&Checked]) -> String| {
        let cells = columns.iter().map(|column| {
            let rows = column.rows.iter().filter(|row| selects(row));
            let checks: Vec<&Checked> = rows.filter_map(|row| row.checked.as_ref()).collect();
            cell(&checks)
        });
        row(&format!("check: {what}"), cells)
    };
    [
        line("CPU s, median", |rows| {
            format!("{:.2}", median(rows.iter().map(|check| check.cpu)))
        }),
        line("CPU s, all", |rows| {
            format!("{:.1}", sum(rows.iter().map(|check| check.cpu)))
        }),
        line("MiB, highest", |rows| {
            rows.iter().map(|check| check.memory).max().unwrap_or(0).to_string()
        }),
    ]
    .concat()
}

/// The other generators compared with oaspen, on the documents for which both clients compile.
fn pairs(columns: &[Column]) -> String {
    let Some(own) = columns.iter().find(|column| column.tool == Tool::Oaspen) else {
        return String::new();
    };
    let mut text = String::new();
    for other in columns.iter().filter(|column| column.tool != Tool::Oaspen) {
        let both: BTreeSet<&str> = own.compiling().intersection(&other.compiling()).copied().collect();
        if both.is_empty() {
            continue;
        }
        if text.is_empty() {
            text.push_str(
                "\n| compared with oaspen | documents for which both compile | lines | generation | check |\n|---|---|---|---|---|\n",
            );
        }
        let ratio = |of: fn(&Row) -> f64| {
            let total = |column: &Column| {
                let rows = column.rows.iter().filter(|row| both.contains(row.document.as_str()));
                sum(rows.map(|row| of(row)))
            };
            format!("{:.2}", total(other) / total(own).max(f64::MIN_POSITIVE))
        };
        let cells = [
            both.len().to_string(),
            ratio(|row| row.generated.lines as f64),
            ratio(|row| row.generated.cpu),
            ratio(|row| row.checked.as_ref().map_or(0.0, |check| check.cpu)),
        ];
        text.push_str(&row(other.tool.name(), cells.into_iter()));
    }
    text
}

/// The reasons of failures, the most frequent first.
fn failures(columns: &[Column]) -> String {
    let mut text = String::new();
    for column in columns {
        let mut kinds: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        for row in &column.rows {
            let Some(error) = row.error() else { continue };
            let stage = if row.generates() {
                "does not compile"
            } else {
                "not generated"
            };
            let kind = format!("{stage}: {}", reasons::kind(error));
            kinds.entry(kind).or_insert((0, &row.document)).0 += 1;
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by(|(a, (more, _)), (b, (less, _))| less.cmp(more).then_with(|| a.cmp(b)));
        if !kinds.is_empty() {
            text.push_str(&format!("\n{}\n\n", column.tool.name()));
        }
        for (kind, (count, example)) in kinds {
            text.push_str(&format!("- {count}: {kind} ({example})\n"));
        }
    }
    text
}

fn sum(values: impl Iterator<Item = f64>) -> f64 {
    // `Iterator::sum` of no floats is -0.
    values.fold(0.0, |sum, value| sum + value)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let upper = values.get(values.len() / 2).copied().unwrap_or(0.0);
    let lower = values.len().checked_sub(1).and_then(|last| values.get(last / 2));
    lower.map_or(upper, |lower| (lower + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::{median, tables};
    use crate::peers::row::{Checked, Generated, Row};
    use crate::peers::tool::Tool;

    fn a_row(document: &str, tool: Tool, lines: usize, compiles: bool) -> Row {
        let checked = Checked {
            error: (!compiles).then(|| "E1 `x`".to_owned()),
            cpu: 2.0,
            ..Checked::default()
        };
        Row {
            document: document.to_owned(),
            declared: 1,
            tool,
            generated: Generated {
                lines,
                cpu: 1.0,
                ..Generated::default()
            },
            checked: Some(checked),
        }
    }

    #[test]
    fn costs_are_compared_on_the_documents_that_all_compile() {
        let rows = [
            a_row("a", Tool::Oaspen, 10, true),
            a_row("a", Tool::Progenitor, 30, true),
            a_row("b", Tool::Oaspen, 10, true),
            a_row("b", Tool::Progenitor, 10, false),
        ];
        let text = tables(&rows);
        assert!(
            text.contains("| ... and compile | 2 of 2 (100 %) | 1 of 2 (50 %) |"),
            "{text}"
        );
        assert!(text.contains("| generation: lines | 10 | 30 |"), "{text}");
        assert!(text.contains("| progenitor | 1 | 3.00 | 1.00 | 1.00 |"), "{text}");
        assert!(text.contains("- 1: does not compile: E1 … (b)"), "{text}");
    }

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert_eq!(median([4.0, 1.0, 3.0, 2.0].into_iter()), 2.5);
        assert_eq!(median([3.0, 1.0, 2.0].into_iter()), 2.0);
        assert_eq!(median(std::iter::empty()), 0.0);
    }
}
