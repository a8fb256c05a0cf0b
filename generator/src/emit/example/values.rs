//! Expressions for values of a type: the example of the document, or a value that fits the name.

use proc_macro2::{Literal as TokenLiteral, TokenStream};
use quote::quote;

use super::super::args::Conversion;
use super::super::scope::Scope;
use super::vocabulary;
use crate::ir::{Docs, ExampleValue, FormatExample, Literal, RuntimeType, Shape, TextFormat, Type};
use crate::text::plain_title;

/// Levels of nesting below which lists are empty.
const MAX_DEPTH: usize = 4;
/// Levels of nesting below which no value is built: the type contains itself.
const MAX_NESTING: usize = 12;
/// Values in one example, before lists are empty.
const MAX_VALUES: usize = 60;
/// Members of models in one example, before required ones are left out: each model on 12 levels can require several others.
const MAX_MEMBERS: usize = 500;
/// Elements of a list.
const MAX_ELEMENTS: usize = 2;

/// The name and the example of a value.
#[derive(Clone, Copy)]
pub(super) struct ValueContext<'w> {
    pub name: &'w str,
    pub example: Option<&'w ExampleValue>,
}

impl<'w> ValueContext<'w> {
    pub(super) fn new(name: &'w str, example: Option<&'w ExampleValue>) -> Self {
        Self { name, example }
    }

    pub(super) fn of(name: &'w str, docs: &'w Docs) -> Self {
        Self::new(name, docs.example.as_ref().or(docs.default.as_ref()))
    }

    /// The example as a text, cleaned for code.
    fn text(&self) -> Option<String> {
        let text = self.example.and_then(ExampleValue::text).map(|text| plain_title(&text));
        text.filter(|text| !text.trim().is_empty())
    }
}

/// Builds the values of one example.
pub(super) struct ValueBuilder<'s, 'a> {
    pub scope: &'s Scope<'a>,
    /// How many values may still be built.
    left: usize,
    /// How many members of models there are.
    pub members: usize,
    pub depth: usize,
    /// The name of the form that a file is part of.
    pub owner: String,
    /// Whether numbers are written with their type, because the argument accepts several types.
    pub suffixed: bool,
}

impl<'s, 'a> ValueBuilder<'s, 'a> {
    pub(super) fn new(scope: &'s Scope<'a>) -> Self {
        Self {
            scope,
            left: MAX_VALUES,
            members: 0,
            depth: 0,
            owner: String::new(),
            suffixed: false,
        }
    }

    /// A value as an argument.
    pub(super) fn argument(&mut self, conversion: Conversion, ty: &Type, context: ValueContext<'_>) -> TokenStream {
        match (conversion, ty) {
            (Conversion::EachInto, Type::List(inner)) => {
                let items = self.elements(inner, context, Self::loose);
                quote!([#(#items),*])
            }
            (Conversion::Each, Type::List(inner)) => {
                let items = self.elements(inner, context, Self::value);
                quote!([#(#items),*])
            }
            (Conversion::Into | Conversion::IntoPatch, ty) => self.loose(ty, context),
            (_, ty) => self.value(ty, context),
        }
    }

    /// A value that converts into the type.
    fn loose(&mut self, ty: &Type, context: ValueContext<'_>) -> TokenStream {
        match ty {
            Type::String => self.text(context),
            Type::Custom(_) if ty.is_any_part() => self.text(context),
            Type::Boxed(id) => self.value(&Type::Named(*id), context),
            Type::Named(id) => match self.scope.emit.api.get(*id).map(|def| (&def.shape, &def.docs)) {
                Some((Shape::Alias(inner @ (Type::String | Type::Named(_))), docs)) => {
                    let example = context.example.or(ValueContext::of("", docs).example);
                    self.loose(inner, ValueContext { example, ..context })
                }
                _ => self.value(ty, context),
            },
            ty => self.value(ty, context),
        }
    }

    fn text(&self, context: ValueContext<'_>) -> TokenStream {
        let text = context.text().unwrap_or_else(|| vocabulary::text(context.name));
        quote!(#text)
    }

    /// A value of exactly this type.
    pub(super) fn value(&mut self, ty: &Type, context: ValueContext<'_>) -> TokenStream {
        self.left = self.left.saturating_sub(1);
        match ty {
            Type::Bool => {
                let value = !matches!(context.example, Some(ExampleValue::Scalar(Literal::Bool(false))));
                quote!(#value)
            }
            Type::I32 | Type::I64 | Type::U32 | Type::U64 => self.integer(ty, context),
            Type::F64 => float(context),
            Type::String => {
                let text = self.text(context);
                quote!(#text.to_owned())
            }
            Type::Json => self.json(context.example),
            Type::JsonMap => self.json_map(context.example),
            Type::File => {
                let part = self.scope.runtime("FilePart");
                let name = vocabulary::file_name(&format!("{} {}", context.name, self.owner));
                quote!(#part::from_path(#name)?)
            }
            Type::Formatted(format) => self.formatted(ty, format, context),
            Type::List(inner) => self.list(inner, context),
            Type::Map(inner) => self.map(inner, context),
            Type::Option(inner) => {
                let value = self.value(inner, context);
                quote!(Some(#value))
            }
            Type::Named(id) => self.deeper(|values| values.named(*id, context)),
            Type::Boxed(id) => {
                let value = self.deeper(|values| values.named(*id, context));
                quote!(Box::new(#value))
            }
            Type::Custom(_) if ty.is_any_part() => {
                let part = self.scope.runtime("AnyPart");
                let text = self.text(context);
                quote!(#part::from(#text))
            }
            Type::Custom(_) if ty.is_custom_part() => self.value(&Type::File, context),
            // A type of the user: its constructors are not known.
            Type::Custom(_) => quote!(Default::default()),
        }
    }

    fn deeper(&mut self, make: impl FnOnce(&mut Self) -> TokenStream) -> TokenStream {
        if self.depth >= MAX_NESTING || !self.has_room() {
            return quote!(todo!());
        }
        self.depth += 1;
        let made = make(self);
        self.depth -= 1;
        made
    }

    /// Whether another required member is shown.
    pub(super) fn has_room(&self) -> bool {
        self.members < MAX_MEMBERS
    }

    fn is_full(&self) -> bool {
        self.left == 0 || self.depth >= MAX_DEPTH
    }

    fn elements(
        &mut self,
        inner: &Type,
        context: ValueContext<'_>,
        make: fn(&mut Self, &Type, ValueContext<'_>) -> TokenStream,
    ) -> Vec<TokenStream> {
        match context.example {
            Some(ExampleValue::List(list)) if !list.is_empty() => list
                .iter()
                .take(MAX_ELEMENTS)
                .map(|example| make(self, inner, ValueContext::new(context.name, Some(example))))
                .collect(),
            // An example that is not a list is a list of one element.
            example => vec![make(self, inner, ValueContext::new(context.name, example))],
        }
    }

    fn list(&mut self, inner: &Type, context: ValueContext<'_>) -> TokenStream {
        if self.is_full() {
            return quote!(Vec::new());
        }
        let items = self.elements(inner, context, Self::value);
        quote!(vec![#(#items),*])
    }

    fn map(&mut self, inner: &Type, context: ValueContext<'_>) -> TokenStream {
        let map = self.scope.map();
        if self.is_full() {
            return quote!(#map::new());
        }
        let (key, example) = match context.example {
            Some(ExampleValue::Object(members)) => members
                .first()
                .map_or(("key".to_owned(), None), |(key, value)| (plain_title(key), Some(value))),
            _ => ("key".to_owned(), None),
        };
        let value = self.value(inner, ValueContext::new(context.name, example));
        quote!(#map::from([(#key.to_owned(), #value)]))
    }

    fn integer(&self, ty: &Type, context: ValueContext<'_>) -> TokenStream {
        let documented = match context.example {
            Some(ExampleValue::Scalar(Literal::Integer(value))) => Some(i128::from(*value)),
            Some(ExampleValue::Scalar(Literal::Unsigned(value))) => Some(i128::from(*value)),
            _ => None,
        };
        let (low, high) = match ty {
            Type::I32 => (i128::from(i32::MIN), i128::from(i32::MAX)),
            Type::U32 => (0, i128::from(u32::MAX)),
            Type::U64 => (0, i128::from(u64::MAX)),
            _ => (i128::from(i64::MIN), i128::from(i64::MAX)),
        };
        let value = documented.filter(|value| (low..=high).contains(value));
        let value = value.unwrap_or_else(|| i128::from(vocabulary::number(context.name)).min(high));
        let size = value.unsigned_abs();
        let literal = match (self.suffixed, ty) {
            (true, Type::I32) => i32_suffixed(size),
            (true, Type::U32) => TokenLiteral::u32_suffixed(u32::try_from(size).unwrap_or(1)),
            (true, Type::U64) => TokenLiteral::u64_suffixed(u64::try_from(size).unwrap_or(1)),
            (true, _) => TokenLiteral::i64_suffixed(i64::try_from(size).unwrap_or(1)),
            (false, _) => TokenLiteral::u128_unsuffixed(size),
        };
        if value < 0 { quote!(-#literal) } else { quote!(#literal) }
    }

    fn formatted(&self, ty: &Type, format: &TextFormat, context: ValueContext<'_>) -> TokenStream {
        if let Some(library) = self.scope.library_type(format)
            && let Some(example) = library.example
        {
            return self.scope.expression(library.module, example);
        }
        match format.example {
            FormatExample::Expression(example) => match format.runtime {
                RuntimeType::Imported(name) | RuntimeType::Around { imported: name, .. } => {
                    self.scope.expression(name, example)
                }
                RuntimeType::Path(_) => example.parse().unwrap_or_default(),
            },
            FormatExample::Parsed(usual, fits) => {
                let text = context.text().filter(|text| fits(text));
                let text = text.unwrap_or_else(|| usual.to_owned());
                let ty = self.scope.ty(ty);
                quote!(#text.parse::<#ty>()?)
            }
        }
    }

    /// Any JSON value.
    fn json(&mut self, example: Option<&ExampleValue>) -> TokenStream {
        let json = self.scope.runtime("Json");
        match example {
            None => quote!(#json::from("value")),
            Some(ExampleValue::Scalar(Literal::Null)) => quote!(#json::Null),
            Some(ExampleValue::Scalar(Literal::Bool(value))) => quote!(#json::from(#value)),
            Some(ExampleValue::Scalar(Literal::Integer(value))) => {
                let size = TokenLiteral::i64_suffixed(value.checked_abs().unwrap_or(1));
                let sign = (*value < 0).then(|| quote!(-));
                quote!(#json::from(#sign #size))
            }
            Some(ExampleValue::Scalar(Literal::Unsigned(value))) => quote!(#json::from(#value)),
            Some(ExampleValue::Scalar(Literal::Float(value))) => {
                let value = float_literal(*value);
                quote!(#json::from(#value))
            }
            Some(ExampleValue::Scalar(Literal::String(text))) => {
                let text = plain_title(text);
                quote!(#json::from(#text))
            }
            Some(ExampleValue::List(list)) => {
                let items: Vec<TokenStream> = list.iter().map(|value| self.json(Some(value))).collect();
                quote!(#json::Array(vec![#(#items),*]))
            }
            Some(ExampleValue::Object(_)) => {
                let map = self.json_map(example);
                quote!(#json::Object(#map))
            }
        }
    }

    fn json_map(&mut self, example: Option<&ExampleValue>) -> TokenStream {
        let map = self.scope.runtime("JsonMap");
        let members = match example {
            Some(ExampleValue::Object(members)) => members.as_slice(),
            _ if self.is_full() => &[],
            _ => &[(String::new(), ExampleValue::NULL)],
        };
        if members.is_empty() {
            return quote!(#map::new());
        }
        let entries = members.iter().map(|(key, value)| match (key.as_str(), value) {
            ("", ExampleValue::Scalar(Literal::Null)) => {
                let value = self.json(None);
                quote!(("key".to_owned(), #value))
            }
            (key, value) => {
                let (key, value) = (plain_title(key), self.json(Some(value)));
                quote!((#key.to_owned(), #value))
            }
        });
        let entries: Vec<TokenStream> = entries.collect();
        quote!(#map::from_iter([#(#entries),*]))
    }
}

fn i32_suffixed(size: u128) -> TokenLiteral {
    TokenLiteral::i32_suffixed(i32::try_from(size).unwrap_or(1))
}

fn float(context: ValueContext<'_>) -> TokenStream {
    let value = match context.example {
        Some(ExampleValue::Scalar(Literal::Float(value))) => *value,
        // Large integers lose digits, which does not matter in an example.
        Some(ExampleValue::Scalar(Literal::Integer(value))) => *value as f64,
        _ => vocabulary::number(context.name) as f64,
    };
    float_literal(value)
}

fn float_literal(value: f64) -> TokenStream {
    let size = if value.is_finite() { value.abs() } else { 1.0 };
    let literal = TokenLiteral::f64_unsuffixed(size);
    if value < 0.0 {
        quote!(-#literal)
    } else {
        quote!(#literal)
    }
}
