//! Numbers of JSON with too many digits: reading one takes a time that grows with the square of them.

use crate::diag::Position;

/// The position where the first number ends that may be read, and where more digits follow. Signs and points of a number count.
pub(super) fn long_number(text: &str, max_digits: u64) -> Option<Position> {
    let mut digits = 0;
    let mut previous = b' ';
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let (length, next) = match (byte, after) {
            (b'"', _) => (0, behind_text(after)),
            (b'/', [b'/', ..]) | (b'#', _) => (0, behind_line(after)),
            (b'/', [b'*', after @ ..]) => (0, behind_comment(after)),
            (b'0'..=b'9' | b'.' | b'e' | b'E', _) if digits > 0 => (digits + 1, after),
            (b'+' | b'-', _) if digits > 0 && matches!(previous, b'e' | b'E') => (digits + 1, after),
            // A digit in a word, or behind something else that is no number, begins none.
            (b'0'..=b'9', _) | (b'-', [b'0'..=b'9', ..]) if is_between(previous) => (1, after),
            _ => (0, after),
        };
        if length > max_digits {
            return Some(position(text, text.len() - rest.len()));
        }
        (digits, previous, rest) = (length, *byte, next);
    }
    None
}

/// Whether a value may begin behind a byte. Behind a comment, it is the first one of the comment.
fn is_between(previous: u8) -> bool {
    previous.is_ascii_whitespace() || b"[{,:/#\"]}".contains(&previous)
}

fn position(text: &str, at: usize) -> Position {
    let before = text.get(..at).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    Position { line, column }
}

/// What follows a text of JSON, from behind its first quotation mark on.
fn behind_text(mut rest: &[u8]) -> &[u8] {
    while let [byte, after @ ..] = rest {
        rest = match byte {
            b'"' => return after,
            // The escaped character does not end the text.
            b'\\' => after.get(1..).unwrap_or(&[]),
            _ => after,
        };
    }
    rest
}

fn behind_line(rest: &[u8]) -> &[u8] {
    let end = rest.iter().position(|byte| *byte == b'\n');
    end.and_then(|end| rest.get(end..)).unwrap_or(&[])
}

fn behind_comment(rest: &[u8]) -> &[u8] {
    let end = rest.windows(2).position(|pair| pair == b"*/");
    end.and_then(|end| rest.get(end + 2..)).unwrap_or(&[])
}
