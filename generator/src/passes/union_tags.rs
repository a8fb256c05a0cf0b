//! Optional members by which unions recognize their structs.
//!
//! Frameworks declare the discriminator of a class with a default, and then do not require it. A value without it is a value
//! of no branch, or of any, so what creates such a struct also sets the member.
#![warn(clippy::wildcard_enum_match_arm)]

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, Guard, GuardTag, Literal, Shape, Type, TypeId, Union};

/// The values by which unions recognize structs, by the struct and its member.
pub(super) struct UnionTags<'a>(BTreeMap<(TypeId, &'a str), Vec<&'a Literal>>);

impl<'a> UnionTags<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let mut found: BTreeMap<(TypeId, &str), Vec<&Literal>> = BTreeMap::new();
        for def in &api.types {
            let Shape::Union(union) = &def.shape else { continue };
            let keys = shared_keys(union);
            for variant in &union.variants {
                let Some(id) = payload(api, &variant.ty) else { continue };
                for tag in tags(&variant.guard).filter(|tag| keys.contains(tag.key.as_str())) {
                    let values = found.entry((id, tag.key.as_str())).or_default();
                    let new = tag.values.iter().filter(|value| **value != Literal::Null);
                    for value in new {
                        if !values.contains(&value) {
                            values.push(value);
                        }
                    }
                }
            }
        }
        Self(found)
    }

    /// The value of a member of a struct, if it is the same one for every union.
    pub(super) fn value(&self, id: TypeId, member: &str) -> Option<&'a Literal> {
        match self.0.get(&(id, member))?.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

fn tags(guard: &Guard) -> impl Iterator<Item = &GuardTag> {
    let tags = match guard {
        Guard::Object { tags, .. } => tags.as_slice(),
        Guard::Kind(_) | Guard::Any => &[],
    };
    tags.iter().filter(|tag| !tag.is_default)
}

/// The members that all objects of a union are recognized by. Others may be absent from a value on purpose.
fn shared_keys(union: &Union) -> BTreeSet<&str> {
    let mut objects = union
        .variants
        .iter()
        .filter(|variant| matches!(variant.guard, Guard::Object { .. }))
        .map(|variant| {
            tags(&variant.guard)
                .map(|tag| tag.key.as_str())
                .collect::<BTreeSet<_>>()
        });
    let first = objects.next().unwrap_or_default();
    objects.fold(first, |known, keys| known.intersection(&keys).copied().collect())
}

/// The struct that a variant contains.
fn payload(api: &Api, ty: &Type) -> Option<TypeId> {
    let Type::Named(id) = api.behind_aliases(ty) else {
        return None;
    };
    matches!(api.get(*id)?.shape, Shape::Struct(_)).then_some(*id)
}
