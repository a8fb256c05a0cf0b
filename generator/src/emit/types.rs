//! Types as tokens, and what a caller passes for them.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::scope::{Scope, ident};
use crate::config::Times;
use crate::ir::{Field, Presence, Type, TypeDef};
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
                let (map, inner) = (self.map(), self.ty(inner));
                quote!(#map<String, #inner>)
            }
            Type::Option(inner) => {
                let inner = self.ty(inner);
                quote!(Option<#inner>)
            }
            Type::Named(id) => self.model(*id),
            Type::Boxed(id) => {
                let inner = self.model(*id);
                quote!(Box<#inner>)
            }
            // Checked when the configuration was read.
            Type::Custom(path) => path.parse().unwrap_or_default(),
        }
    }

    /// A time in the types of the library that was chosen.
    fn time(&self, ty: &Type) -> TokenStream {
        match (self.emit.times, ty) {
            (Times::Chrono, ty) => {
                let chrono = self.runtime("chrono");
                match ty {
                    Type::Timestamp => quote!(#chrono::DateTime<#chrono::Utc>),
                    _ => quote!(#chrono::NaiveDate),
                }
            }
            (Times::Time, ty) => {
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

    /// The type of a struct's field.
    pub(crate) fn field_ty(&self, field: &Field) -> TokenStream {
        let ty = self.ty(&field.ty);
        match field.presence {
            Presence::Required => ty,
            // Any JSON value can be null by itself.
            Presence::Nullable if field.ty == Type::Json => ty,
            Presence::OptionalNullable { patch: true } => self.patch(&field.ty),
            _ => quote!(Option<#ty>),
        }
    }

    /// A value with three states.
    pub(crate) fn patch(&self, ty: &Type) -> TokenStream {
        let (patch, ty) = (self.runtime("Patch"), self.ty(ty));
        quote!(#patch<#ty>)
    }
}

pub(super) fn alias(scope: &Scope<'_>, def: &TypeDef, ty: &Type, name: &TypeName) -> TokenStream {
    let docs = docs::attributes(&docs::of_type(def));
    let ident = ident(&name.ident);
    let ty = scope.ty(ty);
    quote!(#docs pub type #ident = #ty;)
}
