//! Names of the constants for response headers.
#![warn(clippy::wildcard_enum_match_arm)]

use super::ident;
use super::lock::{LockKind, Session};
use super::names::Name;
use super::namespace::Namespace;
use crate::ir::{Api, Header, HeaderShape, Type};
use crate::pointer::Pointer;

/// The type of the constants, which files of operations import.
pub(super) const TYPE: &str = "ResponseHeader";

/// One name for each header that [`Api::headers_of`] lists for the operations of a tag, in the same order.
pub(super) fn assign(api: &Api, operations: &[usize], key: &Pointer, lock: &mut Session<'_>) -> Vec<Name> {
    let headers = api.headers_of(operations);
    let keys: Vec<Pointer> = headers
        .iter()
        .map(|header| {
            let key = key.child("headers").child(&header.name.to_ascii_lowercase());
            key.child(&type_name(header))
        })
        .collect();
    let mut scope = Namespace::default();
    let locked: Vec<Option<String>> = keys
        .iter()
        .map(|key| lock.decided(key, LockKind::Header).filter(|name| scope.take(name)))
        .collect();
    let mut names = Vec::new();
    for ((header, key), locked) in headers.iter().zip(&keys).zip(locked) {
        let name = locked.unwrap_or_else(|| {
            let stem = ident::shouty(&header.name);
            let typed = ident::shouty(&format!("{} {}", header.name, type_name(header)));
            scope.choose(&[stem, typed], &|_| true)
        });
        lock.record(key, LockKind::Header, &name);
        names.push(Name(name));
    }
    names
}

/// The name of the type of a header: operations can declare one header with different types.
fn type_name(header: &Header) -> String {
    match &header.value {
        Some((HeaderShape::Json, _)) => "json".to_owned(),
        Some((_, Type::List(inner))) => format!("list of {}", scalar_name(inner)),
        Some((_, ty)) => scalar_name(ty).to_owned(),
        None => String::new(),
    }
}

fn scalar_name(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "boolean",
        Type::I32 => "i32",
        Type::I64 => "integer",
        Type::U32 => "u32",
        Type::U64 => "u64",
        Type::F64 => "number",
        Type::Formatted(format) => format.name(),
        Type::String => "string",
        // Lowering reads such headers as strings.
        Type::Json | Type::JsonMap | Type::File | Type::List(_) | Type::Map(_) => "string",
        Type::Option(_) | Type::Named(_) | Type::Boxed(_) | Type::Custom(_) => "string",
    }
}
