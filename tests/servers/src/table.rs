//! `tests/servers/table.tsv`: one line for each call.

use std::collections::BTreeMap;
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
    fn read(line: &str) -> Option<Self> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [server, operation, call, status, outcome, detail, cause] = fields.as_slice() else {
            return None;
        };
        let [server, operation, call, status, outcome, detail, cause] =
            [server, operation, call, status, outcome, detail, cause].map(|field| (*field).to_owned());
        Some(Self {
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

fn file() -> PathBuf {
    folders::servers().join("table.tsv")
}

/// The committed table.
pub(crate) fn read() -> Vec<Row> {
    let text = folders::read(&file()).unwrap_or_default();
    text.lines().skip(1).filter_map(Row::read).collect()
}

/// Replaces the lines of one server.
pub(crate) fn write(server: &str, rows: &[Row]) -> Result<(), String> {
    let mut servers: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in read()
        .into_iter()
        .filter(|row| row.server != server)
        .chain(rows.iter().cloned())
    {
        servers.entry(row.server.clone()).or_default().push(row);
    }
    let lines = servers.values().flatten().map(|row| format!("{}\n", row.line()));
    folders::write(&file(), &format!("{HEAD}{}", lines.collect::<String>()))
}

/// Takes the causes from the committed lines of the same outcome.
pub(crate) fn with_causes(rows: &mut [Row], committed: &[Row]) {
    for row in rows.iter_mut().filter(|row| row.cause.is_empty()) {
        let known = committed
            .iter()
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
