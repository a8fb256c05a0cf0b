//! `everywhere`: the other parts of the document with the same key and the same schema.

use std::collections::{BTreeSet, HashMap};

use super::edit::{in_tree, node};
use super::nodes::for_each_object;
use crate::load::{Documents, Node};
use crate::pointer::Pointer;

/// What describes a schema, and does not change it.
const DOCS: [&str; 4] = ["title", "description", "example", "examples"];

/// Nodes of the text, each with the numbers of those that ask for it, by keys and contents.
type Wanted = HashMap<String, HashMap<String, Vec<usize>>>;

/// For each list of nodes, these and all others with the same key and the same content, apart from descriptions and examples.
pub(super) fn everywhere(documents: &Documents, lists: Vec<Vec<Pointer>>) -> Vec<Vec<Pointer>> {
    let mut wanted = Wanted::new();
    for (number, nodes) in lists.iter().enumerate() {
        for at in nodes.iter().flat_map(|text| in_tree(documents, text)) {
            if let (Some(key), Some(node)) = (at.last_segment(), node(documents, &at)) {
                let asking = wanted.entry(key).or_default().entry(content(node)).or_default();
                if asking.last() != Some(&number) {
                    asking.push(number);
                }
            }
        }
    }
    let mut found: Vec<BTreeSet<Pointer>> = lists.into_iter().map(BTreeSet::from_iter).collect();
    let mut visit = |at: &Pointer, node: &Node| {
        let Node::Object(members) = node else { return };
        for (key, value) in members {
            let contents = wanted.get(key);
            let Some(asking) = contents.and_then(|contents| contents.get(&content(value))) else {
                continue;
            };
            let text = documents.origins.original(&at.child(key));
            for number in asking {
                if let Some(nodes) = found.get_mut(*number) {
                    nodes.insert(text.clone());
                }
            }
        }
    };
    // Most configurations have none.
    let files = documents.files.iter().filter(|_| !wanted.is_empty());
    files.for_each(|(file, tree)| for_each_object(tree, &Pointer::document(file), &mut visit));
    found.into_iter().map(Vec::from_iter).collect()
}

/// A node without descriptions and examples, as a text that does not depend on the order of members.
fn content(node: &Node) -> String {
    let mut text = String::new();
    write(node, &mut text);
    text
}

fn write(node: &Node, text: &mut String) {
    match node {
        Node::Object(members) => {
            let is_text = |key: &str, value: &Node| DOCS.contains(&key) && !value.is_object();
            let mut members: Vec<(&String, &Node)> =
                members.iter().filter(|(key, value)| !is_text(key, value)).collect();
            members.sort_unstable_by_key(|(key, _)| *key);
            text.push('{');
            for (key, value) in members {
                text.push_str(&Node::from(key.as_str()).to_string());
                text.push(':');
                write(value, text);
                text.push(',');
            }
            text.push('}');
        }
        Node::Array(list) => {
            text.push('[');
            for value in list {
                write(value, text);
                text.push(',');
            }
            text.push(']');
        }
        other => text.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::content;

    #[test]
    fn contents_differ_in_what_decides_only() {
        let one = json!({"type": "object", "properties": {"title": {"type": "string"}, "a": [1, "1"]}, "title": "One"});
        let same =
            json!({"description": "d", "properties": {"a": [1, "1"], "title": {"type": "string"}}, "type": "object"});
        assert_eq!(content(&one), content(&same));
        for other in [
            json!({"type": "object", "properties": {"a": [1, "1"]}}),
            json!({"type": "object", "properties": {"title": {"type": "string"}, "a": ["1", 1]}}),
            json!({"type": "object", "properties": {"title": {"type": "string"}, "a": [1, 1]}}),
        ] {
            assert_ne!(content(&one), content(&other));
        }
    }
}
