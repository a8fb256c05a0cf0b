//! What an answer tells about the pages: read from its headers and its body.

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
pub(crate) struct Facts {
    /// How many items the page has.
    pub(crate) count: u64,
    /// Tells a page from the one before; 0 for none.
    pub(crate) digest: u64,
    pub(crate) next: Mark,
    /// The token that the last item gives.
    pub(crate) last: Option<String>,
    pub(crate) more: Option<bool>,
    pub(crate) total: Option<u64>,
    pub(crate) page_count: Option<u64>,
}

/// A mark of the next page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mark {
    /// The answer does not have it.
    #[default]
    Absent,
    /// It is null, false or an empty text: there is no next page.
    Nothing,
    Is(String),
}

impl Mark {
    fn text(self) -> Option<String> {
        match self {
            Self::Is(text) => Some(text),
            Self::Absent | Self::Nothing => None,
        }
    }

    fn number(self) -> Option<u64> {
        self.text()?.trim().parse().ok()
    }
}

/// Reads the facts of a page that has so many items.
pub(crate) fn of(paging: &Paging, reply: &Reply, count: usize, digest: u64) -> Facts {
    let at = |place: &str| mark(reply, place);
    let last = || {
        let index = count.checked_sub(1)?;
        let pointer = format!("{}/{index}{}", paging.items, paging.last);
        mark(reply, &pointer).text()
    };
    Facts {
        count: count as u64,
        digest,
        next: at(paging.next),
        last: if paging.last.is_empty() { None } else { last() },
        more: match at(paging.more) {
            Mark::Is(text) => Some(text != "0" && !text.eq_ignore_ascii_case("false")),
            Mark::Nothing => Some(false),
            Mark::Absent => None,
        },
        total: total(paging, reply),
        page_count: at(paging.page_count).number(),
    }
}

/// The total that the description names, else one in a header that usually has it. Not where tokens decide.
fn total(paging: &Paging, reply: &Reply) -> Option<u64> {
    if !paging.total.is_empty() {
        return mark(reply, paging.total).number();
    }
    if matches!(paging.style, PageStyle::Cursor(_) | PageStyle::Address) {
        return None;
    }
    TOTAL_HEADERS
        .iter()
        .find_map(|name| header(&reply.headers, name).number())
}

/// What stands at a place: a JSON pointer into the body, else the name of a header.
fn mark(reply: &Reply, place: &str) -> Mark {
    if place.starts_with('/') {
        return in_body(reply, place);
    }
    if place.is_empty() {
        return Mark::Absent;
    }
    if place.eq_ignore_ascii_case("link") {
        return match link::next(&reply.headers) {
            link::Next::Unknown => Mark::Absent,
            link::Next::Nothing => Mark::Nothing,
            link::Next::To(address) => Mark::Is(address),
        };
    }
    header(&reply.headers, place)
}

fn header(headers: &HeaderMap, name: &str) -> Mark {
    match headers.get(name).map(|value| value.to_str().unwrap_or_default().trim()) {
        None => Mark::Absent,
        Some("") => Mark::Nothing,
        Some(text) => Mark::Is(text.to_owned()),
    }
}

fn in_body(reply: &Reply, pointer: &str) -> Mark {
    let raw = reply.json_body().ok().and_then(|body| select::raw(body, pointer));
    let Some(raw) = raw else {
        return Mark::Absent;
    };
    match raw.as_bytes().first() {
        Some(b'n' | b'f') => Mark::Nothing,
        Some(b't' | b'-' | b'0'..=b'9') => Mark::Is(raw.to_owned()),
        Some(b'"') => match json::from_str::<String>(raw) {
            Ok(text) if !text.is_empty() => Mark::Is(text),
            _ => Mark::Nothing,
        },
        _ => Mark::Absent,
    }
}
