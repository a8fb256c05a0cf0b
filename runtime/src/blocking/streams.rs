//! Answers that come piece by piece, without async.

use crate::blocking::runtime::wait;
use crate::error::typed::Error;
use crate::response::raw::RawResponse;
use crate::stream::events::{Event, EventStream};
use crate::stream::json_lines::JsonLines;
use bytes::{Buf as _, Bytes};
use std::future::Future;
use std::io::Read;
use std::{fmt, io};

/// Events as an iterator; see [`EventStream::blocking`]. Inside async code it gives an error, as `send_blocking()`
/// does.
#[must_use = "nothing is sent before the iterator is advanced"]
pub struct BlockingEvents<T: 'static, E> {
    events: EventStream<T, E>,
    is_over: bool,
}

/// Values as an iterator; see [`JsonLines::blocking`]. Inside async code it gives an error, as `send_blocking()` does.
#[must_use = "nothing is sent before the iterator is advanced"]
pub struct BlockingLines<T: 'static, E> {
    lines: JsonLines<T, E>,
    is_over: bool,
}

/// The body of an answer as a reader; see [`RawResponse::blocking`].
pub struct BlockingBody {
    answer: RawResponse,
    piece: Bytes,
    state: State,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    Ended,
    Broken,
}

impl<T: 'static, E> EventStream<T, E> {
    /// The events as an iterator that waits for each. Feature `blocking`.
    pub fn blocking(self) -> BlockingEvents<T, E> {
        BlockingEvents {
            events: self,
            is_over: false,
        }
    }
}

impl<T: 'static, E> JsonLines<T, E> {
    /// The values as an iterator that waits for each. Feature `blocking`.
    pub fn blocking(self) -> BlockingLines<T, E> {
        BlockingLines {
            lines: self,
            is_over: false,
        }
    }
}

impl RawResponse {
    /// The body as a reader that waits for each piece, without a limit on their sum. Feature `blocking`.
    ///
    /// What goes wrong is an [`io::Error`] with the [`Error`] in it. Reading on a thread of a Tokio runtime, that of
    /// `spawn_blocking` included, is such an error: [`chunk`](Self::chunk) and [`write_to`](Self::write_to) are for
    /// async code.
    pub fn blocking(self) -> BlockingBody {
        BlockingBody {
            answer: self,
            piece: Bytes::new(),
            state: State::Open,
        }
    }
}

impl<T: 'static, E> BlockingEvents<T, E> {
    /// As [`EventStream::last_id`]: where to go on later.
    pub fn last_id(&self) -> Option<&str> {
        self.events.last_id()
    }
}

/// Waits for what comes next; that it cannot wait is the last that it says.
fn advance<T, E>(
    is_over: &mut bool,
    next: impl Future<Output = Option<Result<T, Error<E>>>>,
) -> Option<Result<T, Error<E>>> {
    if *is_over {
        return None;
    }
    wait(next).unwrap_or_else(|error| {
        *is_over = true;
        Some(Err(error.into()))
    })
}

impl<T: 'static, E> Iterator for BlockingEvents<T, E> {
    type Item = Result<Event<T>, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        advance(&mut self.is_over, self.events.next())
    }
}

impl<T: 'static, E> Iterator for BlockingLines<T, E> {
    type Item = Result<T, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        advance(&mut self.is_over, self.lines.next())
    }
}

impl Read for BlockingBody {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        while self.piece.is_empty() && self.state == State::Open {
            match wait(self.answer.chunk()).unwrap_or_else(|error| Err(error.into())) {
                Ok(Some(piece)) => self.piece = piece,
                Ok(None) => self.state = State::Ended,
                Err(error) => {
                    self.state = State::Broken;
                    return Err(io::Error::other(error));
                }
            }
        }
        if self.state == State::Broken {
            // Or what was cut off would seem to have ended.
            return Err(io::Error::other("the body broke before"));
        }
        let count = into.len().min(self.piece.len());
        if let Some(into) = into.get_mut(..count) {
            self.piece.copy_to_slice(into);
        }
        Ok(count)
    }
}

impl<T: 'static, E> fmt::Debug for BlockingEvents<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.events.fmt(f)
    }
}

impl<T: 'static, E> fmt::Debug for BlockingLines<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.fmt(f)
    }
}

/// Without what was read.
impl fmt::Debug for BlockingBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.answer.fmt(f)
    }
}
