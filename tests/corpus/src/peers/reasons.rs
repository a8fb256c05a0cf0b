//! The reason of a failure in one line, and the grouping of such reasons.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::limited::{CPU_SECONDS, Outcome};
use super::tool::Tool;

/// Maximum number of characters of a reason.
const MAX_LENGTH: usize = 300;

/// The reason why a generator failed, from its output.
pub(super) fn of_log(tool: Tool, outcome: &Outcome, log: &Path) -> String {
    let bytes = std::fs::read(log).unwrap_or_default();
    let error = error_line(tool, &String::from_utf8_lossy(&bytes));
    match outcome {
        Outcome::Timeout => format!("more than {CPU_SECONDS} s of CPU"),
        Outcome::Signal(signal) => format!("signal {signal}: {error}"),
        Outcome::Success | Outcome::Failure(_) => error,
    }
}

/// The first line with an error, else the last line.
fn error_line(tool: Tool, text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let found = tool
        .error_markers()
        .iter()
        .find_map(|marker| lines.iter().position(|line| line.contains(marker)));
    let line = match found {
        // The location of a panic is on the line before its message.
        Some(at) if lines.get(at).is_some_and(|line| line.contains("panicked at")) => {
            format!("panic: {}", lines.get(at + 1).unwrap_or(&""))
        }
        Some(at) => lines.get(at).unwrap_or(&"").to_string(),
        None => lines.last().unwrap_or(&"no output").to_string(),
    };
    shorten(&line)
}

/// One line of limited length.
pub(super) fn shorten(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ").chars().take(MAX_LENGTH).collect()
}

/// The kind of a reason: without names, numbers and locations.
pub(super) fn kind(reason: &str) -> String {
    static NAMES: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"`[^`]*`|"[^"]*"|'[^']*'|\S*/\S+|\b\d+\b"#).ok());
    // `Error("message")` is not a name.
    let reason = reason.replace("(\"", ": ").replace("\")", "");
    let text = match &*NAMES {
        Some(names) => names.replace_all(&reason, "…").into_owned(),
        None => reason,
    };
    text.chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::{error_line, kind};
    use crate::peers::tool::Tool;

    #[test]
    fn the_message_of_a_panic_is_found_below_its_location() {
        let text = "thread 'main' panicked at src/a.rs:1:2:\nassertion failed\nnote: more";
        assert_eq!(error_line(Tool::Progenitor, text), "panic: assertion failed");
    }

    #[test]
    fn reasons_that_differ_in_names_are_of_one_kind() {
        let (one, other) = ("duplicate field `a` at line 10", "duplicate field `b` at line 7");
        assert_eq!(kind(one), kind(other));
        assert_eq!(kind("Format(\"path /a has no id\")"), "Format: path … has no id");
    }
}
