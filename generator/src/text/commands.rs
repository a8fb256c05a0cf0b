//! Commands to the hosts of builds.

use std::borrow::Cow;

/// A text without commands to the hosts of builds, which read `##[error]`, `##vso[task]` or `##teamcity[message]` anywhere in a line
/// of a log: there is a backslash before each number sign but the first.
///
/// ```
/// assert_eq!(oaspen::without_commands("a ##vso[task] ## b"), r"a #\#vso[task] ## b");
/// ```
pub fn without_commands(text: &str) -> Cow<'_, str> {
    replaced(text, r"\#")
}

/// The same for a JSON text: these number signs are escapes. Number signs occur only inside of strings.
pub(super) fn json_without_commands(text: &str) -> Cow<'_, str> {
    replaced(text, r"\u0023")
}

/// A text with another text instead of each number sign of a command but the first.
fn replaced<'t>(text: &'t str, sign: &str) -> Cow<'t, str> {
    let found = signs(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + found.len() * sign.len());
    let mut from = 0;
    for at in found {
        out.push_str(text.get(from..at).unwrap_or(""));
        out.push_str(sign);
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    Cow::Owned(out)
}

/// What follows a character of a text.
#[derive(Clone, Copy, PartialEq)]
enum Rest {
    /// No command.
    Text,
    /// A bracket, with a word before it or none.
    Word,
    /// A number sign, and then a word and a bracket.
    Command,
}

/// Where the number signs of commands are, without the first of each.
fn signs(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    if !text.contains("##") {
        return found;
    }
    let mut rest = Rest::Text;
    for (before, pair) in text.as_bytes().windows(2).enumerate().rev() {
        let [previous, byte] = pair else { continue };
        rest = match (byte, rest) {
            (b'[', _) => Rest::Word,
            (b'#', Rest::Word | Rest::Command) => Rest::Command,
            (b'.' | b'-' | b'_', Rest::Word) => Rest::Word,
            (letter, Rest::Word) if letter.is_ascii_alphanumeric() => Rest::Word,
            _ => Rest::Text,
        };
        if rest == Rest::Command && *previous == b'#' {
            found.push(before + 1);
        }
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::{json_without_commands, without_commands};

    #[test]
    fn commands_in_json_are_escapes() {
        let json = r###"{"a":"##vso[b]","c":"## d"}"###;
        let safe = json_without_commands(json);
        assert_eq!(safe, r###"{"a":"#\u0023vso[b]","c":"## d"}"###);
        let values = [json, &*safe].map(|text| serde_json::from_str::<serde_json::Value>(text).expect("JSON"));
        assert_eq!(values[0], values[1]);
    }

    #[test]
    fn commands_have_a_backslash() {
        for (text, expected) in [
            ("##[error]a", r"#\#[error]a"),
            ("a ##vso[task.complete]", r"a #\#vso[task.complete]"),
            ("###teamcity[x]", r"#\#\#teamcity[x]"),
            ("####[x] ##[y]", r"#\#\#\#[x] #\#[y]"),
            ("ü##[", "ü#\\#["),
        ] {
            let safe = without_commands(text);
            assert_eq!(safe, expected);
            assert_eq!(without_commands(&safe), safe, "the second time");
        }
        for text in [
            "",
            "#",
            "##",
            "## Title",
            "## Title [a]",
            "#[derive(Debug)]",
            "a#b##c d[",
        ] {
            assert_eq!(without_commands(text), text);
        }
    }
}
