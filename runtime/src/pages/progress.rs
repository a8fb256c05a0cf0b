//! The position in a list of pages, and what to request next: plain data, no I/O.

use crate::error::excerpt::origin;
use crate::pages::error::{NextPageError, StuckPages};
use crate::pages::page_info::{NextValue, PageInfo, PageValue};
use crate::pages::table::{PageStyle, Paging};
use std::collections::HashSet;
use std::hash::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use url::Url;

/// How many empty pages may follow each other, unless the caller sets another limit. Some APIs look through a part of
/// their data for each page, and not every part has items.
pub(crate) const MAX_EMPTY_PAGES: u64 = 100;

/// What to request next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NextRequest {
    /// The call as the caller made it.
    First,
    /// The call with another value for this parameter.
    Set(&'static str, NextValue),
    /// This address, relative to the last one.
    Address(String),
    /// Nothing: there are no more pages.
    End,
    /// Nothing: the next page is unknown, or the iteration would never end.
    Stuck(StuckPages),
    /// An error first, as so many pages in a row were empty, and then this.
    ManyEmpty(u64, Box<NextRequest>),
}

/// The walk so far.
#[derive(Clone, Debug)]
pub(crate) struct PageProgress {
    paging: &'static Paging,
    /// The offset, or the page number, of the last request.
    at: u64,
    /// The size that the caller requested.
    size: Option<u64>,
    /// Items before the page that comes next, as far as that is known: never more than there are.
    seen: u64,
    pages: u64,
    /// The page before, to detect an API that returns the same page again.
    digest: u64,
    /// Empty pages in a row, and how many there may be.
    empty: u64,
    max_empty: u64,
    /// Digests of all tokens, to detect a token that is returned twice.
    tokens: HashSet<u64>,
}

impl PageProgress {
    /// Pages that begin where the caller chose.
    pub(crate) fn new(paging: &'static Paging, start: Option<u64>, size: Option<u64>) -> Self {
        Self {
            paging,
            at: start.unwrap_or(paging.first_number()),
            size,
            seen: 0,
            pages: 0,
            digest: 0,
            empty: 0,
            max_empty: MAX_EMPTY_PAGES,
            tokens: HashSet::new(),
        }
    }

    /// Sets how many empty pages may follow each other.
    pub(crate) fn max_empty(&mut self, most: u64) {
        self.max_empty = most;
    }

    /// What follows a page.
    pub(crate) fn after(&mut self, info: &PageInfo) -> NextRequest {
        let next = self.next(info);
        self.empty = if info.count == 0 {
            self.empty.saturating_add(1)
        } else {
            0
        };
        let goes_on = matches!(next, NextRequest::Set(..) | NextRequest::Address(_));
        if goes_on && self.empty > self.max_empty {
            let empty = std::mem::take(&mut self.empty);
            return NextRequest::ManyEmpty(empty, Box::new(next));
        }
        next
    }

    fn next(&mut self, info: &PageInfo) -> NextRequest {
        let is_same = self.pages > 0 && info.count > 0 && info.digest == self.digest;
        self.digest = info.digest;
        if self.pages == 0 {
            self.seen = self.before(info.count);
        }
        self.pages += 1;
        self.seen = self.seen.saturating_add(info.count);
        match self.paging.style {
            PageStyle::Cursor(name) => self.after_token(name, info),
            PageStyle::Address => self.after_address(info),
            PageStyle::Offset(name) | PageStyle::Page(name) if is_same => {
                NextRequest::Stuck(StuckPages::SamePage(name))
            }
            // The number of the next item is unknown.
            PageStyle::Offset(_) if info.count == 0 && info.more == Some(true) => {
                NextRequest::Stuck(StuckPages::Empty { more: self.more() })
            }
            PageStyle::Offset(name) => self.counted(name, info.count, info),
            PageStyle::Page(name) => self.counted(name, 1, info),
        }
    }

    /// Items before the first page that was fetched. For pages by number it is a lower bound, as the API may return
    /// smaller pages than requested.
    fn before(&self, count: u64) -> u64 {
        let skipped = self.at.saturating_sub(self.paging.first_number());
        match self.paging.style {
            PageStyle::Page(_) => skipped.saturating_mul(self.size.map_or(count, |size| size.min(count))),
            PageStyle::Offset(_) => skipped,
            PageStyle::Cursor(_) | PageStyle::Address => 0,
        }
    }

    /// Where the boolean is that announces more pages.
    fn more(&self) -> &'static str {
        if self.paging.more.is_empty() {
            self.paging.done
        } else {
            self.paging.more
        }
    }

    /// The end, or an error if more pages are announced.
    fn without_next(&self, info: &PageInfo) -> NextRequest {
        if info.more != Some(true) {
            return NextRequest::End;
        }
        let next = if self.paging.next.is_empty() {
            self.paging.last
        } else {
            self.paging.next
        };
        NextRequest::Stuck(StuckPages::NextMissing {
            more: self.more(),
            next,
        })
    }

    /// What follows a page that is counted. An empty one is the last, unless the API announces more pages.
    fn counted(&mut self, name: &'static str, step: u64, info: &PageInfo) -> NextRequest {
        let is_over = info.count == 0 && info.more != Some(true);
        if is_over || !self.has_more(info) {
            return NextRequest::End;
        }
        let Some(next) = self.at.checked_add(step) else {
            return NextRequest::End;
        };
        self.at = next;
        NextRequest::Set(name, NextValue::number(next.to_string()))
    }

    /// Whether more pages follow one that has items: the API's flag, the totals, else the size of the page.
    fn has_more(&self, info: &PageInfo) -> bool {
        match (info.more, &info.next) {
            (Some(more), _) => return more,
            (None, PageValue::Is(_)) => return true,
            (None, PageValue::Nothing) => return false,
            (None, PageValue::Absent) => {}
        }
        // A total below what was seen already is no total.
        if let Some(total) = info.total.filter(|total| *total >= self.seen) {
            return total > self.seen;
        }
        let number = self.at.saturating_sub(self.paging.first_number()).saturating_add(1);
        if let (PageStyle::Page(_), Some(count)) = (self.paging.style, info.page_count.filter(|count| *count >= number))
        {
            return count > number;
        }
        !self.is_short(info.count)
    }

    /// Whether a page has fewer items than a full page. A size that the API may have reduced,
    /// as its maximum is not known, is no evidence.
    fn is_short(&self, count: u64) -> bool {
        let known = self.paging.max.into_iter().chain(self.paging.default).max();
        match self.size {
            Some(size) => known.is_some_and(|most| size <= most) && count < size,
            None => self.paging.default.is_some_and(|size| count < size),
        }
    }

    fn after_token(&mut self, name: &'static str, info: &PageInfo) -> NextRequest {
        let token = match &info.next {
            PageValue::Is(token) => Some(token.clone()),
            PageValue::Absent | PageValue::Nothing => info.last.clone(),
        };
        let by_item = !self.paging.last.is_empty() && !matches!(info.next, PageValue::Is(_));
        let is_over = by_item && info.more.is_none() && !self.has_more(info);
        if info.more == Some(false) || is_over {
            return NextRequest::End;
        }
        let Some(token) = token else {
            return self.without_next(info);
        };
        // Some APIs return the URL of the next page, with the token in its query.
        let token = token_in(&token.text, name).map_or(token, NextValue::text);
        if self.is_past_the_end(&token.text, info.count) {
            return NextRequest::End;
        }
        let sent = if is_absolute(&token.text) {
            without_fragment(&token.text)
        } else {
            &token.text
        };
        match self.go_to(sent, info.count) {
            Some(end) => end,
            None if is_absolute(&token.text) => NextRequest::Address(token.text),
            None => NextRequest::Set(name, token),
        }
    }

    /// Whether a page number or an offset cannot be that of a next page: after an empty page, or not above the first one,
    /// such as 0 after the last page.
    fn is_past_the_end(&self, token: &str, count: u64) -> bool {
        let is_start = |first: u64| {
            token
                .parse::<i64>()
                .is_ok_and(|number| i128::from(number) <= i128::from(first))
        };
        self.paging.first.is_some_and(|first| count == 0 || is_start(first))
    }

    fn after_address(&mut self, info: &PageInfo) -> NextRequest {
        match &info.next {
            _ if info.more == Some(false) => NextRequest::End,
            // A fragment is not sent: with another one, the address is the same.
            PageValue::Is(address) => match self.go_to(without_fragment(&address.text), info.count) {
                Some(end) => end,
                None => NextRequest::Address(address.text.clone()),
            },
            PageValue::Absent | PageValue::Nothing => self.without_next(info),
        }
    }

    /// The end of the walk, if this token was there before. With an empty page that is how some APIs signal that there
    /// is nothing more.
    fn go_to(&mut self, token: &str, count: u64) -> Option<NextRequest> {
        let mut hasher = DefaultHasher::new();
        token.hash(&mut hasher);
        if self.tokens.insert(hasher.finish()) {
            return None;
        }
        Some(if count == 0 {
            NextRequest::End
        } else {
            NextRequest::Stuck(StuckPages::SameToken)
        })
    }
}

fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

fn is_absolute(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The value of a query parameter, if the text is an address that has it.
fn token_in(text: &str, name: &str) -> Option<String> {
    if !is_absolute(text) && !text.starts_with(['/', '?']) {
        return None;
    }
    let query = text.split_once('?')?.1;
    let query = query.split('#').next().unwrap_or(query);
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
}

/// The URL of the next page, within the origin of this one. The URL comes from the API, and credentials are sent to
/// it: it must have the same origin.
pub(crate) fn follow(here: &Url, address: &str) -> Result<Url, NextPageError> {
    let is_address = ["http://", "https://", "/", "?"]
        .iter()
        .any(|start| address.starts_with(start));
    let mut target = match here.join(address) {
        Ok(target) if is_address => target,
        _ => return Err(NextPageError::Invalid),
    };
    // A server behind a proxy is often not configured with its public scheme, https.
    if target.scheme() == "http" && here.scheme() == "https" && target.host() == here.host() && target.port().is_none()
    {
        let _ = target.set_scheme("https");
    }
    if target.origin() != here.origin() || !target.username().is_empty() || target.password().is_some() {
        let to = origin(&target.origin().ascii_serialization());
        return Err(NextPageError::OtherOrigin(to));
    }
    target.set_fragment(None);
    Ok(target)
}

#[cfg(test)]
#[path = "progress_tests.rs"]
mod tests;
