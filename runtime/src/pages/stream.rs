//! Pages and items as streams. Feature `stream`.

use crate::error::typed::Error;
use crate::pages::items::Items;
use crate::pages::list::Pages;
use crate::pages::page::Page;
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};

impl<T: 'static, E> Stream for Pages<T, E> {
    type Item = Result<Page<T>, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx)
    }
}

impl<T: Unpin + 'static, E> Stream for Items<T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}
