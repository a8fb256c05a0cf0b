//! Server-sent events: typed, with reconnection.

use crate::base::BoxFuture;
use crate::base::deadline::{Deadline, can_wait, sleep};
use crate::call::untyped::Call;
use crate::codec::error::DecodeError;
use crate::codec::json;
use crate::codec::traits::Decode;
use crate::error::failure::Failure;
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::error::typed::Error;
use crate::policy::reconnect::ReconnectPolicy;
use crate::stream::connection::{Connection, ConnectionStep, ExpectedMedia, too_long};
use crate::stream::sse::{Frame, Parser};
use crate::table::decode::{BodyDecoder, BodyKind, decoded};
use crate::table::media;
use http::Method;
use http::header::{HeaderName, HeaderValue};
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// The longest silence, unless set otherwise.
pub(crate) const IDLE: Duration = Duration::from_secs(300);

/// The longest id that is sent as `Last-Event-ID`, unless set otherwise: servers limit all header fields together, often to 8 KiB.
const MAX_ID: usize = 4096;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

const EVENTS: ExpectedMedia = ExpectedMedia {
    accept: "text/event-stream",
    takes: media::is_events,
};

/// An event that the server sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The last id that the server sent, with this event or before it.
    pub id: Option<Arc<str>>,
    /// The name of the event; `None` for one without, which browsers call `message`.
    pub event: Option<String>,
    /// How long the client should wait before connecting again, if the server has sent a time since the event before.
    pub retry: Option<Duration>,
    /// The data of the event.
    pub data: T,
}

impl Event<String> {
    /// Reads the data as JSON, for streams whose events the API does not describe.
    ///
    /// # Errors
    /// The data is not JSON, or does not fit `T`.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        json::from_str(&self.data)
    }
}

/// The events of a call: what `.events()` returns. Nothing is sent before the first one is requested.
///
/// ```
/// # mod demo {
/// #     oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
/// #         servers: ["http://127.0.0.1:9"], schemes: {} } }
/// #     #[derive(Clone, Debug)]
/// #     pub struct Watch(oaspen_client::Call);
/// #     oaspen_client::operation! { Watch as WATCH { id: "Watch", GET: "/watch", security: [], accept: "text/event-stream",
/// #         success String { "200": text } error () {} events Vec<i64>: json, } }
/// #     pub fn watch() -> Watch {
/// #         let client: oaspen_client::Client = oaspen_client::ClientBuilder::new(&API).build().unwrap();
/// #         Watch(oaspen_client::Call::new(&client, &WATCH))
/// #     }
/// # }
/// # async fn show() -> Result<(), oaspen_client::Error> {
/// let mut events = demo::watch().events();
/// while let Some(event) = events.next().await {
///     let event = event?;
///     println!("{:?}: {:?}", event.event, event.data);
/// }
/// # Ok(()) }
/// ```
///
/// - **Errors.** An event whose data does not fit is an error that the stream goes on after. After any other error it
///   is over.
/// - **Time.** The call's timeout is the time until the response begins, for each connection. From then on a stream
///   may be silent for five minutes: [`idle_timeout`](Self::idle_timeout). Comments count as signs of life.
/// - **Size.** The call's largest response (`max_response_bytes`) is that of one event. There is no limit on their sum.
/// - **Reconnecting.** See [`ReconnectPolicy`].
/// - **`[DONE]`.** An event with just this data, which several APIs send as their last one, ends a stream of JSON and
///   is not returned. In a stream of texts it is an event like any other.
/// - **No data.** In a stream of JSON, an event without data keeps the connection alive, and is not returned.
///
/// With feature `stream` it is a `futures_core::Stream`; with feature `blocking` it has `blocking()`. Dropping the future of [`next`](Self::next) loses nothing.
/// On wasm bodies arrive whole, so events come when the last one has been sent.
#[must_use = "nothing is sent before the first event is requested"]
pub struct EventStream<T: 'static, E> {
    source: FrameSource,
    decoder: BodyDecoder<T>,
    kind: BodyKind,
    error: PhantomData<fn() -> E>,
}

impl<T: 'static, E> EventStream<T, E> {
    #[doc(hidden)]
    pub fn new(call: Call, decoder: BodyDecoder<T>, kind: BodyKind) -> Self {
        Self {
            source: FrameSource::new(call),
            decoder,
            kind,
            error: PhantomData,
        }
    }

    /// Sets when the stream connects again, whatever the method of its call; [`ReconnectPolicy::none`] for never.
    pub fn reconnect(mut self, policy: ReconnectPolicy) -> Self {
        self.source.policy = policy;
        self.source.is_repeatable = true;
        self
    }

    /// Sets the longest silence, after which the connection counts as lost; [`Duration::MAX`] for no limit.
    /// Default: five minutes.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.source.connection.set_idle(timeout);
        self
    }

    /// Sets the length in bytes of the longest id that is sent as `Last-Event-ID`. If the stream has to connect again after an event
    /// with a longer one, it fails. Default: 4096.
    pub fn max_id_bytes(mut self, most: usize) -> Self {
        self.source.max_id = most;
        self
    }

    /// Sets the id to go on after, from a stream before.
    pub fn last_event_id(mut self, id: impl Into<Arc<str>>) -> Self {
        self.source.parser.set_last_id(id.into());
        self
    }

    /// The last id that the server sent.
    #[must_use]
    pub fn last_id(&self) -> Option<&str> {
        self.source.parser.last_id()
    }

    /// Sends the call, unless it is sent already: so that errors are found before the first event arrives.
    ///
    /// # Errors
    /// As sending the call, or the response is no stream of events.
    pub async fn connect(&mut self) -> Result<(), Error<E>> {
        poll_fn(|cx| self.source.poll_open(cx)).await.map_err(Into::into)
    }

    /// The next event; `None` when the stream has ended.
    ///
    /// # Errors
    /// The call failed, the connection is lost for good, an event is too large or does not fit.
    #[allow(clippy::should_implement_trait, reason = "it is async, as that of every stream")]
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error<E>>> {
        poll_fn(|cx| self.poll_event(cx)).await
    }

    pub(crate) fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error<E>>>> {
        let frame = loop {
            match ready!(self.source.poll_frame(cx)) {
                // Without data there is no JSON: the server keeps the connection alive.
                Ok(Some(frame)) if self.kind == BodyKind::Json && frame.data.trim().is_empty() => {}
                Ok(Some(frame)) => break frame,
                Ok(None) => return Poll::Ready(None),
                Err(error) => return Poll::Ready(Some(Err(error.into()))),
            }
        };
        self.source.fruitless = 0;
        if self.kind == BodyKind::Json && frame.data.trim() == "[DONE]" {
            self.source.close();
            return Poll::Ready(None);
        }
        let collected = self.source.connection.part(frame.data.into());
        Poll::Ready(Some(match decoded(&collected.reply, self.decoder) {
            Ok(data) => Ok(Event {
                id: frame.id,
                event: frame.event,
                retry: frame.retry,
                data,
            }),
            Err(error) => {
                let name = frame
                    .event
                    .map_or_else(String::new, |name| format!(" `{}`", media::short(&name)));
                let problem = format!("event {}{name} does not fit", self.source.count);
                Err(collected.part_error(&problem, error).into())
            }
        }))
    }
}

impl<T: 'static, E> fmt::Debug for EventStream<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("operation", self.source.connection.operation())
            .finish_non_exhaustive()
    }
}

/// What follows the end of a connection.
enum Reconnect {
    Planned,
    No,
    /// As many connections in a row as the policy allows had no event.
    TooMany(u32),
}

/// Events before they are typed.
struct FrameSource {
    connection: Connection,
    parser: Parser,
    policy: ReconnectPolicy,
    /// Whether the call may be sent again.
    is_repeatable: bool,
    /// The last wait that the server requested.
    asked: Option<Duration>,
    waiting: Option<BoxFuture<()>>,
    /// Whether a response came at all.
    was_open: bool,
    /// Connections in a row, after the first, without an event that was returned.
    fruitless: u32,
    /// Connections in a row that were short.
    short: u32,
    /// How long the connection is a short one: without an end while it is not open.
    short_until: Deadline,
    /// The longest id that is sent.
    max_id: usize,
    /// Whether the last connection was made with an id of the stream.
    has_sent_id: bool,
    /// Events so far.
    count: u64,
}

impl FrameSource {
    fn new(call: Call) -> Self {
        let connection = Connection::new(call, EVENTS, IDLE);
        let method = connection.operation().method;
        Self {
            parser: Parser::new(connection.limit()),
            policy: ReconnectPolicy::new(),
            is_repeatable: method == Method::GET.as_str() || method == Method::HEAD.as_str(),
            connection,
            asked: None,
            waiting: None,
            was_open: false,
            fruitless: 0,
            short: 0,
            short_until: Deadline::after(None),
            max_id: MAX_ID,
            has_sent_id: false,
            count: 0,
        }
    }

    fn poll_open(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        if self.was_open {
            return Poll::Ready(Ok(()));
        }
        self.send_last_id()?;
        if let ConnectionStep::Opened = ready!(self.connection.poll(cx))? {
            self.opened();
        }
        self.was_open = true;
        Poll::Ready(Ok(()))
    }

    fn poll_frame(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Frame>, Failure>> {
        ready!(self.poll_open(cx))?;
        loop {
            match self.parser.next() {
                Ok(Some(frame)) => {
                    self.count += 1;
                    self.asked = frame.retry.or(self.asked);
                    return Poll::Ready(Ok(Some(frame)));
                }
                Ok(None) => {}
                Err(_) => {
                    self.close();
                    let limit = self.connection.limit();
                    return Poll::Ready(Err(too_long(self.connection.operation(), "an event", limit)));
                }
            }
            if let Some(waiting) = &mut self.waiting {
                ready!(waiting.as_mut().poll(cx));
                self.waiting = None;
                self.send_last_id()?;
                self.short_until = Deadline::after(None);
                self.connection.start_over();
            }
            // An end of a response that was read; a response without a body is the end of the stream.
            let was_reading = self.connection.is_open();
            match ready!(self.connection.poll(cx)) {
                Ok(ConnectionStep::Opened) => self.opened(),
                Ok(ConnectionStep::Piece(piece)) => self.parser.push(piece),
                Ok(ConnectionStep::End) if was_reading => match self.plan_reconnect(None) {
                    Reconnect::Planned => {}
                    Reconnect::No => return Poll::Ready(Ok(None)),
                    Reconnect::TooMany(limit) => {
                        let error = ErrorInner::new(ErrorKind::Transport, without_events(limit));
                        return Poll::Ready(Err(error.of(self.connection.operation())));
                    }
                },
                Ok(ConnectionStep::End) => return Poll::Ready(Ok(None)),
                Err(error) => match self.plan_reconnect(Some(&error)) {
                    Reconnect::Planned => {}
                    Reconnect::No => return Poll::Ready(Err(error)),
                    Reconnect::TooMany(limit) => return Poll::Ready(Err(error.with_note(&without_events(limit)))),
                },
            }
        }
    }

    /// From now on the time counts that the connection lasts.
    fn opened(&mut self) {
        self.short_until = Deadline::after(Some(self.policy.short()));
    }

    /// Whether to reconnect after the end or an error. If so, starts the wait before it.
    fn plan_reconnect(&mut self, error: Option<&ErrorInner>) -> Reconnect {
        self.asked = self.parser.retry().or(self.asked);
        self.parser.restart();
        let has_reason = match error {
            None => self.parser.last_id().is_some() || self.asked.is_some(),
            Some(error) => error.is_retryable(),
        };
        if !has_reason || !self.is_repeatable || !can_wait() {
            return Reconnect::No;
        }
        self.short = match self.short_until.leaves(Duration::ZERO) {
            true => self.short.saturating_add(1),
            false => 0,
        };
        let Some(wait) = self.policy.wait(self.fruitless, self.short, self.asked) else {
            return match self.policy.attempts() {
                0 => Reconnect::No,
                limit => Reconnect::TooMany(limit),
            };
        };
        self.fruitless += 1;
        self.waiting = Some(Box::pin(sleep(wait)));
        Reconnect::Planned
    }

    fn close(&mut self) {
        self.connection.close();
        self.parser.restart();
    }

    fn send_last_id(&mut self) -> Result<(), Failure> {
        // The server may have reset the id, or sent one that no header can carry. A header of the call is replaced by the first id
        // of the server, and else stays.
        if std::mem::take(&mut self.has_sent_id) {
            self.connection.remove_header(&LAST_EVENT_ID);
        }
        let Some(id) = self.parser.last_id() else { return Ok(()) };
        if id.len() > self.max_id {
            let problem = format!(
                "the id of the last event has {} bytes, more than the limit of {}, so that the stream cannot go on after it: \
                 `max_id_bytes` sets another limit",
                id.len(),
                self.max_id
            );
            self.close();
            self.was_open = true;
            return Err(ErrorInner::new(ErrorKind::Build, problem).of(self.connection.operation()));
        }
        if let Ok(mut id) = HeaderValue::from_bytes(id.as_bytes()) {
            id.set_sensitive(true);
            self.connection.set_header(LAST_EVENT_ID, id);
            self.has_sent_id = true;
        }
        Ok(())
    }
}

/// The message after as many connections without an event as the policy allows.
#[cold]
fn without_events(limit: u32) -> String {
    format!(
        "{limit} connections in a row had no event: `ReconnectPolicy::max_attempts` sets another limit, and with \
         `ReconnectPolicy::none()` the stream ends with its connection"
    )
}
