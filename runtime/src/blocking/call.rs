//! Calls without async: `send_blocking()`.

use crate::blocking::runtime::wait;
use crate::call::typed::TypedCall;
use crate::error::typed::Error;
use crate::response::raw::RawResponse;
use crate::response::typed::Response;
use crate::send::future::{CallFuture, IfChangedFuture, ResponseFuture, StreamedFuture};
use bytes::Bytes;

/// Adds `send_blocking()` to every call. Feature `blocking`.
///
/// Calls run on one background runtime of the process, so connections are reused between them; any number of
/// threads may wait at once. On a thread of a Tokio runtime it is an error, as it would stop everything else there:
/// await the call. In `spawn_blocking`, where waiting is fine, `Handle::current().block_on(call.send())` does it.
///
/// Streams have `blocking()`: pages and items, events, JSON lines, and the body of
/// [`send_streamed_blocking`](Self::send_streamed_blocking).
///
/// ```no_run
/// # mod demo {
/// #     oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
/// #         servers: ["http://127.0.0.1:9"], schemes: {} } }
/// #     #[derive(Clone, Debug)]
/// #     pub struct Ping(oaspen_client::Call);
/// #     oaspen_client::operation! { Ping as PING { id: "Ping", GET: "/ping", security: [], accept: "",
/// #         success () { "204": empty } error () {} } }
/// #     pub fn ping() -> Ping {
/// #         let client: oaspen_client::Client = oaspen_client::ClientBuilder::new(&API).build().unwrap();
/// #         Ping(oaspen_client::Call::new(&client, &PING))
/// #     }
/// # }
/// use oaspen_client::BlockingCall;
///
/// demo::ping().send_blocking()?;
/// # Ok::<(), oaspen_client::Error>(())
/// ```
pub trait BlockingCall: TypedCall {
    /// Sends the call and waits for its response.
    ///
    /// # Errors
    /// As sending it, or the thread runs async code.
    fn send_blocking(self) -> Result<Self::Output, Error<Self::Error>> {
        wait(CallFuture::new(self.into_call(), Self::DECODERS))?
    }

    /// Sends the call, waits for its response and keeps status and headers.
    ///
    /// # Errors
    /// As sending it, or the thread runs async code.
    fn send_with_response_blocking(self) -> Result<Response<Self::Output>, Error<Self::Error>> {
        wait(ResponseFuture::new(self.into_call(), Self::DECODERS))?
    }

    /// Sends the call with a condition that was set before, and waits for its response: `None` if nothing has changed
    /// (status 304).
    ///
    /// # Errors
    /// As sending it, or the thread runs async code.
    fn send_if_changed_blocking(self) -> Result<Option<Response<Self::Output>>, Error<Self::Error>> {
        wait(IfChangedFuture::new(self.into_call(), Self::DECODERS))?
    }

    /// Sends the call and waits for the whole response, undecoded, whatever its status.
    ///
    /// # Errors
    /// As sending it, or the thread runs async code.
    fn send_raw_blocking(self) -> Result<Response<Bytes>, Error> {
        let call = self.into_call();
        wait(async move {
            let raw = call.send_raw().await?;
            let (status, headers) = (raw.status(), raw.headers().clone());
            Ok(Response::new(status, headers, raw.bytes().await?))
        })?
    }

    /// Sends the call, checks the status as `send_blocking()` does, and leaves the body to be read chunk by chunk:
    /// [`RawResponse::blocking`].
    ///
    /// # Errors
    /// As sending it, or the thread runs async code.
    fn send_streamed_blocking(self) -> Result<RawResponse, Error<Self::Error>> {
        wait(StreamedFuture::new(self.into_call()))?
    }
}

impl<T: TypedCall> BlockingCall for T {}
