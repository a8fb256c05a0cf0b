//! The body of a call's response, chunk by chunk: the call is sent when the first chunk is requested.

use crate::base::BoxFuture;
use crate::call::state::CallState;
use crate::call::untyped::Call;
use crate::error::failure::{Failure, chunk_error};
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::response::collected::CollectedResponse;
use crate::response::raw::RawResponse;
use crate::send::execute::execute_streamed;
use crate::table::decode::{BodyKind, Reply};
use crate::table::media;
use crate::table::operation::Operation;
use bytes::Bytes;
use http::header::{ACCEPT, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// A call that is sent as often as its stream connects.
pub(crate) struct Connection {
    call: Box<CallState>,
    /// The expected media type.
    expected: ExpectedMedia,
    idle: Duration,
    state: ConnectionState,
    /// That of the last response.
    status: StatusCode,
}

/// The media type that a stream expects.
#[derive(Clone, Copy)]
pub(crate) struct ExpectedMedia {
    /// The requested media type.
    pub(crate) accept: &'static str,
    /// Whether a media type is accepted.
    pub(crate) takes: fn(&str) -> bool,
}

enum ConnectionState {
    /// Not sent yet.
    Idle,
    Connecting(BoxFuture<Result<RawResponse, Failure>>),
    Open(Box<RawResponse>),
    Over,
}

/// A step of a connection.
pub(crate) enum ConnectionStep {
    Opened,
    Piece(Bytes),
    /// The body is whole, or there is none.
    End,
}

impl Connection {
    pub(crate) fn new(call: Call, expected: ExpectedMedia, idle: Duration) -> Self {
        let mut call = call.into_state();
        // A value that no header can carry is not sent.
        if let Ok(accept) = HeaderValue::from_str(expected.accept) {
            call.headers.entry(ACCEPT).or_insert(accept);
        }
        call.streams = Some(expected.takes);
        Self {
            call,
            expected,
            idle,
            state: ConnectionState::Idle,
            status: StatusCode::OK,
        }
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.call.operation
    }

    /// Most bytes of what is read as one.
    pub(crate) fn limit(&self) -> usize {
        let client = &self.call.client.inner;
        self.call.max_response_bytes.unwrap_or(client.max_response_bytes)
    }

    pub(crate) fn set_idle(&mut self, idle: Duration) {
        self.idle = idle;
        if let ConnectionState::Open(response) = &mut self.state {
            response.body.limit_waits(Some(idle));
        }
    }

    /// Sets a header of the connections to come.
    pub(crate) fn set_header(&mut self, name: HeaderName, value: HeaderValue) {
        self.call.headers.insert(name, value);
    }

    /// Sends a header no more.
    pub(crate) fn remove_header(&mut self, name: &HeaderName) {
        self.call.headers.remove(name);
    }

    /// A part of the body that is JSON of its own.
    pub(crate) fn part(&self, body: Bytes) -> CollectedResponse {
        let state = &self.call;
        let reply = Reply {
            status: self.status,
            headers: HeaderMap::new(),
            body,
            row: 0,
            kind: BodyKind::Json,
            is_declared: true,
            is_part: true,
            decoding: state.decoding(),
        };
        CollectedResponse::new(&state.client, state.operation, reply)
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, ConnectionState::Open(_))
    }

    /// Sends the call again with the next step.
    pub(crate) fn start_over(&mut self) {
        self.state = ConnectionState::Idle;
    }

    /// The body is over.
    pub(crate) fn close(&mut self) {
        self.state = ConnectionState::Over;
    }

    /// The next step. After an error, and after the end, there is none.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<ConnectionStep, Failure>> {
        let step = ready!(self.step(cx));
        if matches!(step, Ok(ConnectionStep::End) | Err(_)) {
            self.close();
        }
        Poll::Ready(step)
    }

    fn step(&mut self, cx: &mut Context<'_>) -> Poll<Result<ConnectionStep, Failure>> {
        loop {
            match &mut self.state {
                ConnectionState::Over => return Poll::Ready(Ok(ConnectionStep::End)),
                ConnectionState::Idle => {
                    self.state = ConnectionState::Connecting(execute_streamed(Call::of(self.call.clone())))
                }
                ConnectionState::Connecting(sending) => {
                    let mut response = match ready!(sending.as_mut().poll(cx)) {
                        // Nothing to read, declared or not.
                        Ok(response) if response.status == StatusCode::NO_CONTENT => {
                            return Poll::Ready(Ok(ConnectionStep::End));
                        }
                        Err(error) if error.status() == Some(StatusCode::NO_CONTENT) => {
                            return Poll::Ready(Ok(ConnectionStep::End));
                        }
                        sent => sent?,
                    };
                    self.check(&response)?;
                    response.body.limit_waits(Some(self.idle));
                    self.status = response.status;
                    self.state = ConnectionState::Open(Box::new(response));
                    return Poll::Ready(Ok(ConnectionStep::Opened));
                }
                ConnectionState::Open(response) => {
                    let piece = ready!(response.body.poll_chunk(cx)).transpose();
                    let piece = piece.map_err(|error| chunk_error(self.call.operation, Ok(error)));
                    return Poll::Ready(piece.map(|piece| piece.map_or(ConnectionStep::End, ConnectionStep::Piece)));
                }
            }
        }
    }

    /// Whether the response has the expected media type. A response without a media type is accepted.
    fn check(&self, response: &RawResponse) -> Result<(), Failure> {
        let found = media::essence(&response.headers);
        match found {
            Some(found) if !(self.expected.takes)(&found) => {
                let problem = format!(
                    "{}, but the response is `{}` and not `{}`; some APIs stream only when a parameter or the body requests it",
                    response.status,
                    media::short(&found),
                    self.expected.accept
                );
                let error = ErrorInner::new(ErrorKind::Decode, problem)
                    .of(self.call.operation)
                    .response(response.status, response.headers.clone());
                Err(self.call.client.redacted(error))
            }
            _ => Ok(()),
        }
    }
}

/// A value is larger than the limit.
#[cold]
pub(crate) fn too_long(operation: &'static Operation, what: &str, limit: usize) -> Failure {
    let problem = format!("{what} is larger than the limit of {limit} bytes: `max_response_bytes` sets another limit");
    ErrorInner::new(ErrorKind::BodyTooLarge, problem).of(operation)
}
