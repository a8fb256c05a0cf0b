//! The body of a call's answer, piece by piece: the call is sent when the first piece is asked for.

use crate::base::BoxFuture;
use crate::call::state::CallState;
use crate::call::untyped::Call;
use crate::error::failure::{Failure, chunk_error};
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::response::raw::RawResponse;
use crate::send::execute::execute_streamed;
use crate::table::media;
use crate::table::operation::Operation;
use bytes::Bytes;
use http::StatusCode;
use http::header::{ACCEPT, HeaderName, HeaderValue};
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// A call that is sent as often as its stream connects.
pub(crate) struct Pieces {
    state: Box<CallState>,
    /// What the answer has to be.
    wanted: Wanted,
    idle: Duration,
    link: Link,
}

/// What an answer has to be.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    /// What is asked for.
    pub(crate) accept: &'static str,
    /// What is taken, told by its media type.
    pub(crate) takes: fn(&str) -> bool,
}

enum Link {
    /// Not sent yet.
    Idle,
    Connecting(BoxFuture<Result<RawResponse, Failure>>),
    Open(Box<RawResponse>),
    Over,
}

/// What happens on the way.
pub(crate) enum Step {
    Opened,
    Piece(Bytes),
    /// The body is whole, or there is none.
    End,
}

impl Pieces {
    pub(crate) fn new(call: Call, wanted: Wanted, idle: Duration) -> Self {
        let mut state = call.into_state();
        // One that no header can carry is not asked for.
        if let Ok(accept) = HeaderValue::from_str(wanted.accept) {
            state.headers.entry(ACCEPT).or_insert(accept);
        }
        Self {
            state,
            wanted,
            idle,
            link: Link::Idle,
        }
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.state.operation
    }

    pub(crate) fn state(&self) -> &CallState {
        &self.state
    }

    /// Most bytes of what is read as one.
    pub(crate) fn limit(&self) -> usize {
        let client = &self.state.client.inner;
        self.state.max_response_bytes.unwrap_or(client.max_response_bytes)
    }

    pub(crate) fn set_idle(&mut self, idle: Duration) {
        self.idle = idle;
        if let Link::Open(answer) = &mut self.link {
            answer.body.limit_waits(Some(idle));
        }
    }

    /// Sets a header of the connections to come.
    pub(crate) fn set_header(&mut self, name: HeaderName, value: HeaderValue) {
        self.state.headers.insert(name, value);
    }

    /// Status and headers of the answer that is being read.
    pub(crate) fn answer(&self) -> Option<&RawResponse> {
        match &self.link {
            Link::Open(answer) => Some(answer),
            _ => None,
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(self.link, Link::Open(_))
    }

    /// Sends the call again with the next step.
    pub(crate) fn start_over(&mut self) {
        self.link = Link::Idle;
    }

    /// Nothing comes any more.
    pub(crate) fn close(&mut self) {
        self.link = Link::Over;
    }

    /// The next step. After an error, and after the end, there is none.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Step, Failure>> {
        let step = ready!(self.step(cx));
        if matches!(step, Ok(Step::End) | Err(_)) {
            self.close();
        }
        Poll::Ready(step)
    }

    fn step(&mut self, cx: &mut Context<'_>) -> Poll<Result<Step, Failure>> {
        loop {
            match &mut self.link {
                Link::Over => return Poll::Ready(Ok(Step::End)),
                Link::Idle => self.link = Link::Connecting(execute_streamed(Call::of(self.state.clone()))),
                Link::Connecting(sending) => {
                    let mut answer = match ready!(sending.as_mut().poll(cx)) {
                        // Nothing to read, declared or not.
                        Ok(answer) if answer.status == StatusCode::NO_CONTENT => return Poll::Ready(Ok(Step::End)),
                        Err(error) if error.status() == Some(StatusCode::NO_CONTENT) => {
                            return Poll::Ready(Ok(Step::End));
                        }
                        sent => sent?,
                    };
                    self.check(&answer)?;
                    answer.body.limit_waits(Some(self.idle));
                    self.link = Link::Open(Box::new(answer));
                    return Poll::Ready(Ok(Step::Opened));
                }
                Link::Open(answer) => {
                    let piece = ready!(answer.body.poll_chunk(cx)).transpose();
                    let piece = piece.map_err(|error| chunk_error(self.state.operation, Ok(error)));
                    return Poll::Ready(piece.map(|piece| piece.map_or(Step::End, Step::Piece)));
                }
            }
        }
    }

    /// Whether the answer is what was asked for. One that does not say what it is may be.
    fn check(&self, answer: &RawResponse) -> Result<(), Failure> {
        let found = media::essence(&answer.headers);
        match found {
            Some(found) if !(self.wanted.takes)(&found) => {
                let problem = format!(
                    "{}, but the answer is `{}` and not `{}`; some APIs stream only when a parameter or the body asks for it",
                    answer.status,
                    media::short(&found),
                    self.wanted.accept
                );
                Err(ErrorInner::new(ErrorKind::Decode, problem)
                    .of(self.state.operation)
                    .answer(answer.status, answer.headers.clone()))
            }
            _ => Ok(()),
        }
    }
}

/// The largest that is read as one was not large enough.
#[cold]
pub(crate) fn too_long(operation: &'static Operation, what: &str, limit: usize) -> Failure {
    let problem = format!("{what} is larger than the limit of {limit} bytes");
    ErrorInner::new(ErrorKind::BodyTooLarge, problem).of(operation)
}
