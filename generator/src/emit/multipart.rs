//! Bodies of multipart requests.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Item, Row, Scope, Table, ident, structs};
use crate::ir::{Field, Presence, Shape, Struct, Type, TypeDef};
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
        let part = part(scope, field);
        let arg = scope.arg(&field.ty).row();
        rows.push(Row::Line(quote!(#field_ident: #wire #presence #part => #setter(#arg),)));
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
fn part(scope: &Scope<'_>, field: &Field) -> TokenStream {
    if is_file(&field.ty) {
        return quote!(file);
    }
    if let Some(media) = &field.part_type {
        return quote!(json #media);
    }
    if is_structured(scope, &field.ty) {
        quote!(json "application/json")
    } else {
        quote!(text)
    }
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
        Type::List(inner) | Type::Option(inner) => is_structured(scope, inner),
        Type::Named(id) | Type::Boxed(id) => match scope.emit.api.get(*id).map(|def| &def.shape) {
            Some(Shape::Alias(inner)) => is_structured(scope, inner),
            Some(Shape::Enum(_)) => false,
            _ => true,
        },
        _ => false,
    }
}
