//! The locations of findings in their texts, all found in one pass over each text.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use saphyr_parser::{Event, Parser, Span};

use super::brackets::joined;
use super::diagnostic::{Diagnostic, Diagnostics};
use super::locate_json;
use super::position::Position;
use super::positions::Positions;
use super::search_tree::{MarkedPart, SearchTree};
use super::sources::Sources;
use crate::pointer::Pointer;

/// The file and position of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLocation {
    /// The file.
    pub file: PathBuf,
    /// Line and column; `None` in a file that has no text, for example because it cannot be read.
    pub position: Option<Position>,
}

/// The location of every finding, in their order; `None` for those without a file.
pub fn locations(list: &Diagnostics, sources: &Sources) -> Vec<Option<SourceLocation>> {
    let list: Vec<Wanted<'_>> = list.iter().map(Wanted::of).collect();
    located(&list, sources)
}

/// The location of every pointer, in their order, or of an exact position in its file.
pub(crate) fn locate(list: &[(&Pointer, Option<Position>)], sources: &Sources) -> Vec<Option<SourceLocation>> {
    let wanted = list.iter().map(|&(pointer, position)| Wanted {
        pointer,
        position,
        marks_value: false,
    });
    located(&wanted.collect::<Vec<_>>(), sources)
}

/// What is looked for in a text.
pub(super) struct Wanted<'a> {
    pub pointer: &'a Pointer,
    pub position: Option<Position>,
    pub marks_value: bool,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(found: &'a Diagnostic) -> Self {
        Self {
            pointer: found.place(),
            position: found.position,
            marks_value: found.marks_value,
        }
    }
}

fn located(list: &[Wanted<'_>], sources: &Sources) -> Vec<Option<SourceLocation>> {
    let location = |(wanted, mark): (&Wanted<'_>, Option<MarkedPart>)| {
        Some(SourceLocation {
            file: sources.path(wanted.pointer.file())?.to_path_buf(),
            position: mark.map(|mark| mark.position),
        })
    };
    list.iter().zip(marks(list, sources)).map(location).collect()
}

/// The mark of each pointer: a key, its value, an element of a list, or an exact position. `None` if there is no text.
pub(super) fn marks(list: &[Wanted<'_>], sources: &Sources) -> Vec<Option<MarkedPart>> {
    let mut trees: BTreeMap<&str, SearchTree> = BTreeMap::new();
    let mut exact: BTreeMap<&str, Positions<'_>> = BTreeMap::new();
    for wanted in list {
        let file = wanted.pointer.file();
        let Some(source) = sources.get(file) else { continue };
        if wanted.position.is_some() {
            exact.entry(file).or_insert_with(|| Positions::of(&source.text));
        } else {
            let tree = trees.entry(file).or_default();
            tree.add(&wanted.pointer.segments(), wanted.marks_value);
        }
    }
    for (file, tree) in &mut trees {
        if let Some(source) = sources.get(file) {
            tree.read(source.parsed());
        }
    }
    let mark = |wanted: &Wanted<'_>| {
        let file = wanted.pointer.file();
        let source = sources.get(file)?;
        if let Some(position) = wanted.position {
            let at = exact.get(file)?.byte(position);
            return Some(MarkedPart {
                position,
                bytes: at..at + word(&source.text, at),
            });
        }
        let segments = wanted.pointer.segments();
        let found = trees.get(file).and_then(|tree| {
            let value = tree.value(&segments).filter(|_| wanted.marks_value);
            value.or_else(|| tree.nearest(&segments)).cloned()
        });
        let found = found.unwrap_or(MarkedPart {
            position: Position { line: 1, column: 1 },
            bytes: 0..0,
        });
        Some(found)
    };
    let mut marks: Vec<Option<MarkedPart>> = list.iter().map(mark).collect();
    for file in trees.keys().copied() {
        let found = list.iter().zip(&mut marks);
        let found = found.filter(|(wanted, _)| wanted.pointer.file() == file && wanted.position.is_none());
        let found = found.filter_map(|(_, mark)| mark.as_mut());
        if let Some(source) = sources.get(file).filter(|source| source.is_repaired()) {
            find_positions(&source.text, found.collect());
        }
    }
    marks
}

/// The bytes of the name at a place, such as a key of a configuration; none where there is another character.
fn word(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'))
        .unwrap_or(rest.len())
}

/// Sets the positions of marks whose bytes are known. A line can be as long as the text, so each character is counted once.
fn find_positions(text: &str, mut marks: Vec<&mut MarkedPart>) {
    marks.sort_by_key(|mark| mark.bytes.start);
    let mut counted = 0;
    let mut here = Position { line: 1, column: 1 };
    for mark in marks {
        let between = text.get(counted..mark.bytes.start).unwrap_or_default();
        here = match between.rsplit_once('\n') {
            Some((before, line)) => Position {
                line: here.line + before.matches('\n').count() + 1,
                column: line.chars().count() + 1,
            },
            None => Position {
                column: here.column + between.chars().count(),
                ..here
            },
        };
        counted = mark.bytes.start;
        mark.position = here;
    }
}

/// The characters of a span.
fn characters(span: &Span) -> Range<usize> {
    span.start.index()..span.end.index().max(span.start.index())
}

/// A container that is being read, with its node if it has one.
struct OpenContainer {
    node: Option<usize>,
    expects: Expects,
}

/// What a container that is being read contains next.
enum Expects {
    Key,
    Value(Option<usize>),
    Element(usize),
}

impl SearchTree {
    fn read(&mut self, text: &str) {
        if locate_json::find(self, text).is_some() {
            self.find_positions(text);
            return;
        }
        self.forget();
        self.find(text);
        if self.missing > 0
            && let Some(joined) = joined(text)
        {
            self.find(&joined);
        }
        self.count_bytes(text);
    }

    /// Finds nodes. Their positions are counted in characters.
    fn find(&mut self, text: &str) {
        let mut parser = Parser::new_from_str(text);
        let mut stack: Vec<OpenContainer> = Vec::new();
        while self.missing > 0
            && let Some(Ok((event, span))) = parser.next_event()
        {
            match &event {
                Event::MappingEnd | Event::SequenceEnd => {
                    stack.pop();
                    if stack.is_empty() {
                        break;
                    }
                    continue;
                }
                Event::Scalar(..) | Event::Alias(..) | Event::MappingStart(..) | Event::SequenceStart(..) => {}
                _ => continue,
            }
            let target = self.target(stack.last_mut(), &event, &span);
            match event {
                Event::MappingStart(..) => stack.push(OpenContainer {
                    node: target,
                    expects: Expects::Key,
                }),
                Event::SequenceStart(..) => stack.push(OpenContainer {
                    node: target,
                    expects: Expects::Element(0),
                }),
                _ => {}
            }
        }
    }

    /// The wanted node of a value, if it is one. Its container then expects what follows.
    fn target(&mut self, container: Option<&mut OpenContainer>, event: &Event<'_>, span: &Span) -> Option<usize> {
        let Some(open) = container else { return Some(0) };
        match open.expects {
            Expects::Key => {
                let child = if let Event::Scalar(name, ..) = event {
                    self.child(open.node, name)
                } else {
                    None
                };
                self.found(child, characters(span));
                open.expects = Expects::Value(child);
                None
            }
            Expects::Value(child) => {
                open.expects = Expects::Key;
                let is_scalar = matches!(event, Event::Scalar(..));
                self.found_value(child, is_scalar.then(|| characters(span)));
                child
            }
            Expects::Element(index) => {
                // Nearly all lists of a large document contain no wanted node.
                let child = open.node.and_then(|_| self.child(open.node, &index.to_string()));
                self.found(child, characters(span));
                self.found_value(child, None);
                open.expects = Expects::Element(index + 1);
                child
            }
        }
    }

    /// Sets lines and columns of the marks, whose bytes are known.
    fn find_positions(&mut self, text: &str) {
        find_positions(text, self.nodes.iter_mut().flat_map(|node| node.marks()).collect());
    }

    /// Converts the marks from characters, which the parser counts, to bytes, lines and columns.
    fn count_bytes(&mut self, text: &str) {
        let marks = self.nodes.iter_mut().flat_map(|node| node.marks());
        let mut ends: Vec<&mut usize> = marks
            .flat_map(|mark| [&mut mark.bytes.start, &mut mark.bytes.end])
            .collect();
        ends.sort_unstable();
        let (mut at, mut rest) = (0, text.char_indices());
        for end in ends {
            if let Some(skipped) = (*end - at).checked_sub(1) {
                rest.nth(skipped);
            }
            at = *end;
            *end = rest.offset();
        }
        self.find_positions(text);
    }
}

#[cfg(test)]
mod tests {
    use super::{SourceLocation, Wanted, locations, marks};
    use crate::diag::{Diagnostics, Position, Sources, codes};
    use crate::pointer::Pointer;

    #[test]
    fn every_location_is_found_in_one_pass() {
        let mut sources = Sources::default();
        sources.insert("", "a.yaml".into(), "ä:\n  ü: [é, {c: 1}]\n  d: {e: f}\n".to_owned());
        sources.insert("b.json", "b.json".into(), "{\"x\": {\"y\": [1, 2]}}".to_owned());
        sources.unread("gone.yaml", "some/gone.yaml".into());
        let wanted = [
            ("#/ä/ü/1/c", "a.yaml", 2, 11),
            ("#/ä/ü/1", "a.yaml", 2, 10),
            ("#/ä/d/e", "a.yaml", 3, 7),
            ("#/ä/nothing/here", "a.yaml", 1, 1),
            ("#/nothing", "a.yaml", 1, 1),
            ("b.json#/x/y/1", "b.json", 1, 17),
        ];
        let mut list = Diagnostics::default();
        wanted
            .iter()
            .for_each(|(pointer, ..)| list.add(&codes::INVALID, &Pointer::parse(pointer), "x"));
        list.add(&codes::INVALID, &Pointer::parse("c.yaml#/x"), "x");
        list.add(&codes::INVALID, &Pointer::parse("gone.yaml#"), "x");
        let expected = wanted.iter().map(|&(_, file, line, column)| {
            Some(SourceLocation {
                file: file.into(),
                position: Some(Position { line, column }),
            })
        });
        let unread = SourceLocation {
            file: "some/gone.yaml".into(),
            position: None,
        };
        assert_eq!(
            locations(&list, &sources),
            expected.chain([None, Some(unread)]).collect::<Vec<_>>()
        );
    }

    /// The texts that are marked for these pointers, all of them asked for at once.
    fn marked(text: &str, pointers: &[&str]) -> Vec<String> {
        marked_as(text, pointers, false)
    }

    fn marked_as(text: &str, pointers: &[&str], marks_value: bool) -> Vec<String> {
        let mut sources = Sources::default();
        sources.insert("", "a.yaml".into(), text.to_owned());
        let pointers: Vec<Pointer> = pointers.iter().map(|pointer| Pointer::parse(pointer)).collect();
        let wanted = pointers.iter().map(|pointer| Wanted {
            pointer,
            position: None,
            marks_value,
        });
        let list: Vec<_> = wanted.collect();
        let marked = marks(&list, &sources).into_iter().flatten();
        marked
            .map(|mark| text.get(mark.bytes).unwrap_or("?").to_owned())
            .collect()
    }

    #[test]
    fn keys_and_elements_are_marked_in_yaml_and_json() {
        let yaml = "ä:\n  b: [x, {c: 1}]\n  d: é\n  e: last\n";
        let pointers = ["#/ä/e", "#/ä/b", "#/ä/b/1/c", "#/ä/b/0", "#/ä/d"];
        assert_eq!(marked(yaml, &pointers), ["e", "b", "c", "x", "d"]);
        assert_eq!(marked("{\"a\": {\"b\": 1}}", &["#/a/b"]), ["\"b\""]);
    }

    #[test]
    fn a_value_is_marked_if_it_is_a_scalar() {
        let yaml = "ä:\n  b: [x, {c: é }]\n  d: 'two words'\n";
        let pointers = ["#/ä/d", "#/ä/b/1/c", "#/ä/b"];
        assert_eq!(marked_as(yaml, &pointers, true), ["'two words'", "é", "b"]);
        let json = r#"{"a": {"b": [1, true]}, "c": "é", "d": -1.5}"#;
        assert_eq!(
            marked_as(json, &["#/a/b", "#/c", "#/d"], true),
            ["\"b\"", "\"é\"", "-1.5"]
        );
    }

    #[test]
    fn json_is_marked_as_by_the_parser() {
        let json = r#" {"a": {"b c": 1, "d": [true, -1.5e3, "x\"y", {"e": null}, [], "é"]},
            "ü": ["é", {"f": "g"}], "a": 2, "h\\i": [1], "j": {} }"#;
        let pointers = [
            "#/a/b c",
            "#/a/d",
            "#/a/d/0",
            "#/a/d/1",
            "#/a/d/2",
            "#/a/d/3",
            "#/a/d/3/e",
            "#/a/d/4",
            "#/a/d/5",
            "#/ü/0",
            "#/ü/1/f",
            "#/j",
            "#/nothing",
            "#",
        ];
        // A comment is not JSON.
        let yaml = format!("{json}\n# end");
        assert_eq!(marked(json, &pointers), marked(&yaml, &pointers));
        for text in [
            "{\"a\": {\"b\": 1}",
            "{a: {b: 1}}",
            "{\"a\": {\"b\\u0063\": 1, \"b\": 2}}",
            "{\"a\": 'b'}",
        ] {
            assert_eq!(
                marked(text, &["#/a", "#/a/b"]).first().map(String::len),
                Some(if text.contains("{a") { 1 } else { 3 })
            );
        }
    }

    #[test]
    fn brackets_that_are_not_indented_do_not_hide_what_follows() {
        let text = "a:\n  b: {\n    c: 1\n  }\n  d: [\n  ]\ne: {f: 1}\n";
        assert_eq!(marked(text, &["#/a/d", "#/e/f", "#/a/b/c"]), ["d", "f", "c"]);
    }

    #[test]
    fn a_missing_pointer_marks_the_nearest_parent() {
        assert_eq!(marked("a:\n  b: 1\n", &["#/a/nope", "#/z", "#"]), ["a", "", ""]);
    }
}
