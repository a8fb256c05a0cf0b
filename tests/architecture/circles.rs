//! Finds circles: files or rooms that use each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// One shortest circle for each edge that is part of one, without repeats, the shortest first: `[a, b, c]` for
/// a → b → c → a.
pub fn circles<'a>(edges: &BTreeSet<(&'a str, &'a str)>) -> Vec<Vec<&'a str>> {
    let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in edges {
        next.entry(from).or_default().push(to);
    }
    let mut found: BTreeSet<Vec<&str>> = BTreeSet::new();
    for (from, to) in edges {
        if let Some(way) = shortest_way(&next, to, from) {
            found.insert(from_least(way));
        }
    }
    let mut found: Vec<Vec<&str>> = found.into_iter().collect();
    found.sort_by_key(Vec::len);
    found
}

/// The nodes from `start` to `end`, both included.
fn shortest_way<'a>(next: &BTreeMap<&'a str, Vec<&'a str>>, start: &'a str, end: &str) -> Option<Vec<&'a str>> {
    let mut ways = VecDeque::from([vec![start]]);
    let mut seen = BTreeSet::from([start]);
    while let Some(way) = ways.pop_front() {
        let last = *way.last()?;
        if last == end {
            return Some(way);
        }
        for &node in next.get(last).into_iter().flatten() {
            if seen.insert(node) {
                ways.push_back([way.as_slice(), &[node]].concat());
            }
        }
    }
    None
}

/// The same circle, started at its least node, so that a circle is listed once.
fn from_least(mut circle: Vec<&str>) -> Vec<&str> {
    let least = circle
        .iter()
        .enumerate()
        .min_by_key(|(_, node)| **node)
        .map_or(0, |(at, _)| at);
    circle.rotate_left(least);
    circle
}

#[test]
fn circles_are_found() {
    let edges = BTreeSet::from([("a", "b"), ("b", "c"), ("c", "b"), ("c", "d"), ("d", "a")]);
    assert_eq!(circles(&edges), [vec!["b", "c"], vec!["a", "b", "c", "d"]]);
    assert!(circles(&BTreeSet::from([("a", "b"), ("a", "c"), ("b", "c")])).is_empty());
}
