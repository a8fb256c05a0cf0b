//! JSON texts one after the other: typed, each as it comes.

use crate::call::untyped::Call;
use crate::error::failure::Failure;
use crate::error::typed::Error;
use crate::stream::connection::{Connection, ConnectionStep, ExpectedMedia, too_long};
use crate::stream::events::IDLE;
use crate::stream::records::{Record, Splitter};
use crate::table::decode::{BodyDecoder, decoded};
use crate::table::media;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// The JSON values of a call's response, one by one: what `.json_lines()` returns. Nothing is sent before the first one is
/// requested.
///
/// ```
/// # mod demo {
/// #     oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
/// #         servers: ["http://127.0.0.1:9"], schemes: {} } }
/// #     #[derive(Clone, Debug)]
/// #     pub struct Export(oaspen_client::Call);
/// #     oaspen_client::operation! { Export as EXPORT { id: "Export", GET: "/export", security: [],
/// #         accept: "application/x-ndjson", success oaspen_client::Bytes { "200": bytes } error () {}
/// #         json_lines Vec<i64>: "application/x-ndjson", } }
/// #     pub fn export() -> Export {
/// #         let client: oaspen_client::Client = oaspen_client::ClientBuilder::new(&API).build().unwrap();
/// #         Export(oaspen_client::Call::new(&client, &EXPORT))
/// #     }
/// # }
/// # async fn show() -> Result<(), oaspen_client::Error> {
/// let mut lines = demo::export().json_lines();
/// while let Some(value) = lines.next().await {
///     println!("{:?}", value?);
/// }
/// # Ok(()) }
/// ```
///
/// - **Forms.** One value a line (NDJSON, JSON Lines), empty lines left out; several objects or arrays on a line; or the
///   sequences of RFC 7464, recognized by their first byte.
/// - **Errors.** A value that does not fit is an error with its line and JSON path, which the stream goes on after.
///   After any other error it is over. Nothing connects again.
/// - **Time.** The call's timeout is the time until the response begins. From then on a stream may be silent for five
///   minutes: [`idle_timeout`](Self::idle_timeout).
/// - **Size.** The call's largest response (`max_response_bytes`) is that of one value. There is no limit on their sum.
///
/// With feature `stream` it is a `futures_core::Stream`; with feature `blocking` it has `blocking()`. Dropping the future of [`next`](Self::next) loses nothing.
#[must_use = "nothing is sent before the first value is requested"]
pub struct JsonLines<T: 'static, E> {
    source: RecordSource,
    decoder: BodyDecoder<T>,
    error: PhantomData<fn() -> E>,
}

impl<T: 'static, E> JsonLines<T, E> {
    #[doc(hidden)]
    pub fn new(call: Call, decoder: BodyDecoder<T>, accept: &'static str) -> Self {
        let expected = ExpectedMedia {
            accept,
            takes: media::may_be_records,
        };
        let connection = Connection::new(call, expected, IDLE);
        Self {
            source: RecordSource {
                splitter: Splitter::new(connection.limit()),
                connection,
            },
            decoder,
            error: PhantomData,
        }
    }

    /// Sets the longest silence, after which the stream fails; [`Duration::MAX`] for no limit. Default: five minutes.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.source.connection.set_idle(timeout);
        self
    }

    /// The next value; `None` when the stream has ended.
    ///
    /// # Errors
    /// The call failed, the connection broke, a value is too large or does not fit.
    #[allow(clippy::should_implement_trait, reason = "it is async, as that of every stream")]
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|cx| self.poll_value(cx)).await
    }

    pub(crate) fn poll_value(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error<E>>>> {
        let record = match ready!(self.source.poll_record(cx)) {
            Ok(Some(record)) => record,
            Ok(None) => return Poll::Ready(None),
            Err(error) => return Poll::Ready(Some(Err(error.into()))),
        };
        let collected = self.source.connection.part(record.text);
        let read = decoded(&collected.reply, self.decoder);
        Poll::Ready(Some(read.map_err(|error| {
            collected
                .part_error(&format!("line {} does not fit", record.number), error)
                .into()
        })))
    }
}

impl<T: 'static, E> fmt::Debug for JsonLines<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines")
            .field("operation", self.source.connection.operation())
            .finish_non_exhaustive()
    }
}

/// Values before they are typed.
struct RecordSource {
    connection: Connection,
    splitter: Splitter,
}

impl RecordSource {
    fn poll_record(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Record>, Failure>> {
        loop {
            match self.splitter.next() {
                Ok(Some(record)) => return Poll::Ready(Ok(Some(record))),
                Ok(None) => {}
                Err(_) => {
                    self.connection.close();
                    self.splitter = Splitter::new(0);
                    let limit = self.connection.limit();
                    return Poll::Ready(Err(too_long(self.connection.operation(), "a line", limit)));
                }
            }
            match ready!(self.connection.poll(cx)) {
                Ok(ConnectionStep::Opened) => {}
                Ok(ConnectionStep::Piece(piece)) => self.splitter.push(piece),
                Ok(ConnectionStep::End) => return Poll::Ready(Ok(self.splitter.finish())),
                Err(error) => {
                    // What was cut off is no value.
                    self.splitter = Splitter::new(0);
                    return Poll::Ready(Err(error));
                }
            }
        }
    }
}
