//! `oneOf` and `anyOf`: an enum of the branches, or a simpler type if one accepts the same values.

use std::collections::{BTreeMap, BTreeSet};

use super::branches::Branch;
use super::context::{Lower, LoweredType};
use super::guards::{are_distinct, order};
use super::members::{Choice, Members};
use super::profile::Profile;
use super::referenced::is_inside;
use super::tag_index::TagIndex;
use crate::diag::codes;
use crate::ir::{Enum, Guard, GuardTag, Hint, JsonKind, Role, Shape, Type, TypeId, Union, Variant};
use crate::pointer::Pointer;
use crate::resolve::{Discriminator, Extra};

/// What a union is reduced to.
enum Reduced {
    Type(Type),
    Enum(Enum),
    Union(Union),
}

impl Lower<'_, '_> {
    /// The type of a value that matches one of the branches, and what `shared` declares for all of them.
    pub(super) fn union_of(
        &mut self,
        at: &Pointer,
        hint: &Hint,
        choice: &Choice,
        shared: Option<&Members>,
    ) -> LoweredType {
        if self.shared.is_over {
            // Nothing is generated.
            return LoweredType::plain(Type::Json);
        }
        let nullable = self.accepts_null(at);
        let is_itself = |branch: &Pointer| {
            self.target(branch) == choice.at || self.leads_back(branch, &choice.at).as_ref() == Some(&choice.at)
        };
        if choice.branches.iter().any(is_itself) {
            let message = "a branch of this union is the union itself; it is left out";
            self.report(&codes::REF_CYCLE, &choice.at, message);
        }
        let pointers = self.branches_of(choice);
        match pointers.as_slice() {
            [] => {
                let ty = shared.map(|shared| self.combined(at, hint, shared.clone()).ty);
                return LoweredType {
                    ty: ty.unwrap_or(Type::Json),
                    nullable,
                };
            }
            [only] => {
                let mut lowered = match shared {
                    None if self.target(only) == *only => self.inline_part(only, at, hint),
                    shared => self.branch_type(only, shared, at, hint),
                };
                lowered.nullable |= nullable;
                return lowered;
            }
            _ => {}
        }
        let id = self.reserve(at, hint, self.docs(at));
        self.register(at, id, nullable);
        let before = self.types.len();
        let reduced = match self.joined(at, &pointers, shared) {
            Some(joined) => Reduced::Enum(joined),
            None => {
                let discriminator = self.discriminator_of(&choice.at);
                let branches = self.lower_branches(id, discriminator.as_ref(), &pointers, shared);
                self.count_branches(at, &branches);
                self.reduce(discriminator.as_ref(), branches)
            }
        };
        self.finish_union(id, before, at, reduced, nullable)
    }

    /// Defines the reserved type, or uses a simpler one in its stead.
    fn finish_union(
        &mut self,
        id: TypeId,
        before: usize,
        at: &Pointer,
        reduced: Reduced,
        nullable: bool,
    ) -> LoweredType {
        let named = LoweredType {
            ty: Type::Named(id),
            nullable,
        };
        let ty = match reduced {
            Reduced::Type(ty) => ty,
            Reduced::Enum(joined) => {
                self.define(id, Shape::Enum(joined));
                return named;
            }
            Reduced::Union(union) => {
                self.define(id, Shape::Union(union));
                return named;
            }
        };
        let refers_back = self.types.iter().skip(before).any(|def| mentions(&def.shape, id));
        let is_component = self
            .types
            .get(id.0)
            .is_some_and(|def| def.hint.is_component() && !is_inside(&def.origin));
        self.define(id, Shape::Alias(ty.clone()));
        if refers_back || is_component {
            return named;
        }
        // The alias remains without uses, and `passes/prune.rs` removes it.
        self.known.remove(at);
        LoweredType { ty, nullable }
    }

    fn lower_branches(
        &mut self,
        id: TypeId,
        discriminator: Option<&Discriminator>,
        pointers: &[Pointer],
        shared: Option<&Members>,
    ) -> Vec<Branch> {
        let declared = discriminator.map(|discriminator| self.declared(discriminator, pointers));
        let groups = self.groups(pointers);
        let property = declared.as_ref().map(|declared| declared.property.as_str());
        let labels = self.labels(property, &groups);
        let mut branches = Vec::new();
        for (group, label) in groups.into_iter().zip(labels) {
            let pointer = &group.at;
            let hint = Hint::inside(id).then(Role::Branch {
                label: label.role.clone(),
                key: label.key.clone(),
            });
            let mut profile = self.profile(pointer);
            let mut tag = None;
            if let Some(declared) = &declared {
                self.declare(&mut profile, declared, pointer);
                tag = Some(tag_of(&profile, &declared.property));
            }
            let ty = match group.is_joined {
                true => self.enum_of(pointer, &hint, group.values),
                false => {
                    let shared = shared.map(|shared| with_tag(shared, tag));
                    self.branch_type(pointer, shared.as_ref(), pointer, &hint).ty
                }
            };
            if let Some(shared) = shared.filter(|shared| shared.is_object() && profile.may_be_object()) {
                profile.kinds.insert(JsonKind::Object);
                profile.require(&shared.required);
            }
            branches.push(Branch {
                at: pointer.clone(),
                ty,
                label: label.name,
                key: label.key,
                words: label.words,
                profile,
            });
        }
        branches
    }

    /// The type of a branch, with what all branches share. A branch that declares all of this itself is used as it is.
    /// `at`: the pointer of the type that combines both.
    fn branch_type(&mut self, branch: &Pointer, shared: Option<&Members>, at: &Pointer, hint: &Hint) -> LoweredType {
        let Some(shared) = shared else {
            return self.schema(branch, hint);
        };
        let mut alone = Members::default();
        self.merge(branch, &mut alone, 0);
        let mut own = shared.clone();
        self.merge(branch, &mut own, 0);
        let is_other = !alone.is_object() && !alone.others.is_empty();
        let is_covered = own.choices == alone.choices
            && (own.extra == alone.extra || own.extra == Some(Extra::Forbidden))
            && own.required.iter().all(|name| alone.required.contains(name))
            && own.properties.len() == alone.properties.len()
            && own
                .properties
                .iter()
                .all(|property| alone.properties.iter().any(|known| known.is_same(property)));
        if is_other || (is_covered && (alone.is_object() || !alone.choices.is_empty())) {
            return self.schema(branch, hint);
        }
        if at != branch {
            return self.combined(at, hint, own);
        }
        self.combined_of(BTreeSet::from([self.target(branch)]), at, hint, own)
    }

    /// The type that a union comes to.
    fn reduce(&self, discriminator: Option<&Discriminator>, mut branches: Vec<Branch>) -> Reduced {
        self.widen(&mut branches);
        if let Some(ty) = self.common_type(&branches) {
            return Reduced::Type(ty);
        }
        let property = discriminator.map(|declared| declared.property.as_str());
        let branches = self.distinct(branches);
        let guards = self.guards(property, &branches);
        let mut rows: Vec<(Branch, Guard)> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (branch, guard) in branches.into_iter().zip(guards) {
            let row = *known.entry(branch.ty.identity()).or_insert(rows.len());
            match rows.get_mut(row) {
                Some((_, known)) => join_guards(known, guard),
                None => rows.push((branch, guard)),
            }
        }
        rows.sort_by_key(|(branch, guard)| order(guard, branch.profile.is_closed));
        if let [(only, _)] = rows.as_slice() {
            return Reduced::Type(only.ty.clone());
        }
        let mixed = is_mixed(&rows);
        let variants = rows.into_iter().map(|(branch, guard)| Variant {
            key: branch.key,
            words: branch.words,
            guard,
            ty: branch.ty,
            label: branch.label,
            docs: self.docs(&branch.at),
            boxed: false,
            from: false,
        });
        Reduced::Union(Union {
            variants: variants.collect(),
            mixed,
        })
    }

    /// Beside any number, an integer of more digits is a value as well, and no `f64` holds all of them.
    fn widen(&self, branches: &mut [Branch]) {
        let is_number = |branch: &Branch| !branch.profile.is_closed && self.bare(&branch.ty) == Type::F64;
        if branches.iter().any(is_number) {
            let short = branches
                .iter_mut()
                .filter(|branch| matches!(branch.ty, Type::I32 | Type::U32));
            short.for_each(|branch| branch.ty = Type::I64);
        }
    }

    /// Two branches of one Rust type that nothing distinguishes are one.
    fn distinct(&self, branches: Vec<Branch>) -> Vec<Branch> {
        let mut untagged = BTreeSet::new();
        let mut is_new =
            |branch: &Branch| !branch.profile.tags.is_empty() || untagged.insert(self.bare(&branch.ty).identity());
        branches.into_iter().filter(|branch| is_new(branch)).collect()
    }

    /// One type that accepts all values of the branches, without losing what they are.
    fn common_type(&self, branches: &[Branch]) -> Option<Type> {
        let first = &branches.first()?.ty;
        if branches.iter().all(|branch| branch.ty == *first) {
            return Some(first.clone());
        }
        if branches.iter().any(|branch| branch.ty == Type::Json) {
            return Some(Type::Json);
        }
        let bare: Vec<Type> = branches.iter().map(|branch| self.bare(&branch.ty)).collect();
        let all = |allowed: &[Type]| bare.iter().all(|ty| allowed.contains(ty));
        if all(&[Type::F64]) {
            Some(Type::F64)
        } else if all(&[Type::Bool]) {
            Some(Type::Bool)
        } else if all(&[Type::U32, Type::U64]) {
            Some(Type::U64)
        } else if all(&[Type::I32, Type::I64, Type::U32]) {
            Some(Type::I64)
        } else if bare.iter().all(Type::is_text) {
            Some(Type::String)
        } else {
            None
        }
    }

    /// The type behind its aliases.
    pub(super) fn bare(&self, ty: &Type) -> Type {
        let mut ty = ty;
        for _ in 0..self.types.len() {
            match ty {
                Type::Named(id) => match self.types.get(id.0).map(|def| &def.shape) {
                    Some(Shape::Alias(inner)) => ty = inner,
                    _ => break,
                },
                _ => break,
            }
        }
        ty.clone()
    }
}

/// The discriminator of a branch, with its value if there is only one.
fn tag_of(profile: &Profile, key: &str) -> (String, Option<String>) {
    let value = match profile.values(key) {
        Some([only]) => Some(only.to_string()),
        _ => None,
    };
    (key.to_owned(), value)
}

/// What all branches share, and the discriminator of one of them.
fn with_tag(shared: &Members, tag: Option<(String, Option<String>)>) -> Members {
    let mut members = shared.clone();
    members.tags.extend(tag);
    members
}

/// Whether the decoder has to compare branches: several can apply to one value, because they share tags, or because a tag
/// may be absent.
fn is_mixed(rows: &[(Branch, Guard)]) -> bool {
    let objects: Vec<Vec<&GuardTag>> = rows
        .iter()
        .filter_map(|(branch, guard)| {
            let is_required = |tag: &&GuardTag| !tag.is_default && branch.profile.keys.contains(&tag.key);
            Some(compared(guard)?.iter().filter(is_required).collect())
        })
        .collect();
    if are_distinct(&objects) {
        return false;
    }
    let index = TagIndex::new(objects);
    index.indices().any(|object| index.rivals(object).next().is_some())
}

/// The tags of a branch that is compared with others. `None` if its JSON type decides.
fn compared(guard: &Guard) -> Option<&[GuardTag]> {
    match guard {
        Guard::Object { tags, .. } => Some(tags),
        Guard::Any | Guard::Kind(JsonKind::Object) => Some(&[]),
        Guard::Kind(_) => None,
    }
}

/// Two branches of one type: a value of either is recognized.
fn join_guards(known: &mut Guard, other: Guard) {
    match (known, other) {
        (
            Guard::Object { tags, keys, lacks },
            Guard::Object {
                tags: more,
                keys: other_keys,
                lacks: other_lacks,
            },
        ) => {
            lacks.retain(|key| other_lacks.contains(key));
            keys.retain(|key| other_keys.contains(key));
            tags.retain(|tag| more.iter().any(|other| other.key == tag.key));
            for tag in tags {
                let values = more
                    .iter()
                    .filter(|other| other.key == tag.key)
                    .flat_map(|other| &other.values);
                for value in values {
                    if !tag.values.contains(value) {
                        tag.values.push(value.clone());
                    }
                }
            }
        }
        (known, other) if *known == other => {}
        (known, _) => *known = Guard::Any,
    }
}

fn mentions(shape: &Shape, id: TypeId) -> bool {
    let mut found = false;
    crate::ir::for_each_type(shape, &mut |ty| ty.for_each_id(&mut |other| found |= other == id));
    found
}
