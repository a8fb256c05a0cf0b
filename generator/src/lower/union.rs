//! `oneOf` and `anyOf`: an enum of the branches with guards, or a simpler type if one accepts the same values.

use std::collections::BTreeSet;

use super::context::{Lower, LoweredType};
use crate::ir::{Enum, EnumKind, Guard, Hint, JsonKind, Role, Shape, Type, Union, Variant};
use crate::load::Node;
use crate::pointer::Pointer;

/// A branch of a union.
pub(super) struct Branch {
    pub at: Pointer,
    /// The pointer of its definition.
    pub target: Pointer,
    pub ty: Type,
    /// A name for the variant.
    pub label: Option<String>,
}

impl Lower<'_, '_> {
    pub(super) fn union(&mut self, at: &Pointer, hint: &Hint, nullable: bool) -> LoweredType {
        let pointers = self.branch_pointers(at);
        let mut has_null = nullable;
        let pointers: Vec<Pointer> = pointers
            .into_iter()
            .filter(|pointer| {
                let is_null = self.is_null(pointer);
                has_null |= is_null;
                !is_null
            })
            .collect();
        if let [only] = pointers.as_slice() {
            let mut lowered = self.schema(only, hint);
            lowered.nullable |= has_null;
            return lowered;
        }
        let id = self.reserve(at, hint, self.docs(at));
        self.register(at, id, has_null);
        let before = self.types.len();
        let mut branches = Vec::new();
        for (index, pointer) in pointers.iter().enumerate() {
            let label = self.label(at, pointer, index);
            let role = Role::Branch(label.clone().unwrap_or_else(|| format!("variant {}", index + 1)));
            let lowered = self.schema(pointer, &Hint::inside(id).then(role));
            has_null |= lowered.nullable;
            let target = self.resolver.definition(pointer).unwrap_or_else(|_| pointer.clone());
            branches.push(Branch {
                at: pointer.clone(),
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

    /// Whether a value may match several branches: `anyOf`, with objects that have no tag.
    fn is_mixed(&self, at: &Pointer, variants: &[Variant]) -> bool {
        let any_of = self.resolver.members(at).is_some_and(|map| map.contains_key("anyOf"));
        let untagged = variants.iter().filter(|variant| match &variant.guard {
            Guard::Object { tags, .. } => tags.is_empty(),
            Guard::Any | Guard::Kind(JsonKind::Object) => true,
            Guard::Kind(_) => false,
        });
        any_of && untagged.count() > 1
    }

    /// Uses a simpler type in place of the reserved definition.
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
        // `text_union` has already merged the branches into this definition.
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
        // The slot remains as an alias without uses, which `passes/prune.rs` removes.
        self.define(id, Shape::Alias(ty.clone()));
        LoweredType { ty, nullable }
    }

    pub(super) fn branch_pointers(&self, at: &Pointer) -> Vec<Pointer> {
        let mut pointers = Vec::new();
        for key in ["oneOf", "anyOf"] {
            let count = self
                .resolver
                .node(at)
                .and_then(|n| n.get(key))
                .and_then(Node::as_array)
                .map_or(0, Vec::len);
            for pointer in (0..count).map(|index| at.child(key).index(index)) {
                if self.is_inner_union(&pointer) {
                    pointers.extend(self.branch_pointers(&pointer))
                } else {
                    pointers.push(pointer)
                }
            }
        }
        // The same reference twice is one branch, and so is the same schema twice.
        let mut seen = BTreeSet::new();
        pointers.retain(|pointer| seen.insert(self.resolver.definition(pointer).unwrap_or_else(|_| pointer.clone())));
        let mut texts = Vec::new();
        pointers.retain(|pointer| {
            let node = self.resolver.node(pointer);
            let is_new = !texts.contains(&node);
            texts.push(node);
            is_new
        });
        pointers
    }

    /// Whether a branch is nothing but a union, whose branches then belong to the outer one.
    fn is_inner_union(&self, pointer: &Pointer) -> bool {
        const HARMLESS: [&str; 4] = ["oneOf", "anyOf", "title", "description"];
        let Some(map) = self.resolver.members(pointer) else {
            return false;
        };
        (map.contains_key("oneOf") || map.contains_key("anyOf"))
            && map.keys().all(|key| HARMLESS.contains(&key.as_str()))
    }

    fn is_null(&self, pointer: &Pointer) -> bool {
        let target = self.resolver.definition(pointer).unwrap_or_else(|_| pointer.clone());
        let values = self
            .resolver
            .node(&target)
            .and_then(|n| n.get("enum"))
            .and_then(Node::as_array);
        values.is_some_and(|values| values.iter().all(Node::is_null))
    }

    /// One scalar, or one enum, that accepts all values of the branches.
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

    /// Strings and string enums together are an enum of all values, which accepts unknown values anyway. Strings of
    /// different formats are a string.
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

    /// The type behind its aliases.
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
            Guard::Object { tags, keys } if tags.is_empty() => (1, usize::MAX - keys.len()),
            Guard::Object { .. } => (0, 0),
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
