//! The keys of definitions in `names.lock`, and the words of their names.

use super::context::Lower;
use crate::ir::Hint;
use crate::load::Node;
use crate::pointer::Pointer;
use crate::resolve::Location;

/// Segments of pointers that structure a document, and are no words of a name.
const STRUCTURE: [&str; 15] = [
    "components",
    "schemas",
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "content",
    "schema",
    "paths",
    "responses",
    "requestBodies",
    "requestBody",
    "$defs",
    "definitions",
];

impl Lower<'_, '_> {
    /// The hint of a definition that is referenced: its component name, or the names in its pointer.
    pub(super) fn hint_of(&mut self, at: &Pointer) -> Hint {
        let segments = at.segments();
        if let Some(component) = self.inheritance.components.get(at) {
            let name = component.last_segment().unwrap_or_default();
            return Hint::component(&name, component.clone());
        }
        if let [first, second, name] = segments.as_slice()
            && first == "components"
            && second == "schemas"
        {
            return Hint::component(name, at.clone());
        }
        let names = segments.iter().map(String::as_str);
        let mut names: Vec<&str> = names
            .filter(|name| !STRUCTURE.contains(name) && !name.contains("json"))
            .collect();
        let file = at.file().rsplit('/').next().unwrap_or("");
        if names.is_empty() {
            names.push(file.split('.').next().unwrap_or(""));
        }
        let name = names.join(" ");
        Hint::component(&name, self.key_of(at))
    }

    /// The pointer of a definition with a word for each index of a list, so that an inserted element changes no key.
    pub(super) fn key_of(&mut self, at: &Pointer) -> Pointer {
        let segments = at.segments();
        let is_index = |segment: &String| segment.parse::<usize>().is_ok();
        if !segments.iter().any(is_index) {
            return at.clone();
        }
        let mut here = Pointer::document(at.file());
        let mut key = here.clone();
        for segment in segments {
            let next = here.child(&segment);
            let list = self.resolver.node(&here).and_then(Node::as_array).map(Vec::len);
            key = match list {
                Some(length) => self.element_key(&key, &here, &next, length),
                None => key.child(&segment),
            };
            here = next;
        }
        key
    }

    /// The key of an element of a list: location and name of a parameter, else the key of a branch.
    fn element_key(&mut self, key: &Pointer, list: &Pointer, element: &Pointer, length: usize) -> Pointer {
        let parameter = self.resolver.definition(element).ok();
        if let Some(parameter) = parameter.and_then(|at| self.resolver.parameter(&at).ok()) {
            let location = match parameter.location {
                Location::Query => "query",
                Location::Header => "header",
                Location::Path => "path",
                Location::Cookie => "cookie",
            };
            return key.child(location).child(&parameter.name);
        }
        if !self.branch_keys.contains_key(element) {
            let elements: Vec<Pointer> = (0..length).map(|index| list.index(index)).collect();
            let labels = self.own_labels(None, &elements);
            let keys = labels.into_iter().map(|label| label.key);
            self.branch_keys.extend(elements.into_iter().zip(keys));
        }
        key.child(self.branch_keys.get(element).map_or("", String::as_str))
    }
}
