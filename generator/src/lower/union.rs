//! `oneOf` and `anyOf`: an enum of the branches with what tells them apart, or less where less will do.

use std::collections::{BTreeMap, BTreeSet};

use super::{Lower, Lowered};
use crate::ir::{Enum, EnumKind, Guard, Hint, JsonKind, Role, Shape, Type, Union, Variant};
use crate::load::Node;
use crate::pointer::Pointer;

/// A branch on its way into a union.
struct Branch {
    at: Pointer,
    /// Where its definition stands.
    target: Pointer,
    ty: Type,
    /// A name for the variant.
    label: Option<String>,
}

impl Lower<'_, '_> {
    pub(super) fn union(&mut self, at: &Pointer, hint: &Hint, nullable: bool) -> Lowered {
        let places = self.branch_places(at);
        let mut has_null = nullable;
        let places: Vec<Pointer> = places
            .into_iter()
            .filter(|place| {
                let is_null = self.is_null(place);
                has_null |= is_null;
                !is_null
            })
            .collect();
        if let [only] = places.as_slice() {
            let mut lowered = self.schema(only, hint);
            lowered.nullable |= has_null;
            return lowered;
        }
        let id = self.reserve(at, hint, self.docs(at));
        self.announce(at, id, has_null);
        let before = self.types.len();
        let mut branches = Vec::new();
        for (index, place) in places.iter().enumerate() {
            let label = self.label(at, place, index);
            let role = Role::Branch(label.clone().unwrap_or_else(|| format!("variant {}", index + 1)));
            let lowered = self.schema(place, &Hint::inside(id).then(role));
            has_null |= lowered.nullable;
            let target = self.resolver.definition(place).unwrap_or_else(|_| place.clone());
            branches.push(Branch { at: place.clone(), target, ty: lowered.ty, label });
        }
        if let Some(ty) = self.simpler(&branches) {
            return self.instead_of_union(id, before, ty, at, has_null);
        }
        let variants = self.variants(at, branches);
        match variants.as_slice() {
            [] => self.instead_of_union(id, before, Type::Json, at, has_null),
            [only] => {
                let ty = only.ty.clone();
                self.instead_of_union(id, before, ty, at, has_null)
            }
            _ => {
                self.define(id, Shape::Union(Union { variants }));
                Lowered { ty: Type::Named(id), nullable: has_null }
            }
        }
    }

    /// The reserved definition is not needed: the union is just this type.
    fn instead_of_union(&mut self, id: crate::ir::TypeId, before: usize, ty: Type, at: &Pointer, nullable: bool) -> Lowered {
        let mut refers_back = false;
        for def in self.types.iter().skip(before) {
            refers_back |= mentions(&def.shape, id);
        }
        if let Some(Shape::Enum(merged)) = self.types.get(id.0).map(|def| def.shape.clone()) {
            self.define(id, Shape::Enum(merged));
            return Lowered { ty: Type::Named(id), nullable };
        }
        let is_component = self.types.get(id.0).is_some_and(|def| def.hint.roles.is_empty());
        if refers_back || is_component {
            self.define(id, Shape::Alias(ty));
            return Lowered { ty: Type::Named(id), nullable };
        }
        self.known.remove(at);
        // The slot stays as an alias that nobody names; the usage pass drops it.
        self.define(id, Shape::Alias(ty.clone()));
        Lowered { ty, nullable }
    }

    fn branch_places(&self, at: &Pointer) -> Vec<Pointer> {
        let mut places = Vec::new();
        for key in ["oneOf", "anyOf"] {
            let count = self.resolver.node(at).and_then(|n| n.get(key)).and_then(Node::as_array).map_or(0, Vec::len);
            for place in (0..count).map(|index| at.child(key).index(index)) {
                if self.is_inner_union(&place) { places.extend(self.branch_places(&place)) } else { places.push(place) }
            }
        }
        // The same reference twice is one branch, and so is the same text twice.
        let mut seen = BTreeSet::new();
        places.retain(|place| seen.insert(self.resolver.definition(place).unwrap_or_else(|_| place.clone())));
        let mut texts = Vec::new();
        places.retain(|place| {
            let node = self.resolver.node(place);
            let is_new = !texts.contains(&node);
            texts.push(node);
            is_new
        });
        places
    }

    /// A union written inside a union, with nothing else in it: its branches are branches of the outer one.
    fn is_inner_union(&self, place: &Pointer) -> bool {
        const HARMLESS: [&str; 4] = ["oneOf", "anyOf", "title", "description"];
        let Some(map) = self.resolver.members(place) else { return false };
        (map.contains_key("oneOf") || map.contains_key("anyOf")) && map.keys().all(|key| HARMLESS.contains(&key.as_str()))
    }

    fn is_null(&self, place: &Pointer) -> bool {
        let target = self.resolver.definition(place).unwrap_or_else(|_| place.clone());
        let values = self.resolver.node(&target).and_then(|n| n.get("enum")).and_then(Node::as_array);
        values.is_some_and(|values| values.iter().all(Node::is_null))
    }

    /// One scalar, or one enum, that takes everything the branches take.
    fn simpler(&mut self, branches: &[Branch]) -> Option<Type> {
        let first = &branches.first()?.ty;
        if branches.iter().all(|b| b.ty == *first) {
            return Some(first.clone());
        }
        if branches.iter().any(|b| b.ty == Type::Json) {
            return Some(Type::Json);
        }
        if branches.iter().all(|b| matches!(self.bare(&b.ty), Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 | Type::F64)) {
            let whole = branches.iter().all(|b| !matches!(self.bare(&b.ty), Type::F32 | Type::F64));
            return Some(if whole { Type::I64 } else { Type::F64 });
        }
        self.text_union(branches)
    }

    /// Texts and text enums together: an enum of all values, which is open anyway; texts of
    /// formats alone are a text.
    fn text_union(&mut self, branches: &[Branch]) -> Option<Type> {
        let mut values = Vec::new();
        let mut first_enum = None;
        for branch in branches {
            match self.text_enum(&branch.ty) {
                Some((ty, list)) => {
                    first_enum.get_or_insert(ty);
                    for value in list {
                        if !values.iter().any(|known: &crate::ir::EnumValue| known.value == value.value) {
                            values.push(value);
                        }
                    }
                }
                None if self.is_text(&branch.ty) => {}
                None => return None,
            }
        }
        if first_enum.is_none() {
            return Some(Type::String);
        }
        let owner = branches.first()?.at.parent()?.parent()?;
        let id = self.types.iter().rposition(|def| def.origin == owner).map(crate::ir::TypeId)?;
        self.define(id, Shape::Enum(Enum { kind: EnumKind::String, values }));
        Some(Type::Named(id))
    }

    fn is_text(&self, ty: &Type) -> bool {
        matches!(
            self.bare(ty),
            Type::String | Type::Timestamp | Type::Date | Type::Time | Type::Uuid | Type::Ip | Type::Ipv4 | Type::Ipv6 | Type::Base64
        )
    }

    fn text_enum(&self, ty: &Type) -> Option<(Type, Vec<crate::ir::EnumValue>)> {
        let Type::Named(id) = self.bare(ty) else { return None };
        match &self.types.get(id.0)?.shape {
            Shape::Enum(e) if e.kind == EnumKind::String => Some((Type::Named(id), e.values.clone())),
            _ => None,
        }
    }

    /// The type behind aliases.
    pub(super) fn bare(&self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        for _ in 0..16 {
            match &ty {
                Type::Named(id) => match self.types.get(id.0).map(|def| &def.shape) {
                    Some(Shape::Alias(inner)) => ty = inner.clone(),
                    _ => break,
                },
                _ => break,
            }
        }
        ty
    }

    fn variants(&mut self, at: &Pointer, branches: Vec<Branch>) -> Vec<Variant> {
        let mut distinct: Vec<Branch> = Vec::new();
        for branch in branches {
            if !distinct.iter().any(|known| known.ty == branch.ty) {
                distinct.push(branch);
            }
        }
        let guards = match self.declared_tags(at, &distinct).or_else(|| self.implied_tags(&distinct)) {
            Some(guards) => guards,
            None => self.shape_guards(&distinct),
        };
        let mut variants: Vec<Variant> = distinct
            .into_iter()
            .zip(guards)
            .map(|(branch, guard)| {
                let docs = self.docs(&branch.at);
                let key = if branch.at == branch.target { branch.label.clone() } else { Some(branch.target.to_string()) };
                let origin = at.child("oneOf").child(&key.unwrap_or_else(|| branch.at.to_string()));
                Variant { origin, guard, ty: branch.ty, label: branch.label, docs }
            })
            .collect();
        // More required members are more specific; the order of the document decides among equals.
        variants.sort_by_key(|variant| match &variant.guard {
            Guard::Tag { .. } => (0, 0),
            Guard::Keys(keys) => (1, usize::MAX - keys.len()),
            Guard::Kind(JsonKind::Object) => (3, 0),
            Guard::Kind(JsonKind::Number) => (2, 1),
            Guard::Kind(_) => (2, 0),
            Guard::Any => (4, 0),
        });
        variants
    }

    /// A declared discriminator: the mapping, else the component's name.
    fn declared_tags(&self, at: &Pointer, branches: &[Branch]) -> Option<Vec<Guard>> {
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
            guards.push(Guard::Tag { key: key.clone(), values });
        }
        Some(guards)
    }

    /// A member that no other branch has.
    fn own_name(&self, union: &Pointer, place: &Pointer, names: &[String]) -> Option<String> {
        let others: BTreeSet<String> = self
            .branch_places(union)
            .iter()
            .filter(|other| *other != place)
            .filter_map(|other| self.resolver.definition(other).ok())
            .flat_map(|target| self.property_names(&target))
            .collect();
        names.iter().find(|name| !others.contains(*name)).cloned()
    }

    /// A member that every branch has, each with constants of its own.
    fn implied_tags(&self, branches: &[Branch]) -> Option<Vec<Guard>> {
        let candidates = self.property_names(&branches.first()?.target);
        for key in candidates {
            let values: Option<Vec<Vec<String>>> = branches.iter().map(|b| self.tag_values(&b.target, &key)).collect();
            let Some(values) = values else { continue };
            let mut seen = BTreeSet::new();
            if values.iter().flatten().all(|value| seen.insert(value.clone())) {
                return Some(values.into_iter().map(|values| Guard::Tag { key: key.clone(), values }).collect());
            }
        }
        None
    }

    /// The constants that the member `key` of an object may have.
    fn tag_values(&self, target: &Pointer, key: &str) -> Option<Vec<String>> {
        let place = self.property_place(target, key, 0)?;
        let place = self.resolver.definition(&place).ok()?;
        let values = self.resolver.node(&place)?.get("enum")?.as_array()?;
        values.iter().map(|value| value.as_str().map(str::to_owned)).collect()
    }

    fn property_place(&self, target: &Pointer, key: &str, depth: usize) -> Option<Pointer> {
        let node = self.resolver.node(target)?;
        if node.get("properties").and_then(|p| p.get(key)).is_some() {
            return Some(target.child("properties").child(key));
        }
        let parts = node.get("allOf").and_then(Node::as_array).map_or(0, Vec::len);
        (0..parts).filter(|_| depth < 8).find_map(|index| {
            let part = self.resolver.definition(&target.child("allOf").index(index)).ok()?;
            self.property_place(&part, key, depth + 1)
        })
    }

    fn property_names(&self, target: &Pointer) -> Vec<String> {
        let mut members = super::object::Members::default();
        self.collect(target, &mut members);
        members.properties.into_iter().map(|(name, _)| name).collect()
    }

    /// Without tags: the JSON kind where it decides, else the required members, else trial.
    fn shape_guards(&mut self, branches: &[Branch]) -> Vec<Guard> {
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
                Some(JsonKind::Object) if self.own_constant(&branch.target).is_some() => {
                    let (key, value) = self.own_constant(&branch.target).unwrap_or_default();
                    Guard::Tag { key, values: vec![value] }
                }
                Some(JsonKind::Object) => {
                    let required = self.required_keys(&branch.target);
                    if required.is_empty() { Guard::Any } else { Guard::Keys(required) }
                }
                _ => Guard::Any,
            })
            .collect()
    }

    /// A required member with one possible value.
    fn own_constant(&self, target: &Pointer) -> Option<(String, String)> {
        let mut members = super::object::Members::default();
        self.collect(target, &mut members);
        members.required.iter().find_map(|key| match self.tag_values(target, key)?.as_slice() {
            [only] => Some((key.clone(), only.clone())),
            _ => None,
        })
    }

    /// The members that an object must have, those of its `allOf` included.
    fn required_keys(&mut self, target: &Pointer) -> Vec<String> {
        let mut members = super::object::Members::default();
        self.merge(target, &mut members, &mut Vec::new(), 0);
        members.required
    }

    /// The one JSON type of a schema, by its own words: what it becomes may not be known yet.
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

    /// What tells a branch apart, in words: a component's name, a title, a tag, one of its own keys.
    fn label(&self, union: &Pointer, place: &Pointer, index: usize) -> Option<String> {
        let target = self.resolver.definition(place).ok()?;
        if target != *place {
            return target.segments().pop();
        }
        let node = self.resolver.node(place)?;
        if let Some(title) = node.get("title").and_then(Node::as_str).filter(|t| t.len() < 60) {
            return Some(title.to_owned());
        }
        let tag = self.resolver.node(union)?.get("discriminator").and_then(|d| d.get("propertyName")).and_then(Node::as_str);
        let names = self.property_names(place);
        let constant = tag.into_iter().chain(names.iter().map(String::as_str)).find_map(|key| match self.tag_values(place, key)?.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        });
        if constant.is_some() {
            return constant;
        }
        let required: Vec<&str> =
            node.get("required").and_then(Node::as_array).into_iter().flatten().filter_map(Node::as_str).collect();
        if let ([one], true) = (required.as_slice(), names.len() < 4) {
            return Some((*one).to_owned());
        }
        match node.get("type").and_then(Node::as_str) {
            Some("object") if names.is_empty() => None,
            Some("object") => Some(self.own_name(union, place, &names).unwrap_or_else(|| format!("variant {}", index + 1))),
            Some(kind) => Some(kind.to_owned()),
            None => None,
        }
    }
}

/// A mapping value is a reference, or the bare name of a component.
fn mapping_target(text: &str) -> Pointer {
    if text.contains('#') || text.contains('/') || text.contains('.') {
        Pointer::parse(text)
    } else {
        Pointer::root().child("components").child("schemas").child(text)
    }
}

fn mentions(shape: &Shape, id: crate::ir::TypeId) -> bool {
    let mut found = false;
    crate::passes::for_each_type(shape, &mut |ty| ty.for_each_id(&mut |other| found |= other == id));
    found
}
