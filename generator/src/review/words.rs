//! The words of all formats, and texts of documents made harmless for one line.

use crate::compare::{Bump, Change, Verdict};
use crate::text::is_unsafe_char;

/// A verdict as JSON and tools know it.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fine => "fine",
        Verdict::Changes => "changes",
        Verdict::Breaks => "breaks",
    }
}

/// A verdict in a column.
pub(super) fn column(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fine => "fine",
        Verdict::Changes => "CHANGES",
        Verdict::Breaks => "BREAK",
    }
}

/// What a verdict means for code.
pub(super) fn for_code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fine => "works as before",
        Verdict::Changes => "compiles, and means or shows something else",
        Verdict::Breaks => "does not compile",
    }
}

/// What a verdict means for deployed programs.
pub(super) fn for_deployed(verdict: Verdict, is_partial: bool) -> &'static str {
    match (verdict, is_partial) {
        (Verdict::Fine, _) => "work as before",
        (Verdict::Changes, _) => "work, and get or do something else",
        (Verdict::Breaks, false) => "fail",
        (Verdict::Breaks, true) => "fail with some values",
    }
}

/// A version bump as JSON and tools know it.
pub(super) fn bump(bump: Bump) -> &'static str {
    match bump {
        Bump::None => "none",
        Bump::Patch => "patch",
        Bump::Addition => "addition",
        Bump::Breaking => "breaking",
    }
}

/// Why the next version is what it is.
pub(super) fn why(bump: Bump) -> &'static str {
    match bump {
        Bump::None => "nothing changed",
        Bump::Patch => "no public item changed",
        Bump::Addition => "items were added, and code compiles as before",
        Bump::Breaking => "code that uses the client may not compile",
    }
}

/// What precedes the number of the calls of a change, if they are not all of them.
pub(super) fn at_least(change: &Change) -> &'static str {
    if change.has_more_calls { "at least " } else { "" }
}

/// `1 change`, `2 changes`.
pub(super) fn count(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}

/// A text of a document in one line of at most `max` characters. Hidden characters, and those that change the direction of
/// text, are shown as escapes.
pub(super) fn line(text: &str, max: usize) -> String {
    let mut found = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        if !found.is_empty() {
            found.push(' ');
            length += 1;
        }
        for c in word.chars() {
            if length >= max {
                found.push('…');
                return found;
            }
            if is_unsafe_char(c) {
                found.extend(c.escape_unicode());
                length += 8;
            } else {
                found.push(c);
                length += 1;
            }
        }
    }
    found
}

/// Whether there is something to do about a change.
pub(super) fn has_help(change: &Change) -> bool {
    !change.help.is_empty() && change.help != "nothing"
}

/// A sentence: it starts with a capital letter and ends with a full stop.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    let end = if text.ends_with(['.', '!', '?']) || text.is_empty() {
        ""
    } else {
        "."
    };
    format!("{first}{}{end}", chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::{line, sentence};

    #[test]
    fn a_text_is_one_line_without_hidden_characters() {
        assert_eq!(line("a\n b\u{1b}[31m\u{202e}", 99), "a b\\u{1b}[31m\\u{202e}");
        assert_eq!(line(&"x".repeat(9), 4), "xxxx…");
        assert_eq!(line(&"\u{202e}".repeat(99), 10), "\\u{202e}\\u{202e}…");
        assert_eq!(line(" \n ", 4), "");
    }

    #[test]
    fn sentences_are_written_as_such() {
        assert_eq!(sentence("handle null"), "Handle null.");
        assert_eq!(sentence("Done."), "Done.");
        assert_eq!(sentence(""), "");
    }
}
