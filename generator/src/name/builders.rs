//! Names of builders.

use super::ident;
use super::lock::{LockKind, Session};
use super::names::Name;
use super::namespace::Namespace;
use crate::ir::{Api, Construction, Shape, TypeDef};
use crate::pointer::Pointer;

/// In the lock: the builder is named after its type.
const AFTER_TYPE: &str = "yes";

/// The name of a builder in the lock.
pub(super) fn known(key: &Pointer, lock: &Session<'_>) -> Option<String> {
    let line = lock.decided(key, LockKind::Builder)?;
    if line != AFTER_TYPE {
        return Some(line);
    }
    lock.decided(key, LockKind::Type).map(|ty| after(&ty))
}

/// One name for each type; only those of types with a builder are used. `scope`: the names of all types.
pub(super) fn assign(api: &Api, idents: &[String], scope: &mut Namespace, lock: &mut Session<'_>) -> Vec<Name> {
    let types = || api.types.iter().zip(idents);
    // A builder that is not named after its type has its name in the lock.
    let locked: Vec<Option<String>> = types()
        .map(|(def, _)| {
            let line = lock.decided(&api.lock_key(def), LockKind::Builder);
            let own = line.filter(|name| name != AFTER_TYPE && has_builder(def));
            own.filter(|name| scope.take(name))
        })
        .collect();
    let mut names = Vec::new();
    for ((def, ty), locked) in types().zip(locked) {
        let key = api.lock_key(def);
        let own = after(ty);
        let name = match locked {
            _ if !has_builder(def) => {
                // The builder returns as it was.
                if let Some(line) = lock.decided(&key, LockKind::Builder).filter(|_| may_return(def)) {
                    lock.record(&key, LockKind::Builder, &line);
                }
                own
            }
            locked => {
                let name = locked.unwrap_or_else(|| scope.choose(&[own.clone(), format!("{ty}ByName")], &|_| true));
                let line = if name == own { AFTER_TYPE } else { &name };
                lock.record(&key, LockKind::Builder, line);
                name
            }
        };
        names.push(ident::ty(&name));
    }
    names
}

/// The deprecated names of a builder: those after the earlier names of its type.
pub(super) fn aliases(def: &TypeDef, types: &[Name], scope: &mut Namespace) -> Vec<Name> {
    let names = types.iter().filter(|_| has_builder(def)).map(|ty| after(ty.as_str()));
    names
        .filter(|name| scope.take(name))
        .map(|name| ident::ty(&name))
        .collect()
}

fn after(ty: &str) -> String {
    format!("{ty}Builder")
}

fn has_builder(def: &TypeDef) -> bool {
    matches!(&def.shape, Shape::Struct(s) | Shape::Multipart(s) if s.construction == Construction::Builder)
}

/// Whether the struct could have a builder in another version of the document.
fn may_return(def: &TypeDef) -> bool {
    matches!(&def.shape, Shape::Struct(s) | Shape::Multipart(s) if s.construction != Construction::Positional)
}
