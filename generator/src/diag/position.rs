//! Line and column of a JSON pointer, found by reading the text a second time
//! with a parser that keeps positions (YAML and JSON alike).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span, StrInput};

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// What is found at a pointer: the byte range of its key, or of the value where there is no key.
pub(super) fn locate(text: &str, segments: &[String]) -> Option<Range<usize>> {
    if segments.is_empty() {
        return None;
    }
    let mut search = Search {
        parser: Parser::new_from_str(text),
        wanted: segments,
        best: None,
    };
    search.document();
    let span = search.best?;
    Some(byte_range(text, &span))
}

fn byte_range(text: &str, span: &Span) -> Range<usize> {
    let byte = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    let start = byte(span.start.index());
    let end = byte(span.end.index()).max(start);
    let line_end = text
        .get(start..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |n| start + n);
    start..end.min(line_end).max(start)
}

fn start(span: &Span) -> Position {
    Position {
        line: span.start.line(),
        column: span.start.col() + 1,
    }
}

/// Where containers first nest deeper than a number of levels.
pub(crate) fn deeper_than(text: &str, levels: usize) -> Option<Position> {
    let mut parser = Parser::new_from_str(text);
    let mut depth = 0usize;
    loop {
        let (event, span) = match parser.next_event()? {
            Ok(found) => found,
            // The parser itself goes 255 levels deep, and looks ahead.
            Err(error) if error.info().contains("recursion limit") => {
                return Some(Position {
                    line: error.marker().line(),
                    column: error.marker().col() + 1,
                });
            }
            Err(_) => return None,
        };
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > levels {
            return Some(start(&span));
        }
    }
}

/// Where a key occurs for the second time in its mapping.
pub(crate) fn second_key(text: &str, key: &str) -> Option<Position> {
    /// An open container; `None` for a list.
    struct Open {
        keys: Option<BTreeSet<String>>,
        is_key_next: bool,
    }
    let mut parser = Parser::new_from_str(text);
    let mut stack: Vec<Open> = Vec::new();
    while let Some(Ok((event, span))) = parser.next_event() {
        if matches!(event, Event::MappingEnd | Event::SequenceEnd) {
            stack.pop();
            continue;
        }
        let is_value = matches!(
            event,
            Event::Scalar(..) | Event::Alias(..) | Event::MappingStart(..) | Event::SequenceStart(..)
        );
        if let (
            Some(Open {
                keys: Some(keys),
                is_key_next,
            }),
            true,
        ) = (stack.last_mut(), is_value)
        {
            if let (Event::Scalar(name, ..), true) = (&event, *is_key_next)
                && !keys.insert(name.to_string())
                && name == key
            {
                return Some(start(&span));
            }
            *is_key_next = !*is_key_next;
        }
        match event {
            Event::MappingStart(..) => stack.push(Open {
                keys: Some(BTreeSet::new()),
                is_key_next: true,
            }),
            Event::SequenceStart(..) => stack.push(Open {
                keys: None,
                is_key_next: false,
            }),
            _ => {}
        }
    }
    None
}

struct Search<'a> {
    parser: Parser<'a, StrInput<'a>>,
    wanted: &'a [String],
    /// The deepest place on the way that exists.
    best: Option<Span>,
}

impl<'a> Search<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.parser.next_event()?.ok()
    }

    fn document(&mut self) {
        while let Some((event, _)) = self.next() {
            if let Event::MappingStart(..) | Event::SequenceStart(..) = event {
                self.descend(&event);
                return;
            }
        }
    }

    /// Walks down the wanted path, one container a step, without recursion.
    fn descend(&mut self, container: &Event<'a>) {
        let mut is_map = matches!(container, Event::MappingStart(..));
        let wanted = self.wanted;
        for (depth, segment) in wanted.iter().enumerate() {
            let Some((event, span)) = (if is_map {
                self.member(segment)
            } else {
                self.element(segment)
            }) else {
                return;
            };
            self.best = Some(span);
            if depth + 1 == wanted.len() {
                return;
            }
            match event {
                Event::MappingStart(..) => is_map = true,
                Event::SequenceStart(..) => is_map = false,
                _ => return,
            }
        }
    }

    /// The value of a member of the mapping that was just entered, with the span of its key.
    fn member(&mut self, wanted: &str) -> Option<(Event<'a>, Span)> {
        loop {
            let (key, span) = self.next()?;
            let name: Cow<'a, str> = match key {
                Event::Scalar(name, ..) => name,
                Event::MappingEnd => return None,
                other => {
                    self.skip(&other);
                    Cow::Borrowed("")
                }
            };
            let (value, _) = self.next()?;
            if name == wanted {
                return Some((value, span));
            }
            self.skip(&value);
        }
    }

    fn element(&mut self, wanted: &str) -> Option<(Event<'a>, Span)> {
        let wanted: usize = wanted.parse().ok()?;
        let mut at = 0;
        loop {
            let (value, span) = self.next()?;
            if matches!(value, Event::SequenceEnd) {
                return None;
            }
            if at == wanted {
                return Some((value, span));
            }
            self.skip(&value);
            at += 1;
        }
    }

    /// Passes over a value whose first event was already taken.
    fn skip(&mut self, first: &Event<'a>) {
        let mut depth = usize::from(matches!(first, Event::MappingStart(..) | Event::SequenceStart(..)));
        while depth > 0 {
            match self.next() {
                Some((Event::MappingStart(..) | Event::SequenceStart(..), _)) => depth += 1,
                Some((Event::MappingEnd | Event::SequenceEnd, _)) => depth -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, deeper_than, locate, second_key};

    fn found<'a>(text: &'a str, path: &[&str]) -> Option<&'a str> {
        let path: Vec<String> = path.iter().map(|s| (*s).to_owned()).collect();
        text.get(locate(text, &path)?)
    }

    #[test]
    fn keys_and_elements_are_found_in_yaml_and_json() {
        let yaml = "a:\n  b: [x, {c: 1}]\n  d: é\n  e: last\n";
        assert_eq!(found(yaml, &["a", "b"]), Some("b"));
        assert_eq!(found(yaml, &["a", "b", "1", "c"]), Some("c"));
        assert_eq!(found(yaml, &["a", "e"]), Some("e"));
        assert_eq!(found("{\"a\": {\"b\": 1}}", &["a", "b"]), Some("\"b\""));
    }

    #[test]
    fn the_second_of_two_keys_and_the_depth() {
        let yaml = "a: {x: 1, y: 2}\nb:\n  x: x\n  é: {z: 1}\n  x: 2\n";
        assert_eq!(second_key(yaml, "x"), Some(Position { line: 5, column: 3 }));
        assert_eq!(
            second_key("{\"é\": [1], \"é\": 2}", "é"),
            Some(Position { line: 1, column: 12 })
        );
        assert_eq!(deeper_than("a: [[1]]", 2), Some(Position { line: 1, column: 5 }));
        assert_eq!(deeper_than("a: [[1]]", 3), None);
        assert!(deeper_than(&"[".repeat(100_000), 128).is_some());
    }

    #[test]
    fn a_missing_place_gives_the_nearest_one_above() {
        assert_eq!(found("a:\n  b: 1\n", &["a", "nope"]), Some("a"));
        assert_eq!(found("a: 1\n", &["z"]), None);
    }
}
