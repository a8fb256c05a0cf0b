//! How the pages of a list follow each other, as far as parameters and responses show it.

use super::counted;
use super::described;
use super::evidence::Evidence;
use super::inputs::Input;
use super::params::{Roles, is_sure};
use super::response::{ListField, ResponseFields, ScalarField};
use super::switch::Switch;
use super::tokens::is_after;
use super::vocabulary::{self, ParamRole};
use crate::ir::{DecodeKind, Operation, PageStyle, PageSwitch, Type};

/// The header field with the URL of the next page.
const LINK: &str = "Link";

/// The members of a response that describe the pages: JSON pointers or header names, empty if there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PageFields {
    /// The next token.
    pub token: String,
    /// The address of the next page.
    pub address: String,
    /// Whether the name of the address is unambiguous.
    pub is_plain_address: bool,
    /// Whether the document declares that the address is to be followed.
    pub is_declared_address: bool,
    pub more: String,
    /// Whether this is the last page.
    pub done: String,
    pub total: String,
    pub page_count: String,
}

impl PageFields {
    pub(super) fn any(&self) -> bool {
        [
            &self.token,
            &self.address,
            &self.more,
            &self.done,
            &self.total,
            &self.page_count,
        ]
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

impl Evidence<'_, '_> {
    /// The members that describe the pages. Sets the parameter of the roles that takes the next token.
    pub(super) fn page_fields(
        &self,
        operation: &Operation,
        body: &ResponseFields,
        roles: &mut Roles<'_>,
        link: Option<bool>,
    ) -> PageFields {
        let find = |fits: &dyn Fn(&ScalarField) -> bool| {
            let found = body.signs().find(|scalar| fits(scalar));
            found.map(|scalar| scalar.at.clone()).unwrap_or_default()
        };
        let is = |scalar: &ScalarField, names: &[&str]| names.contains(&scalar.name.as_str());
        let is_flag = |scalar: &ScalarField| *self.scalar(&scalar.ty) == Type::Bool;
        let declared = self.declared_address(operation);
        let is_named = |scalar: &ScalarField| self.is_textual(&scalar.ty) && is(scalar, &vocabulary::ADDRESSES);
        // The document may declare any name.
        let address_or = |name: &str| {
            let is_declared = |scalar: &ScalarField| self.is_textual(&scalar.ty) && scalar.is_top(name);
            let mut all = body.scalars.iter();
            let found = all.find(|scalar| is_declared(scalar) || is_named(scalar));
            found.map(|scalar| scalar.at.clone()).unwrap_or_default()
        };
        let mut page_fields = PageFields {
            token: self.token(body, roles),
            address: declared.map_or_else(|| find(&is_named), address_or),
            more: find(&|scalar| is_flag(scalar) && is(scalar, &vocabulary::MORE)),
            done: find(&|scalar| is_flag(scalar) && is(scalar, &vocabulary::DONE) && scalar.is_of_pages()),
            total: find(&|scalar| self.is_number(&scalar.ty) && self.is_total(scalar, body)),
            page_count: find(&|scalar| self.is_number(&scalar.ty) && is(scalar, &vocabulary::PAGE_COUNTS)),
            ..PageFields::default()
        };
        page_fields.is_plain_address = !page_fields.address.is_empty();
        page_fields.is_declared_address = page_fields.is_plain_address && declared.is_some();
        if page_fields.address.is_empty() {
            page_fields.address = find(&|scalar| self.is_address(scalar));
        }
        let header = |names: &[&str]| header(operation, &|word| names.contains(&word)).unwrap_or_default();
        if page_fields.total.is_empty() {
            page_fields.total = header(&vocabulary::TOTAL_HEADERS);
        }
        if page_fields.page_count.is_empty() {
            page_fields.page_count = header(&vocabulary::PAGE_COUNT_HEADERS);
        }
        if page_fields.address.is_empty() {
            page_fields.address = match link {
                Some(true) => LINK.to_owned(),
                Some(false) => String::new(),
                None => header(&["link"]),
            };
        }
        described_fields(operation, roles, &mut page_fields, link);
        page_fields
    }

    /// Whether a member is the number of all items. `count` is, in an envelope with `previous`; elsewhere it may be the size
    /// of the page.
    fn is_total(&self, scalar: &ScalarField, body: &ResponseFields) -> bool {
        const OF_PAGE: [&str; 5] = [
            "this page",
            "current page",
            "in this response",
            "in the response",
            "per page",
        ];
        let is_named = vocabulary::TOTALS.contains(&scalar.name.as_str())
            || (scalar.name == "count" && scalar.has_previous)
            || body.lists.iter().any(|list| scalar.is_total_of(&list.name));
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
        let has_token = !page_fields.token.is_empty() && roles.cursor.is_some();
        if may(PageStyle::Next)
            && page_fields.is_plain_address
            && (!is_counted || roles.cursor.is_some() || wanted.is_some() || page_fields.is_declared_address)
            && !(has_token && wanted.is_none() && page_fields.address == page_fields.token)
        {
            return Some(next(&page_fields.address));
        }
        if may(PageStyle::Cursor)
            && let Some(by_cursor) = self.by_cursor(roles, page_fields, body, wanted)
        {
            return Some(by_cursor);
        }
        let counted = |input: &Input<'_>, style, role| Progression {
            style,
            parameter: input.name.clone(),
            first: self.first(input, role),
            switch: self.switch(roles, style).set(),
            ..next(&page_fields.address)
        };
        let page = roles.page.as_ref().filter(|_| may(PageStyle::Page));
        let offset = roles.offset.as_ref().filter(|_| may(PageStyle::Offset));
        match (page, offset) {
            (Some(page), None) => Some(counted(page, PageStyle::Page, ParamRole::Page)),
            (Some(page), Some(_)) if is_by_page(roles, body) => Some(counted(page, PageStyle::Page, ParamRole::Page)),
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
        let cursor = roles.cursor.as_ref()?;
        let role = roles.counts(cursor);
        let switch = self.switch(roles, counted::style(role));
        if wanted.is_none() && switch == Switch::Unknown {
            return None;
        }
        // A URL need not have the token: beside a parameter that is counted it is a sign only.
        let is_counted = wanted.is_none() && !is_sure(cursor) && (roles.offset.is_some() || roles.page.is_some());
        let address = Some(&page_fields.address).filter(|_| !is_counted);
        let tokens = [Some(&page_fields.token), address];
        let token = tokens.into_iter().flatten().find(|token| !token.is_empty());
        let last = match token {
            Some(_) => String::new(),
            None => self.last(cursor, roles, page_fields, body),
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

    /// The pointer of the cursor in the last item: its id, if the parameter is `after`, a flag announces more items, and no
    /// description names anything else.
    fn last(&self, cursor: &Input<'_>, roles: &Roles<'_>, page_fields: &PageFields, body: &ResponseFields) -> String {
        let has_more = !page_fields.more.is_empty() || !page_fields.done.is_empty();
        let is_id = || is_after(cursor) && body.lists.iter().any(|list| self.has_id(list));
        if has_more && is_id() && self.other_than_id(cursor, roles, body).is_none() {
            "/id".to_owned()
        } else {
            String::new()
        }
    }

    /// Whether the items have an id, in every branch of a union.
    fn has_id(&self, list: &ListField) -> bool {
        let has_id = |ty: &Type| {
            let object = self.object(ty);
            object.is_some_and(|object| object.fields.iter().any(|field| field.wire == "id"))
        };
        match self.branches(&list.item) {
            Some(branches) => !branches.is_empty() && branches.iter().all(|branch| has_id(&branch.ty)),
            None => has_id(&list.item),
        }
    }
}

/// Header fields that only a description mentions.
fn described_fields(operation: &Operation, roles: &Roles<'_>, page_fields: &mut PageFields, link: Option<bool>) {
    if page_fields.token.is_empty() && page_fields.address.is_empty() {
        let cursor = roles.cursor.as_ref();
        page_fields.token = cursor.and_then(described::token).unwrap_or_default();
    }
    if page_fields.token.is_empty() && page_fields.address.is_empty() {
        let is_described = link.is_none() && described::has_link(operation, roles);
        page_fields.address = if is_described { LINK.to_owned() } else { String::new() };
    }
}

/// Whether pages are counted where there is an offset, too: the size is that of a page, or the response repeats the number
/// of the page and not the offset.
fn is_by_page(roles: &Roles<'_>, body: &ResponseFields) -> bool {
    // In `page[limit]` and `page[offset]`, `page` is a group.
    let is_group = roles
        .offset
        .as_ref()
        .is_some_and(|offset| offset.word.starts_with("page"));
    let size_is_of_pages = !is_group && roles.size().is_some_and(|size| size.word.contains("page"));
    let repeats = |input: Option<&Input<'_>>| {
        let repeated = |input: &Input<'_>| {
            let mut scalars = body.signs();
            scalars.any(|scalar| scalar.name == input.word && scalar.is_of_pages())
        };
        input.is_some_and(repeated)
    };
    size_is_of_pages || (repeats(roles.page.as_ref()) && !repeats(roles.offset.as_ref()))
}

/// The name of a header field that the response declares.
fn header(operation: &Operation, fits: &dyn Fn(&str) -> bool) -> Option<String> {
    let rows = operation.success.rows.iter().filter(|row| row.kind == DecodeKind::Json);
    let mut names = rows.flat_map(|row| &row.headers).map(|header| &header.name);
    names.find(|name| fits(&vocabulary::normalized(name))).cloned()
}
