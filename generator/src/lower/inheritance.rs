//! Which schemas are built on which others, and what their discriminators map.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::Node;
use crate::pointer::Pointer;
use crate::resolve::Resolver;

/// Which named schema is built on which others.
#[derive(Debug, Default)]
pub(super) struct Inheritance {
    pub children: BTreeMap<Pointer, BTreeSet<Pointer>>,
    pub parents: BTreeMap<Pointer, BTreeSet<Pointer>>,
    /// The schemas whose discriminator maps a value to a schema.
    pub mapped_by: BTreeMap<Pointer, BTreeSet<Pointer>>,
}

impl Inheritance {
    pub(super) fn find(resolver: Resolver<'_>) -> Self {
        let mut inheritance = Self::default();
        for root in resolver.roots() {
            inheritance.add(resolver, &root);
            let schemas = root.child("components").child("schemas");
            for name in resolver.members(&schemas).into_iter().flat_map(|map| map.keys()) {
                inheritance.add(resolver, &schemas.child(name));
            }
        }
        inheritance
    }

    fn add(&mut self, resolver: Resolver<'_>, child: &Pointer) {
        for (_, target) in mapping(resolver, child) {
            self.mapped_by.entry(target).or_default().insert(child.clone());
        }
        let list = child.child("allOf");
        let parts = resolver.node(&list).and_then(Node::as_array);
        for (index, part) in parts.into_iter().flatten().enumerate() {
            if part.get("$ref").is_none() {
                continue;
            }
            if let Ok(parent) = resolver.definition(&list.index(index)) {
                self.children.entry(parent.clone()).or_default().insert(child.clone());
                self.parents.entry(child.clone()).or_default().insert(parent);
            }
        }
    }
}

/// The mapping of a discriminator: values and schemas.
pub(super) fn mapping(resolver: Resolver<'_>, at: &Pointer) -> Vec<(String, Pointer)> {
    let mapping = resolver
        .node(at)
        .and_then(|node| node.get("discriminator")?.get("mapping"));
    let entries = mapping.and_then(Node::as_object).into_iter().flatten();
    entries
        .filter_map(|(value, target)| {
            let target = mapping_target(target.as_str()?);
            Some((value.clone(), resolver.definition(&target).ok()?))
        })
        .collect()
}

/// The target of a mapping: a reference, or the bare name of a component.
pub(super) fn mapping_target(text: &str) -> Pointer {
    if text.contains('#') || text.contains('/') || text.contains('.') {
        Pointer::parse(text)
    } else {
        Pointer::root().child("components").child("schemas").child(text)
    }
}
