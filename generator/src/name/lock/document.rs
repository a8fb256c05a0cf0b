//! The types of the document as the lock knows them: their keys, and those of their members.

use std::collections::{BTreeMap, BTreeSet};

use super::super::constants::constant_key;
use crate::ir::{Api, Shape, TypeDef};
use crate::pointer::escape;

/// The types of the document by the key that they have in the lock.
pub(super) fn by_key(api: &Api) -> BTreeMap<String, &TypeDef> {
    let keys = api.types.iter().map(|def| (api.lock_key(def).as_str().to_owned(), def));
    keys.collect()
}

/// The keys of the members of a type, below its own.
pub(super) fn members(def: &TypeDef) -> BTreeSet<String> {
    match &def.shape {
        Shape::Struct(s) | Shape::Multipart(s) => {
            let fields = s.fields.iter();
            fields
                .map(|field| format!("properties/{}", escape(field.key_name())))
                .collect()
        }
        Shape::Enum(e) => {
            let values = e.values.iter();
            values
                .map(|value| format!("enum/{}", escape(&constant_key(&value.value, e.kind))))
                .collect()
        }
        Shape::Union(union) => {
            let variants = union.variants.iter();
            variants
                .map(|variant| format!("oneOf/{}", escape(&variant.key)))
                .collect()
        }
        Shape::Alias(_) => BTreeSet::new(),
    }
}
