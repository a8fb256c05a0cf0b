//! Positions in a text, found with a parser that records them (for YAML and JSON).

use std::collections::BTreeSet;

use saphyr_parser::{Event, Parser, Span};

use crate::pointer::escape;

/// A position in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

fn start(span: &Span) -> Position {
    Position {
        line: span.start.line(),
        column: span.start.col() + 1,
    }
}

/// The first position that is nested deeper than a number of levels.
pub(crate) fn deeper_than(text: &str, levels: usize) -> Option<Position> {
    let mut parser = Parser::new_from_str(text);
    let mut depth = 0usize;
    loop {
        let (event, span) = match parser.next_event()? {
            Ok(found) => found,
            // The parser itself has a limit of 255 levels, and reads ahead.
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

/// A key that its mapping has already.
pub(crate) struct RepeatedKey {
    pub key: String,
    /// The fragment of its pointer.
    pub fragment: String,
    pub position: Position,
}

/// An open list or mapping.
struct Open {
    /// The keys of a mapping so far.
    keys: Option<BTreeSet<String>>,
    is_key_next: bool,
    index: usize,
    /// The segment of what is read.
    segment: String,
}

/// The keys that occur again in their mapping, in the order of the text.
pub(crate) fn repeated_keys(text: &str) -> Vec<RepeatedKey> {
    let mut parser = Parser::new_from_str(text);
    let mut stack: Vec<Open> = Vec::new();
    let mut found = Vec::new();
    while let Some(Ok((event, span))) = parser.next_event() {
        let is_mapping = matches!(event, Event::MappingStart(..));
        match &event {
            Event::MappingEnd | Event::SequenceEnd => {
                stack.pop();
                continue;
            }
            Event::Scalar(..) | Event::Alias(..) | Event::MappingStart(..) | Event::SequenceStart(..) => {}
            _ => continue,
        }
        if let Some(open) = stack.last_mut()
            && open.is_repeated(&event)
        {
            let segments: Vec<&str> = stack.iter().map(|open| open.segment.as_str()).collect();
            found.push(RepeatedKey {
                key: stack.last().map(|open| open.segment.clone()).unwrap_or_default(),
                fragment: segments.iter().map(|segment| format!("/{}", escape(segment))).collect(),
                position: start(&span),
            });
        }
        if is_mapping || matches!(event, Event::SequenceStart(..)) {
            stack.push(Open {
                keys: is_mapping.then(BTreeSet::new),
                is_key_next: is_mapping,
                index: 0,
                segment: String::new(),
            });
        }
    }
    found
}

impl Open {
    /// Whether this is a key again. What follows is its value.
    fn is_repeated(&mut self, event: &Event<'_>) -> bool {
        let Some(keys) = &mut self.keys else {
            self.segment = self.index.to_string();
            self.index += 1;
            return false;
        };
        let is_key = self.is_key_next;
        self.is_key_next = !is_key;
        let Event::Scalar(name, ..) = event else { return false };
        if is_key {
            self.segment = name.to_string();
        }
        is_key && !keys.insert(name.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, deeper_than, repeated_keys};

    #[test]
    fn repeated_keys_and_the_depth() {
        let yaml = "a: {x: 1, y: 2}\nb:\n  x: x\n  é: {z: 1}\n  x: 2\n";
        let found = |text: &str| -> Vec<(String, Position)> {
            let keys = repeated_keys(text).into_iter();
            keys.map(|one| (one.fragment, one.position)).collect()
        };
        let at = |line, column| Position { line, column };
        assert_eq!(found(yaml), [("/b/x".to_owned(), at(5, 3))]);
        assert_eq!(found("{\"é\": [1], \"é\": 2}"), [("/é".to_owned(), at(1, 12))]);
        assert_eq!(found("a: [1, {/x: 1, /x: 2, /x: 3}]").len(), 2);
        assert_eq!(found("a: [1, {/x: 1, /x: 2}]"), [("/a/1/~1x".to_owned(), at(1, 16))]);
        assert_eq!(deeper_than("a: [[1]]", 2), Some(Position { line: 1, column: 5 }));
        assert_eq!(deeper_than("a: [[1]]", 3), None);
        assert!(deeper_than(&"[".repeat(100_000), 128).is_some());
    }
}
