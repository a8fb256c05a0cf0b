//! What `oaspen learn` prints.

use std::path::Path;

use oaspen::{DecisionValue, LearnedOverride, Lesson, Severity, one_line};
use serde_json::{Map, Value, json};

use super::super::exit::Exit;
use super::super::json;
use super::super::output::is_unusable;
use super::super::terminal::{Terminal, count};

/// How many requests of no operation are listed without `--all`.
const MAX_UNKNOWN: usize = 10;

/// The result of the command.
pub(super) struct Report<'r> {
    pub client: &'r str,
    /// For the configuration.
    pub tables: String,
    pub lesson: &'r Lesson,
    /// The configuration that has the overrides now.
    pub written: Option<&'r Path>,
    pub exit: Exit,
}

impl Report<'_> {
    pub(super) fn show(&self, terminal: &Terminal) {
        if terminal.json() {
            terminal.json_object(&self.object());
            return;
        }
        let outcome = &self.lesson.outcome;
        terminal.findings(&outcome.diagnostics, &outcome.sources, Severity::Error);
        if self.lesson.counts.exchanges == 0 {
            return;
        }
        if self.written.is_none() && !self.tables.is_empty() {
            terminal.print_result(&self.tables);
            terminal.print_note("");
        }
        notes(self.lesson, terminal);
        terminal.print_note(&summary(self.client, self.lesson, self.written));
    }

    fn object(&self) -> Value {
        let lesson = self.lesson;
        let counts = &lesson.counts;
        let left = lesson
            .left
            .iter()
            .map(|one| json!({ "pointer": one.pointer, "reason": one.reason }));
        let unknown = lesson
            .unknown
            .iter()
            .map(|one| json!({ "request": one.request, "count": one.count, "first": one.first }));
        json!({
            "command": "learn",
            "exit": self.exit as u8,
            "client": self.client,
            "exchanges": {
                "all": counts.exchanges,
                "compared": counts.compared,
                "without_body": counts.without_body,
                "other_hosts": counts.other_hosts,
                "unknown": counts.unknown,
            },
            "overrides": lesson.overrides.iter().map(one).collect::<Vec<_>>(),
            "toml": self.tables,
            "left": left.collect::<Vec<_>>(),
            "unknown": unknown.collect::<Vec<_>>(),
            "wrote": self.written.map(|path| path.display().to_string()),
            "diagnostics": json::diagnostics(&lesson.outcome.diagnostics, &lesson.outcome.sources),
        })
    }
}

/// What no override repairs, and the requests that the document does not have.
fn notes(lesson: &Lesson, terminal: &Terminal) {
    if !lesson.left.is_empty() {
        terminal.print_note("Not repaired by an override:");
        for one in &lesson.left {
            terminal.print_note(&format!("  {}: {}", one_line(&one.pointer), one_line(&one.reason)));
        }
        terminal.print_note("");
    }
    if lesson.unknown.is_empty() {
        return;
    }
    terminal.print_note("Requests that the document does not have:");
    let shown = if terminal.all() { usize::MAX } else { MAX_UNKNOWN };
    for one in lesson.unknown.iter().take(shown) {
        let exchanges = count(one.count, "exchange");
        let (request, first) = (one_line(&one.request), one_line(&one.first));
        terminal.print_note(&format!("  {request}: {exchanges}, first {first}"));
    }
    let more = lesson.unknown.len().saturating_sub(shown);
    if more > 0 {
        terminal.print_note(&format!("  and {more} more; --all lists all of them"));
    }
    terminal.print_note("");
}

fn summary(client: &str, lesson: &Lesson, written: Option<&Path>) -> String {
    let counts = &lesson.counts;
    let mut parts = vec![format!("{} compared", count(counts.compared, "exchange"))];
    let others = [
        (counts.without_body, "without a recorded body"),
        (counts.unknown, "of no operation"),
        (counts.other_hosts, "of other servers"),
    ];
    let others = others.iter().filter(|(count, _)| *count > 0);
    parts.extend(others.map(|(count, what)| format!("{count} {what}")));
    let found = count(lesson.overrides.len(), "override");
    let result = match (lesson.overrides.len(), written) {
        _ if is_unusable(&lesson.outcome.diagnostics) => format!("{found} that cannot be used"),
        (0, _) if lesson.left.is_empty() => "every response decodes".to_owned(),
        (0, _) => "no override to add".to_owned(),
        (_, Some(path)) => format!("{found} written to {}", path.display()),
        (_, None) => format!("{found} to add to the configuration (`--write` adds them)"),
    };
    format!("{client}: {}; {result}", parts.join(", "))
}

fn one(learned: &LearnedOverride) -> Value {
    let decisions = learned.decisions().into_iter().map(|(name, value)| {
        let value = match value {
            DecisionValue::Flag(flag) => json!(flag),
            DecisionValue::Text(text) => json!(text),
            DecisionValue::List(all) => json!(all),
        };
        (name.to_owned(), value)
    });
    json!({
        "key": learned.key,
        "decisions": decisions.collect::<Map<String, Value>>(),
        "evidence": learned.evidence,
    })
}
