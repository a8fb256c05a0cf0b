//! Colors of summaries. A stream that is no terminal shows none of them.

use std::fmt;

/// The sign before the name of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Done,
    /// Something is missing.
    Loss,
    Failed,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Done => "\u{1b}[1;32m✓\u{1b}[0m",
            Self::Loss => "\u{1b}[1;33m!\u{1b}[0m",
            Self::Failed => "\u{1b}[1;31m✗\u{1b}[0m",
        })
    }
}

/// A name in bold type.
pub(super) fn bold(text: &str) -> String {
    format!("\u{1b}[1m{text}\u{1b}[0m")
}

/// A text about something that is lost.
pub(super) fn yellow(text: &str) -> String {
    format!("\u{1b}[33m{text}\u{1b}[0m")
}

/// What is gone or broken.
pub(super) fn red(text: &str) -> String {
    format!("\u{1b}[31m{text}\u{1b}[0m")
}

/// What is new.
pub(super) fn green(text: &str) -> String {
    format!("\u{1b}[32m{text}\u{1b}[0m")
}
