//! Bodies of multipart requests.

use proc_macro2::TokenStream;
use quote::quote;

use super::args::Arg;
use super::module::{Item, Row, Table};
use super::scope::{Scope, ident};
use super::structs;
use crate::ir::{Presence, Shape, Struct, Type, TypeDef};
use crate::name::TypeName;

pub(super) fn items(scope: &Scope<'_>, def: &TypeDef, s: &Struct, name: &TypeName) -> Vec<Item> {
    vec![
        Item::Code(structs::declaration(scope, def, s, name, &TokenStream::new())),
        Item::Code(structs::constructor(scope, s, name)),
        Item::Table(table(scope, s, name)),
    ]
}

fn table(scope: &Scope<'_>, s: &Struct, name: &TypeName) -> Table {
    let mut rows = Vec::new();
    for (field, field_name) in s.fields.iter().zip(&name.fields) {
        let (field_ident, setter) = (ident(&field_name.field), ident(&field_name.setter));
        let wire = &field.wire;
        let presence = if field.presence == Presence::Required {
            quote!(required)
        } else {
            quote!(optional)
        };
        let part = part(scope, &field.ty, field.part_type.as_deref());
        let arg = Arg::new(scope.emit.api, &field.ty).row(scope);
        rows.push(Row::Line(quote!(#field_ident: #wire #presence #part => #setter(#arg),)));
    }
    if let Some(ty) = &s.extra {
        let extra = ident(&name.extra);
        let setter = quote::format_ident!("with_{}", name.extra.bare());
        // Any JSON value may be a text, which is then no JSON part.
        let part = if *ty == Type::Json {
            quote!(text)
        } else {
            part(scope, ty, None)
        };
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
fn part(scope: &Scope<'_>, ty: &Type, media: Option<&str>) -> TokenStream {
    if is_file(ty) {
        return quote!(file #media);
    }
    match media {
        Some(media) if is_json(media) => quote!(json #media),
        None if is_structured(scope, ty) => quote!(json "application/json"),
        media => quote!(text #media),
    }
}

/// Whether values of this media type are JSON.
fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or("").trim();
    essence.ends_with("/json") || essence.ends_with("+json")
}

fn is_file(ty: &Type) -> bool {
    match ty {
        Type::File => true,
        Type::List(inner) => is_file(inner),
        _ => false,
    }
}

fn is_structured(scope: &Scope<'_>, ty: &Type) -> bool {
    match ty {
        Type::Json | Type::JsonMap | Type::Map(_) => true,
        // Parts can repeat, but not repeat inside each other.
        Type::List(inner) if matches!(**inner, Type::List(_)) => true,
        Type::List(inner) | Type::Option(inner) => is_structured(scope, inner),
        Type::Named(id) | Type::Boxed(id) => match scope.emit.api.get(*id).map(|def| &def.shape) {
            Some(Shape::Alias(inner)) => is_structured(scope, inner),
            Some(Shape::Enum(_)) => false,
            _ => true,
        },
        _ => false,
    }
}
