//! The pages of a list.

use crate::call::untyped::Call;
use crate::codec::traits::Decode;
use crate::error::typed::Error;
use crate::pages::decoded_items;
use crate::pages::page::Page;
use crate::pages::pager::{Pager, RawPage};
use crate::pages::table::Paging;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::task::{Context, Poll, ready};

/// The pages of a list: what [`PagedCall::pages`](crate::PagedCall::pages) returns.
///
/// There are no more pages when the API signals it (no next token or URL, a flag), when its total is
/// reached, or when a page is empty or shorter than the API's pages are. A page that is short although a total or a
/// token indicates more items does not end iteration. Where the API repeats a token or a page, announces more pages
/// without a token, or returns many empty pages in a row, iteration ends with an error. The URL of a next page is only followed within the origin of the API.
///
/// With feature `stream` it is a `futures_core::Stream`; with feature `blocking` it has `blocking()`.
#[must_use = "pages are only requested when `next` is awaited"]
pub struct Pages<T: 'static, E> {
    pager: Pager,
    decode: decoded_items::DecodeItems<T>,
    /// How many items may still be returned.
    left: u64,
    state: PagesState,
    error: PhantomData<fn() -> E>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PagesState {
    Going,
    /// The call of the last page failed.
    Failed,
    Over,
}

impl<T: Decode + 'static, E> Pages<T, E> {
    pub(crate) fn new(call: Call, paging: &'static Paging) -> Self {
        Self {
            pager: Pager::new(call, paging),
            decode: decoded_items::items::<T>,
            left: u64::MAX,
            state: PagesState::Going,
            error: PhantomData,
        }
    }
}

impl<T: 'static, E> Pages<T, E> {
    /// The next page; `None` after the last.
    ///
    /// Dropping the future loses nothing: the request under way is kept, and the next `next()` waits for it.
    ///
    /// # Errors
    /// What the call fails with. An error ends iteration, so that it is not returned twice; [`resume`](Self::resume) continues
    /// with the same page.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error<E>>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    /// Limits the number of items: the last page is cut, and no page is requested that is not needed.
    pub fn max_items(mut self, most: u64) -> Self {
        self.left = most;
        if most == 0 {
            self.state = PagesState::Over;
        }
        self
    }

    /// Sets how many empty pages may follow each other (default 100) before iteration ends with an error. Some APIs look
    /// through a part of their data for each page, and not every part has items. After this error, [`resume`](Self::resume)
    /// continues.
    pub fn max_empty_pages(mut self, most: u64) -> Self {
        self.pager.max_empty_pages(most);
        self
    }

    /// After an error: the next `next()` requests the failed page again.
    pub fn resume(&mut self) {
        if self.state == PagesState::Failed {
            self.state = PagesState::Going;
        }
    }

    /// The next page, polled.
    pub(crate) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error<E>>>> {
        if self.has_stopped() {
            return Poll::Ready(None);
        }
        let page = match ready!(self.pager.poll(cx, self.decode)) {
            Some(Ok(page)) => Ok(self.page(page)),
            Some(Err(error)) => {
                self.fail();
                Err(error.into())
            }
            None => {
                self.state = PagesState::Over;
                return Poll::Ready(None);
            }
        };
        Poll::Ready(Some(page))
    }

    fn page(&mut self, page: RawPage<T>) -> Page<T> {
        let mut items = page.items;
        items.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        if self.left < u64::MAX {
            self.left -= items.len() as u64;
        }
        if self.left == 0 || self.pager.is_over() {
            self.state = PagesState::Over;
        }
        Page::new(page.status, page.headers, page.total, items)
    }

    /// Whether `next` returns `None`, at least until iteration is resumed.
    pub(crate) fn has_stopped(&self) -> bool {
        self.state != PagesState::Going
    }

    /// Stops until [`resume`](Self::resume).
    pub(crate) fn fail(&mut self) {
        self.state = PagesState::Failed;
    }
}

impl<T: 'static, E> fmt::Debug for Pages<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("pager", &self.pager)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
