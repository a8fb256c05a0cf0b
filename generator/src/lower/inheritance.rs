//! Which schemas are built on which others, and what their discriminators map.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::{Node, get};
use crate::pointer::Pointer;
use crate::resolve::{Discriminator, Resolver, SchemaType};

/// Which named schema is built on which others.
#[derive(Debug, Default)]
pub(super) struct Inheritance {
    pub children: BTreeMap<Pointer, BTreeSet<Pointer>>,
    pub parents: BTreeMap<Pointer, BTreeSet<Pointer>>,
    /// The schemas whose discriminator maps values to a schema, and the values.
    pub mapped_by: BTreeMap<Pointer, BTreeMap<Pointer, Vec<String>>>,
    /// The schemas with a discriminator of their own or of a schema that they are built on.
    pub distinguished: BTreeSet<Pointer>,
    /// The discriminator properties of these schemas.
    pub keys: BTreeMap<Pointer, Option<String>>,
    /// The components that are nothing but a reference to a definition elsewhere, by that definition. It has their name.
    pub components: BTreeMap<Pointer, Pointer>,
    /// For each branch of a union with a discriminator: the property, and the values that select the branch.
    pub listed: BTreeMap<Pointer, BTreeMap<String, BTreeSet<String>>>,
    /// The schemas whose branches were listed, by the property.
    walked: BTreeMap<String, BTreeSet<Pointer>>,
    /// Every union.
    pub unions: Vec<Pointer>,
}

impl Inheritance {
    pub(super) fn find(resolver: Resolver<'_>) -> Self {
        let mut inheritance = Self::default();
        for root in resolver.roots() {
            if let Some(node) = resolver.node(&root) {
                inheritance.list(resolver, node, &mut Vec::new(), &root);
            }
            inheritance.add(resolver, &root);
            let schemas = root.child("components").child("schemas");
            for folder in [&schemas, &root.child("definitions"), &root.child("$defs"), &root] {
                for name in resolver.members(folder).into_iter().flat_map(|map| map.keys()) {
                    inheritance.add(resolver, &folder.child(name));
                }
            }
        }
        inheritance.keys = inheritance
            .children
            .keys()
            .chain(inheritance.parents.keys())
            .map(|at| (at.clone(), own_key(resolver, at)))
            .collect();
        inheritance.find_distinguished();
        inheritance.name_components(resolver);
        inheritance
    }

    fn find_distinguished(&mut self) {
        let own = self.keys.iter().filter(|(_, key)| key.is_some());
        let mut waiting: Vec<&Pointer> = own.map(|(at, _)| at).collect();
        while let Some(at) = waiting.pop() {
            if self.distinguished.insert(at.clone()) {
                waiting.extend(self.children.get(at).into_iter().flatten());
            }
        }
    }

    /// Finds the components of the main document that are references.
    fn name_components(&mut self, resolver: Resolver<'_>) {
        let schemas = Pointer::root().child("components").child("schemas");
        let mut found: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
        for name in resolver.members(&schemas).into_iter().flat_map(|map| map.keys()) {
            let component = schemas.child(name);
            match resolver.definition(&component) {
                Ok(target) if target != component && !schemas.contains(&target) => {
                    found.entry(target).or_default().push(component);
                }
                _ => {}
            }
        }
        let only = found
            .into_iter()
            .filter_map(|(target, components)| match components.as_slice() {
                [only] => Some((target, only.clone())),
                _ => None,
            });
        self.components = only.collect();
    }

    /// Finds every union with a discriminator. `path`: the keys between the root and this node.
    fn list<'n>(&mut self, resolver: Resolver<'_>, node: &'n Node, path: &mut Vec<Step<'n>>, root: &Pointer) {
        match node {
            Node::Object(map) => {
                let is_union = get(map, "oneOf").is_some() || get(map, "anyOf").is_some();
                if is_union {
                    let at = path.iter().fold(root.clone(), |at, step| step.below(&at));
                    if get(map, "discriminator").is_some_and(Node::is_object) {
                        self.list_branches(resolver, &at);
                    }
                    self.unions.push(at);
                }
                for (key, value) in map {
                    path.push(Step::Key(key));
                    self.list(resolver, value, path, root);
                    path.pop();
                }
            }
            Node::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    path.push(Step::Index(index));
                    self.list(resolver, value, path, root);
                    path.pop();
                }
            }
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => {}
        }
    }

    fn list_branches(&mut self, resolver: Resolver<'_>, union: &Pointer) {
        let (Some(schema), Some(declared)) = (resolver.schema(union), resolver.discriminator(union)) else {
            return;
        };
        // Then the union declares the property for all of its branches.
        if schema.properties.iter().any(|(name, _)| *name == declared.property) {
            return;
        }
        let mapped = mapped(resolver, &declared);
        for branch in schema.one_of.iter().chain(&schema.any_of) {
            let Ok(target) = resolver.definition(branch) else {
                continue;
            };
            if target == *branch {
                continue;
            }
            let values = match mapped.get(&target) {
                None => implied_name(&target).into_iter().collect(),
                Some(values) => values.iter().cloned().collect(),
            };
            self.list_branch(resolver, &target, &declared.property, values);
        }
    }

    /// The branches of a branch have the member as well. They are branches of other unions too, so no value is theirs.
    fn list_branch(&mut self, resolver: Resolver<'_>, branch: &Pointer, property: &str, mut values: BTreeSet<String>) {
        let of_branch = self.listed.entry(branch.clone()).or_default();
        of_branch.entry(property.to_owned()).or_default().append(&mut values);
        // Each schema is walked once for a property, from whichever union it is reached first.
        let seen = self.walked.entry(property.to_owned()).or_default();
        let mut waiting: Vec<Pointer> = Some(branch.clone())
            .filter(|at| seen.insert(at.clone()))
            .into_iter()
            .collect();
        while let Some(at) = waiting.pop() {
            let schema = resolver.schema(&at).unwrap_or_default();
            for inner in schema.one_of.iter().chain(&schema.any_of) {
                let Ok(target) = resolver.definition(inner) else {
                    continue;
                };
                let of_target = self.listed.entry(target.clone()).or_default();
                of_target.entry(property.to_owned()).or_default();
                if seen.insert(target.clone()) {
                    waiting.push(target);
                }
            }
        }
    }

    fn add(&mut self, resolver: Resolver<'_>, child: &Pointer) {
        for (value, target) in mapping(resolver, child) {
            let of_target = self.mapped_by.entry(target).or_default();
            let values = of_target.entry(child.clone()).or_default();
            if !values.contains(&value) {
                values.push(value);
            }
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

/// A key of an object or an index of a list.
enum Step<'n> {
    Key(&'n str),
    Index(usize),
}

impl Step<'_> {
    fn below(&self, at: &Pointer) -> Pointer {
        match self {
            Self::Key(key) => at.child(key),
            Self::Index(index) => at.index(*index),
        }
    }
}

/// The name of a schema: its key, or the name of its file.
pub(super) fn name_of(at: &Pointer) -> String {
    let file = at.file().rsplit('/').next().unwrap_or("");
    let stem = file.split('.').next().unwrap_or("");
    at.last_segment().unwrap_or_else(|| stem.to_owned())
}

/// The value of a discriminator without a mapping: the name of a component or of a file. Other definitions have no name.
pub(super) fn implied_name(at: &Pointer) -> Option<String> {
    let segments = at.segments();
    let is_named = match segments.as_slice() {
        [] | [_] => !at.file().is_empty(),
        [.., folder, _] => matches!(folder.as_str(), "schemas" | "definitions" | "$defs"),
    };
    is_named.then(|| name_of(at))
}

/// The discriminator property of a schema that does not list its branches.
pub(super) fn own_key(resolver: Resolver<'_>, at: &Pointer) -> Option<String> {
    // Most schemas have none, or list their branches, so this is found without reading the others.
    let node = resolver.node(at)?;
    node.get("discriminator")?;
    let lists = |key: &str| {
        node.get(key)
            .and_then(Node::as_array)
            .is_some_and(|list| !list.is_empty())
    };
    if lists("oneOf") || lists("anyOf") {
        return None;
    }
    let schema = resolver.schema(at)?;
    let is_object = schema.kind.is_none_or(|kind| kind == SchemaType::Object);
    let is_parent = is_object && !schema.is_union();
    schema.discriminator.clone().filter(|_| is_parent)
}

/// The values of a mapping, by the schema that they select.
pub(super) fn mapped(resolver: Resolver<'_>, declared: &Discriminator) -> BTreeMap<Pointer, Vec<String>> {
    let mut mapped: BTreeMap<Pointer, Vec<String>> = BTreeMap::new();
    for (value, other) in &declared.mapping {
        if let Ok(target) = resolver.definition(other) {
            mapped.entry(target).or_default().push(value.clone());
        }
    }
    mapped
}

/// The mapping of a discriminator: values and schemas.
pub(super) fn mapping(resolver: Resolver<'_>, at: &Pointer) -> Vec<(String, Pointer)> {
    let declared = resolver.discriminator(at);
    let entries = declared.into_iter().flat_map(|declared| declared.mapping);
    entries
        .filter_map(|(value, target)| Some((value, resolver.definition(&target).ok()?)))
        .collect()
}
