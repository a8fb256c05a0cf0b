//! Commands to the hosts of builds.

use std::borrow::Cow;

/// A text without commands to the hosts of builds. They read `##[error]`, `##vso[task]` or `##teamcity[message]` anywhere in a line
/// of a log: there is a backslash before each number sign but the first. They read `::error::` at the start of a line, also after
/// spaces: there is a backslash before it.
///
/// ```
/// assert_eq!(oaspen::without_commands("a ##vso[task] ## b"), r"a #\#vso[task] ## b");
/// assert_eq!(oaspen::without_commands("a\n::error::b"), "a\n\\::error::b");
/// ```
pub fn without_commands(text: &str) -> Cow<'_, str> {
    match replaced(text, r"\#") {
        Cow::Borrowed(text) => without_line_commands(text),
        Cow::Owned(text) => Cow::Owned(without_line_commands(&text).into_owned()),
    }
}

/// A text with a backslash before each `::name::` that begins a line.
fn without_line_commands(text: &str) -> Cow<'_, str> {
    // Colons that follow only spaces, and that others follow in the line.
    let command = |line: &str| {
        let rest = line.trim_start();
        let is_command = rest.strip_prefix("::").is_some_and(|rest| rest.contains("::"));
        is_command.then(|| line.len() - rest.len())
    };
    if !text.contains("::") || !text.split(['\n', '\r']).any(|line| command(line).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for line in text.split_inclusive(['\n', '\r']) {
        let (spaces, rest) = line.split_at(command(line).unwrap_or(0));
        out.push_str(spaces);
        if command(line).is_some() {
            out.push('\\');
        }
        out.push_str(rest);
    }
    Cow::Owned(out)
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
            ("::error::a", r"\::error::a"),
            (
                "a\n \t::add-mask::b\r::stop-commands::c\n",
                "a\n \t\\::add-mask::b\r\\::stop-commands::c\n",
            ),
            ("::warning file=a::##[b]", r"\::warning file=a::#\#[b]"),
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
            "::std",
            "a ::error::b",
            "models::Order::note\n  a::b::c",
            "::\n::",
        ] {
            assert_eq!(without_commands(text), text);
        }
    }
}
