//! Which nodes of the document a key of the configuration names.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::{in_tree, node};
use super::nearest;
use super::nodes::for_each_object;
use super::pattern::Pattern;
use crate::config::Override;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::load::{Documents, Node};
use crate::normalize::METHODS;
use crate::pointer::{Pointer, escape, unescape};
use crate::resolve::{Resolver, all_paths};
use crate::text::similar;

/// What describes a schema, and does not change it.
const DOCS: [&str; 4] = ["title", "description", "example", "examples"];

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
    let mut ids = None;
    for (key, chosen) in overrides {
        let (rank, nodes) = if has_node(documents, key) {
            (2, by_pointer(documents, key))
        } else if key.contains('*') {
            (0, by_pattern(documents, &Pattern::parse(key)))
        } else if key.contains('#') {
            (2, by_pointer(documents, key))
        } else {
            let ids = ids.get_or_insert_with(|| operation_ids(Resolver::new(documents)));
            let operation = ids.get(key.as_str());
            (
                1,
                operation.map(|at| documents.origins.original(at)).into_iter().collect(),
            )
        };
        if nodes.is_empty() {
            report(documents, key, diagnostics);
            continue;
        }
        if chosen.is_empty() {
            let message = format!("the override for `{key}` decides nothing; add a decision, such as `nullable`");
            diagnostics.add(&codes::CONFIG, &Pointer::parse(key), message);
            continue;
        }
        let nodes = if chosen.everywhere {
            everywhere(documents, nodes)
        } else {
            nodes
        };
        let selected = Selected {
            key: key.clone(),
            is_pattern: rank == 0 || chosen.everywhere,
            nodes,
            chosen: chosen.clone(),
        };
        found.push((rank, selected));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, selected)| selected).collect()
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

fn by_pattern(documents: &Documents, pattern: &Pattern) -> Vec<Pointer> {
    let mut found = BTreeSet::new();
    for (file, tree) in &documents.files {
        let mut visit = |at: &Pointer, node: &Node| {
            let Node::Object(members) = node else { return };
            for key in members.keys().filter(|key| pattern.may_end_with(key)) {
                let text = documents.origins.original(&at.child(key));
                if pattern.matches(text.file(), &text.segments()) {
                    found.insert(text);
                }
            }
        };
        for_each_object(tree, &Pointer::document(file), &mut visit);
    }
    found.into_iter().collect()
}

/// The nodes, and all others with the same key and the same content, apart from descriptions and examples.
pub(super) fn everywhere(documents: &Documents, nodes: Vec<Pointer>) -> Vec<Pointer> {
    let wanted: Vec<(String, Node)> = nodes
        .iter()
        .flat_map(|text| in_tree(documents, text))
        .filter_map(|at| Some((at.segments().pop()?, content(node(documents, &at)?))))
        .collect();
    let mut found = BTreeSet::from_iter(nodes);
    for (file, tree) in &documents.files {
        for_each_object(tree, &Pointer::document(file), &mut |at, node| {
            let Node::Object(members) = node else { return };
            for (key, value) in members {
                if wanted.iter().any(|(name, node)| name == key && *node == content(value)) {
                    found.insert(documents.origins.original(&at.child(key)));
                }
            }
        });
    }
    found.into_iter().collect()
}

/// A node without descriptions and examples.
fn content(node: &Node) -> Node {
    match node {
        Node::Object(members) => {
            let is_text = |key: &str, value: &Node| DOCS.contains(&key) && !value.is_object();
            let members = members.iter().filter(|(key, value)| !is_text(key, value));
            Node::Object(members.map(|(key, value)| (key.clone(), content(value))).collect())
        }
        Node::Array(list) => Node::Array(list.iter().map(content).collect()),
        other => other.clone(),
    }
}

fn report(documents: &Documents, key: &str, diagnostics: &mut Diagnostics) {
    let at = Pointer::parse(key);
    let similar = if key.contains('*') {
        similar_pattern(documents, key)
    } else if key.contains('#') {
        nearest::pointer(documents, &at).map(|at| documents.origins.original(&at).to_string())
    } else {
        let ids = operation_ids(Resolver::new(documents));
        similar(key, ids.keys().copied()).map(str::to_owned)
    };
    let message = format!("the override for `{key}` matches nothing in this document");
    diagnostics.report(Diagnostic::new(&codes::CONFIG, &at, message).suggest(similar.as_deref()));
}

/// The pattern with another key at its end, which matches something.
fn similar_pattern(documents: &Documents, key: &str) -> Option<String> {
    let (before, last) = key.rsplit_once('/')?;
    let any = by_pattern(documents, &Pattern::parse(&format!("{before}/*")));
    let keys: Vec<String> = any.iter().filter_map(|at| at.segments().pop()).collect();
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
