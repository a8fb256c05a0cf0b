//! Expressions for values of a type: what the document gives, else what the name suggests.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::Scope;
use super::super::types::Arg;
use super::words;
use crate::config::TimeLibrary;
use crate::ir::{Docs, Sample, Shape, Type};

/// Values inside each other before lists stay empty.
const DEEPEST: usize = 4;
/// Values inside each other before nothing is made any more: a type that contains itself without an end.
const TOO_DEEP: usize = 12;
/// Values of one example before lists stay empty.
const MOST: usize = 60;
/// Elements of a list.
const MOST_ELEMENTS: usize = 2;

/// What is known about a value besides its type.
#[derive(Clone, Copy)]
pub(super) struct About<'w> {
    pub name: &'w str,
    pub sample: Option<&'w Sample>,
}

impl<'w> About<'w> {
    pub(super) fn new(name: &'w str, sample: Option<&'w Sample>) -> Self {
        Self { name, sample }
    }

    pub(super) fn of(name: &'w str, docs: &'w Docs) -> Self {
        Self::new(name, docs.example.as_ref().or(docs.default.as_ref()))
    }

    /// The text that the document gives, fit for code.
    fn text(&self) -> Option<String> {
        let text = self.sample.and_then(Sample::text).map(|text| words::clean(&text));
        text.filter(|text| !text.trim().is_empty())
    }
}

/// Makes the values of one example.
pub(super) struct Maker<'s, 'a> {
    pub scope: &'s Scope<'a>,
    /// How many values may still be made.
    left: usize,
    pub depth: usize,
    /// The form that a file is part of.
    pub owner: String,
    /// Numbers say their type, as what they are given to takes several.
    pub suffixed: bool,
}

impl<'s, 'a> Maker<'s, 'a> {
    pub(super) fn new(scope: &'s Scope<'a>) -> Self {
        Self {
            scope,
            left: MOST,
            depth: 0,
            owner: String::new(),
            suffixed: false,
        }
    }

    /// A value as an argument takes it.
    pub(super) fn argument(&mut self, arg: &Arg, ty: &Type, about: About<'_>) -> TokenStream {
        match (arg, ty) {
            (Arg::List(_), Type::List(inner)) => {
                let items = self.elements(inner, about, Self::loose);
                quote!([#(#items),*])
            }
            (Arg::Items(_), Type::List(inner)) => {
                let items = self.elements(inner, about, Self::value);
                quote!([#(#items),*])
            }
            (Arg::Into(_), ty) => self.loose(ty, about),
            (_, ty) => self.value(ty, about),
        }
    }

    /// A value where anything goes that converts into the type.
    fn loose(&mut self, ty: &Type, about: About<'_>) -> TokenStream {
        match ty {
            Type::String => self.text(about),
            Type::Boxed(id) => self.value(&Type::Named(*id), about),
            Type::Named(id) => match self.scope.emit.api.get(*id).map(|def| (&def.shape, &def.docs)) {
                Some((Shape::Alias(inner @ (Type::String | Type::Named(_))), docs)) => {
                    let sample = about.sample.or(About::of("", docs).sample);
                    self.loose(inner, About { sample, ..about })
                }
                _ => self.value(ty, about),
            },
            ty => self.value(ty, about),
        }
    }

    fn text(&self, about: About<'_>) -> TokenStream {
        let text = about.text().unwrap_or_else(|| words::text(about.name));
        quote!(#text)
    }

    /// A value of exactly this type.
    pub(super) fn value(&mut self, ty: &Type, about: About<'_>) -> TokenStream {
        self.left = self.left.saturating_sub(1);
        match ty {
            Type::Bool => {
                let value = !matches!(about.sample, Some(Sample::Bool(false)));
                quote!(#value)
            }
            Type::I32 | Type::I64 | Type::U32 | Type::U64 => self.integer(ty, about),
            Type::F64 => float(about),
            Type::String => {
                let text = self.text(about);
                quote!(#text.to_owned())
            }
            Type::Json => self.json(about.sample),
            Type::JsonMap => self.json_map(about.sample),
            Type::Base64 => {
                let base64 = self.scope.runtime("Base64");
                quote!(#base64::from(b"hello".to_vec()))
            }
            Type::File => {
                let part = self.scope.runtime("FilePart");
                let name = words::file_name(&format!("{} {}", about.name, self.owner));
                quote!(#part::from_path(#name)?)
            }
            Type::Timestamp | Type::Date | Type::Time => self.time(ty, about),
            Type::Uuid => self.parsed(ty, about, "7c9e6679-7425-40de-944b-e07fc1f90ae7", |text| {
                text.len() == 36
            }),
            Type::Ip | Type::Ipv4 => self.parsed(ty, about, "192.0.2.1", |text| text.contains('.')),
            Type::Ipv6 => self.parsed(ty, about, "2001:db8::1", |text| text.contains(':')),
            Type::List(inner) => self.list(inner, about),
            Type::Map(inner) => self.map(inner, about),
            Type::Option(inner) => {
                let value = self.value(inner, about);
                quote!(Some(#value))
            }
            Type::Named(id) => self.deeper(|maker| maker.named(*id, about)),
            Type::Boxed(id) => {
                let value = self.deeper(|maker| maker.named(*id, about));
                quote!(Box::new(#value))
            }
            // The path is somebody's own; what it offers is not known here.
            Type::Custom(_) => quote!(Default::default()),
        }
    }

    fn deeper(&mut self, make: impl FnOnce(&mut Self) -> TokenStream) -> TokenStream {
        if self.depth >= TOO_DEEP {
            return quote!(todo!());
        }
        self.depth += 1;
        let made = make(self);
        self.depth -= 1;
        made
    }

    fn is_full(&self) -> bool {
        self.left == 0 || self.depth >= DEEPEST
    }

    fn elements(
        &mut self,
        inner: &Type,
        about: About<'_>,
        make: fn(&mut Self, &Type, About<'_>) -> TokenStream,
    ) -> Vec<TokenStream> {
        match about.sample {
            Some(Sample::List(list)) if !list.is_empty() => list
                .iter()
                .take(MOST_ELEMENTS)
                .map(|sample| make(self, inner, About::new(about.name, Some(sample))))
                .collect(),
            // `ids=a` stands for a list of one.
            sample => vec![make(self, inner, About::new(about.name, sample))],
        }
    }

    fn list(&mut self, inner: &Type, about: About<'_>) -> TokenStream {
        if self.is_full() {
            return quote!(Vec::new());
        }
        let items = self.elements(inner, about, Self::value);
        quote!(vec![#(#items),*])
    }

    fn map(&mut self, inner: &Type, about: About<'_>) -> TokenStream {
        // Mentions the map, so that it is imported.
        let _ = self.scope.ty(&Type::Map(Box::new(inner.clone())));
        if self.is_full() {
            return quote!(BTreeMap::new());
        }
        let (key, sample) = match about.sample {
            Some(Sample::Object(members)) => members.first().map_or(("key".to_owned(), None), |(key, value)| {
                (words::clean(key), Some(value))
            }),
            _ => ("key".to_owned(), None),
        };
        let value = self.value(inner, About::new(about.name, sample));
        quote!(BTreeMap::from([(#key.to_owned(), #value)]))
    }

    fn integer(&self, ty: &Type, about: About<'_>) -> TokenStream {
        let told = match about.sample {
            Some(Sample::Integer(value)) => Some(i128::from(*value)),
            Some(Sample::Unsigned(value)) => Some(i128::from(*value)),
            _ => None,
        };
        let (low, high) = match ty {
            Type::I32 => (i128::from(i32::MIN), i128::from(i32::MAX)),
            Type::U32 => (0, i128::from(u32::MAX)),
            Type::U64 => (0, i128::from(u64::MAX)),
            _ => (i128::from(i64::MIN), i128::from(i64::MAX)),
        };
        let value = told.filter(|value| (low..=high).contains(value));
        let value = value.unwrap_or_else(|| i128::from(words::number(about.name)).min(high));
        let size = value.unsigned_abs();
        let literal = match (self.suffixed, ty) {
            (true, Type::I32) => i32_suffixed(size),
            (true, Type::U32) => Literal::u32_suffixed(u32::try_from(size).unwrap_or(1)),
            (true, Type::U64) => Literal::u64_suffixed(u64::try_from(size).unwrap_or(1)),
            (true, _) => Literal::i64_suffixed(i64::try_from(size).unwrap_or(1)),
            (false, _) => Literal::u128_unsuffixed(size),
        };
        if value < 0 { quote!(-#literal) } else { quote!(#literal) }
    }

    /// A value that is read from its text.
    fn parsed(&self, ty: &Type, about: About<'_>, usual: &str, fits: fn(&str) -> bool) -> TokenStream {
        let text = about
            .text()
            .filter(|text| fits(text))
            .unwrap_or_else(|| usual.to_owned());
        let ty = self.scope.ty(ty);
        quote!(#text.parse::<#ty>()?)
    }

    fn time(&self, ty: &Type, about: About<'_>) -> TokenStream {
        if self.scope.emit.times == TimeLibrary::Time {
            let (time, whole) = (self.scope.runtime("time"), *ty == Type::Timestamp);
            let date = (!whole).then(|| quote!(.date()));
            return quote!(#time::OffsetDateTime::UNIX_EPOCH #date);
        }
        match ty {
            Type::Timestamp => self.parsed(ty, about, "2026-01-31T12:00:00Z", |text| {
                text.len() >= 20 && text.contains('T') && text.starts_with(|c: char| c.is_ascii_digit())
            }),
            Type::Date => self.parsed(ty, about, "2026-01-31", |text| {
                text.len() == 10 && text.starts_with(|c: char| c.is_ascii_digit())
            }),
            _ => self.parsed(ty, about, "12:00:00", |text| text.len() == 8),
        }
    }

    /// Any JSON value.
    fn json(&mut self, sample: Option<&Sample>) -> TokenStream {
        let json = self.scope.runtime("Json");
        match sample {
            None => quote!(#json::from("value")),
            Some(Sample::Null) => quote!(#json::Null),
            Some(Sample::Bool(value)) => quote!(#json::from(#value)),
            Some(Sample::Integer(value)) => {
                let size = Literal::i64_suffixed(value.checked_abs().unwrap_or(1));
                let sign = (*value < 0).then(|| quote!(-));
                quote!(#json::from(#sign #size))
            }
            Some(Sample::Unsigned(value)) => quote!(#json::from(#value)),
            Some(Sample::Float(value)) => {
                let value = float_literal(*value);
                quote!(#json::from(#value))
            }
            Some(Sample::String(text)) => {
                let text = words::clean(text);
                quote!(#json::from(#text))
            }
            Some(Sample::List(list)) => {
                let items: Vec<TokenStream> = list.iter().map(|value| self.json(Some(value))).collect();
                quote!(#json::Array(vec![#(#items),*]))
            }
            Some(Sample::Object(_)) => {
                let map = self.json_map(sample);
                quote!(#json::Object(#map))
            }
        }
    }

    fn json_map(&mut self, sample: Option<&Sample>) -> TokenStream {
        let map = self.scope.runtime("JsonMap");
        let members = match sample {
            Some(Sample::Object(members)) => members.as_slice(),
            _ if self.is_full() => &[],
            _ => &[(String::new(), Sample::Null)],
        };
        if members.is_empty() {
            return quote!(#map::new());
        }
        let entries = members.iter().map(|(key, value)| match (key.as_str(), value) {
            ("", Sample::Null) => {
                let value = self.json(None);
                quote!(("key".to_owned(), #value))
            }
            (key, value) => {
                let (key, value) = (words::clean(key), self.json(Some(value)));
                quote!((#key.to_owned(), #value))
            }
        });
        let entries: Vec<TokenStream> = entries.collect();
        quote!(#map::from_iter([#(#entries),*]))
    }
}

fn i32_suffixed(size: u128) -> Literal {
    Literal::i32_suffixed(i32::try_from(size).unwrap_or(1))
}

fn float(about: About<'_>) -> TokenStream {
    let value = match about.sample {
        Some(Sample::Float(value)) => *value,
        // Numbers of an example are small; larger ones lose digits that nobody reads.
        Some(Sample::Integer(value)) => *value as f64,
        _ => words::number(about.name) as f64,
    };
    float_literal(value)
}

fn float_literal(value: f64) -> TokenStream {
    let size = if value.is_finite() { value.abs() } else { 1.0 };
    let literal = Literal::f64_unsuffixed(size);
    if value < 0.0 {
        quote!(-#literal)
    } else {
        quote!(#literal)
    }
}
