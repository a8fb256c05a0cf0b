//! Lines and columns in the text of a configuration.

use crate::diag::Position;

/// The characters of a line that are counted once: a configuration can have all its overrides in one line.
const COUNTED: usize = 256;

/// The positions in a text, each found without counting from its beginning.
pub(super) struct Positions<'t> {
    text: &'t str,
    /// The byte and the position of the beginning of each line, and of each part of a long line.
    marks: Vec<(usize, Position)>,
}

impl<'t> Positions<'t> {
    pub(super) fn of(text: &'t str) -> Self {
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
    pub(super) fn at(&self, byte: usize) -> Position {
        let after = self.marks.partition_point(|(start, _)| *start <= byte);
        let mark = after.checked_sub(1).and_then(|mark| self.marks.get(mark));
        let (start, position) = mark.copied().unwrap_or((0, Position { line: 1, column: 1 }));
        let between = self.text.get(start..byte).unwrap_or("");
        Position {
            column: position.column + between.chars().count(),
            ..position
        }
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
        }
    }
}
