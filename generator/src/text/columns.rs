//! Texts in columns of a terminal. Most characters take one, those of Chinese, Japanese and Korean and emoji take two, and
//! combining characters take none.

use unicode_width::UnicodeWidthChar;

/// The columns that a line of wrapped text has at least.
const MIN_ROOM: usize = 20;

/// The columns that a text takes.
///
/// ```
/// assert_eq!(oaspen::columns("e\u{301} \u{732b}"), 4);
/// ```
pub fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

fn columns_of(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// The beginning of a text that takes at most so many columns.
pub(crate) fn first_columns(text: &str, most: usize) -> &str {
    // Combining characters take no columns, and there may be any number of them.
    let near = text.char_indices().take(4 * most + 1);
    let mut taken = 0;
    let mut end = 0;
    for (at, c) in near {
        taken += columns_of(c);
        if taken > most {
            break;
        }
        end = at + c.len_utf8();
    }
    text.get(..end).unwrap_or(text)
}

/// A text with spaces after it, so that it takes at least so many columns.
///
/// ```
/// assert_eq!(oaspen::padded("\u{732b}", 4), "\u{732b}  ");
/// ```
pub fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(text));
    text.to_owned() + &" ".repeat(missing)
}

/// A text of one line in lines of at most `width` columns. Words are not broken, except before characters that take two columns:
/// Chinese and Japanese have no spaces between words.
///
/// ```
/// assert_eq!(oaspen::wrapped("a text with a line that is long", 20), "a text with a line\nthat is long");
/// ```
pub fn wrapped(text: &str, width: usize) -> String {
    let room = width.max(MIN_ROOM);
    let mut out = String::with_capacity(text.len());
    let mut length = 0;
    for (at, word) in text.split(' ').enumerate() {
        for (part, piece) in pieces(word).enumerate() {
            let gap = usize::from(at > 0 && part == 0);
            let needed = columns(piece);
            if length > 0 && length + gap + needed > room {
                out.push('\n');
                length = 0;
            } else {
                out.push_str(&" ".repeat(gap));
                length += gap;
            }
            out.push_str(piece);
            length += needed;
        }
    }
    out
}

/// The parts of a word between which a line may end.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(word);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut later = text.char_indices().skip(1);
        let cut = later.find(|(_, c)| !c.is_ascii() && columns_of(*c) == 2);
        let (piece, after) = cut.map_or((text, None), |(at, _)| {
            let (piece, after) = text.split_at(at);
            (piece, Some(after))
        });
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::{columns, first_columns, padded, wrapped};

    const CAT: &str = "\u{732b}";

    #[test]
    fn wide_characters_take_two_columns_and_combining_ones_none() {
        assert_eq!(columns("abc"), 3);
        assert_eq!(columns(&CAT.repeat(3)), 6);
        assert_eq!(columns("e\u{301}"), 1);
        assert_eq!(first_columns("abc", 2), "ab");
        assert_eq!(first_columns(&CAT.repeat(3), 5), CAT.repeat(2));
        assert_eq!(first_columns("e\u{301}\u{302}x", 1), "e\u{301}\u{302}");
        assert_eq!(first_columns(&"\u{301}".repeat(900), 1).chars().count(), 5);
        assert_eq!(padded(CAT, 1), CAT);
    }

    #[test]
    fn lines_end_before_wide_characters() {
        let text = format!("one `{}` two", CAT.repeat(12));
        let expected = format!("one `{}\n{}` two", CAT.repeat(7), CAT.repeat(5));
        assert_eq!(wrapped(&text, 20), expected);
        assert_eq!(wrapped(&"x".repeat(30), 20), "x".repeat(30));
        assert_eq!(wrapped(" a  b", 20), " a  b");
        assert_eq!(wrapped("", 20), "");
    }
}
