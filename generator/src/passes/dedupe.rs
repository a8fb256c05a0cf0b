//! Inline types with the same structure become one type.
#![warn(clippy::wildcard_enum_match_arm)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::ir::{
    Api, Base, Enum, Role, Shape, Structure, Type, TypeDef, TypeId, for_each_operation_type, for_each_type_mut,
};

/// The maximum number of rounds. Each round merges one more level of nesting.
const ROUNDS: usize = 64;
/// The segments of a pointer that name a component, or the path and the method of an operation.
const HOME: usize = 3;

pub(super) fn share(api: &mut Api, owners: &BTreeSet<String>) {
    for _ in 0..ROUNDS {
        let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for (index, def) in api.types.iter().enumerate().filter(|(_, def)| may_be_shared(def)) {
            groups
                .entry((home(api, def), structure(api, def)))
                .or_default()
                .push(index);
        }
        let mut target: BTreeMap<usize, usize> = BTreeMap::new();
        for members in groups.into_values().filter(|members| members.len() > 1) {
            let owner = members.iter().copied().min_by_key(|index| {
                let def = api.types.get(*index);
                let lock_key = def.map(|def| api.lock_key(def));
                let is_new = !lock_key
                    .as_ref()
                    .is_some_and(|lock_key| owners.contains(lock_key.as_str()));
                // A shorter key makes a better name. Types inside merged ones have the same key; the one that is declared
                // there stays.
                let origin = def.map(|def| &def.origin);
                let segments = [lock_key.as_ref(), origin].map(|at| at.map(|at| at.segments()).unwrap_or_default());
                let [of_key, of_origin] = &segments;
                let is_foreign = of_key.iter().take(HOME).ne(of_origin.iter().take(HOME));
                (is_new, of_key.len(), lock_key, is_foreign, of_origin.len(), origin)
            });
            for member in members {
                if let Some(owner) = owner.filter(|owner| *owner != member) {
                    target.insert(member, owner);
                }
            }
        }
        if !redirect(api, &target) {
            return;
        }
    }
}

/// Request bodies are not merged: each is the argument list of its own operation.
fn may_be_shared(def: &TypeDef) -> bool {
    let roles = &def.hint.roles;
    let is_whole_request = matches!(
        (&def.hint.base, roles.as_slice()),
        (Base::Operation(_), [Role::Request | Role::RequestAs { .. }])
    );
    // The base of a hierarchy belongs to its union.
    let is_base = roles.last() == Some(&Role::Base);
    !roles.is_empty() && !is_whole_request && !is_base && !matches!(def.shape, Shape::Alias(_) | Shape::Multipart(_))
}

/// The part of the document in which a type is merged with others. Objects are merged everywhere, enums only inside of
/// a component or an operation: elsewhere, the name would come from an unrelated schema.
fn home(api: &Api, def: &TypeDef) -> String {
    if !matches!(def.shape, Shape::Enum(_)) {
        return String::new();
    }
    let lock_key = api.lock_key(def);
    let depth = if lock_key.segments().first().is_some_and(|first| first == "paths") {
        5
    } else {
        3
    };
    lock_key
        .segments()
        .into_iter()
        .take(depth)
        .collect::<Vec<_>>()
        .join("/")
}

/// Everything that determines the Rust type. Inline enums are compared by their values.
fn structure(api: &Api, def: &TypeDef) -> String {
    let mut key = String::new();
    // Writing to a string cannot fail.
    match &def.shape {
        Shape::Struct(s) | Shape::Multipart(s) => {
            for f in &s.fields {
                let ty = mention(api, &f.ty);
                let _ = write!(key, "{:?}{ty}{:?}{}{};", f.wire, f.presence, f.read_only, f.write_only);
            }
            let _ = write!(key, "{:?}", s.extra.as_ref().map(|ty| mention(api, ty)));
        }
        Shape::Enum(e) => key = values(e),
        Shape::Union(u) => {
            for v in &u.variants {
                let _ = write!(key, "{:?}{}{:?};", v.guard, mention(api, &v.ty), v.label);
            }
        }
        Shape::Alias(_) => {}
    }
    key
}

/// The values with their names and descriptions: equal numbers can mean different things.
fn values(e: &Enum) -> String {
    format!("{:?}{:?}", e.kind, e.values)
}

fn mention(api: &Api, ty: &Type) -> String {
    match ty.structure() {
        Structure::List(inner) => format!("[{}]", mention(api, inner)),
        Structure::Map(inner) => format!("{{{}}}", mention(api, inner)),
        Structure::Option(inner) => format!("?{}", mention(api, inner)),
        Structure::Named(id) => match api.get(id).map(|def| (&def.shape, def.hint.roles.is_empty())) {
            Some((Shape::Enum(e), false)) => values(e),
            _ => format!("{ty:?}"),
        },
        Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => format!("{ty:?}"),
    }
}

/// Replaces every use of a merged type by the remaining one. `false` if nothing changed.
fn redirect(api: &mut Api, target: &BTreeMap<usize, usize>) -> bool {
    let map = |id: TypeId| target.get(&id.0).map_or(id, |owner| TypeId(*owner));
    let mut changed = false;
    let mut visit = |ty: &mut Type| {
        let before = ty.clone();
        ty.map_ids(&map);
        changed |= *ty != before;
    };
    for def in &mut api.types {
        for_each_type_mut(&mut def.shape, &mut visit);
    }
    for_each_operation_type(api, &mut |ty, _| visit(ty));
    for def in &mut api.types {
        if let Base::Type(id) = &mut def.hint.base {
            *id = map(*id);
        }
    }
    changed
}
