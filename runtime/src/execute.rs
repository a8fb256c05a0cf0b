//! The one way every call takes: send, read, sort by status.

use crate::body::{Incoming, Stalled};
use crate::call::{Call, CallState};
use crate::codec::DecodeError;
use crate::deadline::{Deadline, Elapsed, sleep};
use crate::decode::{BodyKind, Reply};
use crate::error::{BoxError, ErrorInner, ErrorKind};
use crate::media;
use crate::redact::hide;
use crate::response::RawResponse;
use crate::send::Sending;
use crate::table::{Operation, Row};
use crate::transport::BoxFuture;
use bytes::{Bytes, BytesMut};
use std::error::Error as StdError;
use std::io;

/// What a call failed with, its type not yet known.
pub(crate) type Failure = Box<ErrorInner>;

/// Sends a call and collects its answer; error statuses are errors.
pub(crate) fn execute(call: Call) -> BoxFuture<Result<Reply, Failure>> {
    let run = |state: Box<CallState>| -> BoxFuture<_> {
        Box::pin(async move {
            let mut sending = Sending::new(&state)?;
            loop {
                let mut answer = sending.answer().await?;
                let error = match sort(&state, &mut answer).await {
                    Ok(reply) => {
                        sending.kept(reply.status);
                        return Ok(reply);
                    }
                    Err(error) => error,
                };
                drop(answer);
                let Some(delay) = sending.again(&error) else {
                    return Err(hide(error, &state.client.inner));
                };
                sleep(delay).await;
            }
        })
    };
    traced(call, run)
}

/// Sends a call and gives its answer unread, whatever its status.
pub(crate) fn execute_raw(call: Call) -> BoxFuture<Result<RawResponse, Failure>> {
    let run = |state: Box<CallState>| -> BoxFuture<_> {
        Box::pin(async move {
            let mut sending = Sending::new(&state)?;
            let answer = sending.answer().await?;
            sending.kept(answer.status);
            Ok(answer)
        })
    };
    traced(call, run)
}

/// Sends a call and gives its answer unread once its status is that of a success; error statuses are errors. From
/// then on its timeout is the longest wait for the next piece.
pub(crate) fn execute_streamed(call: Call) -> BoxFuture<Result<RawResponse, Failure>> {
    let run = |state: Box<CallState>| -> BoxFuture<_> {
        Box::pin(async move {
            let mut sending = Sending::new(&state)?;
            let mut answer = loop {
                let mut answer = sending.answer().await?;
                let row = state.operation.row(answer.status.as_u16());
                if matches!(row, Row::AnySuccess | Row::Success(_)) {
                    break answer;
                }
                let error = Box::pin(refused(&state, row, &mut answer)).await;
                drop(answer);
                let Some(delay) = sending.again(&error) else {
                    return Err(hide(error, &state.client.inner));
                };
                sleep(delay).await;
            };
            sending.kept(answer.status);
            answer.deadline = Deadline::after(None);
            answer
                .body
                .limit_waits(state.timeout.unwrap_or(state.client.inner.timeout));
            Ok(answer)
        })
    };
    traced(call, run)
}

/// How a call runs.
type Run<T> = fn(Box<CallState>) -> BoxFuture<Result<T, Failure>>;

#[cfg(not(feature = "tracing"))]
fn traced<T>(call: Call, run: Run<T>) -> BoxFuture<Result<T, Failure>> {
    run(call.into_state())
}

/// Runs a call in its span.
#[cfg(feature = "tracing")]
fn traced<T: crate::spans::Outcome + 'static>(call: Call, run: Run<T>) -> BoxFuture<Result<T, Failure>> {
    let state = call.into_state();
    Box::pin(crate::spans::call(state.operation, run(state)))
}

/// Sorts an answer by its status and reads what of its body is wanted.
async fn sort(state: &CallState, answer: &mut RawResponse) -> Result<Reply, Failure> {
    let operation = state.operation;
    let row = operation.row(answer.status.as_u16());
    let (row, wanted) = match row {
        Row::AnySuccess => (0, false),
        Row::Success(at) => (
            at,
            operation
                .success
                .get(at)
                .is_none_or(|(_, kind)| *kind != BodyKind::Empty),
        ),
        // In a box, so that the future of every call is small.
        Row::Error(_) | Row::None => return Err(Box::pin(refused(state, row, answer)).await),
    };
    let body = if wanted { answer.collect().await? } else { Bytes::new() };
    let headers = std::mem::take(&mut answer.headers);
    Ok(Reply::new(state, answer.status, headers, body, row))
}

/// The error of an answer that is no success. Reading or decoding its body never makes it worse.
async fn refused(state: &CallState, row: Row, answer: &mut RawResponse) -> Failure {
    let operation = state.operation;
    let (body, broken) = read(&mut answer.body, answer.limit, answer.deadline).await;
    let is_api = matches!(row, Row::Error(_)) || answer.status.as_u16() >= 400;
    let (kind, message) = if is_api {
        (ErrorKind::Api, answer.status.to_string())
    } else {
        (
            ErrorKind::UnexpectedStatus,
            format!(
                "{} is neither a success nor an error that the API declares",
                answer.status
            ),
        )
    };
    let headers = std::mem::take(&mut answer.headers);
    let mut error = ErrorInner::new(kind, message).of(operation);
    if let Some(broken) = broken {
        return broken.explain(error).answer(answer.status, headers).body(body);
    }
    if let Row::Error(at) = row {
        let reply = Reply::new(state, answer.status, headers, body, at);
        error = match (operation.error)(&reply) {
            Ok(typed) => error.api(typed),
            Err(problem) => error.decode(problem),
        };
        return error.answer(reply.status, reply.headers).body(reply.body);
    }
    error.answer(answer.status, headers).body(body)
}

/// Why a body could not be read to its end.
pub(crate) enum Broken {
    TooLarge(usize),
    Timeout,
    Stalled(Stalled),
    Transport(BoxError),
}

impl From<BoxError> for Broken {
    fn from(error: BoxError) -> Self {
        match error.downcast() {
            Ok(stalled) => Self::Stalled(*stalled),
            Err(error) => Self::Transport(without_url(error)),
        }
    }
}

impl Broken {
    /// The error of a success whose body broke.
    pub(crate) fn into_error(self) -> Failure {
        match self {
            Self::TooLarge(limit) => ErrorInner::new(ErrorKind::BodyTooLarge, too_large(limit)),
            Self::Timeout => timed_out("while the body was read"),
            Self::Stalled(stalled) => ErrorInner::new(ErrorKind::Timeout, stalled.to_string()),
            Self::Transport(error) => {
                ErrorInner::new(ErrorKind::Transport, "the connection broke while the body was read").source(error)
            }
        }
    }

    /// Adds the reason to an error that stands anyway.
    fn explain(self, error: Failure) -> Failure {
        match self {
            Self::TooLarge(limit) => error.source(too_large(limit)),
            Self::Timeout => error.source("the time ran out while the body was read"),
            Self::Stalled(cause) => error.source(cause),
            Self::Transport(cause) => error.source(cause),
        }
    }
}

fn too_large(limit: usize) -> String {
    format!("the body is larger than the limit of {limit} bytes")
}

pub(crate) fn timed_out(when: &str) -> Failure {
    ErrorInner::new(
        ErrorKind::Timeout,
        format!("the call took longer than its timeout, {when}"),
    )
}

/// Reads a body up to a limit: what was read, and why it ended early.
pub(crate) async fn read(body: &mut Incoming, limit: usize, deadline: Deadline) -> (Bytes, Option<Broken>) {
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    let all = read_all(body, limit, &mut first, &mut rest);
    let broken = match deadline.race(all).await {
        Ok(broken) => broken,
        Err(Elapsed) => Some(Broken::Timeout),
    };
    if rest.is_empty() {
        return (first, broken);
    }
    (rest.freeze(), broken)
}

/// Reads a body up to a limit; what came stays when the future is dropped.
async fn read_all(body: &mut Incoming, limit: usize, first: &mut Bytes, rest: &mut BytesMut) -> Option<Broken> {
    loop {
        let chunk = match body.chunk().await? {
            Ok(chunk) => chunk,
            Err(error) => return Some(error.into()),
        };
        let room = limit.saturating_sub(first.len() + rest.len());
        if chunk.len() > room {
            rest_or_first(first, rest, chunk.slice(..room));
            return Some(Broken::TooLarge(limit));
        }
        rest_or_first(first, rest, chunk);
    }
}

/// Keeps a single chunk without copying it.
fn rest_or_first(first: &mut Bytes, rest: &mut BytesMut, chunk: Bytes) {
    if first.is_empty() && rest.is_empty() {
        *first = chunk;
        return;
    }
    if !first.is_empty() {
        rest.extend_from_slice(&std::mem::take(first));
    }
    rest.extend_from_slice(&chunk);
}

impl RawResponse {
    /// Reads the whole body under the limit.
    pub(crate) async fn collect(&mut self) -> Result<Bytes, Failure> {
        let at_least = self.body.lower_bound().max(if self.bodiless {
            0
        } else {
            self.content_length().unwrap_or(0)
        });
        let (body, broken) = if at_least > self.limit as u64 {
            (Bytes::new(), Some(Broken::TooLarge(self.limit)))
        } else {
            read(&mut self.body, self.limit, self.deadline).await
        };
        match broken {
            None => Ok(body),
            Some(broken) => {
                let headers = std::mem::take(&mut self.headers);
                Err(broken
                    .into_error()
                    .of(self.operation)
                    .answer(self.status, headers)
                    .body(body))
            }
        }
    }
}

impl Reply {
    /// The error of a success whose body is not what the API declares.
    #[cold]
    pub(crate) fn misfit(self, error: DecodeError) -> Failure {
        #[cfg(feature = "tracing")]
        crate::spans::misfit(&self.span);
        let found = media::essence(&self.headers);
        let kind = self.operation.success.get(self.row).map(|(_, kind)| *kind);
        let problem = match &found {
            Some(found) if kind == Some(BodyKind::Json) && !media::is_json(found) => {
                "does not fit, as it should be JSON"
            }
            _ => "does not fit",
        };
        let found = media::content_type(&self.headers);
        let found = found.map_or_else(String::new, |found| format!(" ({})", media::short(found)));
        let problem = format!("{}, but the body{found} {problem}", self.status);
        self.unfit(&problem, error)
    }

    /// The error of a body, or a part of one, that is not what the API declares.
    #[cold]
    pub(crate) fn unfit(self, problem: &str, error: DecodeError) -> Failure {
        let near = if error.excerpt().is_empty() {
            String::new()
        } else {
            format!(" near `{}`", error.excerpt())
        };
        let failure = ErrorInner::new(ErrorKind::Decode, format!("{problem}: {error}{near}"))
            .of(self.operation)
            .answer(self.status, self.headers)
            .body(self.body)
            .decode(error);
        hide(failure, &self.client.inner)
    }

    /// The tables do not belong together.
    #[cold]
    pub(crate) fn no_row(self) -> Failure {
        let message = format!("no type is declared for status {}", self.status);
        ErrorInner::new(ErrorKind::UnexpectedStatus, message)
            .of(self.operation)
            .answer(self.status, self.headers)
    }
}

/// An error of the transport: its URL, which may carry secrets, is cut off.
pub(crate) fn transport_error(error: BoxError) -> Failure {
    #[cfg(feature = "test")]
    if let Some(problem) = causes(&*error).find_map(|cause| cause.downcast_ref::<crate::fake::NoAnswer>()) {
        return ErrorInner::new(ErrorKind::Build, problem.to_string());
    }
    let error = without_url(error);
    let unsent = is_unsent(&error);
    let reason = match error.downcast_ref::<reqwest::Error>() {
        Some(error) if error.is_timeout() => {
            let failure = timed_out("while connecting").source(without_url(error_box(error)));
            return if unsent { failure.unsent() } else { failure };
        }
        _ if unsent => "could not connect",
        _ => "the request could not be sent",
    };
    let message = match io_cause(&*error) {
        Some(cause) => format!("{reason}: {cause}"),
        None => reason.to_owned(),
    };
    let failure = ErrorInner::new(ErrorKind::Transport, message).source(error);
    if unsent { failure.unsent() } else { failure }
}

/// Whether no connection came about, so that the server cannot have seen the request. Layers wrap the error.
#[cfg(not(target_arch = "wasm32"))]
fn is_unsent(error: &BoxError) -> bool {
    causes(&**error).any(|cause| {
        let http = cause.downcast_ref::<reqwest::Error>();
        let io = cause.downcast_ref::<io::Error>();
        http.is_some_and(reqwest::Error::is_connect)
            || io.is_some_and(|io| io.kind() == io::ErrorKind::ConnectionRefused)
    })
}

/// Whether no connection came about: a browser does not tell.
#[cfg(target_arch = "wasm32")]
fn is_unsent(_: &BoxError) -> bool {
    false
}

fn error_box(error: &reqwest::Error) -> BoxError {
    error.to_string().into()
}

fn without_url(error: BoxError) -> BoxError {
    match error.downcast::<reqwest::Error>() {
        Ok(error) => Box::new(error.without_url()),
        Err(error) => error,
    }
}

/// The innermost I/O error: "connection refused" says more than its wrappings.
fn io_cause(error: &(dyn StdError + 'static)) -> Option<String> {
    let io = causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>());
    io.last().map(ToString::to_string)
}

/// An error and what it comes from. An I/O error hides what it wraps from `source`.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| {
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}

/// The operation of a body that breaks while its pieces are read.
pub(crate) fn chunk_error(operation: &'static Operation, broken: Result<BoxError, Elapsed>) -> Failure {
    match broken {
        Ok(error) => Broken::from(error),
        Err(Elapsed) => Broken::Timeout,
    }
    .into_error()
    .of(operation)
}
