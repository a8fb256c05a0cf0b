//! How much of a comparison a comment shows, and what all of its parts write about a change.

use super::escape::{code, prose};
use super::view::code_states;
use crate::compare::Change;

/// How much of each client is shown.
#[derive(Clone, Copy)]
pub(super) struct Level {
    /// The rows of a table.
    pub(super) rows: usize,
    /// The characters of a text of the document.
    pub(super) text: usize,
    /// Whether the parts below the table are shown.
    pub(super) has_details: bool,
}

pub(super) const ALL: Level = Level {
    rows: usize::MAX,
    text: 200,
    has_details: true,
};

/// From the most to the least.
pub(super) const LEVELS: [Level; 6] = [
    level(20, 200, true),
    level(20, 100, true),
    level(20, 60, true),
    level(10, 60, true),
    level(10, 60, false),
    level(0, 40, false),
];

const fn level(rows: usize, text: usize, has_details: bool) -> Level {
    Level {
        rows,
        text,
        has_details,
    }
}

/// The item and what happened to it.
pub(super) fn subject(change: &Change, max: usize) -> String {
    let item = code(change.item(), max);
    let title = prose(change.rule.title);
    if item.is_empty() {
        title
    } else {
        format!("{item}: {title}")
    }
}

/// The old and the new state.
pub(super) fn state(change: &Change, max: usize) -> String {
    let (before, after) = code_states(change, max);
    match (before.is_empty(), after.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!(" ({})", code(&before, max)),
        (true, false) => format!(" ({})", code(&after, max)),
        (false, false) => format!(" ({} → {})", code(&before, max), code(&after, max)),
    }
}
