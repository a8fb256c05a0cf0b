//! The chunks that a streamed body is read from.

use crate::base::BoxError;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame};
use std::pin::Pin;
#[cfg(feature = "stream")]
use std::task::ready;
use std::task::{Context, Poll};

/// The size of a chunk, where the source has no chunks of its own.
pub(super) const PIECE: usize = 64 * 1024;

/// The result of polling for a chunk.
pub(super) type PolledFrame = Poll<Option<Result<Frame<Bytes>, BoxError>>>;

/// Bytes in memory, slice by slice.
pub(super) struct Slices(pub(super) Bytes);

impl HttpBody for Slices {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> PolledFrame {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        let size = PIECE.min(self.0.len());
        Poll::Ready(Some(Ok(Frame::data(self.0.split_to(size)))))
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

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> PolledFrame {
        let item = ready!(self.0.as_mut().poll_next(cx));
        Poll::Ready(item.map(|item| item.map(|piece| Frame::data(piece.into())).map_err(Into::into)))
    }
}
