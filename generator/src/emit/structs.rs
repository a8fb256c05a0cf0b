//! Structs: the declaration, the constructor, and the tables of fields.
#![warn(clippy::wildcard_enum_match_arm)]

use proc_macro2::TokenStream;
use quote::quote;

use super::args::Arg;
use super::docs;
use super::module::{Declaration, INLINE, Item, Row, Table};
use super::scope::{Scope, ident};
use crate::ir::{Construction, Field, FixedValue, Presence, Struct, Type, TypeDef};
use crate::name::{TypeName, paired};

pub(super) fn items(scope: &Scope<'_>, def: &TypeDef, s: &Struct, name: &TypeName) -> Vec<Item> {
    let derives = if s.construction == Construction::Empty {
        "#[derive(Clone, Debug, Default, PartialEq)]"
    } else {
        "#[derive(Clone, Debug, PartialEq)]"
    };
    let mut items = vec![Item::Declaration(declaration(scope, def, s, name, derives))];
    items.extend(constructor(scope, s, name).into_iter().map(Item::Declaration));
    items.push(Item::Table(codec(scope, def, s, name)));
    if s.construction == Construction::Builder {
        items.push(Item::Table(builder(scope, s, name)));
    }
    items
}

pub(super) fn declaration(
    scope: &Scope<'_>,
    def: &TypeDef,
    s: &Struct,
    name: &TypeName,
    derives: &'static str,
) -> Declaration {
    let fields = paired(&s.fields, &name.fields).map(|(field, field_name)| {
        let docs = docs::of_field(&field.docs, &field.wire, field_name.field.bare());
        let field_ident = ident(&field_name.field);
        let ty = scope.field_ty(field);
        Declaration::line(docs, quote!(pub #field_ident: #ty,))
    });
    let extra = s.extra_values().map(|ty| {
        let extra = ident(&name.extra);
        let ty = scope.ty(&Type::Map(Box::new(ty)));
        let docs = vec!["Properties that the schema does not declare.".to_owned()];
        Declaration::line(docs, quote!(pub #extra: #ty,))
    });
    let members = fields.chain(extra).collect();
    let head = ident(&name.ident);
    Declaration::block(docs::of_type(scope, def), quote!(pub struct #head), members)
        .with([derives, "#[non_exhaustive]"])
}

/// The fixed value of a field as an expression of the field's own type, without `Option` or `Patch`.
fn fixed_value(scope: &Scope<'_>, field: &Field) -> Option<TokenStream> {
    Some(match field.fixed.as_ref()? {
        FixedValue::Value(id, at) => {
            let ty = scope.ty(&field.ty);
            let variant = ident(scope.emit.names.ty(*id)?.variants.get(*at)?);
            quote!(#ty::#variant)
        }
        FixedValue::Text(text) if field.ty == Type::String => quote!(#text.to_owned()),
        FixedValue::Text(text) => quote!(#text.into()),
    })
}

/// The function `new`, if the struct has one.
pub(super) fn constructor(scope: &Scope<'_>, s: &Struct, name: &TypeName) -> Vec<Declaration> {
    let (head, bare) = (ident(&name.ident), name.ident.bare());
    let docs = match s.construction {
        Construction::Decoded | Construction::Builder => return Vec::new(),
        Construction::Empty => format!("Creates a `{bare}` with no fields set."),
        Construction::Fixed if s.fields.iter().any(|field| field.presence == Presence::Required) => {
            format!("Creates a `{bare}`. Its required fields have fixed values.")
        }
        Construction::Fixed => format!("Creates a `{bare}`. The field by which unions recognize it is set."),
        Construction::Positional => format!("Creates a `{bare}` from its required fields."),
    };
    let new = if s.construction == Construction::Empty {
        Declaration::function(vec![docs], quote!(pub fn new() -> Self), quote!(Self::default()))
    } else {
        let (args, values) = arguments(scope, s, name);
        let head = quote!(pub fn new(#(#args),*) -> Self);
        Declaration::function(vec![docs], head, quote!(Self { #(#values),* }))
    };
    let is_concrete = s
        .arguments()
        .all(|field| !Arg::new(scope.emit.api, &field.ty).is_generic());
    let new = new.with(is_concrete.then_some(INLINE));
    let mut blocks = vec![Declaration::block(Vec::new(), quote!(impl #head), vec![new])];
    // Clippy expects `Default` beside a `new` without arguments; it cannot be derived, so it is written out.
    if s.construction == Construction::Fixed {
        let default = Declaration::function(Vec::new(), quote!(fn default() -> Self), quote!(Self::new()));
        let default = default.with([INLINE]);
        blocks.push(Declaration::block(
            Vec::new(),
            quote!(impl Default for #head),
            vec![default],
        ));
    }
    blocks
}

/// The arguments of `new`, and the value of every field.
fn arguments(scope: &Scope<'_>, s: &Struct, name: &TypeName) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let mut args = Vec::new();
    let mut values = Vec::new();
    for (field, field_name) in paired(&s.fields, &name.fields) {
        let field_ident = ident(&field_name.field);
        let value = match (field.presence, fixed_value(scope, field)) {
            (Presence::Required, Some(value)) => value,
            (Presence::Required, None) => {
                let arg = Arg::new(scope.emit.api, &field.ty);
                let ty = arg.param(scope);
                args.push(quote!(#field_ident: #ty));
                arg.value(scope, &field_ident)
            }
            (Presence::OptionalNullable { patch: true }, Some(value)) => quote!(Patch::Value(#value)),
            (_, Some(value)) => quote!(Some(#value)),
            (Presence::Nullable, None) if field.ty == Type::Json => quote!(Json::Null),
            (Presence::OptionalNullable { patch: true }, None) => quote!(Patch::Absent),
            (_, None) => quote!(None),
        };
        let is_shorthand = field_ident == value.to_string();
        values.push(if is_shorthand {
            quote!(#field_ident)
        } else {
            quote!(#field_ident: #value)
        });
    }
    if s.extra_values().is_some() {
        let extra = ident(&name.extra);
        values.push(quote!(#extra: BTreeMap::new()));
    }
    (args, values)
}

fn mode(field: &Field) -> TokenStream {
    match field.presence {
        Presence::Required => quote!(required),
        Presence::Nullable if field.ty == Type::Json => quote!(required),
        Presence::Nullable => quote!(nullable),
        Presence::OptionalNullable { patch: true } => quote!(patch),
        Presence::Optional | Presence::OptionalNullable { patch: false } => quote!(optional),
    }
}

fn codec(scope: &Scope<'_>, def: &TypeDef, s: &Struct, name: &TypeName) -> Table {
    let mut rows = Vec::new();
    for (field, field_name) in paired(&s.fields, &name.fields) {
        let field_ident = ident(&field_name.field);
        let (wire, mode) = (&field.wire, mode(field));
        let setter = def.usage.request.then(|| {
            let setter = ident(&field_name.setter);
            let arg = Arg::of_setter(scope.emit.api, field).row(scope);
            quote!(=> #setter(#arg))
        });
        rows.push(Row::Line(quote!(#field_ident: #wire #mode #setter,)));
    }
    if let Some(ty) = s.extra_values() {
        let extra = ident(&name.extra);
        let setter = def.usage.request.then(|| {
            let setter = quote::format_ident!("with_{}", name.extra.bare());
            let ty = scope.ty(&Type::Map(Box::new(ty)));
            quote!(=> #setter(#ty))
        });
        let kept = s.keeps_unknown.then(|| quote!(kept));
        rows.push(Row::Line(quote!(#extra: extra #kept #setter,)));
    }
    let head = ident(&name.ident);
    Table {
        name: "object",
        rows: vec![Row::Block {
            head: quote!(#head),
            rows,
            tail: TokenStream::new(),
        }],
    }
}

/// The initial value of a field of a builder.
fn preset(scope: &Scope<'_>, field: &Field) -> Option<TokenStream> {
    match field.fixed.as_ref()? {
        // The macro converts it.
        FixedValue::Text(text) => Some(quote!(#text)),
        FixedValue::Value(..) => fixed_value(scope, field),
    }
}

fn builder(scope: &Scope<'_>, s: &Struct, name: &TypeName) -> Table {
    let mut rows = Vec::new();
    for (field, field_name) in paired(&s.fields, &name.fields) {
        let field_ident = ident(&field_name.field);
        let (wire, mode, arg) = (
            &field.wire,
            mode(field),
            Arg::of_setter(scope.emit.api, field).row(scope),
        );
        let preset = preset(scope, field).map(|value| quote!(= #value));
        rows.push(Row::Line(quote!(#field_ident: #wire #mode(#arg #preset),)));
    }
    if let Some(ty) = s.extra_values() {
        let extra = ident(&name.extra);
        let ty = scope.ty(&Type::Map(Box::new(ty)));
        rows.push(Row::Line(quote!(#extra: extra(#ty),)));
    }
    let (head, builder) = (ident(&name.ident), ident(&name.builder));
    Table {
        name: "builder",
        rows: vec![Row::Block {
            head: quote!(#head => #builder),
            rows,
            tail: TokenStream::new(),
        }],
    }
}
