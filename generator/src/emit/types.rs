//! Types as tokens, and what a caller passes for them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Item, Scope, docs, ident};
use crate::config::TimeLibrary;
use crate::ir::{EnumKind, Field, Param, Presence, Shape, Style, Type, TypeDef, TypeId};
use crate::name::TypeName;

impl Scope<'_> {
    /// A type in the position of a value.
    pub(crate) fn ty(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Bool => quote!(bool),
            Type::I32 => quote!(i32),
            Type::I64 => quote!(i64),
            Type::U32 => quote!(u32),
            Type::U64 => quote!(u64),
            Type::F64 => quote!(f64),
            Type::String => quote!(String),
            Type::Json => self.import("Json"),
            Type::JsonMap => self.import("JsonMap"),
            Type::Base64 => self.import("Base64"),
            Type::File => self.import("FilePart"),
            Type::Timestamp | Type::Date | Type::Time => self.time(ty),
            Type::Uuid => self.import("Uuid"),
            Type::Ip => self.import("IpAddr"),
            Type::Ipv4 => self.import("Ipv4Addr"),
            Type::Ipv6 => self.import("Ipv6Addr"),
            Type::List(inner) => {
                let inner = self.ty(inner);
                quote!(Vec<#inner>)
            }
            Type::Map(inner) => {
                *self.std_map.borrow_mut() = true;
                let inner = self.ty(inner);
                quote!(BTreeMap<String, #inner>)
            }
            Type::Option(inner) => {
                let inner = self.ty(inner);
                quote!(Option<#inner>)
            }
            Type::Named(id) => self.named(*id),
            Type::Boxed(id) => {
                let inner = self.named(*id);
                quote!(Box<#inner>)
            }
            // Checked when the configuration was read.
            Type::Custom(path) => path.parse().unwrap_or_default(),
        }
    }

    /// A time in the types of the library that was chosen.
    fn time(&self, ty: &Type) -> TokenStream {
        match (self.emit.times, ty) {
            (TimeLibrary::Chrono, ty) => {
                let chrono = self.runtime("chrono");
                match ty {
                    Type::Timestamp => quote!(#chrono::DateTime<#chrono::Utc>),
                    _ => quote!(#chrono::NaiveDate),
                }
            }
            (TimeLibrary::Time, ty) => {
                let time = self.runtime("time");
                match ty {
                    Type::Timestamp => quote!(#time::OffsetDateTime),
                    _ => quote!(#time::Date),
                }
            }
            (_, Type::Timestamp) => self.import("Timestamp"),
            (_, Type::Date) => self.import("Date"),
            (_, _) => self.import("Time"),
        }
    }

    fn import(&self, name: &'static str) -> TokenStream {
        let name = self.runtime(name);
        quote!(#name)
    }

    fn named(&self, id: TypeId) -> TokenStream {
        let Some(name) = self.emit.names.ty(id) else {
            return quote!(());
        };
        let token = ident(&name.ident);
        if !self.in_models {
            return quote!(models::#token);
        }
        if !self.own.contains(&id.0) {
            self.siblings.borrow_mut().insert(name.ident.as_str().to_owned());
        }
        quote!(#token)
    }

    /// The type of a struct's field.
    pub(crate) fn field_ty(&self, field: &Field) -> TokenStream {
        let ty = self.ty(&field.ty);
        match field.presence {
            Presence::Required => ty,
            // Any JSON value can be null by itself.
            Presence::Nullable if field.ty == Type::Json => ty,
            Presence::OptionalNullable { patch: true } => {
                let patch = self.runtime("Patch");
                quote!(#patch<#ty>)
            }
            _ => quote!(Option<#ty>),
        }
    }

    /// The imports that the mentions ask for.
    pub(crate) fn uses(&self) -> Option<Item> {
        let mut lines = Vec::new();
        let siblings = self.siblings.borrow();
        if !self.in_models {
            // Only where a model is mentioned.
        } else if !siblings.is_empty() {
            let names = siblings.iter().map(|name| Ident::new(name, Span::call_site()));
            lines.push(one_or_many(quote!(super), names.collect()));
        }
        let runtime = self.runtime.borrow();
        if !runtime.is_empty() {
            let names = runtime.iter().map(|name| Ident::new(name, Span::call_site()));
            lines.push(one_or_many(quote!(oaspen_client), names.collect()));
        }
        if *self.std_map.borrow() {
            lines.push(quote!(
                use std::collections::BTreeMap;
            ));
        }
        (!lines.is_empty()).then_some(Item::Lines(lines))
    }
}

fn one_or_many(path: TokenStream, names: Vec<Ident>) -> TokenStream {
    match names.as_slice() {
        [one] => quote!(use #path::#one;),
        many => quote!(use #path::{#(#many),*};),
    }
}

/// How a caller hands over a value.
pub(crate) enum Arg {
    /// By value.
    Value(TokenStream),
    /// As anything that converts.
    Into(TokenStream),
    /// As anything that yields what converts.
    List(TokenStream),
    /// As anything that yields values.
    Items(TokenStream),
}

impl Scope<'_> {
    /// The most convenient way to pass a value of a type.
    pub(crate) fn arg(&self, ty: &Type) -> Arg {
        let tokens = self.ty(ty);
        match ty {
            Type::String | Type::Boxed(_) | Type::File => Arg::Into(tokens),
            Type::Named(id) if self.is_text_enum(*id) => Arg::Into(tokens),
            _ => Arg::Value(tokens),
        }
    }

    /// The same for a parameter, where lists are common and short. What is written as JSON has its own type:
    /// nothing else would say which.
    pub(crate) fn param_arg(&self, param: &Param) -> Arg {
        match &param.ty {
            ty if param.style == Style::Json => Arg::Value(self.ty(ty)),
            Type::List(inner) => match self.arg(inner) {
                Arg::Into(inner) => Arg::List(inner),
                Arg::Value(inner) => Arg::Items(inner),
                _ => Arg::Value(self.ty(&param.ty)),
            },
            ty => self.arg(ty),
        }
    }

    fn is_text_enum(&self, id: TypeId) -> bool {
        match self.emit.api.get(id).map(|def| &def.shape) {
            Some(Shape::Enum(e)) => e.kind == EnumKind::String,
            Some(Shape::Alias(Type::String)) => true,
            Some(Shape::Alias(Type::Named(id))) => self.is_text_enum(*id),
            _ => false,
        }
    }
}

impl Arg {
    /// The type of the function's argument.
    pub(crate) fn param(&self) -> TokenStream {
        match self {
            Self::Value(ty) => ty.clone(),
            Self::Into(ty) => quote!(impl Into<#ty>),
            Self::List(ty) => quote!(impl IntoIterator<Item = impl Into<#ty>>),
            Self::Items(ty) => quote!(impl IntoIterator<Item = #ty>),
        }
    }

    /// The value made of the argument.
    pub(crate) fn value(&self, name: &Ident) -> TokenStream {
        match self {
            Self::Value(_) => quote!(#name),
            Self::Into(_) => quote!(#name.into()),
            Self::List(_) => quote!(list(#name)),
            Self::Items(_) => quote!(Vec::from_iter(#name)),
        }
    }

    /// The argument in a row of a table.
    pub(crate) fn row(&self) -> TokenStream {
        match self {
            Self::Value(ty) => ty.clone(),
            Self::Into(ty) => quote!(into #ty),
            Self::List(ty) => quote!(into Vec<#ty>),
            Self::Items(ty) => quote!(Vec<#ty>),
        }
    }
}

pub(super) fn alias(scope: &Scope<'_>, def: &TypeDef, ty: &Type, name: &TypeName) -> TokenStream {
    let docs = docs::attributes(&docs::of_type(def));
    let ident = ident(&name.ident);
    let ty = scope.ty(ty);
    quote!(#docs pub type #ident = #ty;)
}
