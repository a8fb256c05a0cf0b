//! The line of a document that is shown with a finding, cut to the width of a terminal.

use std::borrow::Cow;
use std::ops::Range;

use super::search_tree::MarkedPart;
use crate::text::{columns, first_columns, visible};

/// Replaces the rest of a line.
const REST: &str = "...";

/// The shortest excerpt, in terminals that are too narrow.
const MIN_WIDTH: usize = 20;

/// The part of a line that is shown.
#[derive(Debug, PartialEq)]
pub(super) struct Excerpt<'t> {
    pub text: Cow<'t, str>,
    /// The marked bytes of the text.
    pub marked: Range<usize>,
    /// Whether columns of the text are not those of the line.
    pub is_moved: bool,
    /// Whether the label has room beside the mark.
    pub has_label: bool,
}

impl<'t> Excerpt<'t> {
    /// The line of a mark, in at most `width` columns: from its start if the mark and its label have room then, or without its
    /// indentation, or from the mark on.
    pub(super) fn of(text: &'t str, mark: &MarkedPart, label: &str, width: usize) -> Self {
        let width = width.max(MIN_WIDTH);
        let start = floor(text, mark.bytes.start);
        // The search is limited: a whole document can be one line.
        let near = floor(text, start.saturating_sub(4 * width));
        let before = text.get(near..start).unwrap_or("");
        let line = before.rfind('\n').map(|at| near + at + 1).or((near == 0).then_some(0));
        let rest = text.get(start..).unwrap_or("");
        let length = mark.bytes.end.saturating_sub(mark.bytes.start);
        let marked = near_start(rest.get(..length).unwrap_or(""), width);
        let marked = first_columns(first_line(marked), width - REST.len());
        let shown_columns = |text: &str| columns(&visible(text));
        let label = columns(label) + 1;
        let has_label = columns(marked).max(1) + label <= width;
        let needed = shown_columns(marked).max(1) + if has_label { label } else { 0 };
        let indented = line.map(|line| line + indentation(text.get(line..start).unwrap_or("")));
        let from = [line, indented].into_iter().flatten();
        let from = from
            .into_iter()
            .find(|from| shown_columns(text.get(*from..start).unwrap_or("")) + needed <= width);
        let from_start = from.unwrap_or(start);
        let head = text.get(from_start..start).unwrap_or("");
        let room = width.saturating_sub(shown_columns(head) + shown_columns(marked));
        let tail = first_line(near_start(rest.get(marked.len()..).unwrap_or(""), room + 1));
        let [shown_head, shown_marked] = [head, marked].map(visible);
        let shown_tail = shortened(tail, room);
        let end = shown_head.len() + shown_marked.len();
        let whole = [&*shown_head, &*shown_marked, &*shown_tail].concat();
        let original = text.get(from_start..start + marked.len() + tail.len());
        Self {
            marked: shown_head.len()..end,
            is_moved: from != line || line.is_none() || shown_head.len() != head.len(),
            text: match original.filter(|original| *original == whole) {
                Some(original) => Cow::Borrowed(original),
                None => Cow::Owned(whole),
            },
            has_label,
        }
    }
}

/// A text in so many columns, with dots for what is left out.
fn shortened(text: &str, room: usize) -> String {
    let near = first_columns(text, room + 1);
    let shown = visible(near);
    if near.len() == text.len() && columns(&shown) <= room {
        return shown.into_owned();
    }
    match room.checked_sub(REST.len()) {
        Some(room) => first_columns(&shown, room).to_owned() + REST,
        None => String::new(),
    }
}

/// The beginning of a text, with more than [`first_columns`] takes for so many columns. The end of the line is searched for in it:
/// a whole document can be one line, with thousands of findings.
fn near_start(text: &str, columns: usize) -> &str {
    text.get(..floor(text, 16 * (columns + 1))).unwrap_or(text)
}

/// A text up to the end of its line.
fn first_line(text: &str) -> &str {
    let end = text.find('\n').unwrap_or(text.len());
    let line = text.get(..end).unwrap_or(text);
    line.strip_suffix('\r').unwrap_or(line)
}

fn indentation(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// The start of the character that contains a byte.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while at > 0 && !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::Excerpt;
    use crate::diag::Position;
    use crate::diag::search_tree::MarkedPart;

    fn excerpt(text: &str, marked: &str, width: usize) -> (String, String, bool, bool) {
        let start = text.find(marked).unwrap_or(0);
        let mark = MarkedPart {
            position: Position { line: 1, column: 1 },
            bytes: start..start + marked.len(),
        };
        let found = Excerpt::of(text, &mark, "a label", width);
        let marked = found.text.get(found.marked.clone()).unwrap_or("?").to_owned();
        (found.text.into_owned(), marked, found.is_moved, found.has_label)
    }

    #[test]
    fn a_line_is_shown_from_where_the_mark_and_its_label_have_room() {
        let line = "a: 1\n        first: second, third: fourth, and more of it\nb: 2\n";
        let whole = line.lines().nth(1).unwrap_or("").to_owned();
        assert_eq!(excerpt(line, "third", 80), (whole, "third".into(), false, true));
        let cut = excerpt(line, "first", 24);
        assert_eq!(cut, ("        first: second...".into(), "first".into(), false, true));
        let indented = excerpt(line, "third", 28);
        assert_eq!(
            indented,
            ("first: second, third: fou...".into(), "third".into(), true, true)
        );
        let moved = excerpt(line, "fourth", 30);
        assert_eq!(moved, ("fourth, and more of it".into(), "fourth".into(), true, true));
        let long = excerpt(&"x".repeat(90), &"x".repeat(90), 24);
        assert_eq!(long, ("x".repeat(21) + "...", "x".repeat(21), false, false));
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let wide = "\u{732b}".repeat(8);
        let line = format!("{wide}: {{ b: c }}");
        assert_eq!(excerpt(&line, "b", 40), (line.clone(), "b".into(), false, true));
        assert_eq!(excerpt(&line, "b", 24), ("b: c }".into(), "b".into(), true, true));
        let cut = excerpt(&wide, &wide, 20);
        assert_eq!(cut.1, "\u{732b}".repeat(8));
        assert_eq!(excerpt(&line, &wide, 20).1, "\u{732b}".repeat(8));
    }

    #[test]
    fn hidden_characters_are_escapes() {
        let (text, marked, is_moved, _) = excerpt("a\u{202e}b: c", "b", 60);
        assert!(!text.contains('\u{202e}') && marked == "b" && is_moved, "{text}");
    }
}
