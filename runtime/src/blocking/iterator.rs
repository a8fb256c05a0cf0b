//! Events, JSON values, pages and items as iterators.

use crate::blocking::runtime::wait;
use crate::error::typed::Error;
use crate::pages::items::Items;
use crate::pages::list::Pages;
use crate::pages::page::Page;
use crate::stream::events::{Event, EventStream};
use crate::stream::json_lines::JsonLines;
use std::future::poll_fn;
use std::task::{Context, Poll};

/// A stream as an iterator that waits for each item: what `blocking()` on events, JSON values, pages and items returns.
/// Feature `blocking`.
///
/// On a thread that runs async code its next item is an error, as `send_blocking()` returns one there.
#[derive(Debug)]
#[must_use = "nothing is sent before the iterator is advanced"]
pub struct Blocking<S> {
    stream: S,
    /// Whether it failed to wait, which ends it.
    is_over: bool,
}

type PolledItem<T, E> = Poll<Option<Result<T, Error<E>>>>;

/// What [`Blocking`] waits for. Sealed: it is public in a bound only.
#[allow(unreachable_pub, reason = "it is in the bound of a public implementation")]
pub trait PollItem {
    type Item;
    type Body;

    fn poll(&mut self, cx: &mut Context<'_>) -> PolledItem<Self::Item, Self::Body>;

    /// Whether the next item is known to be `None`, so that there is nothing to wait for.
    fn has_stopped(&self) -> bool {
        false
    }

    /// The thread cannot wait. Returns whether that ends the stream for good.
    fn interrupt(&mut self) -> bool {
        true
    }
}

impl<S: PollItem> Iterator for Blocking<S> {
    type Item = Result<S::Item, Error<S::Body>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over || self.stream.has_stopped() {
            return None;
        }
        wait(poll_fn(|cx| self.stream.poll(cx))).unwrap_or_else(|error| {
            self.is_over = self.stream.interrupt();
            Some(Err(error.into()))
        })
    }
}

impl<T: 'static, E> PollItem for EventStream<T, E> {
    type Item = Event<T>;
    type Body = E;

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error<E>>>> {
        self.poll_event(cx)
    }
}

impl<T: 'static, E> PollItem for JsonLines<T, E> {
    type Item = T;
    type Body = E;

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error<E>>>> {
        self.poll_value(cx)
    }
}

impl<T: 'static, E> PollItem for Pages<T, E> {
    type Item = Page<T>;
    type Body = E;

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error<E>>>> {
        self.poll_page(cx)
    }

    fn has_stopped(&self) -> bool {
        self.has_stopped()
    }

    fn interrupt(&mut self) -> bool {
        self.fail();
        false
    }
}

impl<T: 'static, E> PollItem for Items<T, E> {
    type Item = T;
    type Body = E;

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error<E>>>> {
        self.poll_item(cx)
    }

    fn has_stopped(&self) -> bool {
        self.has_stopped()
    }

    fn interrupt(&mut self) -> bool {
        self.pages.fail();
        false
    }
}

impl<S> Blocking<S> {
    fn new(stream: S) -> Self {
        Self { stream, is_over: false }
    }
}

impl<T: 'static, E> EventStream<T, E> {
    /// The events as an iterator that waits for each. Feature `blocking`.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<T: 'static, E> JsonLines<T, E> {
    /// The values as an iterator that waits for each. Feature `blocking`.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<T: 'static, E> Pages<T, E> {
    /// The pages as an iterator that waits for each. Feature `blocking`.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<T: 'static, E> Items<T, E> {
    /// The items as an iterator that waits for each page. Feature `blocking`.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<T: 'static, E> Blocking<EventStream<T, E>> {
    /// The last id that the server sent, to continue after it later: see [`EventStream::last_id`].
    pub fn last_id(&self) -> Option<&str> {
        self.stream.last_id()
    }
}

impl<T: 'static, E> Blocking<Pages<T, E>> {
    /// After an error: the next page is the one whose call failed.
    pub fn resume(&mut self) {
        self.stream.resume();
    }
}

impl<T: 'static, E> Blocking<Items<T, E>> {
    /// After an error: the next item is the first of the page whose call failed.
    pub fn resume(&mut self) {
        self.stream.resume();
    }
}
