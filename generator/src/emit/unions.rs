//! Unions: an enum, and the table of the guards of its variants.
#![warn(clippy::wildcard_enum_match_arm)]

use proc_macro2::{Ident, Literal as TokenLiteral, Span, TokenStream};
use quote::quote;

use super::docs;
use super::enums;
use super::module::{Declaration, Item, Row, Table};
use super::scope::{Scope, ident};
use crate::ir::{Guard, GuardTag, Literal, TypeDef, Union, Variant};
use crate::name::{TypeName, paired};
use crate::text::{code, code_choice, code_list};

pub(super) fn items(scope: &Scope<'_>, def: &TypeDef, union: &Union, name: &TypeName) -> Vec<Item> {
    let head = ident(&name.ident);
    let variants = paired(&union.variants, &name.variants).map(|(variant, variant_name)| {
        let (variant_name, payload) = (ident(variant_name), payload(scope, variant));
        Declaration::line(variant_docs(variant), quote!(#variant_name(#payload),))
    });
    let (fallback, json) = (ident(&name.fallback), scope.runtime("Json"));
    let members: Vec<Declaration> = variants.collect();
    let other = vec!["A value that matches no other variant.".to_owned()];
    let other = Declaration::line(other, quote!(#fallback(#json),));
    let members = members.into_iter().chain([other]).collect();
    let declaration = Declaration::block(docs::of_type(scope, def), quote!(pub enum #head), members)
        .with(["#[derive(Clone, Debug, PartialEq)]", "#[non_exhaustive]"]);
    let rows = paired(&union.variants, &name.variants).map(|(variant, variant_name)| {
        let (variant_name, guard) = (ident(variant_name), guard(&variant.guard));
        let from = variant.from.then(|| {
            let payload = payload(scope, variant);
            quote!(=> from(#payload))
        });
        Row::Line(quote!(#variant_name: #guard #from,))
    });
    let mixed = union.mixed.then(|| quote!(mixed));
    let table = Table {
        name: "union",
        rows: vec![Row::Block {
            head: quote!(#head #mixed else #fallback),
            rows: rows.collect(),
            tail: TokenStream::new(),
        }],
    };
    vec![Item::Declaration(declaration), Item::Table(table)]
}

fn variant_docs(variant: &Variant) -> Vec<String> {
    let mut lines = docs::lines(&variant.docs);
    docs::paragraph(&mut lines, crate::markdown::lines(&when(variant)));
    lines
}

/// The guard of a variant, as a sentence.
pub(crate) fn when(variant: &Variant) -> String {
    conditions(&variant.guard)
}

fn conditions(guard: &Guard) -> String {
    match guard {
        Guard::Object { tags, keys, lacks } => {
            let (defaults, tags): (Vec<&GuardTag>, Vec<&GuardTag>) = tags.iter().partition(|tag| tag.is_default);
            let mut conditions: Vec<String> = tags.into_iter().map(is_one_of).collect();
            if !keys.is_empty() {
                conditions.push(format!("it has the properties {}", code_list(keys)));
            }
            if !lacks.is_empty() {
                conditions.push(format!("it has no property {}", code_choice(lacks)));
            }
            if let [_, .., last] = conditions.as_mut_slice() {
                last.insert_str(0, "and ");
            }
            let usual: Vec<String> = defaults.into_iter().map(is_one_of).collect();
            match (conditions.is_empty(), usual.is_empty()) {
                (_, true) => format!("When {}.", conditions.join(", ")),
                (true, false) => format!("Usually {}.", usual.join(", ")),
                (false, false) => format!("When {}. Usually {}.", conditions.join(", "), usual.join(", ")),
            }
        }
        Guard::Kind(kind) => format!("When its JSON type is `{}`.", kind.as_str()),
        Guard::Any => "When it decodes as this type.".to_owned(),
    }
}

/// `type` is `a` or `b`
fn is_one_of(tag: &GuardTag) -> String {
    let values: Vec<String> = tag.values.iter().map(ToString::to_string).collect();
    format!("{} is {}", code(&tag.key), code_choice(&values))
}

/// The type that a variant holds.
pub(super) fn payload(scope: &Scope<'_>, variant: &Variant) -> TokenStream {
    let ty = scope.ty(&variant.ty);
    if variant.boxed { quote!(Box<#ty>) } else { ty }
}

fn guard(guard: &Guard) -> TokenStream {
    match guard {
        Guard::Object { tags, keys, lacks } => match (tags.as_slice(), keys.as_slice(), lacks.as_slice()) {
            ([], keys, []) => quote!(keys [#(#keys),*]),
            ([tag], [], []) if !tag.is_default => {
                let tag = one_of(tag);
                quote!(tag #tag)
            }
            (tags, keys, lacks) => {
                let tags = tags.iter().map(one_of);
                let keys = (!keys.is_empty()).then(|| quote!(has [#(#keys),*]));
                let lacks = (!lacks.is_empty()).then(|| quote!(lacks [#(#lacks),*]));
                let conditions = tags.chain(keys).chain(lacks);
                quote!(object { #(#conditions),* })
            }
        },
        Guard::Kind(kind) => {
            let keyword = Ident::new(kind.as_str(), Span::call_site());
            quote!(kind #keyword)
        }
        Guard::Any => quote!(any),
    }
}

/// `"type" in ["a", "b"]`, or `default` if other values are possible; null comes first.
fn one_of(tag: &GuardTag) -> TokenStream {
    let key = &tag.key;
    let is_null = |value: &&Literal| **value == Literal::Null;
    let null = tag.values.iter().find(is_null).map(|_| quote!(null));
    let others = tag.values.iter().filter(|value| !is_null(value)).map(token);
    let values = null.into_iter().chain(others);
    if tag.is_default {
        quote!(#key default [#(#values),*])
    } else {
        quote!(#key in [#(#values),*])
    }
}

/// A constant in a guard.
fn token(literal: &Literal) -> TokenStream {
    match literal {
        Literal::Unsigned(value) => {
            let value = TokenLiteral::u64_unsuffixed(*value);
            quote!(#value)
        }
        Literal::Null | Literal::Bool(_) | Literal::Integer(_) | Literal::Float(_) | Literal::String(_) => {
            enums::token(literal)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{conditions, guard};
    use crate::format::inline;
    use crate::ir::{Guard, GuardTag, Literal};

    #[test]
    fn rows_and_docs_of_guards() {
        let tag = |key: &str, values: &[Literal]| GuardTag {
            key: key.to_owned(),
            values: values.to_vec(),
            is_default: false,
        };
        let text = |value: &str| Literal::String(value.to_owned());
        let kind = || tag("type", &[text("a"), text("b")]);
        let side = || tag("side", &[text("cold")]);
        let heat = || vec!["heat".to_owned()];
        let numbers = [
            Literal::Integer(-1),
            Literal::Null,
            Literal::Unsigned(u64::MAX),
            Literal::Float(1.0),
            Literal::Bool(true),
        ];
        for (tags, keys, row, docs) in [
            (
                vec![kind()],
                vec![],
                r#"tag "type" in ["a", "b"]"#,
                "When `type` is `a` or `b`.",
            ),
            (vec![], heat(), r#"keys ["heat"]"#, "When it has the properties `heat`."),
            (
                vec![kind(), side()],
                vec![],
                r#"object { "type" in ["a", "b"], "side" in ["cold"] }"#,
                "When `type` is `a` or `b`, and `side` is `cold`.",
            ),
            (
                vec![side()],
                heat(),
                r#"object { "side" in ["cold"], has ["heat"] }"#,
                "When `side` is `cold`, and it has the properties `heat`.",
            ),
            (
                vec![tag("n", &numbers)],
                vec![],
                r#"tag "n" in [null, -1, 18446744073709551615, 1.0, true]"#,
                "When `n` is `-1`, `null`, `18446744073709551615`, `1` or `true`.",
            ),
        ] {
            let lacks = Vec::new();
            let object = Guard::Object { tags, keys, lacks };
            assert_eq!(inline(&guard(&object)), row);
            assert_eq!(conditions(&object), docs);
        }
        let sealed = Guard::Object {
            tags: Vec::new(),
            keys: heat(),
            lacks: vec!["a".to_owned(), "b".to_owned()],
        };
        assert_eq!(inline(&guard(&sealed)), r#"object { has ["heat"], lacks ["a", "b"] }"#);
        assert_eq!(
            conditions(&sealed),
            "When it has the properties `heat`, and it has no property `a` or `b`."
        );
    }
}
