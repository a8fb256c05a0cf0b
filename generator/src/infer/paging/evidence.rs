//! What paging is inferred from: the types of the client, and the document behind them.

use crate::ir::{Param, Shape, Type, TypeDef};
use crate::pointer::Pointer;
use crate::resolve::Resolver;

/// The types by their ids, and the document.
#[derive(Clone, Copy)]
pub(super) struct Evidence<'a> {
    pub types: &'a [TypeDef],
    pub resolver: Resolver<'a>,
}

impl<'a> Evidence<'a> {
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

    /// The type behind its aliases, without `Option`.
    pub(super) fn scalar<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut here = ty;
        for _ in 0..64 {
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

    /// A number in the schema of a parameter: its default or a bound.
    pub(super) fn param_number(&self, param: &Param, key: &str) -> Option<u64> {
        let schema = self.definition_of(&param.origin.child("schema"));
        let value = self.resolver.node(&schema)?.get(key)?;
        // Some defaults are numbers in quotes, or floats.
        let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
        number.or_else(|| value.as_f64().and_then(whole))
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
