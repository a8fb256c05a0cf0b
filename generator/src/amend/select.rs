//! Which nodes of the document a key of the configuration names.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::edit::{in_tree, node};
use super::everywhere::everywhere;
use super::nearest;
use super::nodes::for_each_object;
use super::pattern::Pattern;
use super::pattern_index::PatternIndex;
use crate::config::Override;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::load::{Documents, Node};
use crate::normalize::METHODS;
use crate::pointer::{Pointer, escape, unescape};
use crate::resolve::{Resolver, all_paths};
use crate::text::similar;

/// One override, and the nodes that it is about.
pub(super) struct Selected {
    /// As in the configuration.
    pub key: String,
    pub is_pattern: bool,
    /// By pointers of the text.
    pub nodes: Vec<Pointer>,
    pub chosen: Override,
}

/// Every override with its nodes: patterns first, then operations, then pointers, so that the most exact key decides. Keys that
/// match nothing are reported.
pub(super) fn all(
    documents: &Documents,
    overrides: &BTreeMap<String, Override>,
    diagnostics: &mut Diagnostics,
) -> Vec<Selected> {
    let mut found = Vec::new();
    let ids = LazyCell::new(|| operation_ids(Resolver::new(documents)));
    let is_pattern = |key: &str| key.contains('*') && !has_node(documents, key);
    let patterns = overrides.keys().filter(|key| is_pattern(key));
    let patterns: Vec<Pattern> = patterns.map(|key| Pattern::parse(key)).collect();
    let mut matched = by_patterns(documents, &patterns).into_iter();
    for (key, chosen) in overrides {
        let (rank, nodes) = if is_pattern(key) {
            (0, matched.next().unwrap_or_default())
        } else if key.contains('#') {
            (2, by_pointer(documents, key))
        } else {
            let operation = ids.get(key.as_str());
            (
                1,
                operation.map(|at| documents.origins.original(at)).into_iter().collect(),
            )
        };
        if nodes.is_empty() {
            let similar = match rank {
                _ if !diagnostics.suggests(&codes::CONFIG) => None,
                0 => similar_pattern(documents, key),
                1 => similar(key, ids.keys().copied()).map(str::to_owned),
                _ => nearest::pointer(documents, &Pointer::parse(key))
                    .map(|at| documents.origins.original(&at).to_string()),
            };
            report(key, similar, diagnostics);
            continue;
        }
        if chosen.is_empty() {
            let message = format!("the override for `{key}` decides nothing; add a decision, such as `nullable`");
            diagnostics.add(&codes::CONFIG, &Pointer::parse(key), message);
            continue;
        }
        let selected = Selected {
            key: key.clone(),
            is_pattern: rank == 0 || chosen.everywhere,
            nodes,
            chosen: chosen.clone(),
        };
        found.push((rank, selected));
    }
    found.sort_by_key(|(rank, _)| *rank);
    let mut found: Vec<Selected> = found.into_iter().map(|(_, selected)| selected).collect();
    add_equal(documents, &mut found);
    found
}

/// Adds the nodes of overrides with `everywhere`.
fn add_equal(documents: &Documents, found: &mut [Selected]) {
    let everywhere_of = |one: &&mut Selected| one.chosen.everywhere;
    let lists = found.iter_mut().filter(everywhere_of);
    let lists = lists.map(|one| std::mem::take(&mut one.nodes)).collect();
    let equal = everywhere(documents, lists);
    for (one, nodes) in found.iter_mut().filter(everywhere_of).zip(equal) {
        one.nodes = nodes;
    }
}

fn has_node(documents: &Documents, key: &str) -> bool {
    key.contains('#') && node(documents, &Pointer::parse(key)).is_some()
}

/// The node at a pointer. References on the way are followed, one at its end is not.
fn by_pointer(documents: &Documents, key: &str) -> Vec<Pointer> {
    let text = Pointer::parse(key);
    let in_tree = in_tree(documents, &text);
    if in_tree.iter().any(|at| node(documents, at).is_some()) {
        return vec![text];
    }
    let resolver = Resolver::new(documents);
    let follow = |at: &Pointer| {
        let mut here = Pointer::document(at.file());
        for segment in at.segments() {
            here = resolver.definition(&here).ok()?.child(&segment);
        }
        resolver.node(&here).map(|_| documents.origins.original(&here))
    };
    in_tree.iter().filter_map(follow).collect()
}

/// The nodes that each pattern matches.
fn by_patterns(documents: &Documents, patterns: &[Pattern]) -> Vec<Vec<Pointer>> {
    let mut found: Vec<BTreeSet<Pointer>> = patterns.iter().map(|_| BTreeSet::new()).collect();
    if patterns.is_empty() {
        return Vec::new();
    }
    let index = PatternIndex::of(patterns);
    for (file, tree) in &documents.files {
        let mut visit = |at: &Pointer, node: &Node| {
            let Node::Object(members) = node else { return };
            for key in members.keys() {
                let numbers = index.near(key).into_iter();
                let near = numbers.filter_map(|number| Some((number, patterns.get(number)?)));
                let here = LazyCell::new(|| {
                    let text = documents.origins.original(&at.child(key));
                    let segments = text.segments();
                    (text, segments)
                });
                for (number, pattern) in near.filter(|(_, pattern)| pattern.may_end_with(key)) {
                    let (text, segments) = &*here;
                    if pattern.matches(text.file(), segments)
                        && let Some(nodes) = found.get_mut(number)
                    {
                        nodes.insert(text.clone());
                    }
                }
            }
        };
        for_each_object(tree, &Pointer::document(file), &mut visit);
    }
    found.into_iter().map(|nodes| nodes.into_iter().collect()).collect()
}

fn report(key: &str, similar: Option<String>, diagnostics: &mut Diagnostics) {
    let at = Pointer::parse(key);
    let message = format!("the override for `{key}` matches nothing in this document");
    diagnostics.report(Diagnostic::new(&codes::CONFIG, &at, message).suggest(similar.as_deref()));
}

/// The pattern with another key at its end, which matches something.
fn similar_pattern(documents: &Documents, key: &str) -> Option<String> {
    let (before, last) = key.rsplit_once('/')?;
    let any = by_patterns(documents, &[Pattern::parse(&format!("{before}/*"))]);
    let keys: Vec<String> = any.iter().flatten().filter_map(Pointer::last_segment).collect();
    let similar = similar(&unescape(last), keys.iter().map(String::as_str))?;
    Some(format!("{before}/{}", escape(similar)))
}

/// Operations by their ids; of two with the same id, the one whose path sorts first.
fn operation_ids(resolver: Resolver<'_>) -> BTreeMap<&str, Pointer> {
    let mut paths = all_paths(resolver);
    paths.sort_by(|a, b| a.path.cmp(&b.path));
    let mut found = BTreeMap::new();
    for declared in paths {
        let Ok(item) = declared.item else { continue };
        for method in METHODS {
            let id = resolver
                .node(&item.child(method))
                .and_then(|node| node.get("operationId"))
                .and_then(Node::as_str);
            if let Some(id) = id {
                found.entry(id).or_insert_with(|| declared.key.child(method));
            }
        }
    }
    found
}
