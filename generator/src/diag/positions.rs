//! Lines and columns in a text, and the bytes at them.

use super::position::Position;

/// The characters of a line that are counted once: a configuration can have all its overrides in one line.
const COUNTED: usize = 256;

/// The positions in a text, each found without counting from its beginning.
pub(crate) struct Positions<'t> {
    text: &'t str,
    /// The byte and the position of the beginning of each line, and of each part of a long line.
    marks: Vec<(usize, Position)>,
}

impl<'t> Positions<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let mut here = Position { line: 1, column: 1 };
        let mut marks = vec![(0, here)];
        for (at, c) in text.char_indices() {
            here = match c {
                '\n' => Position {
                    line: here.line + 1,
                    column: 1,
                },
                _ => Position {
                    column: here.column + 1,
                    ..here
                },
            };
            if c == '\n' || here.column.is_multiple_of(COUNTED) {
                marks.push((at + c.len_utf8(), here));
            }
        }
        Self { text, marks }
    }

    /// The position of a byte.
    pub(crate) fn at(&self, byte: usize) -> Position {
        let after = self.marks.partition_point(|(start, _)| *start <= byte);
        let mark = after.checked_sub(1).and_then(|mark| self.marks.get(mark));
        let (start, position) = mark.copied().unwrap_or((0, Position { line: 1, column: 1 }));
        let between = self.text.get(start..byte).unwrap_or("");
        Position {
            column: position.column + between.chars().count(),
            ..position
        }
    }

    /// The byte at a position; that of the end of the line if the line is shorter.
    pub(super) fn byte(&self, at: Position) -> usize {
        let is_before = |known: &Position| (known.line, known.column) <= (at.line, at.column);
        let after = self.marks.partition_point(|(_, known)| is_before(known));
        let mark = after.checked_sub(1).and_then(|mark| self.marks.get(mark));
        let (start, known) = mark.copied().unwrap_or((0, Position { line: 1, column: 1 }));
        let missing = at.column.saturating_sub(known.column);
        let rest = self.text.get(start..).unwrap_or("");
        let mut here = rest.char_indices().enumerate();
        let end = here.find(|(count, (_, c))| *count == missing || *c == '\n');
        let end = end.map_or(rest.len(), |(_, (end, _))| end);
        let is_past = end < rest.len() && rest.get(end..).is_some_and(|rest| rest.starts_with('\n'));
        let before = rest.get(..end).unwrap_or("");
        let shown = if is_past {
            before.strip_suffix('\r').unwrap_or(before)
        } else {
            before
        };
        start + shown.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{COUNTED, Positions};
    use crate::diag::Position;

    #[test]
    fn each_byte_has_the_position_that_counting_finds() {
        let text = format!("é = 1\n\n{}b\r\nc", "é ".repeat(COUNTED));
        let positions = Positions::of(&text);
        for (byte, _) in text.char_indices() {
            let before = &text[..byte];
            let line = before.rsplit('\n').next().unwrap_or_default();
            let counted = Position {
                line: before.matches('\n').count() + 1,
                column: line.chars().count() + 1,
            };
            assert_eq!(positions.at(byte), counted, "byte {byte}");
            if !text[byte..].starts_with('\n') {
                assert_eq!(positions.byte(counted), byte);
            }
        }
        let end = |line: usize| positions.byte(Position { line, column: 9999 });
        assert_eq!(end(1), "é = 1".len());
        assert_eq!(end(2), "é = 1\n".len());
        assert_eq!(end(3), text.len() - "\r\nc".len());
        assert_eq!(end(4), text.len());
    }
}
