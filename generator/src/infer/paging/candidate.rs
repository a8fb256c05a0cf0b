//! One operation whose list may be paged.

use std::rc::Rc;

use super::evidence::Evidence;
use super::fields::{ListSigns, list_body};
use super::inputs::Input;
use super::params::Roles;
use super::progression::{PageFields, Progression};
use super::response::{ListField, ResponseFields};
use super::vocabulary;
use crate::ir::{Operation, PageStyle, Paging, Type};

/// What pagination is inferred from.
pub(super) struct Candidate<'o> {
    pub ty: &'o Type,
    pub fields: Rc<ResponseFields>,
    pub roles: Roles<'o>,
    pub page_fields: PageFields,
}

impl Candidate<'_> {
    pub(super) fn items(&self, operation: &Operation) -> Option<&ListField> {
        let roles = &self.roles;
        let is_asked = roles.page.is_some() || roles.offset.is_some() || roles.cursor.is_some();
        let signs = ListSigns {
            is_asked: is_asked && roles.size().is_some(),
            is_marked: self.page_fields.any(),
            has_token: !self.page_fields.token.is_empty(),
        };
        self.fields.items(&operation.path, &signs)
    }
}

impl Evidence<'_, '_> {
    /// `link`: whether responses have the header field `Link`, if that is known.
    pub(super) fn candidate<'o>(&'o self, operation: &'o Operation, link: Option<bool>) -> Option<Candidate<'o>> {
        let ty = list_body(operation)?;
        let fields = self.look_into(ty, &operation.path);
        let mut roles = Roles::of(self, operation);
        let page_fields = self.page_fields(operation, &fields, &mut roles, link);
        Some(Candidate {
            ty,
            roles,
            fields,
            page_fields,
        })
    }

    /// Whether a progression is certain or only likely; `None` if there are too few signs.
    pub(super) fn is_sure(
        &self,
        operation: &Operation,
        candidate: &Candidate<'_>,
        progression: &Progression,
        items: &ListField,
    ) -> Option<bool> {
        let is_sized = candidate.roles.size().is_some();
        let is_marked = candidate.page_fields.any();
        match progression.style {
            PageStyle::Cursor => Some(true),
            // The address is the only sign, in a response that is a list. A single object may have links, too.
            PageStyle::Next => {
                let is_link = progression.next.eq_ignore_ascii_case("link");
                let is_one = operation.path.ends_with('}');
                let is_list = is_link || !is_one || candidate.fields.is_named(items, &operation.path);
                let is_plain = candidate.page_fields.is_plain_address || is_link;
                (is_sized || is_list).then_some(is_sized || is_plain)
            }
            PageStyle::Offset | PageStyle::Page => {
                let is_scalar = matches!(items.item, Type::String | Type::Bool) || self.is_number(&items.item);
                // Without other signs, the number may be, for example, a page of a book.
                (is_sized || is_marked || !is_scalar).then_some(is_sized && (is_marked || items.at.is_empty()))
            }
        }
    }

    pub(super) fn paging(&self, candidate: &Candidate<'_>, progression: Progression, items: ListField) -> Paging {
        let size = candidate.size(&progression);
        let is_token = progression.style == PageStyle::Cursor;
        let size_at = |key| size.and_then(|size| self.number_of(size, key)).filter(|size| *size > 0);
        Paging {
            style: progression.style,
            parameter: progression.parameter,
            size: size.map(|size| size.name.clone()).unwrap_or_default(),
            default_size: size_at("default"),
            max_size: size_at("maximum"),
            first: progression.first,
            item: items.item,
            items: items.at,
            optional: items.optional,
            next: progression.next,
            last: progression.last,
            switch: progression.switch,
            more: candidate.page_fields.more.clone(),
            done: candidate.page_fields.done.clone(),
            total: candidate.page_fields.total.clone(),
            page_count: if is_token {
                String::new()
            } else {
                candidate.page_fields.page_count.clone()
            },
        }
    }
}

impl<'o> Candidate<'o> {
    /// The parameter for the page size. Of several, the one that the response repeats among its pages.
    fn size(&self, progression: &Progression) -> Option<&Input<'o>> {
        let counts = matches!(progression.style, PageStyle::Offset | PageStyle::Page);
        let is_repeated = |input: &&Input<'_>| {
            let mut scalars = self.fields.signs();
            scalars.any(|scalar| scalar.name == input.word && vocabulary::META.contains(&scalar.parent.as_str()))
        };
        let repeated = self.roles.sizes.iter().filter(|_| counts).find(is_repeated);
        repeated.or(self.roles.size())
    }
}
