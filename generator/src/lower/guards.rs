//! How the decoder and the names distinguish the branches of a union.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Lower;
use super::inheritance::mapping_target;
use super::members::Members;
use super::union::Branch;
use crate::ir::{Guard, JsonKind};
use crate::load::Node;
use crate::pointer::Pointer;

impl Lower<'_, '_> {
    /// The guards of a declared discriminator: the values of its mapping, else the names of the components.
    pub(super) fn declared_tags(&self, at: &Pointer, branches: &[Branch]) -> Option<Vec<Guard>> {
        let declared = self.resolver.node(at)?.get("discriminator")?;
        let key = declared.get("propertyName")?.as_str()?.to_owned();
        let mapping: Vec<(String, Pointer)> = declared
            .get("mapping")
            .and_then(Node::as_object)
            .into_iter()
            .flatten()
            .filter_map(|(value, target)| Some((value.clone(), mapping_target(target.as_str()?))))
            .collect();
        let mut guards = Vec::new();
        for branch in branches {
            let mut values: Vec<String> = mapping
                .iter()
                .filter(|(_, target)| self.resolver.definition(target).ok().as_ref() == Some(&branch.target))
                .map(|(value, _)| value.clone())
                .collect();
            if values.is_empty() {
                values = self.tag_values(&branch.target, &key).unwrap_or_default();
            }
            if values.is_empty() {
                values.extend(branch.target.segments().pop());
            }
            guards.push(Guard::tag(&key, values));
        }
        Some(guards)
    }

    /// The first of these members that no other branch has.
    fn own_name(&mut self, union: &Pointer, names: &[String]) -> Option<String> {
        if !self.branch_names.contains_key(union) {
            let mut uses: BTreeMap<String, usize> = BTreeMap::new();
            for pointer in self.branch_pointers(union) {
                let target = self.resolver.definition(&pointer).ok();
                for name in target.into_iter().flat_map(|target| self.property_names(&target)) {
                    *uses.entry(name).or_default() += 1;
                }
            }
            self.branch_names.insert(union.clone(), uses);
        }
        let uses = self.branch_names.get(union)?;
        names.iter().find(|name| uses.get(*name) == Some(&1)).cloned()
    }

    /// The guards of a member that every branch has: with different constants, or else required and with different
    /// defaults.
    pub(super) fn implied_tags(&self, branches: &[Branch]) -> Option<Vec<Guard>> {
        self.tags_by(branches, &|target, key| self.tag_values(target, key))
            .or_else(|| self.tags_by(branches, &|target, key| self.default_tag(target, key)))
    }

    fn tags_by(
        &self,
        branches: &[Branch],
        values_of: &dyn Fn(&Pointer, &str) -> Option<Vec<String>>,
    ) -> Option<Vec<Guard>> {
        let candidates = self.property_names(&branches.first()?.target);
        for key in candidates {
            let values: Option<Vec<Vec<String>>> = branches.iter().map(|b| values_of(&b.target, &key)).collect();
            let Some(values) = values else { continue };
            let mut seen = BTreeSet::new();
            if values.iter().flatten().all(|value| seen.insert(value.clone())) {
                return Some(values.into_iter().map(|values| Guard::tag(&key, values)).collect());
            }
        }
        None
    }

    /// The constants of the member `key` of an object.
    fn tag_values(&self, target: &Pointer, key: &str) -> Option<Vec<String>> {
        let pointer = self.property_pointer(target, key, 0)?;
        let pointer = self.resolver.definition(&pointer).ok()?;
        let values = self.resolver.node(&pointer)?.get("enum")?.as_array()?;
        values.iter().map(|value| value.as_str().map(str::to_owned)).collect()
    }

    /// The default of a required string.
    fn default_tag(&self, target: &Pointer, key: &str) -> Option<Vec<String>> {
        let mut members = Members::default();
        self.collect(target, &mut members);
        if !members.required.iter().any(|name| name == key) {
            return None;
        }
        let pointer = self.property_pointer(target, key, 0)?;
        let pointer = self.resolver.definition(&pointer).ok()?;
        let node = self.resolver.node(&pointer)?;
        let default = node.get("default").and_then(Node::as_str)?;
        Some(vec![default.to_owned()])
    }

    fn property_pointer(&self, target: &Pointer, key: &str, depth: usize) -> Option<Pointer> {
        let node = self.resolver.node(target)?;
        if node.get("properties").and_then(|p| p.get(key)).is_some() {
            return Some(target.child("properties").child(key));
        }
        let parts = node.get("allOf").and_then(Node::as_array).map_or(0, Vec::len);
        (0..parts).filter(|_| depth < 8).find_map(|index| {
            let part = self.resolver.definition(&target.child("allOf").index(index)).ok()?;
            self.property_pointer(&part, key, depth + 1)
        })
    }

    fn property_names(&self, target: &Pointer) -> Vec<String> {
        let mut members = Members::default();
        self.collect(target, &mut members);
        members.properties.into_iter().map(|(name, _)| name).collect()
    }

    /// Without tags: the JSON kind where it is unique, else the required members, else trial decoding.
    pub(super) fn shape_guards(&mut self, branches: &[Branch]) -> Vec<Guard> {
        let kinds: Vec<Option<JsonKind>> = branches.iter().map(|b| self.json_kind(&b.target, 0)).collect();
        let mut count: BTreeMap<Option<JsonKind>, usize> = BTreeMap::new();
        for kind in &kinds {
            *count.entry(*kind).or_default() += 1;
        }
        branches
            .iter()
            .zip(&kinds)
            .map(|(branch, kind)| match kind {
                Some(kind) if count.get(&Some(*kind)) == Some(&1) => Guard::Kind(*kind),
                Some(JsonKind::Object) => self.object_guard(&branch.target),
                _ => Guard::Any,
            })
            .collect()
    }

    /// The guard of an object among several: a required constant, else its required members.
    fn object_guard(&mut self, target: &Pointer) -> Guard {
        if let Some((key, value)) = self.own_constant(target) {
            return Guard::tag(&key, vec![value]);
        }
        let required = self.required_keys(target);
        if required.is_empty() {
            Guard::Any
        } else {
            Guard::Object {
                tags: Vec::new(),
                keys: required,
            }
        }
    }

    /// A required member that has a single constant.
    fn own_constant(&self, target: &Pointer) -> Option<(String, String)> {
        let mut members = Members::default();
        self.collect(target, &mut members);
        members
            .required
            .iter()
            .find_map(|key| match self.tag_values(target, key)?.as_slice() {
                [only] => Some((key.clone(), only.clone())),
                _ => None,
            })
    }

    /// The required members of an object, including those of its `allOf`.
    fn required_keys(&mut self, target: &Pointer) -> Vec<String> {
        let mut members = Members::default();
        self.merge(target, &mut members, &mut Vec::new(), 0);
        members.required
    }

    /// The JSON kind of a schema, by its keywords: its Rust type may not be known yet.
    fn json_kind(&self, target: &Pointer, depth: usize) -> Option<JsonKind> {
        let node = self.resolver.node(target)?;
        if let Some(values) = node.get("enum").and_then(Node::as_array) {
            return if values.iter().all(Node::is_string) {
                Some(JsonKind::String)
            } else if values.iter().all(Node::is_i64) {
                Some(JsonKind::Integer)
            } else {
                None
            };
        }
        match node.get("type").and_then(Node::as_str) {
            Some("string") => Some(JsonKind::String),
            Some("integer") => Some(JsonKind::Integer),
            Some("number") => Some(JsonKind::Number),
            Some("boolean") => Some(JsonKind::Boolean),
            Some("array") => Some(JsonKind::Array),
            Some("object") => Some(JsonKind::Object),
            _ => {
                let parts = node.get("allOf").and_then(Node::as_array).map_or(0, Vec::len);
                (0..parts).filter(|_| depth < 16).find_map(|index| {
                    let part = self.resolver.definition(&target.child("allOf").index(index)).ok()?;
                    self.json_kind(&part, depth + 1)
                })
            }
        }
    }

    /// A name for a branch: its component, its title, its tag, or a key that only it has.
    pub(super) fn label(&mut self, union: &Pointer, pointer: &Pointer, index: usize) -> Option<String> {
        let target = self.resolver.definition(pointer).ok()?;
        if target != *pointer {
            return target.segments().pop();
        }
        let node = self.resolver.node(pointer)?;
        if let Some(title) = node.get("title").and_then(Node::as_str).filter(|t| t.len() < 60) {
            return Some(title.to_owned());
        }
        let tag = self
            .resolver
            .node(union)?
            .get("discriminator")
            .and_then(|d| d.get("propertyName"))
            .and_then(Node::as_str);
        let names = self.property_names(pointer);
        let constant = tag.into_iter().chain(names.iter().map(String::as_str)).find_map(|key| {
            match self.tag_values(pointer, key)?.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            }
        });
        if constant.is_some() {
            return constant;
        }
        let required: Vec<&str> = node
            .get("required")
            .and_then(Node::as_array)
            .into_iter()
            .flatten()
            .filter_map(Node::as_str)
            .collect();
        if let ([one], true) = (required.as_slice(), names.len() < 4) {
            return Some((*one).to_owned());
        }
        match node.get("type").and_then(Node::as_str) {
            Some("object") if names.is_empty() => None,
            Some("object") => Some(
                self.own_name(union, &names)
                    .unwrap_or_else(|| format!("variant {}", index + 1)),
            ),
            Some(kind) => Some(kind.to_owned()),
            None => None,
        }
    }
}
