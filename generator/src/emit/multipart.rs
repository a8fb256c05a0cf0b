//! Structs of multipart request bodies.
#![warn(clippy::wildcard_enum_match_arm)]

use proc_macro2::TokenStream;
use quote::quote;

use super::args::Arg;
use super::module::{Item, Row, Table};
use super::scope::{Scope, ident};
use super::structs;
use crate::ir::{Construction, PartKind, Presence, Struct, Type, TypeDef};
use crate::name::{TypeName, paired};

pub(super) fn items(scope: &Scope<'_>, def: &TypeDef, s: &Struct, name: &TypeName) -> Vec<Item> {
    let derives = if s.construction == Construction::Empty {
        "#[derive(Clone, Debug, Default)]"
    } else {
        "#[derive(Clone, Debug)]"
    };
    let mut items = vec![Item::Declaration(structs::declaration(scope, def, s, name, derives))];
    items.extend(structs::constructor(scope, s, name).into_iter().map(Item::Declaration));
    items.push(Item::Table(table(scope, s, name)));
    items
}

fn table(scope: &Scope<'_>, s: &Struct, name: &TypeName) -> Table {
    let mut rows = Vec::new();
    for (field, field_name) in paired(&s.fields, &name.fields) {
        let (field_ident, setter) = (ident(&field_name.field), ident(&field_name.setter));
        let wire = &field.wire;
        let presence = if field.presence == Presence::Required {
            quote!(required)
        } else {
            quote!(optional)
        };
        let part = part(field.part, field.part_type.as_deref());
        let arg = Arg::new(scope.emit.api, &field.ty).row(scope);
        rows.push(Row::Line(quote!(#field_ident: #wire #presence #part => #setter(#arg),)));
    }
    if let Some(ty) = &s.extra {
        let extra = ident(&name.extra);
        let setter = quote::format_ident!("with_{}", name.extra.bare());
        let part = part(s.extra_part, None);
        let map = scope.ty(&Type::Map(Box::new(ty.clone())));
        rows.push(Row::Line(quote!(#extra: "*" extra #part => #setter(#map),)));
    }
    let head = ident(&name.ident);
    Table {
        name: "multipart",
        rows: vec![Row::Block {
            head: quote!(#head),
            rows,
            tail: TokenStream::new(),
        }],
    }
}

/// How the part is written.
fn part(kind: PartKind, media: Option<&str>) -> TokenStream {
    match kind {
        PartKind::File => quote!(file #media),
        PartKind::Text => quote!(text #media),
        PartKind::Json => {
            let media = media.unwrap_or("application/json");
            quote!(json #media)
        }
        PartKind::JsonItems => quote!(json_items "application/json"),
    }
}
