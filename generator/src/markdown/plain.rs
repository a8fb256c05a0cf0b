//! Text without anything that Markdown or HTML gives a meaning, as most descriptions are. It needs no parser.

use super::writer::{MAX_LENGTH, WIDTH, line_start_escaped};

/// Whether a text is one paragraph in one line, whose characters have no meaning.
pub(super) fn is_plain(text: &str) -> bool {
    let starts_a_paragraph = text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    if !starts_a_paragraph || text.len() > MAX_LENGTH {
        return false;
    }
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        match byte {
            b':' if matches!(after, [b'/', b'/', ..]) => return false,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {}
            b' ' | b'.' | b',' | b':' | b';' | b'(' | b')' | b'\'' | b'"' | b'-' | b'/' | b'?' | b'%' | b'$' | b'@' => {
            }
            _ => return false,
        }
        rest = after;
    }
    true
}

/// Its lines.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && line.len() + 1 + word.len() > WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if line.is_empty() {
            line.push_str(&line_start_escaped(word));
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::super::writer::parsed;
    use super::{is_plain, lines};

    #[test]
    fn plain_text_is_written_as_the_parser_reads_it() {
        for text in [
            "One word.",
            "A (b) c; d, 'e' \"f\" g/h 50% $5 a@b ?  two spaces ",
            "Ends with a dash -",
            "A: b, c:d",
            &format!("{} - x 1. y 2) z", "word ".repeat(19)),
            &format!("{} 1. y", "word ".repeat(19)),
            &"long".repeat(60),
            "a b - - - c --- d ... e",
        ] {
            assert!(is_plain(text), "{text}");
            assert_eq!(lines(text), parsed(text), "{text}");
        }
    }

    #[test]
    fn other_text_is_parsed() {
        for text in [
            "",
            " a",
            "- a",
            "1. a",
            "a\nb",
            "a_b",
            "a*b",
            "a<b",
            "a&b",
            "a http://b",
            "a`b",
            "a[b]",
            "a#b",
            "a!b",
            "a=b",
            "a~b",
            "a|b",
            "a\\b",
            "größe",
            "\ta",
        ] {
            assert!(!is_plain(text), "{text:?}");
        }
    }
}
