//! Brackets that are not closed: parsers report where they noticed, which can be far from the bracket.

use crate::diag::Position;

/// A bracket that is not closed.
#[derive(Debug, PartialEq)]
pub(super) struct Unclosed {
    pub position: Position,
    pub message: String,
    pub help: &'static str,
}

/// The message instead of an error of a parser, if it is about the end of a list or a mapping in brackets.
pub(super) fn unclosed(text: &str, error: &str, noticed: Option<Position>) -> Option<Unclosed> {
    let at_end = error.contains("EOF while parsing");
    if !at_end && !error.contains("did not find expected ',' or") {
        return None;
    }
    let before = match noticed.filter(|_| !at_end) {
        Some(noticed) => until(text, noticed),
        None => text,
    };
    let open = open_brackets(before);
    let (bracket, position) = *open.last()?;
    let closing = if bracket == '{' { '}' } else { ']' };
    Some(match open.as_slice() {
        [_, _, ..] if at_end => Unclosed {
            position,
            message: format!(
                "the text ends where {} brackets are open; the last one is here",
                open.len()
            ),
            help: "check that the file is complete: a download may have been interrupted",
        },
        _ => Unclosed {
            position,
            message: format!(
                "this `{bracket}` is not closed: there is no `{closing}`, or no `,` before the next entry"
            ),
            help: "add what is missing after the last entry in these brackets",
        },
    })
}

/// The text before a position.
fn until(text: &str, end: Position) -> &str {
    let mut lines = text.split_inclusive('\n');
    let before: usize = lines.by_ref().take(end.line.saturating_sub(1)).map(str::len).sum();
    let line = lines.next().unwrap_or("");
    let column = line.char_indices().nth(end.column.saturating_sub(1));
    let column = column.map_or(line.len(), |(at, _)| at);
    text.get(..before + column).unwrap_or(text)
}

/// The brackets that are open at the end of a text, outside of quoted texts and comments. In YAML, a bracket inside of a plain
/// text opens nothing.
fn open_brackets(text: &str) -> Vec<(char, Position)> {
    let mut open = Vec::new();
    let mut here = Position { line: 1, column: 1 };
    let (mut quote, mut before, mut sign) = (None, '\n', '\n');
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        // What is before the first character of a value.
        let starts = matches!(sign, '\n' | '[' | '{' | ',' | ':' | '-' | '?');
        match (quote, c) {
            (Some('"'), '\\') => {
                chars.next();
                here.column += 1;
            }
            (Some('\''), '\'') if chars.as_str().starts_with('\'') => {
                chars.next();
                here.column += 1;
            }
            (Some(kind), c) if c == kind => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if starts => quote = Some(c),
            (None, '#') if before.is_whitespace() => {
                let skipped = chars.as_str().find('\n').unwrap_or(chars.as_str().len());
                chars = chars.as_str().get(skipped..).unwrap_or("").chars();
            }
            (None, '{' | '[') => open.push((c, here, starts)),
            (None, '}' | ']') => close(&mut open, c),
            _ => {}
        }
        before = c;
        if c == '\n' || !c.is_whitespace() {
            sign = c;
        }
        if c == '\n' {
            here = Position {
                line: here.line + 1,
                column: 1,
            };
        } else {
            here.column += 1;
        }
    }
    let opening = open.into_iter().filter(|(_, _, opens)| *opens);
    opening.map(|(bracket, at, _)| (bracket, at)).collect()
}

/// Removes the last bracket of a kind, and those that are open inside of it. Each has its position, and whether it opens a list
/// or a mapping.
fn close(open: &mut Vec<(char, Position, bool)>, closing: char) {
    let opening = if closing == '}' { '{' } else { '[' };
    if let Some(last) = open.iter().rposition(|(bracket, ..)| *bracket == opening) {
        open.truncate(last);
    }
}

#[cfg(test)]
mod tests {
    use super::{open_brackets, unclosed};
    use crate::diag::Position;

    #[test]
    fn only_brackets_that_open_something_count() {
        let text = "a: text [x\n/p/{id}: {i: '/{x', j: 1}\nb: \"{\" # {\nc: 'it''s {' \nd: {e: [1], f: \"\\\"\", g: [";
        let open: Vec<(char, usize)> = open_brackets(text)
            .into_iter()
            .map(|(bracket, at)| (bracket, at.column))
            .collect();
        assert_eq!(open, [('{', 4), ('[', 25)]);
    }

    #[test]
    fn the_bracket_is_shown_and_not_where_a_parser_noticed() {
        let text = "openapi: 3.0.3\ninfo: { title: X\npaths: {}\n";
        let noticed = Position { line: 3, column: 1 };
        let found = unclosed(text, "did not find expected ',' or '}'", Some(noticed));
        let position = found.map(|found| (found.position.line, found.position.column));
        assert_eq!(position, Some((2, 7)));
        let cut = unclosed("{\"a\": [{\"b\": 1", "EOF while parsing an object", None);
        assert!(cut.is_some_and(|cut| cut.message.contains("3 brackets")));
        assert_eq!(unclosed("a: b: c", "mapping values are not allowed", None), None);
    }
}
