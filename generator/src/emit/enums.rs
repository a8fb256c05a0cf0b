//! Enums of constants, each with a variant for other values.

use proc_macro2::{Literal as TokenLiteral, TokenStream};
use quote::quote;

use super::docs;
use super::module::{Declaration, Item, Row, Table};
use super::scope::{Scope, ident};
use crate::ir::{Enum, EnumKind, Literal, TypeDef};
use crate::markdown;
use crate::name::{TypeName, paired};
use crate::text::code;

pub(super) fn items(scope: &Scope<'_>, def: &TypeDef, e: &Enum, name: &TypeName) -> Vec<Item> {
    let head = ident(&name.ident);
    let variants = paired(&e.values, &name.variants).map(|(value, variant)| {
        let mut lines = markdown::lines(&value.docs);
        docs::paragraph(&mut lines, markdown::lines(&code(&value.value.quoted())));
        let variant = ident(variant);
        Declaration::line(lines, quote!(#variant,))
    });
    let (derives, unknown) = match e.kind {
        EnumKind::String => ("#[derive(Clone, Debug, PartialEq, Eq, Hash)]", quote!(String)),
        EnumKind::Integer => ("#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]", quote!(i64)),
        EnumKind::Mixed => {
            let json = scope.runtime("Json");
            ("#[derive(Clone, Debug, PartialEq)]", quote!(#json))
        }
    };
    let fallback = ident(&name.fallback);
    let undeclared = Declaration::line(
        vec!["A value that the schema does not declare.".to_owned()],
        quote!(#fallback(#unknown),),
    );
    let members = variants.chain([undeclared]).collect();
    let declaration = Declaration::block(docs::of_type(scope, def), quote!(pub enum #head), members)
        .with([derives, "#[non_exhaustive]"]);
    let rows = paired(&e.values, &name.variants).map(|(value, variant)| {
        let variant = ident(variant);
        let value = token(&value.value);
        Row::Line(quote!(#variant: #value,))
    });
    let table = Table {
        name: match e.kind {
            EnumKind::String => "string_enum",
            EnumKind::Integer => "integer_enum",
            EnumKind::Mixed => "value_enum",
        },
        rows: vec![Row::Block {
            head: quote!(#head else #fallback),
            rows: rows.collect(),
            tail: TokenStream::new(),
        }],
    };
    vec![Item::Declaration(declaration), Item::Table(table)]
}

/// A constant in a table.
pub(super) fn token(literal: &Literal) -> TokenStream {
    match literal {
        Literal::Null => quote!(null),
        Literal::Bool(value) => quote!(#value),
        Literal::Integer(value) => {
            let value = TokenLiteral::i64_unsuffixed(*value);
            quote!(#value)
        }
        Literal::Unsigned(value) => {
            let value = TokenLiteral::u64_unsuffixed(*value);
            quote!(unsigned(#value))
        }
        Literal::Float(value) => {
            let value = TokenLiteral::f64_unsuffixed(*value);
            quote!(#value)
        }
        Literal::String(value) => quote!(#value),
    }
}
