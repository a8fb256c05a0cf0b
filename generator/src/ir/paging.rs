//! Paged lists.

use super::ty::Type;

/// How an operation is paged. A location is a JSON pointer into the body, or the name of a header. An empty string means
/// that there is none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Paging {
    pub style: PageStyle,
    /// The query parameter of the offset, the page number or the token; or the JSON pointer of a member of the request body,
    /// which begins with `/`.
    pub parameter: String,
    /// The query parameter of the page size, or the JSON pointer of a member of the request body.
    pub size: String,
    /// The page size if the parameter is not set.
    pub default_size: Option<u64>,
    /// The maximum page size.
    pub max_size: Option<u64>,
    /// The number of the first page or item. With a token: the token is such a number.
    pub first: Option<u64>,
    /// The type of an item.
    pub item: Type,
    /// The JSON pointer of the items.
    pub items: String,
    /// Whether the list may be absent.
    pub optional: bool,
    /// The location of the next token or URL, or of a value that exists only if there is another page.
    pub next: String,
    /// The property of the last item that is the next token.
    pub last: String,
    /// The query parameter that turns this kind of paging on.
    pub switch: Option<PageSwitch>,
    /// The location of a boolean: whether there is another page.
    pub more: String,
    /// The location of a boolean: whether this is the last page.
    pub done: String,
    /// The location of the number of all items.
    pub total: String,
    /// The location of the number of all pages.
    pub page_count: String,
}

/// A query parameter that is sent with every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageSwitch {
    pub parameter: String,
    pub value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageStyle {
    /// The parameter is the number of items to skip.
    Offset,
    /// The parameter is the page number.
    Page,
    /// The parameter is the token of the previous response.
    Cursor,
    /// The response has the URL of the next page.
    Next,
}

impl Paging {
    /// The version of the tables that the row needs.
    pub(crate) fn table_version(&self) -> u32 {
        let is_in_body = [&self.parameter, &self.size].iter().any(|name| name.starts_with('/'));
        if self.switch.is_some() || is_in_body || !self.done.is_empty() {
            2
        } else {
            1
        }
    }
}
