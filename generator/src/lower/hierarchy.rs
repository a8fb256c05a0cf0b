//! Parents with a discriminator that do not list their children: the schemas that include them in an
//! `allOf` are the children.
//!
//! A value of such a parent may be any of its children, so its type is a union. In an `allOf`, the parent is only
//! the members that a child inherits.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::context::{Lower, LoweredType};
use super::inheritance::{mapping, name_of, own_key};
use super::members::Members;
use crate::diag::codes;
use crate::ir::{Docs, Guard, Hint, Literal, Role, Shape, Type, TypeId, Union, Variant};
use crate::limits::MAX_ANCESTORS;
use crate::pointer::Pointer;
use crate::resolve::Extra;

/// A discriminator and the schema that declares it.
struct Discriminator {
    at: Pointer,
    key: String,
}

/// One variant of a hierarchy.
struct Subtype {
    at: Pointer,
    values: Vec<String>,
}

impl Lower<'_, '_> {
    /// Whether a value of this schema may be one of its children.
    pub(super) fn is_parent(&self, at: &Pointer) -> bool {
        self.inheritance.children.contains_key(at) && self.has_discriminator(at)
    }

    /// Whether a schema is a child of the parent that a part of its `allOf` references.
    pub(super) fn is_child_of(&self, at: &Pointer, part: &Pointer) -> bool {
        let Ok(parent) = self.resolver.definition(part) else {
            return false;
        };
        let is_built_on = self
            .inheritance
            .parents
            .get(at)
            .is_some_and(|all| all.contains(&parent));
        is_built_on && self.is_parent(&parent)
    }

    /// A union of the children, and of a struct for unknown ones.
    pub(super) fn hierarchy(&mut self, at: &Pointer, hint: &Hint, nullable: bool) -> LoweredType {
        let id = self.reserve(at, hint, self.docs(at));
        self.register(at, id, nullable);
        let mut variants = Vec::new();
        if let Some(discriminator) = self.discriminators(at).into_iter().next() {
            for kind in self.subtypes(at, &discriminator) {
                let label = name_of(&kind.at);
                let hint = self.hint_of(&kind.at);
                let ty = self.schema(&kind.at, &hint).ty;
                variants.push(Variant {
                    key: self.key_of(&kind.at).to_string(),
                    words: Arc::new(BTreeSet::from([label.clone()])),
                    guard: Guard::tag(&discriminator.key, kind.values),
                    ty,
                    label: Some(label),
                    docs: self.docs(&kind.at),
                    boxed: false,
                    from: false,
                });
            }
        }
        variants.push(self.base(at, id));
        self.define(id, Shape::Union(Union { variants, mixed: false }));
        LoweredType {
            ty: Type::Named(id),
            nullable,
        }
    }

    /// The parent's own members. Additional members are kept, so that a value of an unknown subtype loses
    /// nothing.
    fn base(&mut self, at: &Pointer, union: TypeId) -> Variant {
        let origin = at.child("discriminator");
        let text = "What all subtypes have in common. A value of an unknown subtype is decoded as this type, and its other members \
                    are kept.";
        let docs = Docs {
            text: text.to_owned(),
            ..Docs::default()
        };
        let id = self.reserve(&origin, &Hint::inside(union).then(Role::Base), docs);
        let mut members = Members::default();
        self.merge(at, &mut members, 0);
        if !matches!(members.extra, Some(Extra::Schema(_))) {
            members.extra = Some(Extra::Any);
        }
        members.tags = self.discriminator_tags(at, &members);
        members.owner = Some(union);
        self.defer_fields(id, members);
        Variant {
            key: "base".to_owned(),
            words: Arc::default(),
            guard: Guard::Any,
            ty: Type::Named(id),
            label: Some("base".to_owned()),
            docs: Docs {
                text: "A value of none of the subtypes above, with what all of them have in common.".to_owned(),
                ..Docs::default()
            },
            boxed: false,
            from: false,
        }
    }

    /// The children in the order of their names, and the schemas that only the mapping names.
    fn subtypes(&mut self, at: &Pointer, discriminator: &Discriminator) -> Vec<Subtype> {
        let children: Vec<Pointer> = self
            .inheritance
            .children
            .get(at)
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let mut family = BTreeSet::from([at.clone()]);
        let mut subtypes = Vec::new();
        for child in children {
            let mut values = Vec::new();
            self.subtree(&child, &discriminator.key, &mut values, &mut family);
            if !values.is_empty() {
                subtypes.push(Subtype { at: child, values });
            }
        }
        let mut others: BTreeMap<Pointer, Vec<String>> = BTreeMap::new();
        if discriminator.at == *at {
            for (value, target) in mapping(self.resolver, at) {
                if !family.contains(&target) {
                    others.entry(target).or_default().push(value);
                }
            }
        }
        for (target, values) in others {
            if self.property_names_of(&target).contains(&discriminator.key) {
                subtypes.push(Subtype { at: target, values });
            } else {
                let message = format!(
                    "`{target}` is not built on this schema and has no property `{}`; it is not a subtype",
                    discriminator.key
                );
                self.report(
                    &codes::KIND_UNRELATED,
                    &at.child("discriminator").child("mapping"),
                    message,
                );
            }
        }
        subtypes
    }

    /// The discriminator values of a schema and of its descendants.
    fn subtree(&mut self, at: &Pointer, key: &str, values: &mut Vec<String>, seen: &mut BTreeSet<Pointer>) {
        let mut waiting = vec![(at.clone(), false, 0)];
        while let Some((at, only_mapped, level)) = waiting.pop() {
            if !seen.insert(at.clone()) {
                continue;
            }
            if only_mapped {
                values.extend(self.mapped_values(&at, key));
            } else {
                values.extend_from_slice(self.subtype_values(&at, key));
            }
            // A schema with another discriminator distinguishes its children itself.
            let other = only_mapped || self.own_key(&at).is_some_and(|own| own != key);
            let children = self.inheritance.children.get(&at).into_iter().flatten();
            let children = children.filter(|_| level < MAX_ANCESTORS);
            waiting.extend(children.rev().map(|child| (child.clone(), other, level + 1)));
        }
    }

    /// The discriminator values of a schema. Each level of a chain asks for those of all levels below.
    fn subtype_values(&mut self, at: &Pointer, key: &str) -> &[String] {
        let is_known = self.subtype_values.get(key).is_some_and(|known| known.contains_key(at));
        if !is_known {
            let values = self.discriminator_values(at, key);
            self.subtype_values
                .entry(key.to_owned())
                .or_default()
                .insert(at.clone(), values);
        }
        let known = self.subtype_values.get(key).and_then(|known| known.get(at));
        known.map_or(&[], Vec::as_slice)
    }

    /// The discriminators of a schema: its own, then the inherited ones.
    fn discriminators(&self, at: &Pointer) -> Vec<Discriminator> {
        let mut found = Vec::new();
        for at in self.ancestors(at) {
            if let Some(key) = self.own_key(at) {
                found.push(Discriminator { at: at.clone(), key });
            }
        }
        found
    }

    fn has_discriminator(&self, at: &Pointer) -> bool {
        self.inheritance.distinguished.contains(at) || self.own_key(at).is_some()
    }

    /// A schema and all that it is built on, the nearest ones first. What more levels declare is not inherited.
    fn ancestors<'p>(&'p self, at: &'p Pointer) -> impl Iterator<Item = &'p Pointer> {
        let mut seen = BTreeSet::new();
        let mut waiting = std::collections::VecDeque::from([(at, 0)]);
        std::iter::from_fn(move || {
            while let Some((at, level)) = waiting.pop_front() {
                if seen.insert(at) {
                    let parents = self.inheritance.parents.get(at).into_iter().flatten();
                    let parents = parents.filter(|_| level < MAX_ANCESTORS);
                    waiting.extend(parents.map(|parent| (parent, level + 1)));
                    return Some(at);
                }
            }
            None
        })
    }

    /// The discriminator property of a schema that does not list its branches.
    fn own_key(&self, at: &Pointer) -> Option<String> {
        match self.inheritance.keys.get(at) {
            Some(known) => known.clone(),
            None => own_key(self.resolver, at),
        }
    }

    /// The discriminator values that mean this schema, with their properties.
    pub(super) fn discriminator_tags(&self, at: &Pointer, members: &Members) -> Vec<(String, Option<String>)> {
        let mut tags: Vec<(String, Option<String>)> = Vec::new();
        for discriminator in self.discriminators(at) {
            let key = discriminator.key;
            if tags.iter().any(|(known, _)| *known == key) {
                continue;
            }
            // A parent is one of its own subtypes only where the mapping has it.
            let values = if discriminator.at == *at {
                self.mapped_values(at, &key)
            } else {
                self.inherited_discriminator_values(at, &key)
            };
            if let [only] = values.as_slice() {
                tags.push((key, Some(only.clone())));
            }
        }
        self.tags_by_mapping(at, &mut tags);
        self.tags_of_unions(at, members, &mut tags);
        tags
    }

    /// The values of the discriminators of its parents that mean a schema without constants of its own.
    pub(super) fn inherited_tags(&self, at: &Pointer) -> Vec<(String, Vec<String>)> {
        let above = self.discriminators(at).into_iter().filter(|above| above.at != *at);
        let inherited = above.filter(|above| self.own_constants(at, &above.key).is_empty());
        inherited
            .map(|above| {
                let values = self.inherited_discriminator_values(at, &above.key);
                (above.key, values)
            })
            .collect()
    }

    /// The same for a branch of a union whose discriminator the branch does not declare. Several values can select it.
    fn tags_of_unions(&self, at: &Pointer, members: &Members, tags: &mut Vec<(String, Option<String>)>) {
        for (key, values) in self.inheritance.listed.get(at).into_iter().flatten() {
            let is_known = members.declares(key) || tags.iter().any(|(known, _)| known == key);
            if !is_known {
                let mut values = values.iter();
                let first = values.next().filter(|_| values.next().is_none());
                tags.push((key.clone(), first.cloned()));
            }
        }
    }

    /// The same for a schema that is a subtype only by the mapping of the parent.
    fn tags_by_mapping(&self, at: &Pointer, tags: &mut Vec<(String, Option<String>)>) {
        for (parent, values) in self.inheritance.mapped_by.get(at).into_iter().flatten() {
            let Some(key) = self.own_key(parent) else { continue };
            let is_declared = self.resolver.node(&at.child("properties").child(&key)).is_some();
            if !is_declared || tags.iter().any(|(known, _)| *known == key) {
                continue;
            }
            if let [only] = values.as_slice() {
                tags.push((key, Some(only.clone())));
            }
        }
    }

    /// The values that mean a schema, or its nearest ancestor with another discriminator.
    fn inherited_discriminator_values(&self, at: &Pointer, key: &str) -> Vec<String> {
        let mapped = self.mapped_values(at, key);
        let parents = self.inheritance.parents.get(at).into_iter().flatten();
        let splits = |parent: &&Pointer| {
            let own = self.own_key(parent);
            own.is_some_and(|own| own != key) && self.discriminators(parent).iter().any(|above| above.key == key)
        };
        match parents.into_iter().find(splits) {
            Some(parent) if mapped.is_empty() && parent != at => self.discriminator_values(parent, key),
            _ => self.discriminator_values(at, key),
        }
    }

    /// The values of the mapping, else the vendor extension, else the schema's own constants, else its name.
    fn discriminator_values(&self, at: &Pointer, key: &str) -> Vec<String> {
        let mapped = self.mapped_values(at, key);
        if !mapped.is_empty() {
            return mapped;
        }
        if let Some(value) = self.text(at, "x-ms-discriminator-value") {
            return vec![value.to_owned()];
        }
        let constants = self.own_constants(at, key);
        if !constants.is_empty() {
            return constants;
        }
        vec![name_of(at)]
    }

    /// The values that the mappings of the ancestors have for a schema.
    fn mapped_values(&self, at: &Pointer, key: &str) -> Vec<String> {
        let Some(declaring) = self.inheritance.mapped_by.get(at) else {
            return Vec::new();
        };
        let above = self.discriminators(at).into_iter();
        let mut values: Vec<String> = Vec::new();
        for above in above.filter(|above| above.key == key) {
            for value in declaring.get(&above.at).into_iter().flatten() {
                if !values.contains(value) {
                    values.push(value.clone());
                }
            }
        }
        values
    }

    /// The constants that a schema itself declares for the property. Inherited ones do not distinguish it.
    fn own_constants(&self, at: &Pointer, key: &str) -> Vec<String> {
        let schema = self.resolver.schema(at).unwrap_or_default();
        let values = std::iter::once(at).chain(&schema.all_of).find_map(|part| {
            let schema = self.resolver.schema(part)?;
            let (_, property) = schema.properties.iter().find(|(name, _)| name == key)?;
            self.closed_values(property)
        });
        let values = values.into_iter().flatten().filter(|value| *value != Literal::Null);
        values.map(|value| value.to_string()).collect()
    }

    /// The names of the members of an object, including inherited ones.
    fn property_names_of(&mut self, at: &Pointer) -> Vec<String> {
        let mut members = Members::default();
        self.merge(at, &mut members, 0);
        members.properties.into_iter().map(|property| property.name).collect()
    }
}
