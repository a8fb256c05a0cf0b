//! Names of the constants for response headers.

use super::ident;
use super::lock::{LockKind, Session};
use super::names::Name;
use super::namespace::Namespace;
use crate::ir::{Api, Header, HeaderShape, Type};
use crate::pointer::Pointer;

/// Their type, which their files use.
pub(super) const TYPE: &str = "ResponseHeader";

/// One name for each of [`Api::headers_of`], in that order.
pub(super) fn assign(api: &Api, tag: usize, place: &Pointer, lock: &mut Session<'_>) -> Vec<Name> {
    let headers = api.headers_of(tag);
    let places: Vec<Pointer> = headers
        .iter()
        .map(|header| {
            let place = place.child("headers").child(&header.name.to_ascii_lowercase());
            place.child(&word(header))
        })
        .collect();
    let mut scope = Namespace::default();
    let locked: Vec<Option<String>> = places
        .iter()
        .map(|place| lock.decided(place, LockKind::Header).filter(|name| scope.take(name)))
        .collect();
    let mut names = Vec::new();
    for ((header, place), locked) in headers.iter().zip(&places).zip(locked) {
        let name = locked.unwrap_or_else(|| {
            let stem = ident::shouty(&header.name);
            let typed = ident::shouty(&format!("{} {}", header.name, word(header)));
            scope.choose(&[stem, typed], &|_| true)
        });
        lock.record(place, LockKind::Header, &name);
        names.push(Name(name));
    }
    names
}

/// What a header holds, in a word: the same header may hold something else elsewhere.
fn word(header: &Header) -> String {
    match &header.value {
        Some((HeaderShape::Json, _)) => "json".to_owned(),
        Some((_, Type::List(inner))) => format!("list of {}", scalar_word(inner)),
        Some((_, ty)) => scalar_word(ty).to_owned(),
        None => String::new(),
    }
}

fn scalar_word(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "boolean",
        Type::I32 => "i32",
        Type::I64 => "integer",
        Type::U32 => "u32",
        Type::U64 => "u64",
        Type::F64 => "number",
        Type::Formatted(format) => format.name(),
        Type::String => "string",
        // Lowering reads such headers as texts.
        Type::Json | Type::JsonMap | Type::File | Type::List(_) | Type::Map(_) => "string",
        Type::Option(_) | Type::Named(_) | Type::Boxed(_) | Type::Custom(_) => "string",
    }
}
