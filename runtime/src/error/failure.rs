//! Failures of sending and reading, before their type is known.

use crate::base::BoxError;
use crate::base::deadline::{Deadline, Elapsed};
use crate::body::response::{ResponseBody, Stalled};
use crate::error::connect::{AddressProblem, Causes, causes};
use crate::error::head::HeadProblem;
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::error::not_decompressed::NotDecompressed;
use crate::table::operation::Operation;
use bytes::{Bytes, BytesMut};
use std::error::Error as StdError;
#[cfg(feature = "test-util")]
use std::fmt;
use std::io;

/// The error of a call before its type is known.
pub(crate) type Failure = Box<ErrorInner>;

/// Why a body could not be read to its end.
pub(crate) enum Broken {
    TooLarge(usize),
    Timeout,
    Stalled(Stalled),
    Compressed(NotDecompressed),
    Transport(BoxError),
}

impl From<BoxError> for Broken {
    fn from(error: BoxError) -> Self {
        match error.downcast() {
            Ok(stalled) => Self::Stalled(*stalled),
            Err(error) => match NotDecompressed::of(&*error) {
                Some(error) => Self::Compressed(error),
                None => Self::Transport(without_url(error)),
            },
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
            Self::Compressed(error) => ErrorInner::new(ErrorKind::Decode, error.to_string()),
            Self::Transport(error) => {
                ErrorInner::new(ErrorKind::Transport, "the connection broke while the body was read").source(error)
            }
        }
    }

    /// Adds the reason to an error of another kind.
    pub(crate) fn explain(self, error: Failure) -> Failure {
        match self {
            Self::TooLarge(limit) => error.source(too_large(limit)),
            Self::Timeout => error.source("the timeout expired while the body was read"),
            Self::Stalled(cause) => error.source(cause),
            Self::Compressed(cause) => error.source(cause),
            Self::Transport(cause) => error.source(cause),
        }
    }
}

fn too_large(limit: usize) -> String {
    format!("the body is larger than the limit of {limit} bytes: `max_response_bytes` sets another limit")
}

pub(crate) fn timed_out(when: &str) -> Failure {
    ErrorInner::new(
        ErrorKind::Timeout,
        format!("the call took longer than its timeout, {when}: `timeout` sets another limit"),
    )
}

/// Reads a body up to a limit: what was read, and why it ended early.
pub(crate) async fn read(body: &mut ResponseBody, limit: usize, deadline: Deadline) -> (Bytes, Option<Broken>) {
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

/// Reads a body up to a limit; what was read is kept when the future is dropped.
async fn read_all(body: &mut ResponseBody, limit: usize, first: &mut Bytes, rest: &mut BytesMut) -> Option<Broken> {
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

/// An error of the transport: its URL, which may carry secrets, is cut off.
pub(crate) fn transport_error(error: BoxError) -> Failure {
    #[cfg(feature = "test-util")]
    if let Some(problem) = causes(&*error).find_map(|cause| cause.downcast_ref::<NoResponse>()) {
        return ErrorInner::new(ErrorKind::Build, problem.to_string());
    }
    let error = without_url(error);
    let unsent = is_unsent(&error);
    let problem = AddressProblem::of(&*error, unsent);
    let head = HeadProblem::of(&*error);
    let reason = match error.downcast_ref::<reqwest::Error>() {
        Some(error) if error.is_timeout() => {
            let source = without_url(error_box(error));
            if !unsent {
                return timed_out("before a response came").source(source);
            }
            let problem = "no connection was made in time: `connect_timeout` sets another limit";
            return ErrorInner::new(ErrorKind::Timeout, problem).source(source).unsent();
        }
        _ => match problem {
            Some(problem) => problem.message(),
            None if unsent => "could not connect",
            None => head.map_or("the request could not be sent", HeadProblem::message),
        },
    };
    let invalid = || HeadProblem::invalid(&*error).map(|cause| cause.to_string());
    let message = match invalid().or_else(|| io_cause(&*error)) {
        Some(cause) => format!("{reason}: {cause}"),
        None => reason.to_owned(),
    };
    let mut failure = ErrorInner::new(ErrorKind::Transport, message.clone());
    // The innermost cause is in the message already. Errors of layers keep their type.
    failure = match error.downcast_ref::<reqwest::Error>() {
        Some(error) => match Causes::beside(&message, error) {
            Some(causes) => failure.source(causes),
            None => failure,
        },
        None => failure.source(error),
    };
    match problem {
        Some(_) => failure.lasting(),
        None if head == Some(HeadProblem::TooLarge) => failure.lasting(),
        None if unsent => failure.unsent(),
        None => failure,
    }
}

/// Whether no connection was made, so that the server cannot have seen the request. Layers wrap the error.
#[cfg(not(target_arch = "wasm32"))]
fn is_unsent(error: &BoxError) -> bool {
    causes(&**error).any(|cause| {
        let http = cause.downcast_ref::<reqwest::Error>();
        let io = cause.downcast_ref::<io::Error>();
        http.is_some_and(reqwest::Error::is_connect)
            || io.is_some_and(|io| io.kind() == io::ErrorKind::ConnectionRefused)
    })
}

/// Whether no connection was made: a browser does not report it.
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

/// The innermost I/O error: "connection refused" is more specific than the errors around it.
fn io_cause(error: &(dyn StdError + 'static)) -> Option<String> {
    let io = causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>());
    io.last().map(ToString::to_string)
}

/// The error of a body that breaks while its chunks are read.
pub(crate) fn chunk_error(operation: &'static Operation, broken: Result<BoxError, Elapsed>) -> Failure {
    match broken {
        Ok(error) => Broken::from(error),
        Err(Elapsed) => Broken::Timeout,
    }
    .into_error()
    .of(operation)
}

/// An error in the test itself, which no real server can cause: a call without a response, a response that cannot be sent.
#[cfg(feature = "test-util")]
#[derive(Debug)]
pub(crate) struct NoResponse(pub(crate) String);

#[cfg(feature = "test-util")]
impl fmt::Display for NoResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "test-util")]
impl StdError for NoResponse {}
