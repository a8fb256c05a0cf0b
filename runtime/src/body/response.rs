//! Bodies of responses as transports return them.

use crate::base::deadline::Idle;
use crate::base::{BoxError, MaybeSend};
use crate::body::boxed::{BoxBody, Erased};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// The body of a response, read chunk by chunk: what an [`HttpService`](crate::HttpService) returns.
pub struct ResponseBody {
    inner: BoxBody,
    idle: Idle,
}

/// No data of a body arrived for this long.
#[derive(Debug)]
pub(crate) struct Stalled(pub(crate) Duration);

impl fmt::Display for Stalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no data arrived for {:?}: `idle_timeout` sets another limit", self.0)
    }
}

impl std::error::Error for Stalled {}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseBody(..)")
    }
}

impl HttpBody for ResponseBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.inner.as_mut().poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl ResponseBody {
    /// The next chunk; `None` at the end.
    pub(crate) async fn chunk(&mut self) -> Option<Result<Bytes, BoxError>> {
        std::future::poll_fn(|cx| self.poll_chunk(cx)).await
    }

    pub(crate) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        loop {
            let frame = match self.inner.as_mut().poll_frame(cx) {
                Poll::Ready(frame) => frame,
                Poll::Pending => {
                    let stalled = std::task::ready!(self.idle.poll(cx));
                    return Poll::Ready(Some(Err(Stalled(stalled).into())));
                }
            };
            self.idle.reset();
            match frame {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// Sets the longest wait for the next chunk.
    pub(crate) fn limit_waits(&mut self, limit: Option<Duration>) {
        self.idle = Idle::after(limit);
    }

    /// The minimum number of bytes still to come, as far as it is known.
    pub(crate) fn lower_bound(&self) -> u64 {
        self.inner.size_hint().lower()
    }
}

impl ResponseBody {
    /// A body that is `Unpin` needs one box less.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn unpin<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + MaybeSend + Unpin + 'static,
        B::Error: Into<BoxError>,
    {
        Self {
            inner: Box::pin(Erased(body)),
            idle: Idle::default(),
        }
    }

    pub(crate) fn new<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + MaybeSend + 'static,
        B::Error: Into<BoxError>,
    {
        Self {
            inner: Box::pin(Erased(Box::pin(body))),
            idle: Idle::default(),
        }
    }
}
