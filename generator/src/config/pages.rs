//! The configuration of pagination for one operation.

use serde::Deserialize;

/// How the pages follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PagesStyle {
    /// The operation is not paged.
    None,
    /// A query parameter counts items.
    Offset,
    /// A query parameter counts pages.
    Page,
    /// A query parameter takes the next token.
    Cursor,
    /// The response contains the address of the next page.
    Next,
}

/// How the list of an operation is paged. Members that are not set are inferred.
///
/// `next`, `more`, `done`, `total` and `page_count` are JSON pointers into the response body (`/meta/total`), or names of headers
/// (`X-Total`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Pages {
    /// How the pages follow each other.
    pub style: Option<PagesStyle>,
    /// What is counted up or takes the next token: a query parameter, or the JSON pointer of a member of the request body.
    pub parameter: Option<String>,
    /// What sets the page size: a query parameter, or the JSON pointer of a member of the request body.
    pub size: Option<String>,
    /// The page size that the API uses if that parameter is not set.
    pub default_size: Option<u64>,
    /// The largest page size that the API accepts.
    pub max_size: Option<u64>,
    /// The number of the first page or item.
    pub first: Option<u64>,
    /// The list of items: a JSON pointer, empty for the whole body.
    pub items: Option<String>,
    /// The next token or address, or a member that only exists if more pages follow.
    pub next: Option<String>,
    /// The member of the last item that is the next token: a JSON pointer.
    pub last: Option<String>,
    /// A boolean: whether more pages follow.
    pub more: Option<String>,
    /// A boolean: whether this is the last page.
    pub done: Option<String>,
    /// The number of all items.
    pub total: Option<String>,
    /// The number of all pages.
    pub page_count: Option<String>,
    /// Whether responses have the header field `Link` with the URL of the next page, whatever the document declares. Of
    /// operations that return no list it decides nothing, so that it can be set for a pattern.
    pub link: Option<bool>,
}

impl Pages {
    /// Whether it describes a list, and not only whether there is a header field `Link`.
    pub(crate) fn describes_one(&self) -> bool {
        let others = Self {
            link: None,
            ..self.clone()
        };
        self.link.is_none() || others != Self::default()
    }
}
