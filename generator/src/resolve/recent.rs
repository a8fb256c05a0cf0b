//! The nodes on the way to the pointer that was looked up last, the large schemas that were read, and the ends of long chains.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::schema::Schema;
use crate::load::{Chains, Documents, Map, Node, below};
use crate::pointer::{Pointer, Segments};

/// What a schema has to copy at least, so that it is kept: members, values, and texts of 64 bytes.
const MIN_LARGE: usize = 32;
/// Bytes.
const TEXT: usize = 64;

/// A pointer mostly begins with the segments of the one before it, whose nodes are not looked up again.
#[derive(Default)]
pub(crate) struct Recent<'a> {
    /// To an operation of the main document, or a part of one.
    in_paths: RefCell<Way<'a>>,
    /// To anything else: while an operation is read, definitions are looked up in between.
    elsewhere: RefCell<Way<'a>>,
    /// The large schemas that were read: thousands of others may refer to one.
    large: RefCell<HashMap<Pointer, Rc<Schema>>>,
    /// Where long chains of references end.
    chains: Chains,
}

#[derive(Default)]
struct Way<'a> {
    /// The pointer that was looked up last.
    text: String,
    /// The root of its file and every node below it, each with the length of its pointer.
    steps: Vec<(usize, &'a Node)>,
}

impl<'a> Recent<'a> {
    pub(super) fn chains(&self) -> &Chains {
        &self.chains
    }

    /// The schema object at a pointer, whose members are in `map`.
    pub(super) fn schema(&self, map: &Map, at: &Pointer) -> Rc<Schema> {
        let read = || Rc::new(Schema::read(map, at));
        if map.values().map(size).sum::<usize>() < MIN_LARGE {
            return read();
        }
        let mut large = self.large.borrow_mut();
        large.entry(at.clone()).or_insert_with(read).clone()
    }

    /// The node at a pointer.
    pub(super) fn node(&self, documents: &'a Documents, at: &Pointer) -> Option<&'a Node> {
        let is_in_paths = at.as_str().starts_with("#/paths");
        let way = if is_in_paths { &self.in_paths } else { &self.elsewhere };
        let mut way = way.borrow_mut();
        if let Some((length, node)) = way.steps.last()
            && *length == at.as_str().len()
            && way.text == at.as_str()
        {
            return Some(node);
        }
        way.keep_above(at.as_str());
        let (mut length, mut node) = match way.steps.last() {
            Some(last) => *last,
            None => {
                let file = at.file();
                let root = (file.len() + 1, documents.files.get(file)?);
                way.steps.push(root);
                root
            }
        };
        let rest = at.as_str().get(length..).unwrap_or("");
        if !rest.is_empty() && !rest.starts_with('/') {
            return None;
        }
        for segment in Segments::of(rest) {
            node = below(node, segment)?;
            length += 1 + segment.len();
            way.steps.push((length, node));
        }
        Some(node)
    }
}

impl Way<'_> {
    /// Keeps the nodes on the way to the next pointer.
    fn keep_above(&mut self, next: &str) {
        while let Some((length, _)) = self.steps.last() {
            let known = self.text.get(..*length).unwrap_or_default();
            if is_at_or_below(next, known) {
                break;
            }
            self.steps.pop();
        }
        next.clone_into(&mut self.text);
    }
}

/// About how much a schema copies of the value of a keyword.
fn size(node: &Node) -> usize {
    match node {
        Node::Object(map) => map.len(),
        Node::Array(list) => list.len(),
        Node::String(text) => text.len() / TEXT,
        Node::Null | Node::Bool(_) | Node::Number(_) => 0,
    }
}

fn is_at_or_below(pointer: &str, other: &str) -> bool {
    let rest = pointer.as_bytes().get(other.len()..);
    matches!(rest, Some([] | [b'/', ..])) && pointer.starts_with(other)
}

#[cfg(test)]
mod tests {
    use super::Recent;
    use crate::load::{Documents, Node, find};
    use crate::pointer::Pointer;

    #[test]
    fn a_pointer_leads_to_the_same_node_after_any_other() {
        let mut documents = Documents::default();
        let tree: Node = crate::load::typed(Node::Array(vec![Node::Null, Node::String("x".into())])).expect("a list");
        let main: crate::load::Map = [("a", tree.clone()), ("ab", Node::Null), ("c/d", tree)]
            .into_iter()
            .map(|(key, node)| (key.to_owned(), node))
            .collect();
        documents.files.insert(String::new(), Node::Object(main.clone()));
        documents.files.insert("b.json".to_owned(), Node::Object(main));
        let pointers = [
            "#",
            "#/a",
            "#/a/1",
            "#/ab",
            "#/a/0",
            "#a",
            "#/a/9",
            "#/a/01",
            "#/a/+1",
            "#/a/",
            "#/c~1d/1",
            "#/a/1/x",
            "b.json#/a/1",
            "b.json#",
            "b.json#a",
            "x#/a",
        ];
        let recent = Recent::default();
        for first in pointers.map(Pointer::parse) {
            for second in pointers.map(Pointer::parse) {
                let root = documents.files.get(second.file());
                let alone = root.and_then(|root| find(root, second.fragment()));
                let alone = alone.map(std::ptr::from_ref);
                recent.node(&documents, &first);
                let after = recent.node(&documents, &second).map(std::ptr::from_ref);
                assert_eq!(after, alone, "{second} after {first}");
            }
        }
        assert!(
            recent
                .node(&documents, &Pointer::parse("#/c~1d/1"))
                .is_some_and(Node::is_string)
        );
    }
}
