//! The places of findings as data, for machines: all of them in one pass over each text.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use saphyr_parser::{Event, Parser, Span};

use super::{Diagnostics, Position, Sources};

/// Where a finding is, as an editor wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// Line and column.
    pub position: Position,
}

/// The place of every finding, in their order; `None` for what is in no file that was read.
pub fn places(list: &Diagnostics, sources: &Sources) -> Vec<Option<Place>> {
    let mut trees: BTreeMap<&str, Tree> = BTreeMap::new();
    for one in list.iter().filter(|one| one.position.is_none()) {
        trees
            .entry(one.pointer.file())
            .or_default()
            .want(&one.pointer.segments());
    }
    for (file, tree) in &mut trees {
        if let Some(source) = sources.get(file) {
            tree.read(&source.text);
        }
    }
    let place = |one: &super::Diagnostic| {
        let source = sources.get(one.pointer.file())?;
        let found = || {
            trees
                .get(one.pointer.file())
                .and_then(|tree| tree.nearest(&one.pointer.segments()))
        };
        let position = one.position.or_else(found).unwrap_or(Position { line: 1, column: 1 });
        Some(Place {
            file: source.path.clone(),
            position,
        })
    };
    list.iter().map(place).collect()
}

/// The wanted places of one text, as a tree of keys.
struct Tree {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    children: HashMap<String, usize>,
    position: Option<Position>,
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
        }
    }
}

/// A container that is being read, with its wanted node if it has one.
struct Open {
    node: Option<usize>,
    step: Step,
}

enum Step {
    Key,
    Value(Option<usize>),
    Element(usize),
}

impl Tree {
    fn want(&mut self, segments: &[String]) {
        let mut at = 0;
        for segment in segments {
            at = match self.child(Some(at), segment) {
                Some(child) => child,
                None => {
                    let child = self.nodes.len();
                    self.nodes.push(Node::default());
                    if let Some(node) = self.nodes.get_mut(at) {
                        node.children.insert(segment.clone(), child);
                    }
                    child
                }
            };
        }
    }

    fn child(&self, node: Option<usize>, segment: &str) -> Option<usize> {
        self.nodes.get(node?)?.children.get(segment).copied()
    }

    fn found(&mut self, node: Option<usize>, span: &Span) {
        if let Some(node) = node.and_then(|node| self.nodes.get_mut(node)) {
            let position = Position {
                line: span.start.line(),
                column: span.start.col() + 1,
            };
            node.position.get_or_insert(position);
        }
    }

    fn read(&mut self, text: &str) {
        let mut parser = Parser::new_from_str(text);
        let mut stack: Vec<Open> = Vec::new();
        while let Some(Ok((event, span))) = parser.next_event() {
            match &event {
                Event::MappingEnd | Event::SequenceEnd => {
                    stack.pop();
                    if stack.is_empty() {
                        return;
                    }
                    continue;
                }
                Event::Scalar(..) | Event::Alias(..) | Event::MappingStart(..) | Event::SequenceStart(..) => {}
                _ => continue,
            }
            let target = self.target(stack.last_mut(), &event, &span);
            match event {
                Event::MappingStart(..) => stack.push(Open {
                    node: target,
                    step: Step::Key,
                }),
                Event::SequenceStart(..) => stack.push(Open {
                    node: target,
                    step: Step::Element(0),
                }),
                _ => {}
            }
        }
    }

    /// The wanted node that a value is, if it is one; its container takes the step over it.
    fn target(&mut self, container: Option<&mut Open>, event: &Event<'_>, span: &Span) -> Option<usize> {
        let Some(open) = container else { return Some(0) };
        match open.step {
            Step::Key => {
                let child = if let Event::Scalar(name, ..) = event {
                    self.child(open.node, name)
                } else {
                    None
                };
                self.found(child, span);
                open.step = Step::Value(child);
                None
            }
            Step::Value(child) => {
                open.step = Step::Key;
                child
            }
            Step::Element(index) => {
                let child = self.child(open.node, &index.to_string());
                self.found(child, span);
                open.step = Step::Element(index + 1);
                child
            }
        }
    }

    /// The position of the deepest place on the way that exists.
    fn nearest(&self, segments: &[String]) -> Option<Position> {
        let (mut at, mut best) = (Some(0), None);
        for segment in segments {
            at = self.child(at, segment);
            best = at
                .and_then(|node| self.nodes.get(node))
                .and_then(|node| node.position)
                .or(best);
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, places};
    use crate::diag::{Diagnostics, Position, Sources, codes};
    use crate::pointer::Pointer;

    #[test]
    fn every_place_is_found_in_one_pass() {
        let mut sources = Sources::default();
        sources.insert("", "a.yaml".into(), "ä:\n  ü: [é, {c: 1}]\n  d: {e: f}\n".to_owned());
        sources.insert("b.json", "b.json".into(), "{\"x\": {\"y\": [1, 2]}}".to_owned());
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
        let expected = wanted.iter().map(|&(_, file, line, column)| {
            Some(Place {
                file: file.into(),
                position: Position { line, column },
            })
        });
        assert_eq!(places(&list, &sources), expected.chain([None]).collect::<Vec<_>>());
    }
}
