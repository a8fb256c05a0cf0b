//! Structs: the declaration, the constructor, and the table of members.

use proc_macro2::TokenStream;
use quote::quote;

use super::args::Arg;
use super::docs;
use super::module::{Item, Row, Table};
use super::scope::{Emit, Scope, ident};
use crate::ir::{Field, Literal, Presence, Shape, Struct, Type, TypeDef};
use crate::name::{FieldName, Name, TypeName};

/// With more required members than this, positional arguments are too easily swapped.
const MOST_POSITIONAL: usize = 4;

pub(super) fn items(scope: &Scope<'_>, def: &TypeDef, s: &Struct, name: &TypeName) -> Vec<Item> {
    let mut items = vec![Item::Code(declaration(scope, def, s, name, &quote!(PartialEq)))];
    if has_constructor(scope.emit, def, s, name) {
        items.push(Item::Code(constructor(scope, s, name)));
    }
    items.push(Item::Table(codec(scope, def, s, name)));
    if has_builder(scope.emit, def, name) {
        items.push(Item::Table(builder(scope, s, name)));
    }
    items
}

/// Whether a type is made by name.
pub(super) fn has_builder(emit: &Emit<'_>, def: &TypeDef, name: &TypeName) -> bool {
    match &def.shape {
        Shape::Struct(s) => def.usage.request && asked_for(emit, s, name).len() > MOST_POSITIONAL,
        _ => false,
    }
}

/// Whether a struct is made by position. What is only received is made by decoding; a default costs nothing.
pub(super) fn has_constructor(emit: &Emit<'_>, def: &TypeDef, s: &Struct, name: &TypeName) -> bool {
    (def.usage.request || has_default(s)) && asked_for(emit, s, name).len() <= MOST_POSITIONAL
}

/// Whether nothing has to be given to make a value.
pub(super) fn has_default(s: &Struct) -> bool {
    s.fields
        .iter()
        .all(|field| field.presence != Presence::Required && field.tag.is_none())
}

pub(super) fn declaration(
    scope: &Scope<'_>,
    def: &TypeDef,
    s: &Struct,
    name: &TypeName,
    derives: &TokenStream,
) -> TokenStream {
    let doc = docs::attributes(&docs::of_type(def));
    let ident_token = ident(&name.ident);
    let default = has_default(s).then(|| quote!(Default,));
    let fields = s.fields.iter().zip(&name.fields).map(|(field, field_name)| {
        let doc = docs::attributes(&docs::of_field(&field.docs, &field.wire, field_name.field.bare()));
        let field_ident = ident(&field_name.field);
        let ty = scope.field_ty(field);
        quote!(#doc pub #field_ident: #ty,)
    });
    let extra = s.extra.as_ref().map(|ty| {
        let extra = ident(&name.extra);
        let ty = scope.ty(&Type::Map(Box::new(ty.clone())));
        quote!(#[doc = " Members that the schema does not name."] pub #extra: #ty,)
    });
    let derives = if derives.is_empty() {
        quote!(Clone, Debug, #default)
    } else {
        quote!(Clone, Debug, #default #derives)
    };
    quote! {
        #doc
        #[derive(#derives)]
        #[non_exhaustive]
        pub struct #ident_token {
            #(#fields)*
            #extra
        }
    }
}

/// The required members that a caller has to give; constants are known.
pub(super) fn asked_for<'s>(emit: &Emit<'_>, s: &'s Struct, name: &'s TypeName) -> Vec<(&'s Field, &'s FieldName)> {
    let pairs = s.fields.iter().zip(&name.fields);
    pairs
        .filter(|(field, _)| field.presence == Presence::Required && constant(emit, field).is_none())
        .collect()
}

/// The only value that a member can have here.
enum Constant<'a> {
    Variant(&'a Name),
    /// A text that is no variant of the member's type, or whose type is a plain text.
    Text(&'a str),
}

fn constant<'a>(emit: &Emit<'a>, field: &'a Field) -> Option<Constant<'a>> {
    if let Some(tag) = &field.tag {
        let variant = tag_variant(emit, &field.ty, tag);
        return Some(variant.map_or(Constant::Text(tag), Constant::Variant));
    }
    let Type::Named(id) = field.ty else { return None };
    let Shape::Enum(e) = &emit.api.get(id)?.shape else {
        return None;
    };
    match e.only_value()? {
        Literal::String(_) | Literal::Integer(_) => emit.names.ty(id)?.variants.first().map(Constant::Variant),
        _ => None,
    }
}

fn tag_variant<'a>(emit: &Emit<'a>, ty: &Type, tag: &str) -> Option<&'a Name> {
    let Type::Named(id) = ty else { return None };
    match &emit.api.get(*id)?.shape {
        Shape::Alias(inner) => tag_variant(emit, inner, tag),
        Shape::Enum(e) => {
            let is_tag = |value: &crate::ir::EnumValue| matches!(&value.value, Literal::String(text) if text == tag);
            let at = e.values.iter().position(is_tag)?;
            emit.names.ty(*id)?.variants.get(at)
        }
        _ => None,
    }
}

/// The constant as an expression, without regard to presence.
fn constant_value(scope: &Scope<'_>, field: &Field) -> Option<TokenStream> {
    Some(match constant(scope.emit, field)? {
        Constant::Variant(variant) => {
            let (ty, variant) = (scope.ty(&field.ty), ident(variant));
            quote!(#ty::#variant)
        }
        Constant::Text(text) if field.ty == Type::String => quote!(#text.to_owned()),
        Constant::Text(text) => quote!(#text.into()),
    })
}

pub(super) fn constructor(scope: &Scope<'_>, s: &Struct, name: &TypeName) -> TokenStream {
    let ident_token = ident(&name.ident);
    if has_default(s) {
        return quote! {
            impl #ident_token {
                #[doc = " Makes a value in which nothing is set."]
                pub fn new() -> Self {
                    Self::default()
                }
            }
        };
    }
    let (args, values) = arguments(scope, s, name);
    let doc = if args.is_empty() {
        " Makes a value of the constants that it consists of."
    } else {
        " Makes a value of its required members."
    };
    // Without arguments `Default` would be expected; it cannot be derived, so it is written out.
    let default = args.is_empty().then(|| {
        quote! {
            impl Default for #ident_token {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    quote! {
        impl #ident_token {
            #[doc = #doc]
            pub fn new(#(#args),*) -> Self {
                Self { #(#values),* }
            }
        }
        #default
    }
}

/// What a caller gives, and the value of every member.
fn arguments(scope: &Scope<'_>, s: &Struct, name: &TypeName) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let mut args = Vec::new();
    let mut values = Vec::new();
    for (field, field_name) in s.fields.iter().zip(&name.fields) {
        let field_ident = ident(&field_name.field);
        let value = match field.presence {
            Presence::Required => match constant_value(scope, field) {
                Some(value) => value,
                None => {
                    let arg = Arg::new(scope.emit.api, &field.ty);
                    let ty = arg.param(scope);
                    args.push(quote!(#field_ident: #ty));
                    arg.value(scope, &field_ident)
                }
            },
            Presence::OptionalNullable { patch: true } if field.tag.is_some() => {
                let value = constant_value(scope, field);
                quote!(Patch::Value(#value))
            }
            _ if field.tag.is_some() => {
                let value = constant_value(scope, field);
                quote!(Some(#value))
            }
            Presence::Nullable if field.ty == Type::Json => quote!(Json::Null),
            Presence::OptionalNullable { patch: true } => quote!(Patch::Absent),
            _ => quote!(None),
        };
        let is_shorthand = field_ident == value.to_string();
        values.push(if is_shorthand {
            quote!(#field_ident)
        } else {
            quote!(#field_ident: #value)
        });
    }
    if s.extra.is_some() {
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
    for (field, field_name) in s.fields.iter().zip(&name.fields) {
        let field_ident = ident(&field_name.field);
        let (wire, mode) = (&field.wire, mode(field));
        let setter = def.usage.request.then(|| {
            let setter = ident(&field_name.setter);
            let arg = Arg::of_setter(scope.emit.api, field).row(scope);
            quote!(=> #setter(#arg))
        });
        rows.push(Row::Line(quote!(#field_ident: #wire #mode #setter,)));
    }
    if let Some(ty) = &s.extra {
        let extra = ident(&name.extra);
        let setter = def.usage.request.then(|| {
            let setter = quote::format_ident!("with_{}", name.extra.bare());
            let ty = scope.ty(&Type::Map(Box::new(ty.clone())));
            quote!(=> #setter(#ty))
        });
        rows.push(Row::Line(quote!(#extra: extra #setter,)));
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

/// What a builder starts with: what is known already need not be given.
fn preset(scope: &Scope<'_>, field: &Field) -> Option<TokenStream> {
    if field.presence != Presence::Required && field.tag.is_none() {
        return None;
    }
    match constant(scope.emit, field)? {
        // The row converts it.
        Constant::Text(text) => Some(quote!(#text)),
        Constant::Variant(_) => constant_value(scope, field),
    }
}

fn builder(scope: &Scope<'_>, s: &Struct, name: &TypeName) -> Table {
    let mut rows = Vec::new();
    for (field, field_name) in s.fields.iter().zip(&name.fields) {
        let field_ident = ident(&field_name.field);
        let (wire, mode, arg) = (
            &field.wire,
            mode(field),
            Arg::of_setter(scope.emit.api, field).row(scope),
        );
        let preset = preset(scope, field).map(|value| quote!(= #value));
        rows.push(Row::Line(quote!(#field_ident: #wire #mode(#arg #preset),)));
    }
    if let Some(ty) = &s.extra {
        let extra = ident(&name.extra);
        let ty = scope.ty(&Type::Map(Box::new(ty.clone())));
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
