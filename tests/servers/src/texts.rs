//! Texts of the table and of errors: shortened, and without what differs from run to run.

use std::sync::LazyLock;

use regex::Regex;

/// The message of an error without the operation, which has a column of its own, and without an excerpt of the body.
pub(crate) fn short(message: &str) -> &str {
    let message = message.split_once("): ").map_or(message, |(_, rest)| rest);
    message.split_once(" near `").map_or(message, |(start, _)| start)
}

/// A message without the excerpt of a JSON body at its end.
pub(crate) fn without_body(message: &str) -> &str {
    let end = [": {", ": ["].iter().filter_map(|start| message.find(start)).min();
    end.and_then(|end| message.get(..end)).unwrap_or(message)
}

/// What differs from run to run, and the name that is shown instead.
static CHANGING: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let all = PATTERNS.iter();
    all.filter_map(|(pattern, name)| Some((Regex::new(pattern).ok()?, *name)))
        .collect()
});

const PATTERNS: [(&str, &str); 7] = [
    (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
    (r"/tmp/oaspen-\w+", "FOLDER"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?", "TIME"),
    (r"\b[0-9a-f]{12,}\b", "HEX"),
    // The order of some lists differs.
    (r"/\d+\b", "/*"),
    (r"[\t\r\n]+", " "),
];

/// A text without what differs from run to run.
pub(crate) fn stable(text: &str) -> String {
    const MOST: usize = 200;
    let mut text = text.to_owned();
    for (pattern, name) in CHANGING.iter() {
        text = pattern.replace_all(&text, *name).into_owned();
    }
    text.trim().chars().take(MOST).collect()
}

/// A number with its noun.
pub(crate) fn number(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// The last lines of what a program printed.
pub(crate) fn last_lines(text: &str, most: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.len().saturating_sub(most);
    lines.get(start..).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{CHANGING, PATTERNS, last_lines};

    #[test]
    fn all_patterns_are_regular_expressions() {
        assert_eq!(CHANGING.len(), PATTERNS.len());
    }

    #[test]
    fn only_the_last_lines_are_kept() {
        assert_eq!(last_lines("a\nb\nc\n", 2), "b\nc");
        assert_eq!(last_lines("a", 2), "a");
    }
}
