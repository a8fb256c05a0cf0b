//! How a list is paged, as far as the document tells without meaning to.

use super::body::{Body, Leaf};
use super::params::{Role, Roles};
use super::words;
use crate::ir::{DecodeKind, Operation, PageStyle, Param, Type};
use crate::lower::Lower;

/// What the answers tell of further pages: places, empty where there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Marks {
    /// The next token.
    pub token: String,
    /// The address of the next page.
    pub address: String,
    /// Whether the address is named so plainly that it is to be followed whatever the parameters are.
    pub is_plain_address: bool,
    pub more: String,
    pub total: String,
    pub page_count: String,
}

impl Marks {
    pub(super) fn any(&self) -> bool {
        [&self.token, &self.address, &self.more, &self.total, &self.page_count]
            .iter()
            .any(|place| !place.is_empty())
    }
}

/// How pages follow each other.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub style: PageStyle,
    pub parameter: String,
    pub first: Option<u64>,
    pub next: String,
    pub last: String,
}

impl Lower<'_, '_> {
    pub(super) fn marks(&self, operation: &Operation, body: &Body) -> Marks {
        let find = |fits: &dyn Fn(&Leaf) -> bool| {
            let found = body.leaves.iter().find(|leaf| fits(leaf));
            found.map(|leaf| leaf.at.clone()).unwrap_or_default()
        };
        let is = |leaf: &Leaf, names: &[&str]| names.contains(&leaf.word.as_str());
        let mut marks = Marks {
            token: find(&|leaf| self.is_token(leaf)),
            address: find(&|leaf| self.is_textual(&leaf.ty) && is(leaf, &words::ADDRESSES)),
            more: find(&|leaf| *self.scalar(&leaf.ty) == Type::Bool && is(leaf, &words::MORE)),
            total: find(&|leaf| self.is_number(&leaf.ty) && self.is_total(leaf)),
            page_count: find(&|leaf| self.is_number(&leaf.ty) && is(leaf, &words::PAGE_COUNTS)),
            ..Marks::default()
        };
        marks.is_plain_address = !marks.address.is_empty();
        if marks.address.is_empty() {
            marks.address = find(&|leaf| self.is_address(leaf));
        }
        if marks.total.is_empty() {
            marks.total = header(operation, &|word| words::TOTAL_HEADERS.contains(&word));
        }
        if marks.address.is_empty() {
            marks.address = header(operation, &|word| word == "link");
        }
        marks
    }

    fn is_token(&self, leaf: &Leaf) -> bool {
        let is_pair = words::TOKENS_IN.contains(&(leaf.parent.as_str(), leaf.word.as_str()));
        let is_told = || {
            words::TOKENS_IF_TOLD.contains(&leaf.word.as_str())
                && self.is_told_of(
                    &leaf.origin,
                    &["next", "subsequent", "following page", "more results", "continue"],
                )
        };
        let is_value = self.is_textual(&leaf.ty) || self.is_number(&leaf.ty);
        is_value && !self.is_address(leaf) && (words::TOKENS.contains(&leaf.word.as_str()) || is_pair || is_told())
    }

    /// `next`, where it is an address and no token.
    fn is_address(&self, leaf: &Leaf) -> bool {
        let is_next =
            matches!(leaf.word.as_str(), "next" | "nextpage") || (leaf.word == "href" && leaf.parent == "next");
        let is_link = || {
            matches!(leaf.parent.as_str(), "links" | "link")
                || leaf.word == "href"
                || self.format_of(&leaf.origin).starts_with("uri")
                || self.format_of(&leaf.origin) == "url"
                || self.is_told_of(&leaf.origin, &["url", "uri", "link", "http"])
        };
        is_next && self.is_textual(&leaf.ty) && is_link()
    }

    /// `count` is the number of all items in the envelope `count`, `next`, `previous`; elsewhere it may be that of the page.
    fn is_total(&self, leaf: &Leaf) -> bool {
        const OF_PAGE: [&str; 5] = [
            "this page",
            "current page",
            "in this response",
            "in the response",
            "per page",
        ];
        let is_named = words::TOTALS.contains(&leaf.word.as_str()) || (leaf.word == "count" && leaf.has_previous);
        is_named && !self.is_told_of(&leaf.origin, &OF_PAGE)
    }

    /// The way from page to page, if there is one; of this style only, where one is wanted.
    pub(super) fn way(&self, roles: &Roles<'_>, marks: &Marks, body: &Body, wanted: Option<PageStyle>) -> Option<Way> {
        let may = |style: PageStyle| wanted.is_none_or(|wanted| wanted == style);
        let next = |next: &str| Way {
            style: PageStyle::Next,
            parameter: String::new(),
            first: None,
            next: next.to_owned(),
            last: String::new(),
        };
        let is_counted = roles.offset.is_some() || roles.page.is_some();
        if may(PageStyle::Next) && marks.is_plain_address && (!is_counted || roles.cursor.is_some() || wanted.is_some())
        {
            return Some(next(&marks.address));
        }
        if let Some(cursor) = roles.cursor.filter(|_| may(PageStyle::Cursor)) {
            let token = if marks.token.is_empty() {
                &marks.address
            } else {
                &marks.token
            };
            let last = self.last(cursor, marks, body);
            if !token.is_empty() || !last.is_empty() {
                return Some(Way {
                    style: PageStyle::Cursor,
                    parameter: cursor.name.clone(),
                    last: if token.is_empty() { last } else { String::new() },
                    ..next(token)
                });
            }
        }
        let counted = |param: &Param, style, role| Way {
            style,
            parameter: param.name.clone(),
            first: self.first(param, role),
            ..next(&marks.address)
        };
        let size_is_of_pages = roles.size.is_some_and(|size| words::word(&size.name).contains("page"));
        let page = roles.page.filter(|_| may(PageStyle::Page));
        let offset = roles.offset.filter(|_| may(PageStyle::Offset));
        match (page, offset) {
            (Some(page), None) => Some(counted(page, PageStyle::Page, Role::Page)),
            (Some(page), Some(_)) if size_is_of_pages => Some(counted(page, PageStyle::Page, Role::Page)),
            (_, Some(offset)) => Some(counted(offset, PageStyle::Offset, Role::Offset)),
            (None, None) => {
                let is_followed = may(PageStyle::Next) && !marks.address.is_empty();
                is_followed.then(|| next(&marks.address))
            }
        }
    }

    /// The id of the last item is the cursor where the parameter says `after` and a flag tells of more.
    fn last(&self, cursor: &Param, marks: &Marks, body: &Body) -> String {
        let is_after = matches!(
            words::word(&cursor.name).as_str(),
            "startingafter" | "startafter" | "after"
        );
        let has_id = |list: &super::body::List| {
            let inside = self.look_into(&list.item);
            inside.leaves.iter().any(|leaf| leaf.at == "/id")
        };
        if is_after && !marks.more.is_empty() && body.lists.iter().any(has_id) {
            "/id".to_owned()
        } else {
            String::new()
        }
    }
}

/// A declared header of the list's answer.
fn header(operation: &Operation, fits: &dyn Fn(&str) -> bool) -> String {
    let rows = operation.success.rows.iter().filter(|row| row.kind == DecodeKind::Json);
    let mut names = rows.flat_map(|row| &row.headers).map(|header| &header.name);
    let found = names.find(|name| fits(&words::word(name)));
    found.cloned().unwrap_or_default()
}
