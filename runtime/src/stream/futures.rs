//! Bodies, events and JSON values as streams. Feature `stream`.

use crate::base::BoxFuture;
use crate::error::typed::Error;
use crate::response::raw::RawResponse;
use crate::stream::events::{Event, EventStream};
use crate::stream::json_lines::JsonLines;
use bytes::Bytes;
use futures_core::Stream;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

impl RawResponse {
    /// The body as a stream of chunks. Feature `stream`.
    #[must_use]
    pub fn into_stream(self) -> ByteStream {
        ByteStream {
            next: Some(read_chunk(self)),
        }
    }
}

type ChunkRead = (RawResponse, Result<Option<Bytes>, Error>);

/// The body of a response, chunk by chunk. Feature `stream`.
///
/// There is no limit on the sum of the chunks. [`RawResponse`] describes the limits on time.
pub struct ByteStream {
    next: Option<BoxFuture<ChunkRead>>,
}

fn read_chunk(mut response: RawResponse) -> BoxFuture<ChunkRead> {
    Box::pin(async move {
        let chunk = response.chunk().await;
        (response, chunk)
    })
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(next) = self.next.as_mut() else {
            return Poll::Ready(None);
        };
        let (response, chunk) = ready!(next.as_mut().poll(cx));
        self.next = None;
        Poll::Ready(match chunk {
            Ok(Some(bytes)) => {
                self.next = Some(read_chunk(response));
                Some(Ok(bytes))
            }
            Ok(None) => None,
            Err(error) => Some(Err(error)),
        })
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream(..)")
    }
}

impl<T: 'static, E> Stream for EventStream<T, E> {
    type Item = Result<Event<T>, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(cx)
    }
}

impl<T: 'static, E> Stream for JsonLines<T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_value(cx)
    }
}
