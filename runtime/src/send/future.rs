//! The futures of calls: boxed, named, cancelled by dropping them.

use crate::base::BoxFuture;
use crate::call::untyped::Call;
use crate::error::failure::Failure;
use crate::error::typed::Error;
use crate::response::collected::CollectedResponse;
use crate::response::raw::RawResponse;
use crate::response::typed::Response;
use crate::send::execute::{execute, execute_if_changed, execute_raw, execute_streamed};
use crate::table::decode::{BodyDecoder, ErrorBody, Reply};
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

    fn poll_reply(&mut self, cx: &mut Context<'_>) -> Poll<Result<(T, Reply), Error<E>>> {
        let collected = match ready!(self.inner.as_mut().poll(cx)) {
            Ok(collected) => collected,
            Err(error) => return Poll::Ready(Err(error.into())),
        };
        Poll::Ready(self.decode(collected))
    }

    fn decode(&self, collected: CollectedResponse) -> Result<(T, Reply), Error<E>> {
        let Some(decoder) = self.decoders.get(collected.reply.row) else {
            return Err(collected.undeclared_status().into());
        };
        match decoder(&collected.reply) {
            Ok(value) => Ok((value, collected.reply)),
            Err(error) => Err(collected.decode_error(error).into()),
        }
    }
}

impl<T: 'static, E> Future for CallFuture<T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.poll_reply(cx).map_ok(|(value, _)| value)
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
        self.call
            .poll_reply(cx)
            .map_ok(|(value, reply)| Response::new(reply.status, reply.headers, value))
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
        let decoded = self.call.decode(collected);
        Poll::Ready(decoded.map(|(value, reply)| Some(Response::new(reply.status, reply.headers, value))))
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
