//! How the pages of a list follow each other, as far as parameters and responses show it.

use super::counted;
use super::evidence::Evidence;
use super::fields::{ListField, ResponseFields, ScalarField};
use super::params::Roles;
use super::switch::Switch;
use super::vocabulary::{self, ParamRole};
use crate::ir::{DecodeKind, Operation, PageStyle, PageSwitch, Param, Type};

/// The members of a response that describe the pages: JSON pointers or header names, empty if there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PageFields {
    /// The next token.
    pub token: String,
    /// The address of the next page.
    pub address: String,
    /// Whether the name of the address is unambiguous, so that it is followed whatever the parameters are.
    pub is_plain_address: bool,
    pub more: String,
    pub total: String,
    pub page_count: String,
}

impl PageFields {
    pub(super) fn any(&self) -> bool {
        [&self.token, &self.address, &self.more, &self.total, &self.page_count]
            .iter()
            .any(|place| !place.is_empty())
    }
}

/// How pages follow each other.
#[derive(Clone, Debug)]
pub(super) struct Progression {
    pub style: PageStyle,
    pub parameter: String,
    pub first: Option<u64>,
    pub next: String,
    pub last: String,
    pub switch: Option<PageSwitch>,
}

impl Progression {
    /// The address of the next page is followed.
    fn next(next: &str) -> Self {
        Self {
            style: PageStyle::Next,
            parameter: String::new(),
            first: None,
            next: next.to_owned(),
            last: String::new(),
            switch: None,
        }
    }
}

impl Evidence<'_> {
    /// The members that describe the pages. Sets the parameter of the roles that takes the next token.
    pub(super) fn page_fields(
        &self,
        operation: &Operation,
        body: &ResponseFields,
        roles: &mut Roles<'_>,
    ) -> PageFields {
        let find = |fits: &dyn Fn(&ScalarField) -> bool| {
            let found = body.scalars.iter().find(|scalar| fits(scalar));
            found.map(|scalar| scalar.at.clone()).unwrap_or_default()
        };
        let is = |scalar: &ScalarField, names: &[&str]| names.contains(&scalar.name.as_str());
        let mut page_fields = PageFields {
            token: self.token(body, roles),
            address: find(&|scalar| self.is_textual(&scalar.ty) && is(scalar, &vocabulary::ADDRESSES)),
            more: find(&|scalar| *self.scalar(&scalar.ty) == Type::Bool && is(scalar, &vocabulary::MORE)),
            total: find(&|scalar| self.is_number(&scalar.ty) && self.is_total(scalar)),
            page_count: find(&|scalar| self.is_number(&scalar.ty) && is(scalar, &vocabulary::PAGE_COUNTS)),
            ..PageFields::default()
        };
        page_fields.is_plain_address = !page_fields.address.is_empty();
        if page_fields.address.is_empty() {
            page_fields.address = find(&|scalar| self.is_address(scalar));
        }
        if page_fields.total.is_empty() {
            page_fields.total = header(operation, &|word| vocabulary::TOTAL_HEADERS.contains(&word));
        }
        if page_fields.address.is_empty() {
            page_fields.address = header(operation, &|word| word == "link");
        }
        page_fields
    }

    /// The pointer of the next token. The parameter that takes it is the one that has a part of its name, if there is one.
    fn token(&self, body: &ResponseFields, roles: &mut Roles<'_>) -> String {
        let named = body.scalars.iter().find(|scalar| self.is_token(scalar));
        // `token` beside page numbers may be a credential.
        let may_be_other = roles.page.or(roles.offset).is_some() && !roles.cursor.is_some_and(is_sure);
        let for_cursor = || {
            let may = |scalar: &&ScalarField| {
                let is_last = scalar.name == "lastid";
                self.is_token_value(scalar)
                    && vocabulary::TOKENS_FOR_CURSOR.contains(&scalar.name.as_str())
                    && (!is_last || roles.cursor.is_some_and(is_after))
            };
            body.scalars.iter().find(may)
        };
        let related = || {
            let is_related = |scalar: &&ScalarField| {
                let mut takers = roles.token_takers.iter();
                self.is_token_value(scalar) && takers.any(|taker| scalar.is_token_of(&taker.name))
            };
            body.scalars.iter().find(is_related)
        };
        let has_taker = roles.cursor.is_some() || roles.token_takers.iter().any(|taker| is_sure(taker));
        if let Some((number, taker)) = self.next_number(body, roles, named) {
            roles.cursor = Some(taker);
            return number.at.clone();
        }
        let token = named
            .or_else(related)
            .or_else(|| for_cursor().filter(|_| has_taker && !may_be_other));
        let Some(token) = token else {
            return String::new();
        };
        let taker = roles.token_takers.iter().find(|taker| token.is_token_of(&taker.name));
        let other = || roles.token_takers.iter().find(|taker| is_sure(taker));
        // A number for the only parameter that takes one: `next_cursor` for `after`.
        let number = || match roles.token_takers.as_slice() {
            [only] if self.is_number(&token.ty) && self.is_number(&only.ty) => Some(only),
            _ => None,
        };
        let taker = taker.copied().or(roles.cursor);
        roles.cursor = taker.or_else(|| other().or_else(number).copied());
        token.at.clone()
    }

    /// Whether a member may be a token by its type.
    pub(super) fn is_token_value(&self, scalar: &ScalarField) -> bool {
        (self.is_textual(&scalar.ty) || self.is_number(&scalar.ty)) && !self.is_address(scalar)
    }

    fn is_token(&self, scalar: &ScalarField) -> bool {
        let is_pair = vocabulary::TOKENS_IN.contains(&(scalar.parent.as_str(), scalar.name.as_str()));
        let is_described = || {
            vocabulary::TOKENS_IF_DESCRIBED.contains(&scalar.name.as_str())
                && self.is_described_as(
                    &scalar.origin,
                    &["next", "subsequent", "following page", "more results", "continue"],
                )
        };
        self.is_token_value(scalar) && (vocabulary::TOKENS.contains(&scalar.name.as_str()) || is_pair || is_described())
    }

    /// Whether a member is the address of the next page, and not a token.
    fn is_address(&self, scalar: &ScalarField) -> bool {
        let is_next =
            matches!(scalar.name.as_str(), "next" | "nextpage") || (scalar.name == "href" && scalar.parent == "next");
        let is_link = || {
            matches!(scalar.parent.as_str(), "links" | "link")
                || scalar.name == "href"
                || self.format_of(&scalar.origin).starts_with("uri")
                || self.format_of(&scalar.origin) == "url"
                || self.is_described_as(&scalar.origin, &["url", "uri", "link", "http"])
        };
        is_next && self.is_textual(&scalar.ty) && is_link()
    }

    /// Whether a member is the number of all items. `count` is, in an envelope with `previous`; elsewhere it may be the size
    /// of the page.
    fn is_total(&self, scalar: &ScalarField) -> bool {
        const OF_PAGE: [&str; 5] = [
            "this page",
            "current page",
            "in this response",
            "in the response",
            "per page",
        ];
        let is_named =
            vocabulary::TOTALS.contains(&scalar.name.as_str()) || (scalar.name == "count" && scalar.has_previous);
        is_named && !self.is_described_as(&scalar.origin, &OF_PAGE)
    }

    /// How the pages follow each other; only in the wanted style, if there is one.
    pub(super) fn progression(
        &self,
        roles: &Roles<'_>,
        page_fields: &PageFields,
        body: &ResponseFields,
        wanted: Option<PageStyle>,
    ) -> Option<Progression> {
        let may = |style: PageStyle| wanted.is_none_or(|wanted| wanted == style);
        let next = Progression::next;
        let is_counted = roles.offset.is_some() || roles.page.is_some();
        if may(PageStyle::Next)
            && page_fields.is_plain_address
            && (!is_counted || roles.cursor.is_some() || wanted.is_some())
        {
            return Some(next(&page_fields.address));
        }
        if may(PageStyle::Cursor)
            && let Some(by_cursor) = self.by_cursor(roles, page_fields, body, wanted)
        {
            return Some(by_cursor);
        }
        let counted = |param: &Param, style, role| Progression {
            style,
            parameter: param.name.clone(),
            first: self.first(param, role),
            switch: self.switch(roles, style).set(),
            ..next(&page_fields.address)
        };
        let size_is_of_pages = roles
            .size
            .is_some_and(|size| vocabulary::normalized(&size.name).contains("page"));
        let page = roles.page.filter(|_| may(PageStyle::Page));
        let offset = roles.offset.filter(|_| may(PageStyle::Offset));
        match (page, offset) {
            (Some(page), None) => Some(counted(page, PageStyle::Page, ParamRole::Page)),
            (Some(page), Some(_)) if size_is_of_pages => Some(counted(page, PageStyle::Page, ParamRole::Page)),
            (_, Some(offset)) => Some(counted(offset, PageStyle::Offset, ParamRole::Offset)),
            (None, None) => {
                let is_followed = may(PageStyle::Next) && !page_fields.address.is_empty();
                is_followed.then(|| next(&page_fields.address))
            }
        }
    }

    /// Pages by token. A declared token counts more than the id of the last item.
    fn by_cursor(
        &self,
        roles: &Roles<'_>,
        page_fields: &PageFields,
        body: &ResponseFields,
        wanted: Option<PageStyle>,
    ) -> Option<Progression> {
        let role = roles.cursor.and_then(|cursor| roles.counts(cursor));
        let switch = self.switch(roles, counted::style(role));
        let cursor = roles.cursor.filter(|_| wanted.is_some() || switch != Switch::Unknown)?;
        let tokens = [&page_fields.token, &page_fields.address];
        let token = tokens.into_iter().find(|token| !token.is_empty());
        let last = match token {
            Some(_) => String::new(),
            None => self.last(cursor, page_fields, body),
        };
        (token.is_some() || !last.is_empty()).then(|| Progression {
            style: PageStyle::Cursor,
            parameter: cursor.name.clone(),
            first: role.map(|role| self.first_number(cursor, role)),
            last,
            switch: switch.set(),
            ..Progression::next(token.map_or("", String::as_str))
        })
    }

    /// The pointer of the cursor in the last item: its id, if the parameter is `after` and a flag announces more items.
    fn last(&self, cursor: &Param, page_fields: &PageFields, body: &ResponseFields) -> String {
        let has_id = |list: &ListField| {
            let inside = self.look_into(&list.item);
            inside.scalars.iter().any(|scalar| scalar.at == "/id")
        };
        if is_after(cursor) && !page_fields.more.is_empty() && body.lists.iter().any(has_id) {
            "/id".to_owned()
        } else {
            String::new()
        }
    }
}

/// Whether a parameter takes the id of the last item.
fn is_after(param: &Param) -> bool {
    let word = vocabulary::normalized(&param.name);
    matches!(word.as_str(), "startingafter" | "startafter" | "after" | "afterid")
}

fn is_sure(param: &Param) -> bool {
    vocabulary::parameter_role(&vocabulary::normalized(&param.name)).is_some_and(|(_, is_sure)| is_sure)
}

/// The name of a header field that the response declares.
fn header(operation: &Operation, fits: &dyn Fn(&str) -> bool) -> String {
    let rows = operation.success.rows.iter().filter(|row| row.kind == DecodeKind::Json);
    let mut names = rows.flat_map(|row| &row.headers).map(|header| &header.name);
    let found = names.find(|name| fits(&vocabulary::normalized(name)));
    found.cloned().unwrap_or_default()
}
