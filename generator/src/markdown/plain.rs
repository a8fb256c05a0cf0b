//! Text in which nothing but inline code has a meaning in Markdown or HTML, as most descriptions are: paragraphs, or one list. It
//! needs no parser.

use super::writer::{MAX_LENGTH, MAX_RUN, WIDTH, line_start_escaped};

/// Whether a text consists of paragraphs whose characters have no meaning except for inline code, or is a list of such items.
pub(super) fn is_plain(text: &str) -> bool {
    if text.len() > MAX_LENGTH {
        return false;
    }
    let mut rest = text.as_bytes();
    let is_list = is_list(text);
    loop {
        if is_list {
            let [b'-', b' ', item @ ..] = rest else { return false };
            rest = item;
        }
        let starts_text = matches!(rest, [b'a'..=b'z' | b'A'..=b'Z' | b'`', ..]);
        if !starts_text {
            return false;
        }
        match rest_of_line(rest) {
            Some([]) => return true,
            Some(next) => rest = next,
            None => return false,
        }
        while let ([b'\n', after @ ..], false) = (rest, is_list) {
            rest = after;
        }
    }
}

fn is_list(text: &str) -> bool {
    text.starts_with("- ")
}

/// What follows a line without meaning. `None` if it has any.
fn rest_of_line(mut rest: &[u8]) -> Option<&[u8]> {
    let mut before = b' ';
    while let [byte, after @ ..] = rest {
        rest = after;
        match byte {
            // A break, if there are two.
            b'\n' if before == b' ' => return None,
            b'\n' => return Some(after).filter(|after| !after.is_empty()),
            b':' if matches!(after, [b'/', b'/', ..]) => return None,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {}
            b' ' | b'.' | b',' | b':' | b';' | b'(' | b')' | b'\'' | b'"' | b'-' | b'/' | b'?' | b'%' | b'$' | b'@' => {
            }
            b'{' | b'}' | b'=' | b'+' => {}
            // Inside of a word.
            b'_' if before.is_ascii_alphanumeric() && matches!(after, [next, ..] if next.is_ascii_alphanumeric()) => {}
            b'`' => rest = rest_of_code(after)?,
            _ => return None,
        }
        before = *byte;
    }
    Some(rest)
}

/// What follows inline code without spaces at its ends. `None` if that has a character that is changed, or no end in its line.
fn rest_of_code(mut rest: &[u8]) -> Option<&[u8]> {
    let (mut before, mut run) = (b' ', 0);
    while let [byte, after @ ..] = rest {
        rest = after;
        run = if *byte == before { run + 1 } else { 1 };
        match byte {
            b' ' if before == b' ' => return None,
            b'`' if before == b' ' || matches!(after, [b'`', ..]) => return None,
            b'`' => return Some(rest),
            b'<' | b'>' | b'&' | b'|' | b'\\' => return None,
            // Many in a row are cut.
            b'[' | b']' | b'*' | b'_' | b'~' | b'#' if run > MAX_RUN => return None,
            b' '..=b'~' => {}
            _ => return None,
        }
        before = *byte;
    }
    None
}

/// Its lines.
pub(super) fn lines(text: &str) -> Vec<String> {
    let is_list = is_list(text);
    let mut lines = Vec::new();
    let mut words = Vec::new();
    for line in text.split('\n') {
        match line.strip_prefix("- ").filter(|_| is_list) {
            Some(item) => {
                add_words(item, &mut words);
                add_lines(&mut words, "- ", "  ", &mut lines);
            }
            None if line.is_empty() => {
                add_lines(&mut words, "", "", &mut lines);
                if lines.last().is_some_and(|last| !last.is_empty()) {
                    lines.push(String::new());
                }
            }
            None => add_words(line, &mut words),
        }
    }
    add_lines(&mut words, "", "", &mut lines);
    lines
}

/// Adds the words of a line. Inline code is not broken into words.
fn add_words<'t>(line: &'t str, words: &mut Vec<&'t str>) {
    let mut rest = line.as_bytes();
    let (mut start, mut at, mut in_code) = (0, 0, false);
    while let [byte, after @ ..] = rest {
        rest = after;
        match byte {
            b'`' => in_code = !in_code,
            b' ' if !in_code => {
                words.extend(line.get(start..at).filter(|word| !word.is_empty()));
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    words.extend(line.get(start..).filter(|word| !word.is_empty()));
}

/// Writes words in lines. The first line and the others have a start each, of the same length.
fn add_lines(words: &mut Vec<&str>, first: &str, others: &str, lines: &mut Vec<String>) {
    let mut line = first.to_owned();
    let mut is_empty = true;
    let has_words = !words.is_empty();
    for word in words.drain(..) {
        if !is_empty && line.len() + 1 + word.len() > WIDTH {
            lines.push(std::mem::replace(&mut line, others.to_owned()));
            is_empty = true;
        }
        if is_empty {
            line.push_str(&line_start_escaped(word));
        } else {
            line.push(' ');
            line.push_str(word);
        }
        is_empty = false;
    }
    if has_words {
        lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::writer::parsed;
    use super::{is_plain, lines};

    /// Parts of which most texts are plain.
    const USUAL: [&str; 34] = [
        "a", "Bc", "word", " ", " ", " ", " ", "\n", "\n", "\n\n", "\n\n\n", "- ", "\n- ", "-", "--", "`a b`", "`c`",
        "`#`", "1", "1.", "2)", "=", "+", ":", ".", "@", "{", "$", "%", "(", "/", "?", ",", "a_b",
    ];
    const UNUSUAL: [&str; 35] = [
        "`a__b`", "`##[*`", "  ", "---", "===", "`", "`` d ``", "`e\n`", "`\\`", "1. ", "+ ", "_", "__", "http", "://",
        "www.", "...", "}", "{#a}", "$$", ";", "\"", "'", "''", "//", "*", "#", "&amp;", "<b>", "[a]", "|", "~", "\\",
        "ü", "\t",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_plain_text_is_written_as_the_parser_reads_it(
            start in prop::sample::select(vec!["", "- ", "a", "`b`", "A "]),
            parts in prop::collection::vec(
                (
                    prop_oneof![20 => prop::sample::select(USUAL.to_vec()), 1 => prop::sample::select(UNUSUAL.to_vec())],
                    prop_oneof![9 => Just(1_usize), 1 => 2_usize..60],
                ),
                0..20,
            ),
        ) {
            let parts = parts.into_iter().map(|(part, times)| part.repeat(times));
            let text = start.to_owned() + &parts.collect::<String>();
            if is_plain(&text) {
                prop_assert_eq!(lines(&text), parsed(&text), "{:?}", text);
            }
        }
    }

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
            "Two\nlines -\nand = a\nthird",
            "One paragraph.\n\nAnother\none.\n\n\n`third` one",
            "`GET /a/{b}`",
            "A `b c`d e_f `[g]` {h} i+j `__` `a__b`",
            "- `a`: text\n- `b c`: = more -\n- d",
            &format!(
                "- {}\n- `{}`",
                "item ".repeat(40).trim_end(),
                "code ".repeat(40).trim_end()
            ),
            &format!(
                "{}`{}` - 1. `{}`",
                "word ".repeat(18),
                "a b ".repeat(30).trim_end(),
                "c".repeat(90)
            ),
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
            "1. a",
            "a*b",
            "a<b",
            "a&b",
            "a http://b",
            "a[b]",
            "a#b",
            "a!b",
            "a~b",
            "a|b",
            "a\\b",
            "größe",
            "\ta",
            "a  \nb",
            "a \nb",
            "a\n",
            "a\n\n",
            "a\n- b",
            "- a\nb",
            "- a\n\n- b",
            "- a\n  - b",
            "-",
            "- ",
            "- - a",
            "a\n    b",
            "a\n---",
            "a\n===",
            "a _b_",
            "a_",
            "`a",
            "``a``",
            "`a``b`",
            "` a`",
            "`a `",
            "`a  b`",
            "`a\nb`",
            "`a<b`",
        ] {
            assert!(!is_plain(text), "{text:?}");
        }
    }
}
