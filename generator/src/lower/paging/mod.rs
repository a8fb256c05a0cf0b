//! Lists that come page by page: inferred from parameters and answers, or decided in the configuration.
//!
//! Names and types are all there is to go by, so a list counts as paged only where they fit together; `oaspen lint`
//! says how sure that is, and names what looks paged and is not taken as such.

mod body;
mod chosen;
mod infer;
mod params;
mod words;

use self::body::{Body, List};
use self::infer::{Marks, Way};
use self::params::Roles;
use super::Lower;
use crate::diag::codes;
use crate::ir::{Api, Operation, PageStyle, Paging, Param, Type};

/// Finds out how every list is paged.
pub(super) fn all(lower: &mut Lower<'_, '_>, api: &mut Api) {
    for operation in &mut api.operations {
        let found = match lower
            .settings
            .overrides
            .get(operation.origin.as_str())
            .and_then(|o| o.pages.clone())
        {
            Some(chosen) => {
                lower.overrides_used.push(operation.origin.to_string());
                lower.by_configuration(operation, &chosen)
            }
            None => lower.inferred(operation),
        };
        operation.paging = found;
    }
}

/// All that is known of a list.
struct Known<'o> {
    ty: &'o Type,
    body: Body,
    roles: Roles<'o>,
    marks: Marks,
}

impl<'o> Known<'o> {
    fn items(&self, operation: &Operation) -> Option<&List> {
        self.body.items(&operation.path, self.marks.any())
    }
}

impl Lower<'_, '_> {
    fn known<'o>(&self, operation: &'o Operation) -> Option<Known<'o>> {
        let ty = self.list_body(operation)?;
        let body = self.look_into(ty);
        let marks = self.marks(operation, &body);
        Some(Known {
            ty,
            roles: Roles::of(self, operation),
            body,
            marks,
        })
    }

    fn inferred(&mut self, operation: &Operation) -> Option<Paging> {
        if operation.method != "GET" {
            return None;
        }
        let known = self.known(operation)?;
        let way = self.way(&known.roles, &known.marks, &known.body, None);
        let items = known.items(operation).cloned();
        let (Some(way), Some(items)) = (way, items) else {
            self.say_maybe(operation, &known);
            return None;
        };
        let is_sure = self.is_sure(&known, &way, &items)?;
        let paging = self.paging(&known, way, items);
        let degree = if is_sure { "certain" } else { "likely" };
        self.say(
            &codes::PAGED,
            &operation.origin,
            format!("{}: {degree}", described(&paging)),
        );
        Some(paging)
    }

    /// Whether a way is certain or only likely; `None` where too little speaks for it.
    fn is_sure(&self, known: &Known<'_>, way: &Way, items: &List) -> Option<bool> {
        let is_sized = known.roles.size.is_some();
        let is_marked = known.marks.any();
        match way.style {
            PageStyle::Cursor => Some(true),
            // The address alone, in an answer that is a list.
            PageStyle::Next => Some(is_sized || known.marks.is_plain_address || way.next.eq_ignore_ascii_case("link")),
            PageStyle::Offset | PageStyle::Page => {
                let is_scalar = matches!(items.item, Type::String | Type::Bool) || self.is_number(&items.item);
                // A number that stands alone may be that of a page in a book.
                (is_sized || is_marked || !is_scalar).then_some(is_sized && (is_marked || items.at.is_empty()))
            }
        }
    }

    fn paging(&self, known: &Known<'_>, way: Way, items: List) -> Paging {
        let size = known.roles.size;
        let is_token = way.style == PageStyle::Cursor;
        Paging {
            style: way.style,
            parameter: way.parameter,
            size: size.map(|size| size.name.clone()).unwrap_or_default(),
            default_size: size
                .and_then(|size| self.param_number(size, "default"))
                .filter(|size| *size > 0),
            max_size: size
                .and_then(|size| self.param_number(size, "maximum"))
                .filter(|size| *size > 0),
            first: way.first,
            item: items.item,
            items: items.at,
            optional: items.optional,
            next: way.next,
            last: way.last,
            more: known.marks.more.clone(),
            total: known.marks.total.clone(),
            page_count: if is_token {
                String::new()
            } else {
                known.marks.page_count.clone()
            },
        }
    }

    /// Something that looks paged and is not taken as such.
    fn say_maybe(&mut self, operation: &Operation, known: &Known<'_>) {
        let roles = &known.roles;
        let is_named =
            |cursor: &&Param| words::parameter(&words::word(&cursor.name)).is_some_and(|(_, is_sure)| is_sure);
        let parameter = roles.page.or(roles.offset).or(roles.cursor.filter(is_named));
        let Some(parameter) = parameter.filter(|_| !known.body.lists.is_empty()) else {
            return;
        };
        let missing = if known.items(operation).is_none() {
            "which list has the items is not clear"
        } else {
            "nothing in the answer is the next token"
        };
        let message = format!("has the parameter `{}`, but {missing}", parameter.name);
        self.say(&codes::MAYBE_PAGED, &operation.origin, message);
    }
}

/// `pages by `offset` and `limit`, items at `/data`, total at `/total``.
fn described(paging: &Paging) -> String {
    let mut text = match paging.style {
        PageStyle::Offset => format!("items are counted by `{}`", paging.parameter),
        PageStyle::Page => format!("pages are counted by `{}`", paging.parameter),
        PageStyle::Cursor => format!("the next token goes to `{}`", paging.parameter),
        PageStyle::Next => "the address of the next page is followed".to_owned(),
    };
    for (what, place) in [
        ("sized by", &paging.size),
        ("items at", &paging.items),
        ("next at", &paging.next),
        ("token from the last item's", &paging.last),
        ("more at", &paging.more),
        ("total at", &paging.total),
        ("number of pages at", &paging.page_count),
    ] {
        if !place.is_empty() {
            text.push_str(&format!(", {what} `{place}`"));
        }
    }
    text
}
