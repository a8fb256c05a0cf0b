//! The parts of a text that are looked for, by their pointers.

use std::collections::HashMap;
use std::ops::Range;

use super::position::Position;

/// The part of a text that is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MarkedPart {
    pub position: Position,
    /// Its bytes; empty if only a position is known.
    pub bytes: Range<usize>,
}

/// The pointers to find in one text, as a tree of keys.
pub(super) struct SearchTree {
    pub(super) nodes: Vec<SearchNode>,
    /// The number of nodes that were not found yet.
    pub(super) missing: usize,
}

#[derive(Default)]
pub(super) struct SearchNode {
    children: HashMap<String, usize>,
    /// Its mark; until the whole text is read by the parser, in characters and not in bytes.
    pub(super) mark: Option<MarkedPart>,
    /// The mark of its value, a scalar, where it is wanted.
    pub(super) value: Value,
}

/// The mark of a value.
#[derive(Default)]
pub(super) enum Value {
    #[default]
    Unwanted,
    Wanted,
    /// `None` if it is no scalar.
    Found(Option<MarkedPart>),
}

impl SearchNode {
    /// Every mark.
    pub(super) fn marks(&mut self) -> impl Iterator<Item = &mut MarkedPart> {
        let value = match &mut self.value {
            Value::Found(mark) => mark.as_mut(),
            Value::Unwanted | Value::Wanted => None,
        };
        self.mark.iter_mut().chain(value)
    }
}

impl Default for SearchTree {
    fn default() -> Self {
        Self {
            nodes: vec![SearchNode::default()],
            missing: 0,
        }
    }
}

impl SearchTree {
    pub(super) fn add(&mut self, segments: &[String], wants_value: bool) {
        let mut at = 0;
        for segment in segments {
            at = match self.child(Some(at), segment) {
                Some(child) => child,
                None => {
                    let child = self.nodes.len();
                    self.nodes.push(SearchNode::default());
                    self.missing += 1;
                    if let Some(node) = self.nodes.get_mut(at) {
                        node.children.insert(segment.clone(), child);
                    }
                    child
                }
            };
        }
        if let Some(node) = self.nodes.get_mut(at).filter(|_| wants_value)
            && matches!(node.value, Value::Unwanted)
        {
            node.value = Value::Wanted;
            self.missing += 1;
        }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.missing == 0
    }

    pub(super) fn child(&self, node: Option<usize>, segment: &str) -> Option<usize> {
        self.nodes.get(node?)?.children.get(segment).copied()
    }

    pub(super) fn found(&mut self, node: Option<usize>, bytes: Range<usize>) {
        let Some(node) = node.and_then(|node| self.nodes.get_mut(node)) else {
            return;
        };
        if node.mark.is_none() {
            self.missing -= 1;
            node.mark = Some(part(bytes));
        }
    }

    /// The value of a node; `bytes` are those of a scalar.
    pub(super) fn found_value(&mut self, node: Option<usize>, bytes: Option<Range<usize>>) {
        let Some(node) = node.and_then(|node| self.nodes.get_mut(node)) else {
            return;
        };
        if matches!(node.value, Value::Wanted) {
            self.missing -= 1;
            node.value = Value::Found(bytes.map(part));
        }
    }

    /// Removes the marks that were found in vain.
    pub(super) fn forget(&mut self) {
        self.missing = self.nodes.len() - 1;
        for node in &mut self.nodes {
            node.mark = None;
            if !matches!(node.value, Value::Unwanted) {
                node.value = Value::Wanted;
                self.missing += 1;
            }
        }
    }

    /// The mark of the value at the end of a path.
    pub(super) fn value(&self, segments: &[String]) -> Option<&MarkedPart> {
        let mut at = Some(0);
        for segment in segments {
            at = self.child(at, segment);
        }
        match &self.nodes.get(at?)?.value {
            Value::Found(mark) => mark.as_ref(),
            Value::Unwanted | Value::Wanted => None,
        }
    }

    /// The mark of the deepest node that was found on the path.
    pub(super) fn nearest(&self, segments: &[String]) -> Option<&MarkedPart> {
        let (mut at, mut best) = (Some(0), None);
        for segment in segments {
            at = self.child(at, segment);
            best = at
                .and_then(|node| self.nodes.get(node))
                .and_then(|node| node.mark.as_ref())
                .or(best);
        }
        best
    }
}

/// A part whose position is not known yet.
fn part(bytes: Range<usize>) -> MarkedPart {
    MarkedPart {
        position: Position { line: 1, column: 1 },
        bytes,
    }
}
