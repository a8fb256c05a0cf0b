//! Lists that come page by page: `pages()`, `items()` and `stream()` on the calls of paged operations.
//!
//! The table of an operation says how its pages follow each other ([`table`]); what an answer tells is read from it
//! ([`facts`]); [`progress`] decides what is asked for next. Everything here is typed only at its edge.

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod blocking;
mod facts;
mod found;
mod items;
mod link;
mod page;
mod progress;
#[cfg(feature = "stream")]
mod stream;
mod table;
mod walk;

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub use blocking::{BlockingItems, BlockingPages};
pub use items::Items;
pub use page::Page;
pub use table::Paging;

use crate::call::TypedCall;
use crate::codec::Decode;
use crate::error::{Error, ErrorInner};
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::task::{Context, Poll, ready};
use walk::{Batch, Walk};

/// Adds `pages()`, `items()` and, with feature `stream`, `stream()` to the calls of paged operations.
///
/// The operation's table says how its pages follow each other. What the caller set on the call counts: a size of
/// pages is asked for on every page, an offset, a page or a cursor is where the walk begins. Timeouts and retries are
/// those of each page.
///
/// ```
/// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 2,
/// #     servers: ["http://127.0.0.1:9"], schemes: {} } }
/// use oaspen_client::{Call, Client, ClientBuilder, PagedCall};
///
/// #[derive(Clone, Debug)]
/// pub struct ListNames(Call);
///
/// oaspen_client::operation! {
///     ListNames as LIST_NAMES {
///         id: "ListNames",
///         GET: "/names",
///         security: [],
///         pages String { offset("offset") size("limit") default(10) max(500) },
///         success Vec<String> { "200": json }
///         error () {}
///     }
/// }
///
/// async fn all(client: &Client) -> Result<Vec<String>, oaspen_client::Error> {
///     let mut names = Vec::new();
///     let mut pages = ListNames(Call::new(client, &LIST_NAMES)).pages();
///     while let Some(page) = pages.next().await {
///         names.extend(page?);
///     }
///     Ok(names)
/// }
///
/// let client: Client = ClientBuilder::new(&API).build()?;
/// drop(all(&client));
/// # Ok::<(), oaspen_client::Error>(())
/// ```
pub trait PagedCall: TypedCall {
    /// One item of the list.
    type Item: Decode + Send + 'static;
    #[doc(hidden)]
    const PAGES: &'static Paging;

    /// The list, page by page.
    fn pages(self) -> Pages<Self::Item, Self::Error> {
        Pages {
            walk: Walk::new(self.into_call(), Self::PAGES),
            decode: found::items::<Self::Item>,
            left: u64::MAX,
            state: State::Going,
            error: PhantomData,
        }
    }

    /// The list, item by item; pages are asked for when the one before is used up.
    fn items(self) -> Items<Self::Item, Self::Error> {
        Items::new(self.pages())
    }

    /// The list as a `futures_core::Stream` of items. Feature `stream`.
    #[cfg(feature = "stream")]
    fn stream(self) -> Items<Self::Item, Self::Error> {
        self.items()
    }
}

/// The pages of a list: what [`PagedCall::pages`] gives.
///
/// There are no more pages when the API says so (no next token or address, a flag), when the total it gives is
/// reached, or when a page is empty or shorter than the API's pages are. A page that is short although a total or a
/// token says there is more does not end the walk. Where the API gives a token or a page again that it gave before,
/// the walk ends with an error. The address of a next page is only followed within the origin of the API.
///
/// With feature `stream` it is a `futures_core::Stream`; with feature `blocking` it has `blocking()`.
#[must_use = "pages are only asked for when `next` is awaited"]
pub struct Pages<T: 'static, E> {
    walk: Walk,
    decode: found::DecodeItems<T>,
    /// How many items may still be given.
    left: u64,
    state: State,
    error: PhantomData<fn() -> E>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Going,
    /// The last page could not be had.
    Failed,
    Over,
}

impl<T: 'static, E> Pages<T, E> {
    /// The next page; `None` after the last.
    ///
    /// Dropping the future loses nothing: the request under way is kept, and the next `next()` waits for it.
    ///
    /// # Errors
    /// What the call fails with. An error ends the walk, so that it is not met twice; [`resume`](Self::resume) takes
    /// it up again where it stands.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error<E>>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    /// Gives at most so many items: the last page is cut, and no page is asked for that is not needed.
    pub fn limit_items(mut self, most: u64) -> Self {
        self.left = most;
        if most == 0 {
            self.state = State::Over;
        }
        self
    }

    /// After an error: the next `next()` asks for the page again that could not be had.
    pub fn resume(&mut self) {
        if self.state == State::Failed {
            self.state = State::Going;
        }
    }

    /// The next page, polled.
    pub(crate) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error<E>>>> {
        if self.has_stopped() {
            return Poll::Ready(None);
        }
        let page = match ready!(self.walk.poll(cx, self.decode)) {
            Some(Ok(batch)) => Ok(self.page(batch)),
            Some(Err(error)) => Err(self.failed(error)),
            None => {
                self.state = State::Over;
                return Poll::Ready(None);
            }
        };
        Poll::Ready(Some(page))
    }

    fn page(&mut self, batch: Batch<T>) -> Page<T> {
        let mut items = batch.items;
        items.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        if self.left < u64::MAX {
            self.left -= items.len() as u64;
        }
        if self.left == 0 || self.walk.is_over() {
            self.state = State::Over;
        }
        Page::new(batch.status, batch.headers, batch.total, items)
    }

    /// Whether `next` gives nothing more, at least until the walk is resumed.
    pub(crate) fn has_stopped(&self) -> bool {
        self.state != State::Going
    }

    pub(crate) fn failed(&mut self, error: Box<ErrorInner>) -> Error<E> {
        self.state = State::Failed;
        error.into()
    }
}

impl<T: 'static, E> fmt::Debug for Pages<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("walk", &self.walk)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
