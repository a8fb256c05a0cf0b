//! No two types have one key in `names.lock`.
//!
//! A type that was inside of a merged one, and is used elsewhere, has the key of the type inside of the remaining one. It
//! becomes a definition of its own, with its pointer as its key. So does a schema that is read where a parent has its
//! discriminator, whose pointer is that of what all children have in common, and one that a reference leads to, where the
//! schema around it has other types for it, such as a branch beside members.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, Base, Hint, Role};
use crate::pointer::Pointer;

pub(super) fn decide(api: &mut Api) {
    let mut known: BTreeMap<Pointer, Vec<usize>> = BTreeMap::new();
    for (index, def) in api.types.iter().enumerate() {
        known.entry(api.lock_key(def)).or_default().push(index);
    }
    let mut taken: BTreeSet<Pointer> = known.keys().cloned().collect();
    for (key, mut types) in known.into_iter().filter(|(_, types)| types.len() > 1) {
        // The others have other pointers than this one, unless it is such a part of a parent.
        types.sort_by_key(|index| {
            let def = api.types.get(*index);
            def.map(|def| {
                let is_part = def.hint.roles.contains(&Role::Base);
                (def.origin != key, def.origin.clone(), !is_part, def.hint.is_component())
            })
        });
        let first = types.first().and_then(|index| api.types.get(*index));
        let first = first.map(|def| def.origin.clone());
        for index in types.into_iter().skip(1) {
            if let Some(def) = api.types.get_mut(index) {
                let is_same_schema = first.as_ref() == Some(&def.origin);
                let named = match &def.hint.base {
                    Base::Component { name, .. } if def.hint.is_component() => Some(name.clone()),
                    Base::Component { .. } | Base::Type(_) | Base::Operation(_) => None,
                };
                let named = named.filter(|_| is_same_schema).or_else(|| def.origin.last_segment());
                let name = named.unwrap_or_default();
                let mut own = if is_same_schema {
                    key.clone()
                } else {
                    def.origin.clone()
                };
                while !taken.insert(own.clone()) {
                    own = own.child("schema");
                }
                def.hint = Hint::component(&name, own);
            }
        }
    }
}
