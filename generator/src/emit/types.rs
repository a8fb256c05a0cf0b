//! Types as tokens.
#![warn(clippy::wildcard_enum_match_arm)]

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::module::Declaration;
use super::scope::{Scope, ident};
use crate::config::TimeLibrary;
use crate::ir::{Field, LibraryType, Presence, RuntimeType, TextFormat, Type, TypeDef};
use crate::name::TypeName;

impl Scope<'_> {
    /// The type of a value.
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
            Type::File => self.import("FilePart"),
            Type::Formatted(format) => self.formatted(format),
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
            Type::Custom(path) => match runtime_name(path) {
                Some(name) => self.import(name),
                // Checked when the configuration was read.
                None => path.parse().unwrap_or_default(),
            },
        }
    }

    fn formatted(&self, format: &TextFormat) -> TokenStream {
        match (self.library_type(format), format.runtime) {
            (Some(library), _) => self.expression(library.module, library.path),
            (None, RuntimeType::Path(path)) => path.parse().unwrap_or_default(),
            (None, RuntimeType::Around { path, imported }) => {
                self.runtime(imported);
                path.parse().unwrap_or_default()
            }
            (None, RuntimeType::Imported(name)) => self.import(name),
        }
    }

    /// The type of the selected time library, if it is not the type of the runtime.
    pub(super) fn library_type(&self, format: &TextFormat) -> Option<LibraryType> {
        let types = format.time.as_ref()?;
        match self.emit.times {
            TimeLibrary::Chrono => types.chrono,
            TimeLibrary::Time => types.time,
            TimeLibrary::Jiff | TimeLibrary::String => None,
        }
    }

    /// Code from the table of formats, which begins with an item of the runtime.
    pub(super) fn expression(&self, import: &'static str, code: &str) -> TokenStream {
        self.runtime(import);
        code.parse().unwrap_or_default()
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
            Presence::Optional | Presence::Nullable | Presence::OptionalNullable { patch: false } => {
                quote!(Option<#ty>)
            }
        }
    }

    /// The type of a field that distinguishes absent, null and a value.
    pub(crate) fn patch(&self, ty: &Type) -> TokenStream {
        let (patch, ty) = (self.runtime("Patch"), self.ty(ty));
        quote!(#patch<#ty>)
    }
}

pub(super) fn alias(scope: &Scope<'_>, def: &TypeDef, ty: &Type, name: &TypeName) -> Declaration {
    let ident = ident(&name.ident);
    let ty = scope.ty(ty);
    Declaration::line(docs::of_type(scope, def), quote!(pub type #ident = #ty;))
}

/// The name of a type of the runtime that files import anyway: its path would be longer than necessary.
fn runtime_name(path: &str) -> Option<&'static str> {
    const NAMES: [&str; 4] = ["AnyPart", "FilePart", "Json", "JsonMap"];
    let (_, name) = path
        .split_once("oaspen_client::")
        .filter(|(before, _)| before.trim_start_matches("::").is_empty())?;
    NAMES.into_iter().find(|known| *known == name)
}
