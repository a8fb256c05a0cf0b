//! How the pages of a list follow each other.

use super::ty::Type;

/// What is known of a paged operation. A place is a JSON pointer into the body, else the name of a header; an empty
/// text is a fact that is not known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Paging {
    pub style: PageStyle,
    /// The query parameter that is counted up or takes the next token.
    pub parameter: String,
    /// The query parameter for the size of a page.
    pub size: String,
    /// The size where the parameter is not set.
    pub default_size: Option<u64>,
    /// The largest size.
    pub max_size: Option<u64>,
    /// The number of the first page or item.
    pub first: Option<u64>,
    /// One item.
    pub item: Type,
    /// Where the items are: a JSON pointer.
    pub items: String,
    /// Whether there may be nothing where the items would be.
    pub optional: bool,
    /// The next token or address, or what is only there when more follows.
    pub next: String,
    /// The member of the last item that is the next token.
    pub last: String,
    /// A boolean: whether more follows.
    pub more: String,
    /// The number of all items.
    pub total: String,
    /// The number of all pages.
    pub page_count: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageStyle {
    /// A parameter counts items.
    Offset,
    /// A parameter counts pages.
    Page,
    /// A parameter takes the next token.
    Cursor,
    /// The address of the next page is given.
    Next,
}
