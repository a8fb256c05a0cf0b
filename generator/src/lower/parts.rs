//! Which parts of media types are alike.

use std::collections::HashMap;

use crate::load::Node;
use crate::pointer::Pointer;
use crate::resolve::Resolver;

/// Numbers for the schemas and other parts of media types: those that are alike have the same one. A list may have thousands of
/// media types, so they are not compared with each other.
#[derive(Default)]
pub(super) struct Parts<'a> {
    by_pointer: HashMap<Pointer, usize>,
    /// The first part, until there is another one: mostly, all media types have the same schema.
    first: Option<&'a Node>,
    by_content: HashMap<&'a Node, usize>,
}

impl<'a> Parts<'a> {
    /// The number of a part, or `None` if there is no such part.
    pub(super) fn number(&mut self, resolver: Resolver<'a>, at: &Pointer) -> Option<usize> {
        let defined = resolver.definition(at).ok()?;
        if let Some(known) = self.by_pointer.get(&defined) {
            return Some(*known);
        }
        let content = resolver.node(&defined)?;
        let number = match self.by_pointer.is_empty() {
            true => {
                self.first = Some(content);
                0
            }
            false => {
                self.by_content.extend(self.first.take().map(|first| (first, 0)));
                let next = self.by_content.len();
                *self.by_content.entry(content).or_insert(next)
            }
        };
        self.by_pointer.insert(defined, number);
        Some(number)
    }
}
