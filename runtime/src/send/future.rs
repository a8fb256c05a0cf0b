//! The futures of calls: boxed, named, cancelled by dropping them.

use crate::base::BoxFuture;
use crate::call::untyped::Call;
use crate::error::failure::Failure;
use crate::error::typed::Error;
use crate::response::collected::CollectedResponse;
use crate::response::raw::RawResponse;
use crate::response::typed::Response;
use crate::send::execute::{execute, execute_if_changed, execute_raw, execute_streamed};
use crate::table::decode::{BodyDecoder, ErrorBody};
use http::StatusCode;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The future of a call whose body is read later: what `send_streamed` returns.
#[must_use = "a call does nothing until it is awaited"]
pub struct StreamedFuture<E> {
    inner: BoxFuture<Result<RawResponse, Failure>>,
    error: PhantomData<fn() -> E>,
}

impl<E: ErrorBody> StreamedFuture<E> {
    #[doc(hidden)]
    pub fn new(call: Call) -> Self {
        Self {
            inner: execute_streamed(call),
            error: PhantomData,
        }
    }
}

impl<E> Future for StreamedFuture<E> {
    type Output = Result<RawResponse, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.inner.as_mut().poll(cx).map_err(Into::into)
    }
}

impl<E> fmt::Debug for StreamedFuture<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StreamedFuture(..)")
    }
}

/// The future of a call: boxed, named, `Send` except on wasm. Dropping it cancels the call.
#[must_use = "a call does nothing until it is awaited"]
pub struct CallFuture<T: 'static, E> {
    inner: BoxFuture<Result<CollectedResponse, Failure>>,
    decoders: &'static [BodyDecoder<T>],
    error: PhantomData<fn() -> E>,
}

impl<T: 'static, E> CallFuture<T, E> {
    #[doc(hidden)]
    pub fn new(call: Call, decoders: &'static [BodyDecoder<T>]) -> Self {
        Self {
            inner: execute(call),
            decoders,
            error: PhantomData,
        }
    }

    /// Decodes a response into `value`, which is not returned, as it may be large: each function that returns it moves it.
    fn decode(&self, collected: CollectedResponse, value: &mut Option<T>) -> Result<CollectedResponse, Failure> {
        match self.decoders.get(collected.reply.row) {
            Some(decoder) => collected.decode(&mut |reply| decoder(reply, value)),
            None => Err(collected.undeclared_status()),
        }
    }

    /// The output of a call. Not inlined: the stack has no value while the call waits.
    #[inline(never)]
    fn output(&self, collected: CollectedResponse) -> Poll<Result<T, Error<E>>> {
        let mut value = None;
        Poll::Ready(match self.decode(collected, &mut value) {
            Ok(collected) => value.ok_or_else(|| collected.undecoded().into()),
            Err(error) => Err(error.into()),
        })
    }

    /// As [`output`](Self::output), with status and headers.
    fn response(&self, collected: CollectedResponse) -> Result<Response<T>, Error<E>> {
        let mut value = None;
        let collected = self.decode(collected, &mut value)?;
        match value {
            Some(value) => Ok(Response::new(collected.reply.status, collected.reply.headers, value)),
            None => Err(collected.undecoded().into()),
        }
    }
}

impl<T: 'static, E> Future for CallFuture<T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match ready!(self.inner.as_mut().poll(cx)) {
            Ok(collected) => self.output(collected),
            Err(error) => Poll::Ready(Err(error.into())),
        }
    }
}

impl<T: 'static, E> fmt::Debug for CallFuture<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallFuture(..)")
    }
}

/// The future of a call that keeps status and headers: see [`Response`].
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct ResponseFuture<T: 'static, E> {
    call: CallFuture<T, E>,
}

impl<T: 'static, E> ResponseFuture<T, E> {
    #[doc(hidden)]
    pub fn new(call: Call, decoders: &'static [BodyDecoder<T>]) -> Self {
        Self {
            call: CallFuture::new(call, decoders),
        }
    }
}

impl<T: 'static, E> Future for ResponseFuture<T, E> {
    type Output = Result<Response<T>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match ready!(self.call.inner.as_mut().poll(cx)) {
            Ok(collected) => Poll::Ready(self.call.response(collected)),
            Err(error) => Poll::Ready(Err(error.into())),
        }
    }
}

/// The future of a call with a condition: `None` if the server responds with 304, as nothing has changed. What
/// `send_if_changed` returns.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct IfChangedFuture<T: 'static, E> {
    call: CallFuture<T, E>,
}

impl<T: 'static, E> IfChangedFuture<T, E> {
    #[doc(hidden)]
    pub fn new(call: Call, decoders: &'static [BodyDecoder<T>]) -> Self {
        Self {
            call: CallFuture {
                inner: execute_if_changed(call),
                decoders,
                error: PhantomData,
            },
        }
    }
}

impl<T: 'static, E> Future for IfChangedFuture<T, E> {
    type Output = Result<Option<Response<T>>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let collected = match ready!(self.call.inner.as_mut().poll(cx)) {
            Ok(collected) if collected.reply.status == StatusCode::NOT_MODIFIED => return Poll::Ready(Ok(None)),
            Ok(collected) => collected,
            Err(error) => return Poll::Ready(Err(error.into())),
        };
        Poll::Ready(self.call.response(collected).map(Some))
    }
}

/// The future of a raw call: see [`RawResponse`].
#[must_use = "a call does nothing until it is awaited"]
pub struct RawFuture {
    inner: BoxFuture<Result<RawResponse, Failure>>,
}

impl Future for RawFuture {
    type Output = Result<RawResponse, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.inner.as_mut().poll(cx).map_err(Into::into)
    }
}

impl fmt::Debug for RawFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawFuture(..)")
    }
}

impl RawFuture {
    pub(crate) fn new(call: Call) -> Self {
        Self {
            inner: execute_raw(call),
        }
    }
}

impl Call {
    /// Sends the call and returns the response undecoded, whatever its status.
    pub fn send_raw(self) -> RawFuture {
        RawFuture::new(self)
    }
}
