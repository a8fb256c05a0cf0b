//! Pages and items as iterators, without async. Feature `blocking`.

use crate::blocking::runtime::wait;
use crate::error::typed::Error;
use crate::pages::items::Items;
use crate::pages::list::Pages;
use crate::pages::page::Page;
use std::future::poll_fn;

/// Pages as an iterator; see [`Pages::blocking`]. Inside async code it gives an error, as `send_blocking()` does.
#[derive(Debug)]
#[must_use = "pages are only asked for when the iterator is advanced"]
pub struct BlockingPages<T: 'static, E>(Pages<T, E>);

/// Items as an iterator; see [`Items::blocking`]. Inside async code it gives an error, as `send_blocking()` does.
#[derive(Debug)]
#[must_use = "items are only asked for when the iterator is advanced"]
pub struct BlockingItems<T: 'static, E>(Items<T, E>);

impl<T: 'static, E> Pages<T, E> {
    /// The pages as an iterator that waits for each. Feature `blocking`.
    pub fn blocking(self) -> BlockingPages<T, E> {
        BlockingPages(self)
    }
}

impl<T: 'static, E> Items<T, E> {
    /// The items as an iterator that waits for each page. Feature `blocking`.
    pub fn blocking(self) -> BlockingItems<T, E> {
        BlockingItems(self)
    }
}

impl<T: 'static, E> Iterator for BlockingPages<T, E> {
    type Item = Result<Page<T>, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.has_stopped() {
            return None;
        }
        match wait(poll_fn(|cx| self.0.poll_page(cx))) {
            Ok(next) => next,
            Err(error) => Some(Err(self.0.failed(error))),
        }
    }
}

impl<T: 'static, E> Iterator for BlockingItems<T, E> {
    type Item = Result<T, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.has_stopped() {
            return None;
        }
        match wait(poll_fn(|cx| self.0.poll_item(cx))) {
            Ok(next) => next,
            Err(error) => Some(Err(self.0.pages.failed(error))),
        }
    }
}

impl<T: 'static, E> BlockingPages<T, E> {
    /// After an error: the next page is the one that could not be had.
    pub fn resume(&mut self) {
        self.0.resume();
    }
}

impl<T: 'static, E> BlockingItems<T, E> {
    /// After an error: the next item is the first of the page that could not be had.
    pub fn resume(&mut self) {
        self.0.resume();
    }
}
