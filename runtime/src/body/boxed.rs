//! Bodies of any type, boxed.

use crate::base::BoxError;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};

/// A body of any kind: `Send` except on wasm.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) type BoxBody = Pin<Box<dyn HttpBody<Data = Bytes, Error = BoxError> + Send>>;

/// A body of any kind: `Send` except on wasm.
#[cfg(target_arch = "wasm32")]
pub(crate) type BoxBody = Pin<Box<dyn HttpBody<Data = Bytes, Error = BoxError>>>;

/// Turns any body into a [`BoxBody`]: its errors are boxed.
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
