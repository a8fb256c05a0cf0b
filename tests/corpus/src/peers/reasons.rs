//! Why something failed, in one line, and what such lines have in common.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::limited::{CPU_SECONDS, Ended};
use super::tool::Tool;

/// The most letters of a reason.
const LONGEST: usize = 300;

/// Why a generator gave up, from what it printed.
pub(super) fn of_log(tool: Tool, ended: &Ended, log: &Path) -> String {
    let bytes = std::fs::read(log).unwrap_or_default();
    let said = complaint(tool, &String::from_utf8_lossy(&bytes));
    match ended {
        Ended::OutOfTime => format!("more than {CPU_SECONDS} s of CPU"),
        Ended::Killed(signal) => format!("signal {signal}: {said}"),
        Ended::Well | Ended::Badly(_) => said,
    }
}

/// The line that says why, else the last one.
fn complaint(tool: Tool, text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let found = tool
        .complaints()
        .iter()
        .find_map(|word| lines.iter().position(|line| line.contains(word)));
    let line = match found {
        // The place of a panic is on the line before its message.
        Some(at) if lines.get(at).is_some_and(|line| line.contains("panicked at")) => {
            format!("panic: {}", lines.get(at + 1).unwrap_or(&""))
        }
        Some(at) => lines.get(at).unwrap_or(&"").to_string(),
        None => lines.last().unwrap_or(&"nothing was said").to_string(),
    };
    shorten(&line)
}

/// One line of bearable length.
pub(super) fn shorten(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ").chars().take(LONGEST).collect()
}

/// What a reason has in common with others: without names, numbers and places.
pub(super) fn kind(reason: &str) -> String {
    static NAMES: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"`[^`]*`|"[^"]*"|'[^']*'|\S*/\S+|\b\d+\b"#).ok());
    // What an error prints around its message is no name.
    let reason = reason.replace("(\"", ": ").replace("\")", "");
    let text = match &*NAMES {
        Some(names) => names.replace_all(&reason, "…").into_owned(),
        None => reason,
    };
    text.chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::{complaint, kind};
    use crate::peers::tool::Tool;

    #[test]
    fn the_message_of_a_panic_is_found_below_its_place() {
        let text = "thread 'main' panicked at src/a.rs:1:2:\nassertion failed\nnote: more";
        assert_eq!(complaint(Tool::Progenitor, text), "panic: assertion failed");
    }

    #[test]
    fn reasons_that_differ_in_names_are_of_one_kind() {
        let (one, other) = ("duplicate field `a` at line 10", "duplicate field `b` at line 7");
        assert_eq!(kind(one), kind(other));
        assert_eq!(kind("Format(\"path /a has no id\")"), "Format: path … has no id");
    }
}
