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
    pub(super) fn add(&mut self, segments: &[String]) {
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
            node.mark = Some(MarkedPart {
                position: Position { line: 1, column: 1 },
                bytes,
            });
        }
    }

    /// Removes the marks that were found in vain.
    pub(super) fn forget(&mut self) {
        self.nodes.iter_mut().for_each(|node| node.mark = None);
        self.missing = self.nodes.len() - 1;
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
