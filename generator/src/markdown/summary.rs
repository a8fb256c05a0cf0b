//! A first paragraph that is one short sentence: indexes and editors show it alone.

use super::lines::lines;
use super::writer::WIDTH;
use crate::text::{OTHER_FULL_STOPS, columns, ends_abbreviated};

/// The lines of a doc comment. A long first paragraph is cut after its first sentence.
pub(crate) fn summarized(text: &str) -> Vec<String> {
    match cut(text) {
        Some((sentence, rest)) => {
            let mut all = lines(sentence);
            all.push(String::new());
            all.extend(lines(rest));
            all
        }
        None => lines(text),
    }
}

/// The first sentence and what follows, if the paragraph is longer than a line and both parts have no open markup.
fn cut(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let paragraph = text.split("\n\n").next()?;
    if columns(paragraph) <= WIDTH || !starts_a_sentence(paragraph) {
        return None;
    }
    let is_stop = |c: char| matches!(c, '.' | '!' | '?') || OTHER_FULL_STOPS.contains(&c);
    for (at, stop) in paragraph.match_indices(is_stop) {
        let (sentence, rest) = text.split_at_checked(at + stop.len())?;
        let has_gap = stop.chars().any(|c| OTHER_FULL_STOPS.contains(&c)) || rest.starts_with([' ', '\n']);
        let is_end = has_gap && !ends_abbreviated(sentence);
        let rest = rest.trim_start();
        if is_end && starts_a_sentence(rest) && is_closed(sentence) {
            return Some((sentence, rest));
        }
    }
    None
}

/// Whether a text begins with a capital letter, a letter of a script without capital letters, or with code, and so with no marker.
fn starts_a_sentence(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        || text.starts_with('`') && !text.starts_with("``")
}

/// Whether a text ends outside of code, links, emphasis and HTML.
fn is_closed(text: &str) -> bool {
    let count = |wanted: char| text.chars().filter(|c| *c == wanted).count();
    let is_even = |c| count(c) % 2 == 0;
    is_even('`')
        && is_even('*')
        && is_even('_')
        && is_even('"')
        && count('[') == count(']')
        && count('(') == count(')')
        && !text.contains(['<', '>', '|', '~'])
}

#[cfg(test)]
mod tests {
    use super::summarized;

    #[test]
    fn a_long_paragraph_is_cut_after_its_first_sentence() {
        let long = "It does so for every user of the instance, in the order in which they signed up to the service.";
        let text = format!("Lists `a. B` users, e.g. Ada. {long}\n\nMore.");
        assert_eq!(summarized(&text)[..2], ["Lists `a. B` users, e.g. Ada.", ""]);
        assert_eq!(summarized(&text).last().map(String::as_str), Some("More."));
    }

    #[test]
    fn japanese_has_full_stops_of_its_own() {
        let first = "利用者を取得します。";
        let rest = "結果は登録した順に並びます。".repeat(8);
        assert_eq!(summarized(&format!("{first}{rest}"))[..2], [first, ""]);
    }

    #[test]
    fn nothing_is_cut_inside_of_markup_or_a_short_paragraph() {
        let long = "x".repeat(100);
        for whole in [
            "One. Two.".to_owned(),
            format!("See [one. Two](https://e.com). {long}"),
            format!("An *open. End* {long}"),
            format!("- One. Two {long}"),
            format!("<b>One. Two</b> {long}"),
            format!("One. - {long}"),
        ] {
            assert_eq!(summarized(&whole), super::lines(&whole), "{whole}");
        }
    }
}
