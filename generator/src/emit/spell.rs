//! Heads and types as the client has them, for the reference.

use proc_macro2::TokenStream;

use super::scope::{Emit, Scope};
use super::{calls, methods, structs, unions};
use crate::ir::{Answer, Body, Field, Operation, Shape, Type, TypeId, Variant};
use crate::name::OperationName;

/// What the reference prints of an operation besides its texts.
pub(crate) struct Spelled {
    pub signature: TokenStream,
    pub output: TokenStream,
    pub error: TokenStream,
}

/// Spells types for one kind of page.
pub(crate) struct Speller<'a> {
    scope: Scope<'a>,
}

impl<'a> Speller<'a> {
    /// As operations see them: `models::User`.
    pub(crate) fn operations(emit: &'a Emit<'a>) -> Self {
        Self {
            scope: Scope::operations(emit, 0),
        }
    }

    /// As models see each other: `User`.
    pub(crate) fn models(emit: &'a Emit<'a>) -> Self {
        Self {
            scope: Scope::models(emit, &[]),
        }
    }

    pub(crate) fn operation(&self, operation: &Operation, names: &OperationName) -> Spelled {
        Spelled {
            signature: methods::signature(&self.scope, operation, names),
            output: calls::side_ty(&self.scope, &operation.success, &names.output),
            error: calls::side_ty(&self.scope, &operation.error, &names.error),
        }
    }

    pub(crate) fn ty(&self, ty: &Type) -> TokenStream {
        self.scope.ty(ty)
    }

    /// The type of the body that a call takes.
    pub(crate) fn body(&self, body: &Body) -> TokenStream {
        methods::body_ty(&self.scope, body)
    }

    /// The type of an answer's body, if it has one.
    pub(crate) fn answer(&self, answer: &Answer) -> Option<TokenStream> {
        answer.ty.as_ref().map(|ty| calls::answer_ty(&self.scope, ty))
    }

    pub(crate) fn field(&self, field: &Field) -> TokenStream {
        self.scope.field_ty(field)
    }

    pub(crate) fn branch(&self, variant: &Variant) -> TokenStream {
        unions::payload(&self.scope, &variant.ty)
    }

    /// How a caller makes a value: `User::new(name)`, or nothing for what is only received.
    pub(crate) fn making(&self, id: TypeId) -> Option<String> {
        let emit = self.scope.emit;
        let (def, name) = (emit.api.get(id)?, emit.names.ty(id)?);
        let head = name.ident.as_str();
        let (s, is_form) = match &def.shape {
            Shape::Struct(s) => (s, false),
            Shape::Multipart(s) => (s, true),
            _ => return None,
        };
        if structs::has_builder(emit, def, name) {
            return Some(format!("{head}::builder()"));
        }
        let is_made = is_form || (def.usage.request && structs::has_constructor(emit, def, s, name));
        let asked = structs::asked_for(emit, s, name);
        let args: Vec<&str> = asked.iter().map(|(_, name)| name.field.as_str()).collect();
        is_made.then(|| format!("{head}::new({})", args.join(", ")))
    }
}
