//! `tests/servers/table.tsv`: one line for each call.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::folders;

const HEAD: &str = "server\toperation\tcall\tstatus\toutcome\tdetail\tcause\n";

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub server: String,
    pub operation: String,
    /// What the call is about, in words.
    pub call: String,
    pub status: String,
    pub outcome: String,
    pub detail: String,
    /// Why the outcome is not an equal value. Written by hand where the program cannot know it.
    pub cause: String,
}

impl Row {
    fn read(line: &str) -> Result<Self, String> {
        let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let fields = <[String; 7]>::try_from(fields);
        let [server, operation, call, status, outcome, detail, cause] =
            fields.map_err(|fields| format!("{} columns instead of 7", fields.len()))?;
        Ok(Self {
            server,
            operation,
            call,
            status,
            outcome,
            detail,
            cause,
        })
    }

    pub(crate) fn line(&self) -> String {
        let fields = [
            &self.server,
            &self.operation,
            &self.call,
            &self.status,
            &self.outcome,
            &self.detail,
            &self.cause,
        ];
        fields.map(String::as_str).join("\t")
    }

    fn key(&self) -> (&str, &str, &str) {
        (&self.server, &self.operation, &self.call)
    }

    /// Whether the response was decoded without the loss of what the document declares.
    pub(crate) fn is_decoded(&self) -> bool {
        matches!(
            self.outcome.as_str(),
            "equal" | "other spelling" | "members lost" | "no JSON"
        )
    }

    /// Whether the outcome needs a cause.
    fn is_failure(&self) -> bool {
        matches!(
            self.outcome.as_str(),
            "failed" | "refused" | "not sent" | "members lost"
        )
    }

    fn has_cause(&self) -> bool {
        let known = ["document:", "server:", "ours:"];
        self.cause == "provoked" || known.iter().any(|start| self.cause.starts_with(start))
    }
}

/// Which table: that of clients without overrides has all calls, that of clients with them only what is not as it should be.
#[derive(Clone, Copy)]
pub(crate) enum Table {
    Plain,
    /// With `overrides.toml`.
    Remaining,
    /// With the overrides of `oaspen learn`.
    Learned,
}

impl Table {
    fn file(self) -> PathBuf {
        folders::servers().join(match self {
            Self::Plain => "table.tsv",
            Self::Remaining => "remaining.tsv",
            Self::Learned => "learned.tsv",
        })
    }

    /// The rows of a run that belong to the table.
    pub(crate) fn keep(self, rows: &[Row]) -> Vec<Row> {
        let is_kept = |row: &&Row| matches!(self, Self::Plain) || (row.is_failure() && row.cause != "provoked");
        rows.iter().filter(is_kept).cloned().collect()
    }
}

/// The committed table. It is not empty if it cannot be read: then an update would lose the causes, which are written by hand.
pub(crate) fn read(table: Table) -> Result<Vec<Row>, String> {
    let file = table.file();
    rows(&file.display().to_string(), &folders::read(&file)?)
}

fn rows(file: &str, text: &str) -> Result<Vec<Row>, String> {
    let lines = text.strip_prefix(HEAD);
    let lines = lines.ok_or_else(|| format!("{file}:1: the first line is not `{}`", HEAD.trim_end()))?;
    let row = |(at, line)| Row::read(line).map_err(|problem| format!("{file}:{}: {problem}", at + 2));
    lines.lines().enumerate().map(row).collect()
}

/// Replaces the lines of one server.
pub(crate) fn write(table: Table, server: &str, new: &[Row]) -> Result<(), String> {
    let mut servers: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let others = read(table)?.into_iter().filter(|row| row.server != server);
    for row in others.chain(new.iter().cloned()) {
        servers.entry(row.server.clone()).or_default().push(row);
    }
    let lines = servers.values().flatten().map(|row| format!("{}\n", row.line()));
    folders::write(&table.file(), &format!("{HEAD}{}", lines.collect::<String>()))
}

/// Takes the causes from the committed lines of the same outcome: from those of the table, and where it has none, from those
/// of the table of all calls.
pub(crate) fn with_causes(rows: &mut [Row], own: &[Row], all: &[Row]) {
    for row in rows.iter_mut().filter(|row| row.cause.is_empty()) {
        let known = own
            .iter()
            .chain(all)
            .find(|known| known.key() == row.key() && known.outcome == row.outcome);
        if let Some(known) = known {
            row.cause.clone_from(&known.cause);
        }
    }
}

/// Differences between the committed lines of a server and those of a run.
pub(crate) fn differences(committed: &[Row], rows: &[Row]) -> Vec<String> {
    let (committed, found): (Vec<String>, Vec<String>) = (
        committed.iter().map(Row::line).collect(),
        rows.iter().map(Row::line).collect(),
    );
    let gone = committed
        .iter()
        .filter(|line| !found.contains(line))
        .map(|line| format!("- {line}"));
    let new = found
        .iter()
        .filter(|line| !committed.contains(line))
        .map(|line| format!("+ {line}"));
    let without = rows.iter().filter(|row| row.is_failure() && !row.has_cause());
    let without = without.map(|row| format!("no cause: {}", row.line()));
    let twice = rows
        .iter()
        .enumerate()
        .filter(|(at, row)| rows.iter().take(*at).any(|other| other.key() == row.key()));
    let twice = twice.map(|(_, row)| format!("two calls have one name: {}", row.line()));
    gone.chain(new).chain(without).chain(twice).collect()
}

/// The calls of the table of all calls that a run did not make. The other tables do not show them, as they have failures only.
pub(crate) fn not_made(all: &[Row], rows: &[Row]) -> Vec<String> {
    let made: BTreeSet<_> = rows.iter().map(Row::key).collect();
    let missing = all.iter().filter(|row| !made.contains(&row.key()));
    missing.map(|row| format!("not made: {}", row.line())).collect()
}

/// How many lines have each outcome.
pub(crate) fn summary(rows: &[Row]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.outcome.as_str()).or_default() += 1;
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(outcome, count)| format!("{count} {outcome}"))
        .collect();
    format!("{} calls: {}", rows.len(), counts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{HEAD, Table, not_made, read, rows, with_causes};

    #[test]
    fn a_damaged_table_is_an_error_with_its_line() {
        let read = |text: &str| rows("table.tsv", text).map(|rows| rows.len());
        assert_eq!(read(HEAD), Ok(0));
        assert_eq!(read(&format!("{HEAD}a\tb\tc\td\te\tf\tg\n")), Ok(1));
        let problem = |text: &str| Err(format!("table.tsv:{text}"));
        assert_eq!(
            read(&format!("{HEAD}a\tb\tc\td\te\tf\tg\na\tb\n")),
            problem("3: 2 columns instead of 7")
        );
        assert_eq!(
            read(""),
            problem("1: the first line is not `server\toperation\tcall\tstatus\toutcome\tdetail\tcause`")
        );
    }

    #[test]
    fn calls_that_were_not_made_are_found() {
        let rows = |text: &str| rows("table.tsv", &format!("{HEAD}{text}")).expect("a table");
        let all = rows("a\tb\tone\t200\tequal\t\t\na\tb\ttwo\t200\tequal\t\t\n");
        assert!(not_made(&all, &all).is_empty());
        let one = rows("a\tb\tone\t404\tfailed\tx\t\n");
        assert_eq!(not_made(&all, &one), ["not made: a\tb\ttwo\t200\tequal\t\t"]);
    }

    #[test]
    fn causes_are_those_of_the_table_or_of_the_table_of_all_calls() {
        let rows = |text: &str| rows("table.tsv", &format!("{HEAD}{text}")).expect("a table");
        let all = rows("a\tb\tone\t200\tfailed\tx\tserver: x\na\tb\ttwo\t200\tfailed\tx\tserver: x\n");
        let own = rows("a\tb\tone\t200\tfailed\ty\tserver: y\n");
        let mut found =
            rows("a\tb\tone\t200\tfailed\ty\t\na\tb\ttwo\t200\tfailed\tx\t\na\tb\tthree\t200\tfailed\t\t\n");
        with_causes(&mut found, &own, &all);
        let causes: Vec<&str> = found.iter().map(|row| row.cause.as_str()).collect();
        assert_eq!(causes, ["server: y", "server: x", ""]);
    }

    #[test]
    fn the_committed_tables_are_read() {
        for table in [Table::Plain, Table::Remaining, Table::Learned] {
            assert!(read(table).is_ok_and(|rows| !rows.is_empty()));
        }
    }
}
