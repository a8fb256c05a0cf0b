//! What a response contains about the pages: read from its headers and its body.

use crate::codec::{json, select};
use crate::pages::link;
use crate::pages::table::{PageStyle, Paging};
use crate::table::decode::Reply;
use http::HeaderMap;

/// Totals that servers send whether their description has them or not.
const TOTAL_HEADERS: [&str; 5] = [
    "total-number",
    "x-total-count",
    "x-total",
    "total-count",
    "x-total-number",
];

/// What is known after a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PageInfo {
    /// How many items the page has.
    pub(crate) count: u64,
    /// Distinguishes a page from the one before; 0 for none.
    pub(crate) digest: u64,
    pub(crate) next: PageValue,
    /// The token in the last item.
    pub(crate) last: Option<NextValue>,
    pub(crate) more: Option<bool>,
    pub(crate) total: Option<u64>,
    pub(crate) page_count: Option<u64>,
}

/// A mark of the next page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum PageValue {
    /// The response does not have it.
    #[default]
    Absent,
    /// It is null, false or an empty text: there is no next page.
    Nothing,
    Is(NextValue),
}

/// A token, a URL or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NextValue {
    pub(crate) text: String,
    /// Whether it is a number in JSON.
    pub(crate) is_number: bool,
}

impl NextValue {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_number: false,
        }
    }

    pub(crate) fn number(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_number: true,
        }
    }
}

impl PageValue {
    fn value(self) -> Option<NextValue> {
        match self {
            Self::Is(value) => Some(value),
            Self::Absent | Self::Nothing => None,
        }
    }

    fn number(self) -> Option<u64> {
        self.value()?.text.trim().parse().ok()
    }

    fn flag(self) -> Option<bool> {
        match self {
            Self::Is(NextValue { text, .. }) => Some(text != "0" && !text.eq_ignore_ascii_case("false")),
            Self::Nothing => Some(false),
            Self::Absent => None,
        }
    }
}

/// Reads the info of a page that has so many items.
pub(crate) fn of(paging: &Paging, reply: &Reply, count: usize, digest: u64) -> PageInfo {
    let at = |source: &str| value_of(reply, source);
    let last = || {
        let index = count.checked_sub(1)?;
        let pointer = format!("{}/{index}{}", paging.items, paging.last);
        value_of(reply, &pointer).value()
    };
    let is_last = || at(paging.done).flag();
    PageInfo {
        count: count as u64,
        digest,
        next: at(paging.next),
        last: if paging.last.is_empty() { None } else { last() },
        more: at(paging.more).flag().or_else(|| is_last().map(|is_last| !is_last)),
        total: total(paging, reply),
        page_count: at(paging.page_count).number(),
    }
}

/// The total that the description names, else one in a header that usually has it. Not where tokens decide.
fn total(paging: &Paging, reply: &Reply) -> Option<u64> {
    if !paging.total.is_empty() {
        return value_of(reply, paging.total).number();
    }
    if matches!(paging.style, PageStyle::Cursor(_) | PageStyle::Address) {
        return None;
    }
    TOTAL_HEADERS
        .iter()
        .find_map(|name| header(&reply.headers, name).number())
}

/// The value at a JSON pointer into the body, or of the header with that name.
fn value_of(reply: &Reply, source: &str) -> PageValue {
    if source.starts_with('/') {
        return in_body(reply, source);
    }
    if source.is_empty() {
        return PageValue::Absent;
    }
    if source.eq_ignore_ascii_case("link") {
        return match link::next(&reply.headers) {
            link::NextLink::Unknown => PageValue::Absent,
            link::NextLink::Nothing => PageValue::Nothing,
            link::NextLink::To(address) => PageValue::Is(NextValue::text(address)),
        };
    }
    header(&reply.headers, source)
}

fn header(headers: &HeaderMap, name: &str) -> PageValue {
    match headers.get(name).map(|value| value.to_str().unwrap_or_default().trim()) {
        None => PageValue::Absent,
        Some("") => PageValue::Nothing,
        Some(text) => PageValue::Is(NextValue::text(text)),
    }
}

fn in_body(reply: &Reply, pointer: &str) -> PageValue {
    let body = reply.json_body().unwrap_or_default();
    // As the items are read, if decoding is lenient.
    let text = String::from_utf8_lossy(&body);
    let Some(raw) = select::raw(text.as_bytes(), pointer) else {
        return PageValue::Absent;
    };
    match raw.as_bytes().first() {
        Some(b'n' | b'f') => PageValue::Nothing,
        Some(b't') => PageValue::Is(NextValue::text(raw)),
        Some(b'-' | b'0'..=b'9') => PageValue::Is(NextValue::number(raw)),
        Some(b'"') => match json::from_str::<String>(raw) {
            Ok(text) if !text.is_empty() => PageValue::Is(NextValue::text(text)),
            _ => PageValue::Nothing,
        },
        _ => PageValue::Absent,
    }
}
