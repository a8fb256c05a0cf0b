//! `$id` and `$anchor`: the names that schemas give themselves.

use std::collections::BTreeMap;

use super::node::{Node, get};
use crate::pointer::Pointer;

/// The named schemas of all files that were read.
#[derive(Debug, Default)]
pub(super) struct Resources {
    /// Schemas by their absolute `$id`.
    ids: BTreeMap<String, Pointer>,
    /// The `$id` of each schema that has one.
    roots: BTreeMap<Pointer, String>,
    /// Schemas by file and `$anchor`.
    anchors: BTreeMap<(String, String), Anchored>,
}

/// The schemas of a file that have one anchor.
#[derive(Debug)]
struct Anchored {
    first: Pointer,
    /// The first one in each schema with an `$id`, and the first one outside of them.
    by_root: BTreeMap<Option<Pointer>, Pointer>,
}

impl Resources {
    /// Adds the named schemas of a file.
    pub(super) fn add(&mut self, tree: &Node, file: &str, text: &str) {
        let is_name = |(at, _): (usize, &str)| {
            let key = text.get(at..).unwrap_or("");
            ["$id", "$anchor", "$dynamicAnchor"]
                .iter()
                .any(|known| key.starts_with(known))
        };
        if text.match_indices('$').any(is_name) {
            self.walk(tree, &Pointer::document(file), ("", None));
        }
    }

    /// `base` and `root` are the `$id` of the schema around a node, and its pointer.
    fn walk(&mut self, node: &Node, at: &Pointer, (base, root): (&str, Option<&Pointer>)) {
        match node {
            Node::Object(map) => {
                let text = |key: &str| get(map, key).and_then(Node::as_str);
                let (mut base, mut root) = (base.to_owned(), root);
                // In older drafts, an `$id` may be an anchor.
                let (id, old_anchor) = match text("$id") {
                    Some(id) => id.split_once('#').unwrap_or((id, "")),
                    None => ("", ""),
                };
                if !id.is_empty() {
                    base = absolute(&base, id);
                    self.ids.entry(base.clone()).or_insert_with(|| at.clone());
                    self.roots.insert(at.clone(), base.clone());
                    root = Some(at);
                }
                let anchors = [text("$anchor"), text("$dynamicAnchor"), Some(old_anchor)];
                for name in anchors.into_iter().flatten().filter(|name| !name.is_empty()) {
                    let key = (at.file().to_owned(), name.to_owned());
                    let known = self.anchors.entry(key).or_insert_with(|| Anchored {
                        first: at.clone(),
                        by_root: BTreeMap::new(),
                    });
                    known.by_root.entry(root.cloned()).or_insert_with(|| at.clone());
                }
                for (key, value) in map.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
                    self.walk(value, &at.child(key), (&base, root));
                }
            }
            Node::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    self.walk(value, &at.index(index), (base, root));
                }
            }
            _ => {}
        }
    }

    /// The nearest schema with an `$id` that contains a pointer, and its absolute `$id`.
    pub(super) fn enclosing(&self, at: &Pointer) -> Option<(&Pointer, &str)> {
        if self.roots.is_empty() {
            return None;
        }
        let mut here = Some(at.clone());
        while let Some(pointer) = here {
            if let Some((root, id)) = self.roots.get_key_value(&pointer) {
                return Some((root, id));
            }
            here = pointer.parent();
        }
        None
    }

    /// The schema whose `$id` a reference names, as seen from a pointer.
    pub(super) fn by_id(&self, at: &Pointer, reference: &str) -> Option<&Pointer> {
        if self.ids.is_empty() {
            return None;
        }
        let base = self.enclosing(at).map_or("", |(_, id)| id);
        let found = self.ids.get(&absolute(base, reference));
        found.or_else(|| self.ids.get(reference))
    }

    /// The schema with an anchor: in the same resource if there is one, else the first of the file.
    pub(super) fn by_anchor(&self, at: &Pointer, file: &str, name: &str) -> Option<&Pointer> {
        let known = self.anchors.get(&(file.to_owned(), name.to_owned()))?;
        let own = self.enclosing(at).map(|(root, _)| root.clone());
        Some(known.by_root.get(&own).unwrap_or(&known.first))
    }
}

/// A reference as seen from an absolute URL.
fn absolute(base: &str, reference: &str) -> String {
    let has_scheme = reference
        .split_once(':')
        .is_some_and(|(scheme, _)| !scheme.contains('/'));
    let Some((scheme, rest)) = base.split_once("://").filter(|_| !has_scheme) else {
        return reference.to_owned();
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let relative = match reference.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("{folder}/{reference}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("{scheme}://{host}/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn references_are_relative_to_the_id() {
        assert_eq!(absolute("https://x/a/b.json", "c.json"), "https://x/a/c.json");
        assert_eq!(absolute("https://x/a/b.json", "/c"), "https://x/c");
        assert_eq!(absolute("https://x/a/b.json", "../c"), "https://x/c");
        assert_eq!(absolute("https://x/a", "urn:y"), "urn:y");
        assert_eq!(absolute("", "pet"), "pet");
    }
}
