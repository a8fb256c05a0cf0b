//! How the list of one operation is paged, by hand.

use serde::Deserialize;

/// What is counted up, or handed on, from page to page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PagesStyle {
    /// The operation is not paged, whatever it looks like.
    None,
    /// A query parameter counts items.
    Offset,
    /// A query parameter counts pages.
    Page,
    /// A query parameter takes the next token.
    Cursor,
    /// The answer has the address of the next page.
    Next,
}

/// How the list of an operation is paged. What is left out is inferred as usual.
///
/// Places are JSON pointers into the body of the answer (`/meta/total`), or names of headers (`X-Total`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Pages {
    /// What is counted up or handed on.
    pub style: Option<PagesStyle>,
    /// The query parameter that is counted up or takes the next token.
    pub parameter: Option<String>,
    /// The query parameter for the size of a page.
    pub size: Option<String>,
    /// The size that the API takes where that is not set.
    pub default_size: Option<u64>,
    /// The largest size that the API gives.
    pub max_size: Option<u64>,
    /// The number of the first page or item.
    pub first: Option<u64>,
    /// Where the items are: a JSON pointer, empty for the whole body.
    pub items: Option<String>,
    /// Where the next token or address is, or something that is only there when more pages follow.
    pub next: Option<String>,
    /// The member of the last item that is the next token: a JSON pointer.
    pub last: Option<String>,
    /// Where a boolean says whether more pages follow.
    pub more: Option<String>,
    /// Where the number of all items is.
    pub total: Option<String>,
    /// Where the number of all pages is.
    pub page_count: Option<String>,
}
