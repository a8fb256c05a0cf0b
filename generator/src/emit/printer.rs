//! Signatures and types of the client, for the reference.

use proc_macro2::TokenStream;

use super::scope::{Emit, Scope};
use super::{calls, methods, unions};
use crate::ir::{Body, Construction, Field, Operation, Response, Shape, Type, TypeId, Variant};
use crate::name::{OperationName, paired};

/// The types of an operation.
pub(crate) struct Signature {
    /// Of each method.
    pub signatures: Vec<TokenStream>,
    pub output: TokenStream,
    pub error: TokenStream,
}

/// Prints types for one kind of page.
pub(crate) struct TypePrinter<'a> {
    scope: Scope<'a>,
}

impl<'a> TypePrinter<'a> {
    /// Names models as files of operations do: `models::User`.
    pub(crate) fn operations(emit: &'a Emit<'a>) -> Self {
        Self {
            scope: Scope::operations(emit, 0),
        }
    }

    /// Names models as files of models do: `User`.
    pub(crate) fn models(emit: &'a Emit<'a>) -> Self {
        Self {
            scope: Scope::models(emit, &[]),
        }
    }

    pub(crate) fn operation(&self, operation: &Operation, names: &OperationName) -> Signature {
        Signature {
            signatures: methods::signatures(&self.scope, operation, names),
            output: calls::side_ty(&self.scope, &operation.success, &names.output),
            error: calls::side_ty(&self.scope, &operation.error, &names.error),
        }
    }

    pub(crate) fn ty(&self, ty: &Type) -> TokenStream {
        self.scope.ty(ty)
    }

    /// The type of the request body.
    pub(crate) fn body(&self, body: &Body) -> TokenStream {
        methods::body_ty(&self.scope, body)
    }

    /// The type of a response body, if there is one.
    pub(crate) fn response(&self, response: &Response) -> Option<TokenStream> {
        response.ty.as_ref().map(|ty| calls::response_ty(&self.scope, ty))
    }

    pub(crate) fn field(&self, field: &Field) -> TokenStream {
        self.scope.field_ty(field)
    }

    pub(crate) fn branch(&self, variant: &Variant) -> TokenStream {
        unions::payload(&self.scope, variant)
    }

    /// The constructor: `User::new(name)`. Nothing for a type that is only received.
    pub(crate) fn construction(&self, id: TypeId) -> Option<String> {
        let emit = self.scope.emit;
        let (def, name) = (emit.api.get(id)?, emit.names.ty(id)?);
        let s = match &def.shape {
            Shape::Struct(s) if def.usage.request => s,
            Shape::Multipart(s) => s,
            _ => return None,
        };
        let head = name.ident.as_str();
        match s.construction {
            Construction::Decoded => None,
            Construction::Builder => Some(format!("{head}::builder()")),
            Construction::Empty | Construction::Fixed | Construction::Positional => {
                let fields = paired(&s.fields, &name.fields).filter(|(field, _)| field.is_argument());
                let args: Vec<&str> = fields.map(|(_, name)| name.field.as_str()).collect();
                Some(format!("{head}::new({})", args.join(", ")))
            }
        }
    }
}
