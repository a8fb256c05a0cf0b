//! What a streamed body is read from: pieces, one after the other.

use super::Body;
use crate::error::BoxError;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame};
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The pieces of a body.
pub(super) use crate::body::AnyBody as Pieces;

/// Bytes at a time of what has no pieces of its own.
pub(super) const PIECE: usize = 64 * 1024;

/// The result of looking for a piece.
pub(super) type Polled = Poll<Option<Result<Frame<Bytes>, BoxError>>>;

/// Bytes in memory, slice by slice.
pub(super) struct Slices(pub(super) Bytes);

impl HttpBody for Slices {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Polled {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        let size = PIECE.min(self.0.len());
        Poll::Ready(Some(Ok(Frame::data(self.0.split_to(size)))))
    }
}

/// Bodies one after the other.
pub(super) struct Row(pub(super) VecDeque<Body>);

impl HttpBody for Row {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Polled {
        while let Some(first) = self.0.front_mut() {
            match ready!(Pin::new(first).poll_frame(cx)) {
                Some(frame) => return Poll::Ready(Some(frame)),
                None => drop(self.0.pop_front()),
            }
        }
        Poll::Ready(None)
    }
}

/// A stream of anything that is bytes.
#[cfg(feature = "stream")]
pub(super) struct StreamPieces<S>(Pin<Box<S>>);

#[cfg(feature = "stream")]
impl<S> StreamPieces<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(Box::pin(stream))
    }
}

#[cfg(feature = "stream")]
impl<S, T, E> HttpBody for StreamPieces<S>
where
    S: futures_core::Stream<Item = Result<T, E>>,
    T: Into<Bytes>,
    E: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Polled {
        let item = ready!(self.0.as_mut().poll_next(cx));
        Poll::Ready(item.map(|item| item.map(|piece| Frame::data(piece.into())).map_err(Into::into)))
    }
}
