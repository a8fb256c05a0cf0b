//! Bodies of answers as transports give them.

use crate::error::BoxError;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};

#[cfg(not(target_arch = "wasm32"))]
type Inner = Pin<Box<dyn HttpBody<Data = Bytes, Error = BoxError> + Send>>;
#[cfg(target_arch = "wasm32")]
type Inner = Pin<Box<dyn HttpBody<Data = Bytes, Error = BoxError>>>;

/// The body of an answer, read piece by piece.
pub(crate) struct Incoming {
    inner: Inner,
}

impl Incoming {
    /// The next piece of data; `None` at the end.
    pub(crate) async fn chunk(&mut self) -> Option<Result<Bytes, BoxError>> {
        std::future::poll_fn(|cx| self.poll_chunk(cx)).await
    }

    pub(crate) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        loop {
            return match std::task::ready!(self.inner.as_mut().poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => Poll::Ready(Some(Ok(data))),
                    Err(_trailers) => continue,
                },
                Some(Err(error)) => Poll::Ready(Some(Err(error))),
                None => Poll::Ready(None),
            };
        }
    }

    /// Fewest bytes that are still to come, as far as it is known.
    pub(crate) fn lower_bound(&self) -> u64 {
        self.inner.size_hint().lower()
    }
}

/// Turns any body into [`Incoming`]: its errors are boxed.
pub(crate) struct Erased<B>(pub(crate) B);

impl<B> HttpBody for Erased<B>
where
    B: HttpBody<Data = Bytes> + Unpin,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.0)
            .poll_frame(cx)
            .map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

impl Incoming {
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn new<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self {
            inner: Box::pin(Erased(Box::pin(body))),
        }
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn new<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + 'static,
        B::Error: Into<BoxError>,
    {
        Self {
            inner: Box::pin(Erased(Box::pin(body))),
        }
    }
}
