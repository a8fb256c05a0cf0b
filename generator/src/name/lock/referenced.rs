//! Inline schemas that became a reference to a component with the same members. The component has their names as aliases.

use std::collections::BTreeMap;

use super::content::{Lock, LockKind};
use super::document::{by_key, members};
use super::renamed::Renamed;
use crate::ir::{Api, Role, Shape, Structure, Type, TypeDef};
use crate::pointer::Pointer;

impl Lock {
    /// Finds such schemas. A component that the lock does not know is a renamed schema instead.
    pub(super) fn alias_referenced(&mut self, api: &Api) -> Vec<Renamed> {
        let names = self.of_kind(LockKind::Type);
        let references = references(api);
        let defs = by_key(api);
        let mut found = Vec::new();
        for (old, name) in names.iter().filter(|(key, _)| !defs.contains_key(*key)) {
            let Some((at, component)) = references.get(old) else {
                continue;
            };
            let is_known = names.contains_key(at.as_str());
            if !is_known || members(component).is_empty() || members(component) != self.members(old) {
                continue;
            }
            self.add_alias(at, name);
            let prefix = format!("{old}/");
            let inner = names
                .iter()
                .filter_map(|(key, name)| Some((key.strip_prefix(&prefix)?, name)));
            for (rest, name) in inner {
                let key = format!("{at}/{rest}");
                if defs.contains_key(&key) && !defs.contains_key(&format!("{old}/{rest}")) {
                    self.add_alias(&Pointer::parse(&key), name);
                }
            }
            found.push(Renamed {
                old: Pointer::parse(old),
                new: at.clone(),
                origin: component.origin.clone(),
                name: name.clone(),
            });
        }
        found
    }
}

/// The keys that inline schemas would have where components are referenced, with the component and its key.
fn references(api: &Api) -> BTreeMap<String, (Pointer, &TypeDef)> {
    let mut found = BTreeMap::new();
    let mut add = |key: Pointer, ty: &Type| {
        let (mut key, mut ty) = (key, ty);
        loop {
            match ty.structure() {
                Structure::List(inner) => (key, ty) = (Role::Item.key_below(&key), inner),
                Structure::Map(inner) => (key, ty) = (Role::Value.key_below(&key), inner),
                Structure::Option(inner) => ty = inner,
                Structure::Named(id) => {
                    if let Some(def) = api.get(id).filter(|def| def.hint.is_component()) {
                        found.insert(key.as_str().to_owned(), (api.lock_key(def), def));
                    }
                    return;
                }
                Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => return,
            }
        }
    };
    for def in &api.types {
        let key = api.lock_key(def);
        match &def.shape {
            Shape::Struct(s) | Shape::Multipart(s) => {
                for field in &s.fields {
                    add(Role::Field(field.key_name().to_owned()).key_below(&key), &field.ty);
                }
                s.extra.iter().for_each(|ty| add(Role::Value.key_below(&key), ty));
            }
            Shape::Alias(ty) => add(key, ty),
            Shape::Enum(_) | Shape::Union(_) => {}
        }
    }
    for operation in &api.operations {
        if let Some(body) = &operation.body {
            add(Role::Request.key_below(&operation.key), &body.ty);
        }
        for row in operation.success.rows.iter().chain(&operation.error.rows) {
            row.ty
                .iter()
                .for_each(|ty| add(Role::Response(row.status).key_below(&operation.key), ty));
        }
    }
    found
}
