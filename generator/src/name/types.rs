//! Names of models and of their files.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::lock::{LockKind, Session, shape};
use super::names::{ModelFile, Name, TypeName};
use super::namespace::Namespace;
use super::{builders, ident, members, module_names, reserved, roles};
use crate::ir::{Api, Base, Role, Shape, TypeDef, TypeId};
use crate::pointer::Pointer;

pub(super) fn assign(api: &Api, operations: &[String], lock: &mut Session<'_>) -> (Vec<TypeName>, Vec<ModelFile>) {
    let idents = idents(api, operations, lock);
    let files = files(api, operations, &idents, lock);
    let mut names: Vec<TypeName> = Vec::with_capacity(api.types.len());
    let aliases = aliases(api, &idents, lock);
    let mut scope = Namespace::default();
    for name in idents
        .iter()
        .map(String::as_str)
        .chain(aliases.iter().flatten().map(Name::as_str))
    {
        scope.take(name);
    }
    let builders = builders::assign(api, &idents, &mut scope, lock);
    for ((def, ident), builder) in api.types.iter().zip(&idents).zip(builders) {
        names.push(members::assign(api, def, &idents, ident::ty(ident), builder, lock));
    }
    for ((name, def), alias) in names.iter_mut().zip(&api.types).zip(aliases) {
        name.builder_aliases = builders::aliases(def, &alias, &mut scope);
        name.aliases = alias;
    }
    (names, files)
}

/// The deprecated names of each type. One that another type has is dropped.
fn aliases(api: &Api, idents: &[String], lock: &mut Session<'_>) -> Vec<Vec<Name>> {
    let mut scope = Namespace::default();
    idents.iter().for_each(|ident| {
        scope.take(ident);
    });
    let aliases = api.types.iter().map(|def| {
        let key = api.lock_key(def);
        let mut names = lock.aliases(&key);
        // A schema that had other names became this type.
        names.extend(def.homes.keys().flat_map(|home| lock.aliases(home)));
        names.retain(|name| scope.take(name));
        if !names.is_empty() {
            lock.record_list(&key, LockKind::Alias, names.iter().map(String::as_str));
        }
        names.iter().map(|name| ident::ty(name)).collect()
    });
    aliases.collect()
}

/// Types in the lock are named first, then components, then inline types. Ties are decided by pointer, not by order.
fn idents(api: &Api, operations: &[String], lock: &mut Session<'_>) -> Vec<String> {
    let mut order: Vec<usize> = (0..api.types.len()).collect();
    // The sort keys are expensive, so each is computed once.
    order.sort_by_cached_key(|index| {
        api.types.get(*index).map(|def| {
            (
                !def.hint.roles.is_empty(),
                // Of types with equal roles, the one with more homes gets the shorter name.
                Reverse(if roles::has_role(def) { def.homes.len() } else { 0 }),
                // If a shared type was split, the part that most schemas have keeps the name, else its owner.
                !lock.knows(&api.lock_key(def), LockKind::Type),
                matches!(def.hint.base, Base::Type(_)),
                depth(api, def),
                def.origin.clone(),
            )
        })
    });
    let mut scope = scope(api, lock);
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    for index in &order {
        let decided = api.types.get(*index).and_then(|def| decided(api, def, lock));
        if let Some(name) = decided.filter(|name| scope.take(name)) {
            names.insert(*index, name);
        }
    }
    for index in order {
        let Some(def) = api.types.get(index) else { continue };
        let name = names.get(&index).cloned().unwrap_or_else(|| {
            let of_role = roles::by_role(api, def, operations);
            let candidates = of_role.unwrap_or_else(|| candidates(def, operations, &names));
            scope.choose(&candidates, &|name| !reserved::is_type(name))
        });
        record(api, def, &name, lock);
        names.insert(index, name);
    }
    (0..api.types.len())
        .map(|index| names.remove(&index).unwrap_or_default())
        .collect()
}

/// The name of a type in the configuration or the lock.
fn decided(api: &Api, def: &TypeDef, lock: &Session<'_>) -> Option<String> {
    let key = api.lock_key(def);
    let known = || {
        let kinds = [LockKind::Type, LockKind::Shares];
        kinds.into_iter().find_map(|kind| lock.decided(&key, kind))
    };
    let renamed = lock.renamed_type(&def.origin).filter(|name| !reserved::is_type(name));
    renamed.or_else(known)
}

/// Records the name of a type, and every schema that became this type.
fn record(api: &Api, def: &TypeDef, name: &str, lock: &mut Session<'_>) {
    let key = api.lock_key(def);
    lock.record(&key, LockKind::Type, name);
    for home in def.homes.keys() {
        lock.record(home, LockKind::Shares, name);
    }
    if !def.homes.is_empty() {
        let shape = shape(api, def, &|other| !other.homes.is_empty());
        lock.record(&key, LockKind::Shape, &shape);
    }
}

/// The names of types. No new type takes one of a type that a filter omits, or of a builder.
fn scope(api: &Api, lock: &Session<'_>) -> Namespace {
    let mut scope = Namespace::default();
    let keys: BTreeSet<String> = api
        .types
        .iter()
        .map(|def| api.lock_key(def).as_str().to_owned())
        .collect();
    for (_, name) in lock.omitted(LockKind::Type, |key| keys.contains(key)) {
        scope.reserve(&name);
    }
    for def in &api.types {
        if let Some(name) = builders::known(&api.lock_key(def), lock) {
            scope.reserve(&name);
        }
    }
    scope
}

/// The number of types from this one to its component or operation.
fn depth(api: &Api, def: &TypeDef) -> usize {
    api.owners(def).len()
}

/// Possible names, from the shortest to the most specific.
fn candidates(def: &TypeDef, operations: &[String], names: &BTreeMap<usize, String>) -> Vec<String> {
    let base = match &def.hint.base {
        Base::Component { name, .. } => ident::camel(name),
        Base::Type(id) => names.get(&id.0).cloned().unwrap_or_default(),
        Base::Operation(index) => operations.get(*index).map(|id| ident::camel(id)).unwrap_or_default(),
    };
    let mut short = base.clone();
    let mut long = base;
    for (at, role) in def.hint.roles.iter().enumerate() {
        // The type of the items is named like the parameter.
        let is_param_item =
            *role == Role::Item && at > 0 && matches!(def.hint.roles.get(at - 1), Some(Role::Param(..)));
        if !is_param_item {
            short.push_str(&roles::short(role));
        }
        long.push_str(&roles::long(role));
    }
    let mut list = vec![ident::camel(&short)];
    if long != short {
        list.push(ident::camel(&long));
    }
    list.push(format!("{}Model", ident::camel(&short)));
    list.push(ident::camel(&def.origin.segments().join(" ")));
    list
}

/// The component or the part of an operation that a type belongs to. A type of several has a file of its own, but stays
/// where it is in the lock.
fn group(api: &Api, id: TypeId, operations: &[String], idents: &[String], lock: &Session<'_>) -> (String, Pointer) {
    let mut id = id;
    let Some(mut def) = api.get(id) else {
        return (String::new(), Pointer::root());
    };
    for _ in 0..1000 {
        if roles::is_shared(api, def) {
            let key = api.lock_key(def);
            if lock.knows(&key, LockKind::File) || !lock.knows(&key, LockKind::Type) {
                return (idents.get(id.0).cloned().unwrap_or_default(), key);
            }
        }
        match def.hint.base {
            Base::Type(owner) => match api.get(owner) {
                Some(found) => (id, def) = (owner, found),
                None => break,
            },
            _ => break,
        }
    }
    match &def.hint.base {
        Base::Component { name, key } => (name.clone(), key.clone()),
        Base::Operation(index) => {
            let name = operations.get(*index).cloned().unwrap_or_default();
            let role = def.hint.roles.first();
            let word = role.map(roles::short).unwrap_or_default();
            let key = api
                .operations
                .get(*index)
                .map_or_else(Pointer::root, |op| op.key.clone());
            let key = role.map_or_else(|| key.clone(), |role| role.key_below(&key));
            (format!("{} {word}", ident::camel(&name)), key)
        }
        Base::Type(_) => (def.origin.segments().join(" "), def.origin.clone()),
    }
}

fn files(api: &Api, operations: &[String], idents: &[String], lock: &mut Session<'_>) -> Vec<ModelFile> {
    let mut groups: BTreeMap<Pointer, (String, Vec<TypeId>)> = BTreeMap::new();
    for index in 0..api.types.len() {
        let (title, key) = group(api, TypeId(index), operations, idents, lock);
        groups
            .entry(key)
            .or_insert_with(|| (title, Vec::new()))
            .1
            .push(TypeId(index));
    }
    let mut order: Vec<(Pointer, (String, Vec<TypeId>))> = groups.into_iter().collect();
    order.sort_by_cached_key(|(key, _)| !lock.knows(key, LockKind::File));
    let mut scope = Namespace::default();
    let keys: BTreeSet<&str> = order.iter().map(|(key, _)| key.as_str()).collect();
    for (_, name) in lock.omitted(LockKind::File, |key| keys.contains(key)) {
        scope.reserve(&name);
    }
    let mut files = Vec::new();
    for (key, (title, mut types)) in order {
        let decided = lock
            .decided(&key, LockKind::File)
            .filter(|name| module_names::is_file(name));
        let module = match decided.filter(|name| scope.take(name)) {
            Some(name) => name,
            None => {
                let named = types
                    .iter()
                    .find(|id| api.get(**id).is_some_and(|def| def.hint.roles.is_empty()));
                let stem = ident::file(named.and_then(|id| idents.get(id.0)).unwrap_or(&title));
                let candidates = [
                    stem.clone(),
                    format!("{stem}_model"),
                    ident::file(&key.segments().join(" ")),
                ];
                scope.choose(&candidates, &|name| !reserved::is_module(name))
            }
        };
        lock.record(&key, LockKind::File, &module);
        // The named type first, then its inline types in the order of their pointers. Nobody looks for enums of one value, such
        // as type tags: they are last.
        types.sort_by_cached_key(|id| {
            api.get(*id).map(|def| {
                let is_constant = matches!(&def.shape, Shape::Enum(e) if e.only_value().is_some());
                let is_minor = is_constant && !def.hint.roles.is_empty();
                (is_minor, depth(api, def), def.hint.roles.len(), def.origin.clone())
            })
        });
        files.push(ModelFile {
            module: Name(module),
            types,
        });
    }
    files.sort_by(|a, b| a.module.cmp(&b.module));
    files
}
