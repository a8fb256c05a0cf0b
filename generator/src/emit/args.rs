//! How a caller passes a value.
#![warn(clippy::wildcard_enum_match_arm)]

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::scope::Scope;
use crate::ir::{Api, EnumKind, Field, Param, ParamStyle, Presence, Shape, Structure, Type, TypeId};

/// How an argument is converted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// It has the type itself.
    None,
    /// It is anything that converts into the type.
    Into,
    /// It is anything that yields what converts into the type of an element.
    EachInto,
    /// It is anything that yields elements.
    Each,
    /// It is anything that converts into a `Patch` of the type.
    IntoPatch,
}

/// An argument of a function.
#[derive(Clone, Copy)]
pub(crate) struct Arg<'t> {
    pub conversion: Conversion,
    ty: &'t Type,
}

impl<'t> Arg<'t> {
    /// The most convenient way to pass a value of a type.
    pub(crate) fn new(api: &Api, ty: &'t Type) -> Self {
        let is_converted = match ty {
            Type::String | Type::Boxed(_) | Type::File => true,
            Type::Named(id) => is_text_enum(api, *id),
            Type::Bool | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F64 => false,
            Type::Custom(_) => ty.is_custom_part(),
            Type::Formatted(format) => format.is_string(),
            Type::Json | Type::JsonMap => false,
            Type::List(_) | Type::Map(_) | Type::Option(_) => false,
        };
        let conversion = if is_converted {
            Conversion::Into
        } else {
            Conversion::None
        };
        Self { conversion, ty }
    }

    /// The same for a parameter, where lists are common and short. What is written as JSON has its own type, because
    /// nothing else determines it.
    pub(crate) fn of_param(api: &Api, param: &'t Param) -> Self {
        let whole = Self::new(api, &param.ty);
        let conversion = if param.style == ParamStyle::Json {
            Conversion::None
        } else if let Type::List(inner) = &param.ty {
            let is_converted = Self::new(api, inner).conversion == Conversion::Into;
            if is_converted {
                Conversion::EachInto
            } else {
                Conversion::Each
            }
        } else {
            whole.conversion
        };
        Self { conversion, ..whole }
    }

    /// The argument of a setter of a field.
    pub(crate) fn of_setter(api: &Api, field: &'t Field) -> Self {
        let mut arg = Self::new(api, &field.ty);
        if field.presence == (Presence::OptionalNullable { patch: true }) {
            arg.conversion = Conversion::IntoPatch;
        }
        arg
    }

    /// Whether the function gets a type parameter by it.
    pub(crate) fn is_generic(&self) -> bool {
        self.conversion != Conversion::None
    }

    /// Whether its value is written by the codec of a type of the document.
    pub(crate) fn has_codec(&self) -> bool {
        fn names_type(ty: &Type) -> bool {
            match ty.structure() {
                Structure::Named(_) => true,
                Structure::Option(inner) | Structure::List(inner) | Structure::Map(inner) => names_type(inner),
                Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => false,
            }
        }
        names_type(self.ty)
    }

    /// The type of an element, or the type itself.
    fn element(&self) -> &'t Type {
        if let Type::List(inner) = self.ty {
            inner
        } else {
            self.ty
        }
    }

    /// The type of the function's argument.
    pub(crate) fn param(&self, scope: &Scope<'_>) -> TokenStream {
        match self.conversion {
            Conversion::None => scope.ty(self.ty),
            Conversion::Into => {
                let ty = scope.ty(self.ty);
                quote!(impl Into<#ty>)
            }
            Conversion::EachInto => {
                let ty = scope.ty(self.element());
                quote!(impl IntoIterator<Item = impl Into<#ty>>)
            }
            Conversion::Each => {
                let ty = scope.ty(self.element());
                quote!(impl IntoIterator<Item = #ty>)
            }
            Conversion::IntoPatch => {
                let ty = scope.patch(self.ty);
                quote!(impl Into<#ty>)
            }
        }
    }

    /// The value made of the argument.
    pub(crate) fn value(&self, scope: &Scope<'_>, name: &Ident) -> TokenStream {
        match self.conversion {
            Conversion::None => quote!(#name),
            Conversion::Into | Conversion::IntoPatch => quote!(#name.into()),
            Conversion::EachInto => {
                let list = scope.runtime("list");
                quote!(#list(#name))
            }
            // What the elements convert into has to be written: they are of one type already.
            Conversion::Each => {
                let (list, ty) = (scope.runtime("list"), scope.ty(self.element()));
                quote!(#list::<_, #ty>(#name))
            }
        }
    }

    /// The argument in a row of a table.
    pub(crate) fn row(&self, scope: &Scope<'_>) -> TokenStream {
        match self.conversion {
            Conversion::None | Conversion::Each => scope.ty(self.ty),
            Conversion::Into | Conversion::EachInto => {
                let ty = scope.ty(self.ty);
                quote!(into #ty)
            }
            Conversion::IntoPatch => {
                let ty = scope.patch(self.ty);
                quote!(into #ty)
            }
        }
    }
}

fn is_text_enum(api: &Api, id: TypeId) -> bool {
    match api.get(id).map(|def| &def.shape) {
        Some(Shape::Enum(e)) => e.kind == EnumKind::String,
        Some(Shape::Alias(Type::String)) => true,
        Some(Shape::Alias(Type::Named(id))) => is_text_enum(api, *id),
        _ => false,
    }
}
