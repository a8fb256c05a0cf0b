//! Helpers for text that several stages need.

mod columns;
mod commands;
mod url;

use std::borrow::Cow;

pub(crate) use columns::first_columns;
pub use columns::{columns, padded, wrapped};
pub use commands::without_commands;
pub use url::url;

/// Where the first byte of a kind is. Build scripts are compiled without optimization, in which this loop is many times as fast as
/// iterators and patterns.
pub(crate) fn find_byte(text: &str, is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let mut rest = text.as_bytes();
    let mut at = 0;
    while let [first, tail @ ..] = rest {
        if is_wanted(*first) {
            return Some(at);
        }
        at += 1;
        rest = tail;
    }
    None
}

/// Whether a text has a byte. The function of the standard library is optimized in every build.
pub(crate) fn contains(text: &str, byte: u8) -> bool {
    text.as_bytes().contains(&byte)
}

/// Whether all characters are ASCII and visible, or spaces.
pub(crate) fn is_printable_ascii(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let [b' '..=b'~', after @ ..] = rest {
        rest = after;
    }
    rest.is_empty()
}

/// The letters and digits of ASCII in a text, in lower case.
pub(crate) fn ascii_letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        if byte.is_ascii_alphanumeric() {
            letters.push(char::from(byte.to_ascii_lowercase()));
        }
        rest = after;
    }
    letters
}

/// Control characters, and characters that are not seen or change the direction of text: they are never shown and never emitted.
/// These are the characters that Unicode calls ignorable (`Default_Ignorable_Code_Point`), and separators of lines. Only the
/// selectors U+FE00 to U+FE0F are none of them: with one, a character is an emoji.
pub fn is_unsafe_char(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// A text in which hidden characters are written as escapes (`\u{1b}`). Line ends and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, |c, out| out.extend(c.escape_unicode()))
}

/// The same in one line: a name with line ends could look like a line of its own.
pub fn one_line(text: &str) -> Cow<'_, str> {
    match visible(text) {
        Cow::Borrowed(text) if !contains(text, b'\n') => Cow::Borrowed(text),
        shown => Cow::Owned(shown.replace('\n', "\\n")),
    }
}

/// A JSON text in which hidden characters, and commands to the hosts of builds, are written as JSON writes them. They occur only
/// inside of strings.
pub fn visible_json(text: &str) -> Cow<'_, str> {
    let visible = escaped(text, |c, out| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    });
    match commands::json_without_commands(&visible) {
        Cow::Owned(safe) => Cow::Owned(safe),
        Cow::Borrowed(_) => visible,
    }
}

fn escaped(text: &str, escape: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((shown, hidden, after)) = at_hidden(rest) {
        out.push_str(shown);
        escape(hidden, &mut out);
        rest = after;
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The first hidden character, with the text before it and behind it. Whole files are read here, by build scripts that are compiled
/// without optimization, so only the characters that may be hidden are decoded.
fn at_hidden(text: &str) -> Option<(&str, char, &str)> {
    let mut rest = text;
    loop {
        let at = find_byte(rest, |byte| !matches!(byte, b' '..=b'~' | b'\n' | b'\t'))?;
        let from = rest.get(at..)?;
        let mut characters = from.chars();
        let c = characters.next()?;
        rest = characters.as_str();
        if is_unsafe_char(c) {
            return Some((text.get(..text.len() - from.len())?, c, rest));
        }
    }
}

/// A hash of a text (FNV-1a), the same on every machine and in every version.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    })
}

/// The characters of a title.
const MAX_TITLE: usize = 120;

/// A title, or another short text, in one line: bounded, without hidden characters.
pub(crate) fn plain_title(text: &str) -> String {
    let line = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    line.filter(|c| !is_unsafe_char(*c)).take(MAX_TITLE).collect()
}

/// The characters of a name in inline code.
const MAX_CODE: usize = 120;
/// The names in a list of inline code.
const MAX_LISTED: usize = 6;

/// A text as inline code, unless it would be cut or changed.
pub(crate) fn whole_code(text: &str) -> Option<String> {
    Some(code(text)).filter(|shown| *shown == format!("`{text}`"))
}

/// A name as inline code: short, without characters that would end the code.
pub(crate) fn code(name: &str) -> String {
    // Nothing to replace and to cut: a cheap check first, as this runs for every name.
    if name.len() <= MAX_CODE && is_printable_ascii(name) && !contains(name, b'`') && !name.trim().is_empty() {
        return format!("`{name}`");
    }
    let safe = |c: char| if c == '`' || is_unsafe_char(c) { '\'' } else { c };
    let short: String = name.chars().take(MAX_CODE).map(safe).collect();
    if short.trim().is_empty() {
        "` `".to_owned()
    } else {
        format!("`{short}`")
    }
}

/// A block of code that its content cannot end.
pub(crate) fn fenced(info: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{info}\n{}\n{fence}\n", text.trim_end())
}

/// The first names of a list as inline code.
pub(crate) fn code_list(names: &[String]) -> String {
    let listed: Vec<String> = names.iter().take(MAX_LISTED).map(|name| code(name)).collect();
    let more = if names.len() > MAX_LISTED { ", ..." } else { "" };
    format!("{}{more}", listed.join(", "))
}

/// The first of several alternatives as inline code: the last one follows an "or".
pub(crate) fn code_choice(names: &[String]) -> String {
    match names.split_last() {
        Some((last, first @ [_, ..])) if names.len() <= MAX_LISTED => format!("{} or {}", code_list(first), code(last)),
        _ => code_list(names),
    }
}

/// The length of the shortest name that has a similar one, and how long a name is for each character that may differ.
const MIN_SIMILAR: usize = 3;
/// The length of the longest name that has a similar one, and with how many others it is compared: the time of a comparison grows
/// with the square of the length.
const MAX_SIMILAR: usize = 64;
const MAX_COMPARED: usize = 5_000;

/// The name of some that was probably meant by a misspelled one: at most a third of its characters differ. Case does not count,
/// and two characters that changed places are one difference.
///
/// ```
/// assert_eq!(oaspen::similar("descripton", ["title", "description"].into_iter()), Some("description"));
/// ```
pub fn similar<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let lower = wanted.to_lowercase();
    let length = lower.chars().count();
    if !(MIN_SIMILAR..=MAX_SIMILAR).contains(&length) {
        return None;
    }
    let most = length / MIN_SIMILAR;
    // One of another length differs in as many characters. A character has at most four bytes.
    let may_fit = |name: &&'n str| {
        let bytes = name.len();
        bytes <= 4 * (length + most) && name.chars().count().abs_diff(length) <= most
    };
    let rated = names.take(MAX_COMPARED).filter(may_fit).filter_map(|name| {
        let other = name.to_lowercase();
        // Each of these characters is a difference, and finding them takes less time than a comparison.
        let lacking = lower.chars().filter(|c| !other.contains(*c)).count();
        (lacking <= most).then(|| (strsim::osa_distance(&other, &lower), name))
    });
    let best = rated.min_by_key(|(distance, _)| *distance);
    best.filter(|(distance, _)| *distance <= most).map(|(_, name)| name)
}

/// `; did you mean ...?` with the most similar of some names, or nothing.
pub(crate) fn suggestion<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> String {
    let similar = similar(wanted, names);
    similar.map_or_else(String::new, |name| format!("; did you mean {}?", code(name)))
}

/// Abbreviations whose full stop does not end a sentence.
const ABBREVIATED: [&str; 5] = ["i.e.", "e.g.", " vs.", " cf.", " approx."];

/// The first sentence of a text, in one line, without a heading or a list marker before it.
pub(crate) fn first_sentence(text: &str) -> String {
    if is_one_line(text) {
        return until_full_stop(text.trim_end()).to_owned();
    }
    sentence_of_lines(text)
}

/// The first sentence of a text, or the first paragraph with the list right below it, if the list ends the sentence.
pub(crate) fn opening(text: &str) -> String {
    let sentence = first_sentence(text);
    let body = text
        .lines()
        .skip_while(|line| line.trim().is_empty() || is_heading(line.trim()));
    let paragraph: Vec<&str> = body.take_while(|line| !line.trim().is_empty()).collect();
    let has_list = paragraph.iter().skip(1).any(|line| is_item(line.trim()));
    if has_list && !sentence.ends_with(['.', '!', '?']) {
        paragraph.join("\n")
    } else {
        sentence
    }
}

fn is_heading(line: &str) -> bool {
    line.starts_with('#') && line.trim_start_matches('#').starts_with(' ')
}

fn sentence_of_lines(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let mut body = lines.skip_while(|line| line.is_empty() || is_heading(line));
    let first = body.next();
    let more = body.take_while(|line| !line.is_empty() && !begins_block(line));
    let mut words: Vec<&str> = first.into_iter().chain(more).flat_map(str::split_whitespace).collect();
    if words.is_empty() {
        // Nothing but headings: the first of them.
        let heading = text.trim().lines().next().unwrap_or_default();
        words = heading.trim_start_matches('#').split_whitespace().collect();
    }
    if words.first().is_some_and(|word| matches!(*word, "-" | "*" | "+")) {
        words.remove(0);
    }
    until_full_stop(&words.join(" ")).to_owned()
}

/// Whether a line below a paragraph is the first one of a list, a quote or a block of code.
fn begins_block(line: &str) -> bool {
    is_item(line) || ["> ", "```", "~~~"].iter().any(|marker| line.starts_with(marker))
}

/// Whether a line below a paragraph is the first one of a list.
fn is_item(line: &str) -> bool {
    let markers = ["- ", "* ", "+ ", "1. ", "1) "];
    markers.iter().any(|marker| line.starts_with(marker))
}

/// Whether a text is words of ASCII with one space between them, the first of which is no marker.
fn is_one_line(text: &str) -> bool {
    let mut rest = text.as_bytes();
    if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    while let [byte, after @ ..] = rest {
        match byte {
            b' ' if matches!(after, [b' ', ..]) => return false,
            b' '..=b'~' => {}
            _ => return false,
        }
        rest = after;
    }
    true
}

/// Whether the full stop at the end of a text is that of an abbreviation.
pub(crate) fn ends_abbreviated(text: &str) -> bool {
    ABBREVIATED.iter().any(|short| text.ends_with(short))
}

/// Full stops of Chinese, Japanese and Hindi. No space follows them.
pub(crate) const OTHER_FULL_STOPS: [char; 3] = ['。', '｡', '।'];

/// The first sentence of a line. A full stop in inline code ends none.
pub(crate) fn until_full_stop(line: &str) -> &str {
    let mut sentences = sentence_ends(line).filter_map(|end| line.get(..end));
    sentences.find(|text| is_outside_of_code(text)).unwrap_or(line)
}

/// Where the sentences of a line end, but for the last one.
pub(crate) fn sentence_ends(line: &str) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = line.get(at..)?;
            let found = find_byte(rest, |byte| byte == b'.' || !byte.is_ascii())?;
            let stop = rest.get(found..)?.chars().next()?;
            at += found + stop.len_utf8();
            let is_ascii_end = || {
                stop == '.' && line.as_bytes().get(at) == Some(&b' ') && !line.get(..at).is_some_and(ends_abbreviated)
            };
            if OTHER_FULL_STOPS.contains(&stop) || is_ascii_end() {
                return Some(at);
            }
        }
    })
}

fn is_outside_of_code(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'`').count() % 2 == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        ABBREVIATED, code, code_choice, code_list, first_sentence, is_unsafe_char, opening, plain_title,
        sentence_of_lines, visible, visible_json, whole_code,
    };

    #[test]
    fn code_that_would_change_is_none() {
        assert_eq!(
            whole_code("api_key(\"X-Key\", key)").as_deref(),
            Some("`api_key(\"X-Key\", key)`")
        );
        assert_eq!(whole_code("a`b"), None);
        assert_eq!(whole_code("a\u{202e}b"), None);
        assert_eq!(whole_code(&"x".repeat(200)), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn one_line_is_read_as_several_are(
            parts in prop::collection::vec(prop::sample::select(PARTS.to_vec()), 0..12),
        ) {
            let text = parts.concat();
            let sentence = sentence_of_lines(&text);
            prop_assert_eq!(first_sentence(&text), &*sentence);
            let ends = sentence.match_indices(". ").filter_map(|(at, _)| sentence.get(..=at));
            let mut ends = ends.filter(|end| !ABBREVIATED.iter().any(|short| end.ends_with(short)));
            prop_assert_eq!(ends.next(), None);
        }

        #[test]
        fn only_hidden_characters_become_escapes(text in prop::collection::vec(any::<char>(), 0..20), ascii in "[ -~\\n\\t\\r]*") {
            let text: String = text.into_iter().chain(ascii.chars()).collect();
            let expected: String = text
                .chars()
                .map(|c| match is_unsafe_char(c) && c != '\n' && c != '\t' {
                    true => c.escape_unicode().to_string(),
                    false => c.to_string(),
                })
                .collect();
            prop_assert_eq!(visible(&text), expected);
        }
    }

    const PARTS: [&str; 18] = [
        "a", "B c", ".", ". ", " ", "i.e.", " vs.", " approx", "-", "* ", "+", "#", "# ", "\n", "\r\n", "\t", "\u{a0}",
        "ü",
    ];

    #[test]
    fn hidden_characters_become_escapes() {
        assert_eq!(visible("a\n\tb\u{9b}\u{202e}\r"), "a\n\tb\\u{9b}\\u{202e}\\u{d}");
        assert_eq!(visible("a\r\n"), "a\\u{d}\n");
        assert_eq!(
            visible_json("{\"a\u{85}\": \"\u{e0041}\"}\n"),
            "{\"a\\u0085\": \"\\udb40\\udc41\"}\n"
        );
    }

    #[test]
    fn characters_that_are_not_seen_are_hidden() {
        let hidden = "\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{180e}\u{200b}\u{2028}\u{2060}\u{206a}\u{206f}\u{3164}\u{feff}\u{ffa0}\
                      \u{fff9}\u{1bca0}\u{1d173}\u{e0001}\u{e01ef}";
        assert!(hidden.chars().all(is_unsafe_char));
        // An emoji, a letter with a mark, spaces, a replacement character.
        let shown = "\u{2764}\u{fe0f} e\u{301} \u{a0}\u{3000} \u{fffd} 한글 ไทย";
        assert_eq!(visible(shown), shown);
    }

    #[test]
    fn a_title_is_one_short_line() {
        assert_eq!(plain_title("a\n\u{202e}b\tc"), "a b c");
        assert_eq!(plain_title(&"x".repeat(900)).len(), 120);
    }

    #[test]
    fn a_sentence_ends_with_a_full_stop() {
        for (text, sentence) in [
            ("One, i.e. two. Three.", "One, i.e. two."),
            ("One 1.5 two", "One 1.5 two"),
            ("One. ", "One."),
            ("One  two.\nThree. Four", "One two."),
            ("# Title\n\n- One. Two", "One."),
            ("One of\n- two\n- three", "One of"),
            ("- one\n- two", "one"),
            ("One\n> two", "One"),
            ("In `a. b` it. Then", "In `a. b` it."),
            ("取得します。詳細は API. を", "取得します。"),
            ("`a。b` です。次", "`a。b` です。"),
            ("", ""),
        ] {
            assert_eq!(first_sentence(text), sentence, "{text}");
        }
    }

    #[test]
    fn an_opening_has_the_list_that_ends_its_sentence() {
        for (text, expected) in [
            ("One of\n- two\n- three\n\nFour", "One of\n- two\n- three"),
            ("# Title\n\nOne of\n  1. two", "One of\n  1. two"),
            ("One. Two:\n- three", "One."),
            ("- one\n- two", "- one\n- two"),
            ("One:\n\n- two", "One:"),
        ] {
            assert_eq!(opening(text), expected, "{text}");
        }
    }

    #[test]
    fn inline_code_is_not_ended_by_a_name() {
        assert_eq!(code("a`b\n"), "`a'b'`");
        assert_eq!(code(""), "` `");
        let names: Vec<String> = (0..7).map(|number| number.to_string()).collect();
        assert_eq!(code_list(&names), "`0`, `1`, `2`, `3`, `4`, `5`, ...");
        assert_eq!(code_choice(&names), code_list(&names));
        assert_eq!(code_choice(&names[..3]), "`0`, `1` or `2`");
        assert_eq!(code_choice(&names[..1]), "`0`");
    }
}
