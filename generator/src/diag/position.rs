//! Line and column of a JSON pointer, found by reading the text a second time
//! with a parser that keeps positions (YAML and JSON alike).

use std::borrow::Cow;
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
    let mut search = Search { parser: Parser::new_from_str(text), wanted: segments, best: None };
    search.document();
    let span = search.best?;
    Some(byte_range(text, &span))
}

fn byte_range(text: &str, span: &Span) -> Range<usize> {
    let byte = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    let start = byte(span.start.index());
    let end = byte(span.end.index()).max(start);
    let line_end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| start + n);
    start..end.min(line_end).max(start)
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
            let Some((event, span)) = (if is_map { self.member(segment) } else { self.element(segment) }) else {
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
    use super::locate;

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
    fn a_missing_place_gives_the_nearest_one_above() {
        assert_eq!(found("a:\n  b: 1\n", &["a", "nope"]), Some("a"));
        assert_eq!(found("a: 1\n", &["z"]), None);
    }
}
