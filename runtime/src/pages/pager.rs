//! The requests of a walk through the pages: one at a time, kept while it is under way.

use crate::base::BoxFuture;
use crate::call::request;
use crate::call::untyped::Call;
use crate::error::failure::Failure;
use crate::error::kind::ErrorKind;
use crate::pages::decoded_items::{DecodeItems, DecodedItems};
use crate::pages::error::StuckPages;
use crate::pages::progress::{NextRequest, PageProgress, follow};
use crate::pages::table::{PageStyle, Paging};
use crate::pages::{page_info, request_body};
use crate::policy::retry::IDEMPOTENCY_KEY;
use crate::response::collected::CollectedResponse;
use crate::send::execute::execute;
use crate::table::decode::BodyKind;
use http::{HeaderMap, HeaderValue, StatusCode};
use std::fmt;
use std::task::{Context, Poll};

/// One page, with its items decoded.
pub(crate) struct RawPage<T> {
    pub(crate) items: Vec<T>,
    pub(crate) total: Option<u64>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

pub(crate) struct Pager {
    /// The call of the last page; the caller's own at first.
    call: Call,
    paging: &'static Paging,
    progress: PageProgress,
    step: NextRequest,
    under_way: Option<BoxFuture<Result<CollectedResponse, Failure>>>,
    /// The idempotency key that the caller set, which is that of the first page.
    key: Option<HeaderValue>,
    /// How many pages have arrived.
    arrived: u64,
}

impl Pager {
    pub(crate) fn new(call: Call, paging: &'static Paging) -> Self {
        let number = |name: &str| -> Option<u64> {
            if request_body::is_member(name) {
                return request_body::number(&call, name);
            }
            call.state().query_value(name)?.parse().ok()
        };
        let start = match paging.style {
            PageStyle::Offset(name) | PageStyle::Page(name) => number(name),
            PageStyle::Cursor(_) | PageStyle::Address => None,
        };
        let progress = PageProgress::new(paging, start, number(paging.size));
        let call = match paging.switch {
            Some((name, value)) => call.query(name, value),
            None => call,
        };
        Self {
            key: call.state().headers.get(IDEMPOTENCY_KEY).cloned(),
            arrived: 0,
            progress,
            call,
            paging,
            step: NextRequest::First,
            under_way: None,
        }
    }

    /// Sets how many empty pages may follow each other.
    pub(crate) fn max_empty_pages(&mut self, most: u64) {
        self.progress.max_empty(most);
    }

    pub(crate) fn is_over(&self) -> bool {
        self.step == NextRequest::End
    }

    /// The next page. The request under way survives a caller that stops waiting.
    pub(crate) fn poll<T>(
        &mut self,
        cx: &mut Context<'_>,
        decode: DecodeItems<T>,
    ) -> Poll<Option<Result<RawPage<T>, Failure>>> {
        let mut under_way = match self.under_way.take() {
            Some(under_way) => under_way,
            None => match self.request() {
                Ok(Some(call)) => {
                    self.call = call.clone();
                    execute(call)
                }
                Ok(None) => return Poll::Ready(None),
                Err(error) => return Poll::Ready(Some(Err(error))),
            },
        };
        let Poll::Ready(reply) = under_way.as_mut().poll(cx) else {
            self.under_way = Some(under_way);
            return Poll::Pending;
        };
        Poll::Ready(Some(reply.and_then(|reply| self.arrived(reply, decode))))
    }

    /// The call of the step that is due.
    fn request(&mut self) -> Result<Option<Call>, Failure> {
        if let NextRequest::ManyEmpty(count, next) = &mut self.step {
            let stuck = StuckPages::ManyEmpty(*count);
            // Iteration can be resumed.
            self.step = std::mem::replace(next, NextRequest::End);
            return Err(self.call.state().build_error(ErrorKind::Decode, &stuck));
        }
        let state = self.call.state();
        let call = match &self.step {
            NextRequest::First => self.call.clone(),
            NextRequest::Set(name, value) if request_body::is_member(name) => {
                let is_counted = matches!(self.paging.style, PageStyle::Offset(_) | PageStyle::Page(_));
                request_body::with_member(self.call.clone(), name, value, is_counted)
                    .map_err(|error| state.build_error(ErrorKind::Build, &error))?
            }
            NextRequest::Set(name, value) => self.call.clone().at_operation().query(name, value.text.as_str()),
            NextRequest::Address(address) => {
                let here = request::url(state).map_err(|error| state.build_error(ErrorKind::Build, &error))?;
                let refused = |error| state.client.redacted(state.build_error(ErrorKind::Redirect, &error));
                let target = follow(&here, address).map_err(refused)?;
                self.call.clone().at_url(target)
            }
            NextRequest::End | NextRequest::ManyEmpty(..) => return Ok(None),
            NextRequest::Stuck(stuck) => return Err(state.build_error(ErrorKind::Decode, stuck)),
        };
        Ok(Some(self.with_key(call)))
    }

    /// Each page is another request to the server, so that it needs another idempotency key: `job`, `job-2`, `job-3`.
    fn with_key(&self, call: Call) -> Call {
        let Some(key) = self.key.as_ref().filter(|_| self.arrived > 0) else {
            return call;
        };
        let number = format!("-{}", self.arrived.saturating_add(1));
        let mut state = call.into_state();
        if let Ok(mut key) = HeaderValue::from_bytes(&[key.as_bytes(), number.as_bytes()].concat()) {
            key.set_sensitive(true);
            state.headers.insert(IDEMPOTENCY_KEY, key);
        }
        Call::of(state)
    }

    /// Decodes a page and decides what to request next.
    fn arrived<T>(&mut self, collected: CollectedResponse, decode: DecodeItems<T>) -> Result<RawPage<T>, Failure> {
        let found = if collected.reply.kind == BodyKind::Json {
            decode(&collected.reply, self.paging)
        } else {
            Ok(DecodedItems::nothing())
        };
        let DecodedItems { items, count, digest } = match found {
            Ok(found) => found,
            Err(error) => return Err(collected.decode_error(error)),
        };
        let reply = collected.reply;
        let info = page_info::of(self.paging, &reply, count, digest);
        self.step = self.progress.after(&info);
        self.arrived = self.arrived.saturating_add(1);
        Ok(RawPage {
            items,
            total: info.total,
            status: reply.status,
            headers: reply.headers,
        })
    }
}

/// Without tokens and URLs: they may contain private data.
impl fmt::Debug for Pager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager")
            .field("call", &self.call)
            .field("is_over", &self.is_over())
            .finish_non_exhaustive()
    }
}
