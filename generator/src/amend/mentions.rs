//! How many schemas mention a member by its name. What only one mentions has no counterpart to search for, which would be
//! among thousands of parts of one `allOf`.

use std::collections::HashMap;

use super::nodes::for_each_object;
use crate::load::{Documents, Node};
use crate::pointer::Pointer;

/// The schemas by the names that they mention: those that declare the member, require it, or have it as their discriminator.
/// There may be fewer.
#[derive(Debug, Default)]
pub(super) struct Mentions(HashMap<String, usize>);

impl Mentions {
    pub(super) fn of(documents: &Documents) -> Self {
        let mut found = Self::default();
        for (file, tree) in &documents.files {
            for_each_object(tree, &Pointer::document(file), &mut |_, node| found.add(node));
        }
        found
    }

    fn add(&mut self, node: &Node) {
        let members = node.get("properties").and_then(Node::as_object);
        let has_member = |name: &str| members.is_some_and(|members| members.contains_key(name));
        let required = node.get("required").and_then(Node::as_array);
        let tag = node.get("discriminator").and_then(|tag| tag.get("propertyName"));
        let others = required.into_iter().flatten().chain(tag).filter_map(Node::as_str);
        let others = others.filter(|name| !has_member(name));
        let all = members
            .into_iter()
            .flat_map(|members| members.keys().map(String::as_str));
        all.chain(others).for_each(|name| self.count(name, 1));
    }

    fn count(&mut self, name: &str, more: usize) {
        match self.0.get_mut(name) {
            Some(count) => *count += more,
            None => {
                self.0.insert(name.to_owned(), more);
            }
        }
    }

    /// How many schemas mention a name at most.
    pub(super) fn most(&self, name: &str) -> usize {
        self.0.get(name).copied().unwrap_or(0)
    }

    /// Schemas that mention `old` mention `new` now.
    pub(super) fn renamed(&mut self, old: &str, new: &str) {
        self.count(new, self.most(old));
    }
}
