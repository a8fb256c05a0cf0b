//! Inline types with the same structure become one type.
#![warn(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Locked;
use crate::ir::{
    Api, Base, Field, Role, Shape, Structure, Type, TypeDef, TypeId, for_each_operation_type, for_each_type_mut,
};
use crate::pointer::Pointer;

/// The maximum number of rounds. Each round merges one more level of nesting.
const ROUNDS: usize = 64;

pub(super) fn share(api: &mut Api, locked: &Locked) {
    let classes = classes(api, locked);
    let members = members(&classes);
    let mut owners = Owners {
        api,
        classes: &classes,
        members: &members,
        ranks: api.types.iter().map(|def| rank(api, def, locked)).collect(),
        known: BTreeMap::new(),
    };
    let mut target: BTreeMap<usize, usize> = BTreeMap::new();
    let mut homes: Vec<(usize, Pointer, Pointer)> = Vec::new();
    for (class, members) in members.iter().filter(|(_, members)| members.len() > 1) {
        let Some(owner) = owners.of(*class) else { continue };
        // What is inside of an equal type has no line of its own, but nothing else shows that it is a component.
        let is_component = api.types.get(owner).is_some_and(|def| def.hint.is_component());
        for member in members.iter().copied().filter(|member| *member != owner) {
            target.insert(member, owner);
            let is_home = is_component || owners.remains(member);
            if let Some(def) = api.types.get(member).filter(|_| is_home) {
                homes.push((owner, api.lock_key(def), api.root_key(def)));
            }
        }
    }
    redirect(api, &target);
    for (owner, key, root) in homes {
        if let Some(owner) = api.types.get_mut(owner) {
            owner.homes.insert(key, root);
        }
    }
}

/// For each type the first of those that mean the same.
fn classes(api: &Api, locked: &Locked) -> Vec<usize> {
    let names: Vec<Option<String>> = api.types.iter().map(|def| locked_name(api, def, locked)).collect();
    let candidates = api
        .types
        .iter()
        .enumerate()
        .filter(|(_, def)| may_be_shared(def) || was_shared(api, def, locked));
    let candidates: Vec<(usize, (String, String))> = candidates
        .map(|(index, def)| (index, (home(api, def), meaning(api, def))))
        .collect();
    let values: Vec<String> = api.types.iter().map(values).collect();
    let mut classes: Vec<usize> = (0..api.types.len()).collect();
    for _ in 0..ROUNDS {
        let structures = Structures {
            api,
            values: &values,
            classes: &classes,
        };
        let mut groups: BTreeMap<(&(String, String), String), Vec<usize>> = BTreeMap::new();
        for (index, key) in &candidates {
            let structure = structures.of(*index);
            groups.entry((key, structure)).or_default().push(*index);
        }
        let mut next: Vec<usize> = (0..api.types.len()).collect();
        for members in parts(groups, &names) {
            let first = members.iter().copied().min();
            for (member, first) in members.iter().zip(first.into_iter().cycle()) {
                if let Some(class) = next.get_mut(*member) {
                    *class = first;
                }
            }
        }
        if next == classes {
            break;
        }
        classes = next;
    }
    classes
}

/// The types of each group that have one name in the lock. Types that had one name before mean the same, whatever they are
/// for: a component that they all referenced.
fn parts<K>(groups: BTreeMap<(K, String), Vec<usize>>, names: &[Option<String>]) -> Vec<Vec<usize>> {
    let mut parts = Vec::new();
    let mut named: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for ((_, structure), group) in groups {
        for members in by_name(&group, names) {
            let name = members.iter().find_map(|member| names.get(*member).cloned().flatten());
            match name {
                Some(name) => named.entry((name, structure.clone())).or_default().extend(members),
                None => parts.push(members),
            }
        }
    }
    parts.extend(named.into_values());
    parts
}

fn members(classes: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, class) in classes.iter().enumerate() {
        found.entry(*class).or_default().push(index);
    }
    found
}

/// The types that remain.
struct Owners<'a> {
    api: &'a Api,
    classes: &'a [usize],
    /// The types of each class.
    members: &'a BTreeMap<usize, Vec<usize>>,
    /// 0 for types that have a name in the lock, 1 for those that share one, 2 for others.
    ranks: Vec<u8>,
    known: BTreeMap<usize, Option<usize>>,
}

impl Owners<'_> {
    /// Of equal types, a component, or the one with the name, else the one with the shortest key. Not one inside of a type that does not
    /// remain itself: the remaining one has another type there.
    fn of(&mut self, class: usize) -> Option<usize> {
        if let Some(known) = self.known.get(&class) {
            return *known;
        }
        // A type inside of an equal one has no owner yet.
        self.known.insert(class, None);
        let members = self.members.get(&class)?;
        let remaining: Vec<usize> = members.iter().copied().filter(|member| self.remains(*member)).collect();
        let owner = remaining.into_iter().min_by_key(|index| {
            let def = self.api.types.get(*index);
            let is_component = def.is_some_and(|def| def.hint.is_component());
            let key = def.map(|def| self.api.lock_key(def));
            let rank = self.ranks.get(*index).copied();
            (
                !is_component,
                rank,
                key.as_ref().map_or(0, |key| key.segments().len()),
                key,
            )
        });
        self.known.insert(class, owner);
        owner
    }

    /// Whether the types around a type remain.
    fn remains(&mut self, index: usize) -> bool {
        let Some(Base::Type(TypeId(around))) = self.api.types.get(index).map(|def| &def.hint.base) else {
            return true;
        };
        let around = *around;
        let class = self.classes.get(around).copied().unwrap_or(around);
        self.of(class) == Some(around) && self.remains(around)
    }
}

fn rank(api: &Api, def: &TypeDef, locked: &Locked) -> u8 {
    let key = api.lock_key(def);
    match [&locked.owners, &locked.shares].map(|names| names.contains_key(key.as_str())) {
        [true, _] => 0,
        [_, true] => 1,
        _ => 2,
    }
}

/// The name of a type in the lock, its own or that of the type that it became. Types of different names stay apart.
fn locked_name(api: &Api, def: &TypeDef, locked: &Locked) -> Option<String> {
    let key = api.lock_key(def);
    let names = [&locked.owners, &locked.shares];
    names.iter().find_map(|names| names.get(key.as_str())).cloned()
}

/// Equal types by their names in the lock. Those without a name belong to the name of most of the others.
fn by_name(members: &[usize], names: &[Option<String>]) -> Vec<Vec<usize>> {
    let name = |index: usize| names.get(index).cloned().flatten();
    let mut groups: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
    for index in members {
        groups.entry(name(*index)).or_default().push(*index);
    }
    let new = groups.remove(&None).unwrap_or_default();
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    match groups.iter_mut().rev().max_by_key(|group| group.len()) {
        Some(largest) => largest.extend(new),
        None => groups.push(new),
    }
    groups
}

/// Whether a type was one with others in the lock, also a component or a request body.
fn was_shared(api: &Api, def: &TypeDef, locked: &Locked) -> bool {
    let key = api.lock_key(def);
    let owned = || {
        let name = locked.owners.get(key.as_str());
        name.is_some_and(|name| locked.shared_names.contains(name))
    };
    may_be_merged(def) && (locked.shares.contains_key(key.as_str()) || owned())
}

/// What an inline type is for: the property, the parameter, the branch or the status of an error that it belongs to, and the way from
/// there. Types of other properties are not merged, even if they are equal: `title` and `milestone` are not the same thing.
fn meaning(api: &Api, def: &TypeDef) -> String {
    let owners = api.owners(def);
    let roles = owners.iter().flat_map(|def| def.hint.roles.iter().rev());
    let mut words = Vec::new();
    for role in roles {
        words.push(role.key_below(&Pointer::root()));
        let is_purpose = match role {
            // The key of a branch is its content: a definition, a title, a constant.
            Role::Field(_) | Role::Param(..) | Role::Branch { .. } => true,
            // Errors of one status mean the same in all operations.
            Role::Response(status) => status.is_error(),
            Role::Item
            | Role::Value
            | Role::Base
            | Role::Request
            | Role::RequestAs { .. }
            | Role::OnlyResponse(_)
            | Role::SharedResponse
            | Role::Event
            | Role::Line => false,
        };
        if is_purpose {
            return joined(&words);
        }
    }
    words.push(api.root_key(def));
    joined(&words)
}

fn joined(words: &[Pointer]) -> String {
    words.iter().map(Pointer::as_str).collect::<Vec<_>>().join(" ")
}

/// Request bodies are not merged: each is the argument list of its own operation.
fn may_be_shared(def: &TypeDef) -> bool {
    let roles = &def.hint.roles;
    let is_whole_request = matches!(
        (&def.hint.base, roles.as_slice()),
        (Base::Operation(_), [Role::Request | Role::RequestAs { .. }])
    );
    !roles.is_empty() && !is_whole_request && may_be_merged(def)
}

fn may_be_merged(def: &TypeDef) -> bool {
    // The base of a hierarchy belongs to its union.
    let is_base = def.hint.roles.last() == Some(&Role::Base);
    !is_base && !matches!(def.shape, Shape::Alias(_) | Shape::Multipart(_))
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

/// The structures of types, after some rounds.
struct Structures<'a> {
    api: &'a Api,
    /// The values of each type that is an enum.
    values: &'a [String],
    classes: &'a [usize],
}

impl Structures<'_> {
    /// Everything that determines the Rust type. Inline enums are compared by their values.
    fn of(&self, index: usize) -> String {
        let mut key = String::new();
        // Writing to a string cannot fail.
        match self.api.types.get(index).map(|def| &def.shape) {
            Some(Shape::Struct(s) | Shape::Multipart(s)) => {
                // The order of the document does not matter.
                let mut fields: Vec<&Field> = s.fields.iter().collect();
                fields.sort_by_key(|field| &field.wire);
                for f in fields {
                    let ty = self.mention(&f.ty);
                    let _ = write!(key, "{:?}{ty}{:?}{}{};", f.wire, f.presence, f.read_only, f.write_only);
                }
                let _ = write!(key, "{:?}", s.extra.as_ref().map(|ty| self.mention(ty)));
            }
            Some(Shape::Enum(_)) => key = self.values_of(index),
            Some(Shape::Union(u)) => {
                for v in &u.variants {
                    let _ = write!(key, "{:?}{}{:?};", v.guard, self.mention(&v.ty), v.label);
                }
            }
            Some(Shape::Alias(_)) | None => {}
        }
        key
    }

    fn values_of(&self, index: usize) -> String {
        self.values.get(index).cloned().unwrap_or_default()
    }

    fn mention(&self, ty: &Type) -> String {
        match ty.structure() {
            Structure::List(inner) => format!("[{}]", self.mention(inner)),
            Structure::Map(inner) => format!("{{{}}}", self.mention(inner)),
            Structure::Option(inner) => format!("?{}", self.mention(inner)),
            Structure::Named(id) => match self.api.get(id).map(|def| (&def.shape, def.hint.roles.is_empty())) {
                Some((Shape::Enum(_), false)) => self.values_of(id.0),
                _ => format!("type {}", self.classes.get(id.0).copied().unwrap_or(id.0)),
            },
            Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => format!("{ty:?}"),
        }
    }
}

/// The values of an enum with their names and descriptions: equal numbers can mean different things.
fn values(def: &TypeDef) -> String {
    let Shape::Enum(e) = &def.shape else {
        return String::new();
    };
    let mut values: Vec<String> = e.values.iter().map(|value| format!("{value:?}")).collect();
    values.sort();
    format!("{:?} {}", e.kind, values.join(", "))
}

/// Replaces every use of a merged type by the remaining one.
fn redirect(api: &mut Api, target: &BTreeMap<usize, usize>) {
    let map = |id: TypeId| target.get(&id.0).map_or(id, |owner| TypeId(*owner));
    let mut visit = |ty: &mut Type| ty.map_ids(&map);
    for def in &mut api.types {
        for_each_type_mut(&mut def.shape, &mut visit);
    }
    for_each_operation_type(api, &mut |ty, _| visit(ty));
    for def in &mut api.types {
        if let Base::Type(id) = &mut def.hint.base {
            *id = map(*id);
        }
    }
}
