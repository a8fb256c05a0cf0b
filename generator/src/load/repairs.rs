//! Texts that are almost YAML or JSON.

use crate::diag::Position;

/// A repair of a text, reported at its position.
pub(super) struct Repair {
    pub position: Position,
    /// The fragment of the pointer of what was repaired; empty for the text itself.
    pub fragment: String,
    pub message: String,
}

impl Repair {
    pub(super) fn of_text(position: Position, message: String) -> Self {
        Self {
            position,
            fragment: String::new(),
            message,
        }
    }
}

/// A text of the same size without its comments and the commas before closing brackets, and the position of the first of
/// them. `None` if it has neither.
pub(super) fn without_comments(text: &str) -> Option<(String, Position)> {
    let chars: Vec<char> = text.chars().collect();
    let mut blanked = Vec::new();
    let (mut at, mut comma) = (0, None);
    while let Some(c) = chars.get(at).copied() {
        let next = chars.get(at + 1).copied();
        match (c, next) {
            ('"', _) => {
                comma = None;
                at = end_of_string(&chars, at + 1);
            }
            ('/', Some('/')) => {
                let length = rest(&chars, at).take_while(|c| **c != '\n').count();
                blanked.push(at..at + length);
                at += length;
            }
            ('/', Some('*')) => {
                let body = rest(&chars, at + 2).zip(rest(&chars, at + 3));
                let length = body.take_while(|pair| *pair != (&'*', &'/')).count() + 4;
                blanked.push(at..(at + length).min(chars.len()));
                at += length;
            }
            _ => {
                if matches!(c, ']' | '}')
                    && let Some(comma) = comma
                {
                    blanked.push(comma..comma + 1);
                }
                if !c.is_whitespace() {
                    comma = (c == ',').then_some(at);
                }
                at += 1;
            }
        }
    }
    let first = blanked.iter().map(|range| range.start).min()?;
    let before = chars.get(..first).unwrap_or(&[]);
    let position = Position {
        line: before.iter().filter(|c| **c == '\n').count() + 1,
        column: before.iter().rev().take_while(|c| **c != '\n').count() + 1,
    };
    let mut is_blank = vec![false; chars.len()];
    for at in blanked.into_iter().flatten() {
        if let Some(slot) = is_blank.get_mut(at) {
            *slot = true;
        }
    }
    let mut out = String::with_capacity(text.len());
    for (c, is_blank) in chars.into_iter().zip(is_blank) {
        if is_blank && c != '\n' {
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    Some((out, position))
}

fn rest(chars: &[char], at: usize) -> impl Iterator<Item = &char> {
    chars.get(at..).unwrap_or(&[]).iter()
}

/// The index after the closing quote.
fn end_of_string(chars: &[char], mut at: usize) -> usize {
    while let Some(c) = chars.get(at) {
        match c {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    at
}

/// A text in which lines that contain only a comment are indented with spaces, and the first line that was not. `None` if
/// there is none.
pub(super) fn without_tabs_before_comments(text: &str) -> Option<(String, Position)> {
    let mut first = None;
    let mut lines = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        let content = line.trim_start_matches([' ', '\t']);
        let indent = line.get(..line.len() - content.len()).unwrap_or("");
        let is_blank = content.trim().is_empty() || content.starts_with('#');
        if is_blank && indent.contains('\t') {
            first.get_or_insert(Position {
                line: number + 1,
                column: 1,
            });
            lines.push(indent.replace('\t', " ") + content);
        } else {
            lines.push(line.to_owned());
        }
    }
    Some((lines.join("\n"), first?))
}

#[cfg(test)]
mod tests {
    use super::{without_comments, without_tabs_before_comments};

    #[test]
    fn comments_and_commas_are_blanked() {
        let text = "{ // a\n \"b\": [1, 2, /* ] */ ], \"c\": \"// d, }\", }";
        let (blanked, position) = without_comments(text).unwrap();
        assert_eq!(blanked, "{     \n \"b\": [1, 2          ], \"c\": \"// d, }\"  }");
        assert_eq!((position.line, position.column), (1, 3));
        assert!(without_comments("{\"a\": \"/* x */\"}").is_none());
        assert_eq!(without_comments("{} /*").unwrap().0, "{}   ");
    }

    #[test]
    fn tabs_before_comments() {
        let (text, position) = without_tabs_before_comments("a:\n\t\t# x\n  b: 1\t\n").unwrap();
        assert_eq!(text, "a:\n  # x\n  b: 1\t\n");
        assert_eq!(position.line, 2);
        assert!(without_tabs_before_comments("a: 1\n\tb: 2").is_none());
    }
}
