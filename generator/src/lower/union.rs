//! `oneOf` and `anyOf`: an enum of the branches with what tells them apart, or less where less will do.

use std::collections::BTreeSet;

use super::context::{Lower, LoweredType};
use crate::ir::{Enum, EnumKind, Guard, Hint, JsonKind, Role, Shape, Type, Union, Variant};
use crate::load::Node;
use crate::pointer::Pointer;

/// A branch on its way into a union.
pub(super) struct Branch {
    pub at: Pointer,
    /// Where its definition stands.
    pub target: Pointer,
    pub ty: Type,
    /// A name for the variant.
    pub label: Option<String>,
}

impl Lower<'_, '_> {
    pub(super) fn union(&mut self, at: &Pointer, hint: &Hint, nullable: bool) -> LoweredType {
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
        self.register(at, id, has_null);
        let before = self.types.len();
        let mut branches = Vec::new();
        for (index, place) in places.iter().enumerate() {
            let label = self.label(at, place, index);
            let role = Role::Branch(label.clone().unwrap_or_else(|| format!("variant {}", index + 1)));
            let lowered = self.schema(place, &Hint::inside(id).then(role));
            has_null |= lowered.nullable;
            let target = self.resolver.definition(place).unwrap_or_else(|_| place.clone());
            branches.push(Branch {
                at: place.clone(),
                target,
                ty: lowered.ty,
                label,
            });
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
                let mixed = self.is_mixed(at, &variants);
                self.define(id, Shape::Union(Union { variants, mixed }));
                LoweredType {
                    ty: Type::Named(id),
                    nullable: has_null,
                }
            }
        }
    }

    /// Whether a value may be several of the branches at once: `anyOf`, with objects that no tag tells apart.
    fn is_mixed(&self, at: &Pointer, variants: &[Variant]) -> bool {
        let any_of = self.resolver.members(at).is_some_and(|map| map.contains_key("anyOf"));
        let untagged = variants.iter().filter(|variant| {
            matches!(
                variant.guard,
                Guard::Keys(_) | Guard::Any | Guard::Kind(JsonKind::Object)
            )
        });
        any_of && untagged.count() > 1
    }

    /// The reserved definition is not needed: the union is just this type.
    fn instead_of_union(
        &mut self,
        id: crate::ir::TypeId,
        before: usize,
        ty: Type,
        at: &Pointer,
        nullable: bool,
    ) -> LoweredType {
        let mut refers_back = false;
        for def in self.types.iter().skip(before) {
            refers_back |= mentions(&def.shape, id);
        }
        // The texts of the branches were merged into this definition already.
        if self
            .types
            .get(id.0)
            .is_some_and(|def| matches!(def.shape, Shape::Enum(_)))
        {
            return LoweredType {
                ty: Type::Named(id),
                nullable,
            };
        }
        let is_component = self.types.get(id.0).is_some_and(|def| def.hint.roles.is_empty());
        if refers_back || is_component {
            self.define(id, Shape::Alias(ty));
            return LoweredType {
                ty: Type::Named(id),
                nullable,
            };
        }
        self.known.remove(at);
        // The slot stays as an alias that nobody names; the usage pass drops it.
        self.define(id, Shape::Alias(ty.clone()));
        LoweredType { ty, nullable }
    }

    pub(super) fn branch_places(&self, at: &Pointer) -> Vec<Pointer> {
        let mut places = Vec::new();
        for key in ["oneOf", "anyOf"] {
            let count = self
                .resolver
                .node(at)
                .and_then(|n| n.get(key))
                .and_then(Node::as_array)
                .map_or(0, Vec::len);
            for place in (0..count).map(|index| at.child(key).index(index)) {
                if self.is_inner_union(&place) {
                    places.extend(self.branch_places(&place))
                } else {
                    places.push(place)
                }
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
        let Some(map) = self.resolver.members(place) else {
            return false;
        };
        (map.contains_key("oneOf") || map.contains_key("anyOf"))
            && map.keys().all(|key| HARMLESS.contains(&key.as_str()))
    }

    fn is_null(&self, place: &Pointer) -> bool {
        let target = self.resolver.definition(place).unwrap_or_else(|_| place.clone());
        let values = self
            .resolver
            .node(&target)
            .and_then(|n| n.get("enum"))
            .and_then(Node::as_array);
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
        if branches.iter().all(|b| self.bare(&b.ty).is_number()) {
            let whole = branches.iter().all(|b| !matches!(self.bare(&b.ty), Type::F64));
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
                        if !values
                            .iter()
                            .any(|known: &crate::ir::EnumValue| known.value == value.value)
                        {
                            values.push(value);
                        }
                    }
                }
                None if self.bare(&branch.ty).is_text() => {}
                None => return None,
            }
        }
        if first_enum.is_none() {
            return Some(Type::String);
        }
        let owner = branches.first()?.at.parent()?.parent()?;
        let id = self
            .types
            .iter()
            .rposition(|def| def.origin == owner)
            .map(crate::ir::TypeId)?;
        self.define(
            id,
            Shape::Enum(Enum {
                kind: EnumKind::String,
                values,
            }),
        );
        Some(Type::Named(id))
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
        let guards = match self
            .declared_tags(at, &distinct)
            .or_else(|| self.implied_tags(&distinct))
        {
            Some(guards) => guards,
            None => self.shape_guards(&distinct),
        };
        let mut variants: Vec<Variant> = distinct
            .into_iter()
            .zip(guards)
            .map(|(branch, guard)| {
                let docs = self.docs(&branch.at);
                let key = if branch.at == branch.target {
                    branch.label.clone()
                } else {
                    Some(branch.target.to_string())
                };
                let origin = at.child("oneOf").child(&key.unwrap_or_else(|| branch.at.to_string()));
                Variant {
                    origin,
                    guard,
                    ty: branch.ty,
                    label: branch.label,
                    docs,
                    boxed: false,
                    from: false,
                }
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
}

fn mentions(shape: &Shape, id: crate::ir::TypeId) -> bool {
    let mut found = false;
    crate::ir::for_each_type(shape, &mut |ty| ty.for_each_id(&mut |other| found |= other == id));
    found
}
