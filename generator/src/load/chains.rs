//! References to references.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::node::{Node, get};
use crate::pointer::Pointer;

/// References that are followed before anything is remembered: more are rare.
const SHORT: usize = 64;

/// Where a chain of references ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// At what is no reference.
    Definition(Pointer),
    /// At a pointer where nothing is.
    Nothing(Pointer),
    /// Nowhere: the pointer leads back to itself.
    Cycle(Pointer),
}

/// Follows chains of references. The ends of long ones are remembered, so that following each reference of a chain takes a
/// time that grows with its length, not with the square of it.
#[derive(Default)]
pub(crate) struct Chains {
    ends: RefCell<HashMap<Pointer, End>>,
}

impl Chains {
    /// What is at the end of the references that begin at `at`.
    pub(crate) fn end<'t>(&self, at: &Pointer, node: impl Fn(&Pointer) -> Option<&'t Node>) -> End {
        self.follow(at, |here| next(here, &node))
    }

    /// What is at the end of a chain that begins at `at`, of which `next` has the next pointer or the end.
    pub(crate) fn follow(&self, at: &Pointer, next: impl Fn(&Pointer) -> Result<Pointer, End>) -> End {
        let mut here = at.clone();
        for _ in 0..SHORT {
            match next(&here) {
                Ok(target) => here = target,
                Err(end) => return end,
            }
        }
        let mut passed = HashSet::new();
        let mut ring = HashSet::new();
        let end = loop {
            if let Some(known) = self.ends.borrow().get(&here) {
                break known.clone();
            }
            if !passed.insert(here.clone()) && !ring.insert(here.clone()) {
                break End::Cycle(here);
            }
            match next(&here) {
                Ok(target) => here = target,
                Err(end) => break end,
            }
        };
        let of = |passed: Pointer| match ring.contains(&passed) {
            true => (passed.clone(), End::Cycle(passed)),
            false => (passed, end.clone()),
        };
        self.ends.borrow_mut().extend(passed.into_iter().map(of));
        end
    }
}

/// The target of a reference, or the end.
fn next<'t>(here: &Pointer, node: impl Fn(&Pointer) -> Option<&'t Node>) -> Result<Pointer, End> {
    let Some(node) = node(here) else {
        return Err(End::Nothing(here.clone()));
    };
    match node.as_object().and_then(|map| get(map, "$ref")?.as_str()) {
        Some(target) => Ok(Pointer::parse(target)),
        None => Err(End::Definition(here.clone())),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{Chains, End};
    use crate::load::{Map, Node};
    use crate::pointer::Pointer;

    fn reference(target: usize) -> Node {
        let target = Node::String(format!("#/{target}"));
        Node::Object(Map::from_iter([("$ref".to_owned(), target)]))
    }

    fn at(index: usize) -> Pointer {
        Pointer::root().index(index)
    }

    /// Follows each of several references, and returns the ends and how many nodes were looked up.
    fn ends(nodes: &[Node], order: impl Iterator<Item = usize>) -> (Vec<End>, usize) {
        let (chains, count) = (Chains::default(), Cell::new(0));
        let node = |at: &Pointer| {
            count.set(count.get() + 1);
            nodes.get(at.last_segment()?.parse::<usize>().ok()?)
        };
        let ends = order.map(|index| chains.end(&at(index), node)).collect();
        (ends, count.get())
    }

    #[test]
    fn every_reference_of_a_chain_has_its_end_in_linear_time() {
        for length in [1, 63, 64, 65, 5000] {
            let chain = || (1..=length).map(reference);
            for (last, end) in [
                (Some(Node::Null), End::Definition(at(length))),
                (None, End::Nothing(at(length))),
            ] {
                let nodes: Vec<Node> = chain().chain(last).collect();
                let forward = ends(&nodes, 0..=length);
                let backward = ends(&nodes, (0..=length).rev());
                for (found, count) in [forward, backward] {
                    assert!(found.iter().all(|found| *found == end), "{length}");
                    assert!(count < length * 68 + 2, "{length}: {count}");
                }
            }
        }
    }

    #[test]
    fn a_cycle_is_one_however_long_it_is() {
        for length in [1, 2, 63, 64, 65, 5000] {
            // A hundred references lead into it.
            let ring = (1..length).chain([0]).chain(length + 1..length + 100).map(reference);
            let nodes: Vec<Node> = ring.chain([reference(0)]).collect();
            let (found, count) = ends(&nodes, 0..nodes.len());
            let in_ring: Vec<End> = (0..length).map(|index| End::Cycle(at(index))).collect();
            assert!(found.iter().all(|found| in_ring.contains(found)), "{length}");
            // After as many references as are followed at first, and where they lead once that is known.
            let after = |index: usize| End::Cycle(at((index + 64) % length));
            assert!(
                (0..length).all(|index| found.get(index) == Some(&after(index))),
                "{length}"
            );
            assert!(count < nodes.len() * 68, "{length}: {count}");
        }
    }
}
