//! The body of a response as a reader.

use crate::blocking::runtime::wait;
use crate::response::raw::RawResponse;
use bytes::{Buf as _, Bytes};
use std::io::Read;
use std::{fmt, io};

/// The body of a response as a reader; see [`RawResponse::blocking`].
pub struct BlockingBody {
    response: RawResponse,
    piece: Bytes,
    state: BodyState,
}

#[derive(Clone, Copy, PartialEq)]
enum BodyState {
    Open,
    Ended,
    Broken,
}

impl RawResponse {
    /// The body as a reader that waits for each chunk, without a limit on their sum. Feature `blocking`.
    ///
    /// What goes wrong is an [`io::Error`] with the [`Error`](crate::Error) in it. Reading on a thread of a Tokio runtime, that of
    /// `spawn_blocking` included, is such an error: [`chunk`](Self::chunk) and [`write_to`](Self::write_to) are for
    /// async code.
    pub fn blocking(self) -> BlockingBody {
        BlockingBody {
            response: self,
            piece: Bytes::new(),
            state: BodyState::Open,
        }
    }
}

impl Read for BlockingBody {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        while self.piece.is_empty() && self.state == BodyState::Open {
            match wait(self.response.chunk()).unwrap_or_else(|error| Err(error.into())) {
                Ok(Some(piece)) => self.piece = piece,
                Ok(None) => self.state = BodyState::Ended,
                Err(error) => {
                    self.state = BodyState::Broken;
                    return Err(io::Error::other(error));
                }
            }
        }
        if self.state == BodyState::Broken {
            // Or what was cut off would seem to have ended.
            return Err(io::Error::other("an earlier read of the body failed"));
        }
        let count = into.len().min(self.piece.len());
        if let Some(into) = into.get_mut(..count) {
            self.piece.copy_to_slice(into);
        }
        Ok(count)
    }
}

/// Without what was read.
impl fmt::Debug for BlockingBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.response.fmt(f)
    }
}
