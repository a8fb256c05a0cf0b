//! What paging is inferred from: the types of the client, and the document behind them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::response::ResponseFields;
use crate::ir::{Operation, Shape, Struct, Type, TypeDef, TypeId, Variant};
use crate::pointer::Pointer;
use crate::resolve::Resolver;

/// The types by their ids, and the document.
#[derive(Clone, Copy)]
pub(super) struct Evidence<'a, 'd> {
    pub types: &'a [TypeDef],
    pub resolver: Resolver<'d>,
    pub known: &'a Known,
}

/// What was found of the types of bodies: thousands of operations can have one type with many members.
#[derive(Default)]
pub(super) struct Known {
    /// The positions of the members that may ask for pages.
    asked: RefCell<HashMap<TypeId, Rc<[usize]>>>,
    /// Those of responses, where they are the same for all operations.
    responses: RefCell<HashMap<TypeId, Rc<ResponseFields>>>,
}

impl Known {
    /// The members of a type that may ask for pages, which are searched once.
    pub(super) fn asked(&self, id: TypeId, find: impl FnOnce() -> Rc<[usize]>) -> Rc<[usize]> {
        let known = self.asked.borrow().get(&id).map(Rc::clone);
        known.unwrap_or_else(|| {
            let found = find();
            self.asked.borrow_mut().insert(id, Rc::clone(&found));
            found
        })
    }

    pub(super) fn response(&self, id: TypeId) -> Option<Rc<ResponseFields>> {
        self.responses.borrow().get(&id).map(Rc::clone)
    }

    pub(super) fn add_response(&self, id: TypeId, found: &Rc<ResponseFields>) {
        self.responses.borrow_mut().insert(id, Rc::clone(found));
    }
}

impl<'a, 'd: 'a> Evidence<'a, 'd> {
    pub(super) fn is_number(&self, ty: &Type) -> bool {
        self.scalar(ty).is_number()
    }

    /// Whether a type is a string. Tokens are often typed as base64, and passed on unchanged.
    pub(super) fn is_textual(&self, ty: &Type) -> bool {
        match self.scalar(ty) {
            Type::Formatted(format) => format.is_opaque(),
            ty => *ty == Type::String,
        }
    }

    /// Whether a type is that of a token. A cursor may be a time, which is passed on as it is written.
    pub(super) fn is_token_type(&self, ty: &Type, name: &str) -> bool {
        let is_cursor = || name.contains("cursor") || name.contains("token");
        self.is_textual(ty) || (is_cursor() && matches!(self.scalar(ty), Type::Formatted(_)))
    }

    /// The type behind its aliases, without `Option`.
    pub(super) fn scalar<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut here = ty;
        // Twice: an `Option` is around each at most.
        for _ in 0..=self.types.len().saturating_mul(2) {
            match here {
                Type::Option(inner) => here = inner,
                Type::Named(id) | Type::Boxed(id) => match self.types.get(id.0).map(|def| &def.shape) {
                    Some(Shape::Alias(inner)) => here = inner,
                    _ => return here,
                },
                _ => return here,
            }
        }
        here
    }

    /// A number in a schema: a default or a bound.
    pub(super) fn number_at(&self, schema: &Pointer, key: &str) -> Option<u64> {
        let value = self.resolver.node(&self.definition_of(schema))?.get(key)?;
        // Some defaults are numbers in quotes, or floats.
        let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
        number.or_else(|| value.as_f64().and_then(whole))
    }

    /// The struct behind aliases and `Option`.
    pub(super) fn object<'t>(&'t self, ty: &'t Type) -> Option<&'t Struct> {
        self.object_with_id(ty).map(|(_, object)| object)
    }

    pub(super) fn object_with_id<'t>(&'t self, ty: &'t Type) -> Option<(TypeId, &'t Struct)> {
        let (Type::Named(id) | Type::Boxed(id)) = self.scalar(ty) else {
            return None;
        };
        match self.types.get(id.0).map(|def| &def.shape) {
            Some(Shape::Struct(object)) => Some((*id, object)),
            _ => None,
        }
    }

    /// The branches of a union, behind aliases and `Option`.
    pub(super) fn branches<'t>(&'t self, ty: &'t Type) -> Option<&'t [Variant]> {
        let (Type::Named(id) | Type::Boxed(id)) = self.scalar(ty) else {
            return None;
        };
        match self.types.get(id.0).map(|def| &def.shape) {
            Some(Shape::Union(union)) => Some(&union.variants),
            _ => None,
        }
    }

    /// The member that `x-ms-pageable` declares to be the URL of the next page.
    pub(super) fn declared_address(&self, operation: &Operation) -> Option<&'a str> {
        let pageable = self.resolver.node(&operation.origin)?.get("x-ms-pageable")?;
        pageable.get("nextLinkName")?.as_str()
    }

    pub(super) fn definition_of(&self, at: &Pointer) -> Pointer {
        self.resolver.definition(at).unwrap_or_else(|_| at.clone())
    }

    /// Whether the description of a member contains one of these phrases.
    pub(super) fn is_described_as(&self, at: &Pointer, phrases: &[&str]) -> bool {
        let description = |at: &Pointer| self.text_of(at, "description").unwrap_or("").to_ascii_lowercase();
        let (here, there) = (description(at), description(&self.definition_of(at)));
        phrases
            .iter()
            .any(|phrase| here.contains(phrase) || there.contains(phrase))
    }

    /// The `format` of a member.
    pub(super) fn format_of(&self, at: &Pointer) -> &str {
        self.text_of(&self.definition_of(at), "format").unwrap_or("")
    }

    fn text_of(&self, at: &Pointer, key: &str) -> Option<&'a str> {
        self.resolver.node(at)?.get(key)?.as_str()
    }
}

fn whole(value: f64) -> Option<u64> {
    let fits = (0.0..=9_007_199_254_740_992.0).contains(&value) && value.fract() == 0.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked just now"
    )]
    fits.then_some(value as u64)
}
