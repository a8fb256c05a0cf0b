//! The items of a list, one after the other.

use crate::error::typed::Error;
use crate::pages::list::Pages;
use std::fmt;
use std::future::poll_fn;
use std::task::{Context, Poll, ready};

/// The items of a list over all its pages: what [`PagedCall::items`](crate::PagedCall::items) returns.
///
/// ```
/// # use oaspen_client::{Error, Items};
/// async fn first_long(mut names: Items<String, ()>) -> Result<Option<String>, Error<()>> {
///     while let Some(name) = names.next().await {
///         let name = name?;
///         if name.len() > 20 {
///             return Ok(Some(name));
///         }
///     }
///     Ok(None)
/// }
/// ```
///
/// With feature `stream` it is a `futures_core::Stream`; with feature `blocking` it has `blocking()`.
#[must_use = "items are only requested when `next` is awaited"]
pub struct Items<T: 'static, E> {
    pub(crate) pages: Pages<T, E>,
    page: std::vec::IntoIter<T>,
}

impl<T: 'static, E> Items<T, E> {
    pub(crate) fn new(pages: Pages<T, E>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// The next item; `None` after the last. Dropping the future loses nothing.
    ///
    /// # Errors
    /// What the call of a page fails with. An error ends iteration; [`resume`](Self::resume) continues it.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// Limits the number of items.
    pub fn max_items(self, most: u64) -> Self {
        Self {
            pages: self.pages.max_items(most),
            page: self.page,
        }
    }

    /// Sets how many empty pages may follow each other; see [`Pages::max_empty_pages`].
    pub fn max_empty_pages(self, most: u64) -> Self {
        Self {
            pages: self.pages.max_empty_pages(most),
            page: self.page,
        }
    }

    /// After an error: the next `next()` requests the failed page again.
    pub fn resume(&mut self) {
        self.pages.resume();
    }

    /// Whether `next` returns `None`, at least until iteration is resumed.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) fn has_stopped(&self) -> bool {
        self.page.len() == 0 && self.pages.has_stopped()
    }

    pub(crate) fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error<E>>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => self.page = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: 'static, E> fmt::Debug for Items<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("ready", &self.page.len())
            .finish()
    }
}
