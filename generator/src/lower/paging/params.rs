//! Which query parameters page a list.

use super::words;
use crate::ir::{Location, Operation, PageStyle, Param, Shape, Style, Type};
use crate::lower::Lower;
use crate::pointer::Pointer;

/// What a parameter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Offset,
    Page,
    Size,
    Cursor,
}

/// The parameters that page a list, by what they are for.
#[derive(Debug, Default)]
pub(super) struct Roles<'p> {
    pub offset: Option<&'p Param>,
    pub page: Option<&'p Param>,
    pub size: Option<&'p Param>,
    pub cursor: Option<&'p Param>,
}

impl<'p> Roles<'p> {
    pub(super) fn of(lower: &Lower<'_, '_>, operation: &'p Operation) -> Self {
        let plain: Vec<(&Param, String)> = operation
            .params
            .iter()
            .filter(|param| param.location == Location::Query && param.style == Style::Default)
            .map(|param| (param, words::word(&param.name)))
            .collect();
        let is_range = plain.iter().any(|(_, word)| words::RANGE_ENDS.contains(&word.as_str()));
        let find = |role: Role| {
            let fits = |is_sure: bool| {
                plain.iter().find(|(param, word)| {
                    words::parameter(word) == Some((role, is_sure)) && lower.can_be(param, role, is_sure)
                })
            };
            fits(true)
                .or_else(|| fits(false))
                .map(|(param, word)| (*param, word.as_str()))
        };
        let mut roles = Self {
            offset: find(Role::Offset).map(|(param, _)| param),
            page: find(Role::Page).map(|(param, _)| param),
            size: find(Role::Size).map(|(param, _)| param),
            cursor: find(Role::Cursor).map(|(param, _)| param),
        };
        // `start` and `from` are times or bounds more often than offsets.
        if let Some((_, word)) = find(Role::Offset)
            && words::parameter(word) == Some((Role::Offset, false))
            && (is_range || roles.size.is_none())
        {
            roles.offset = None;
        }
        roles
    }

    /// The parameter that is counted up or takes the token.
    pub(super) fn by_style(&self, style: PageStyle) -> Option<&'p Param> {
        match style {
            PageStyle::Offset => self.offset,
            PageStyle::Page => self.page,
            PageStyle::Cursor => self.cursor,
            PageStyle::Next => None,
        }
    }
}

impl Lower<'_, '_> {
    /// Whether the type of a parameter suits its name.
    fn can_be(&self, param: &Param, role: Role, is_sure: bool) -> bool {
        let is_number = self.is_number(&param.ty);
        match role {
            // An offset that is a text may be a token; one that counts pages is none.
            Role::Offset => is_number && !mentions(param, &OF_PAGES),
            Role::Page => is_number,
            Role::Size => is_number || (is_sure && self.is_textual(&param.ty)),
            // `after` may be a date that nobody typed as one.
            Role::Cursor => self.is_textual(&param.ty) && !mentions(param, &OF_TIMES),
        }
    }

    pub(super) fn is_number(&self, ty: &Type) -> bool {
        let ty = self.scalar(ty);
        matches!(ty, Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F64)
    }

    /// A text; tokens are often typed as bytes, and handed on as they came all the same.
    pub(super) fn is_textual(&self, ty: &Type) -> bool {
        matches!(self.scalar(ty), Type::String | Type::Base64)
    }

    /// A type, second names aside.
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

    /// A number of a parameter's schema: its default, a bound.
    pub(super) fn param_number(&self, param: &Param, key: &str) -> Option<u64> {
        let schema = self.definition_of(&param.origin.child("schema"));
        let value = self.resolver.node(&schema)?.get(key)?;
        // Many a default is a number in quotes, or a float.
        let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
        number.or_else(|| value.as_f64().and_then(whole))
    }

    /// The number of the first page or item. Where nothing tells, pages begin with 1 and items with 0.
    pub(super) fn first(&self, param: &Param, role: Role) -> Option<u64> {
        let usual = u64::from(role == Role::Page);
        let is_told = |words: &[&str]| mentions(param, words);
        let default = self.param_number(param, "default").filter(|number| *number <= 1);
        let least = self.param_number(param, "minimum").filter(|number| *number <= 1);
        let first = if is_told(&[
            "zero-based",
            "zero based",
            "0-based",
            "0 based",
            "zero-indexed",
            "0-indexed",
        ]) {
            0
        } else if is_told(&["one-based", "1-based", "1 based", "1-indexed", "one-indexed"]) {
            1
        } else if let Some(number) = default.or(least) {
            number
        } else if is_told(&[
            "starts at 0",
            "starting at 0",
            "starting from 0",
            "start from 0",
            "starts from 0",
        ]) {
            0
        } else {
            usual
        };
        (first != usual).then_some(first)
    }

    pub(super) fn definition_of(&self, at: &Pointer) -> Pointer {
        self.resolver.definition(at).unwrap_or_else(|_| at.clone())
    }

    /// Whether the text about a member says one of these words.
    pub(super) fn is_told_of(&self, at: &Pointer, told: &[&str]) -> bool {
        let description = |at: &Pointer| self.text(at, "description").unwrap_or("").to_ascii_lowercase();
        let (here, there) = (description(at), description(&self.definition_of(at)));
        told.iter().any(|word| here.contains(word) || there.contains(word))
    }

    /// The `format` of a member.
    pub(super) fn format_of(&self, at: &Pointer) -> &str {
        self.text(&self.definition_of(at), "format").unwrap_or("")
    }
}

const OF_PAGES: [&str; 4] = ["page number", "number of pages", "pages to skip", "page index"];
const OF_TIMES: [&str; 7] = [
    "date",
    "timestamp",
    "iso 8601",
    "iso8601",
    "rfc3339",
    "rfc 3339",
    "time ",
];

/// Whether the description of a parameter has one of these words.
fn mentions(param: &Param, words: &[&str]) -> bool {
    let text = param.docs.text.to_ascii_lowercase();
    words.iter().any(|word| text.contains(word))
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
