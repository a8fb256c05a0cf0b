//! Positions in a text, found with a parser that records them (for YAML and JSON).

use std::collections::BTreeSet;

use saphyr_parser::{Event, Parser, Span};

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

/// The position where a key occurs for the second time in its mapping.
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

#[cfg(test)]
mod tests {
    use super::{Position, deeper_than, second_key};

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
}
