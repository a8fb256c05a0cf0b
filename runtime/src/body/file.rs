//! Files and readers as chunks.

use crate::base::BoxError;
use crate::body::pieces::{PIECE, PolledFrame};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame};
use std::fs::File;
use std::io;
use std::io::Read as _;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

/// A file and what was just read of it.
type Read = io::Result<(File, Bytes)>;

/// A file, read on a thread for blocking work if there is a runtime.
pub(super) struct FilePieces(FileState);

enum FileState {
    Closed(Arc<Path>),
    Reading(JoinHandle<Read>),
    Open(File),
    Done,
}

impl FilePieces {
    pub(super) fn new(path: Arc<Path>) -> Self {
        Self(FileState::Closed(path))
    }
}

/// Reads the next chunk; an empty one at the end.
fn read(file: File) -> Read {
    let mut piece = Vec::with_capacity(PIECE);
    let mut part = file.take(PIECE as u64);
    part.read_to_end(&mut piece)?;
    Ok((part.into_inner(), piece.into()))
}

impl HttpBody for FilePieces {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> PolledFrame {
        loop {
            let job: Box<dyn FnOnce() -> Read + Send> = match &mut self.0 {
                FileState::Done => return Poll::Ready(None),
                FileState::Reading(task) => {
                    let read = ready!(Pin::new(task).poll(cx));
                    return Poll::Ready(self.take(read.unwrap_or_else(|error| Err(io::Error::other(error)))));
                }
                FileState::Closed(path) => {
                    let path = Arc::clone(path);
                    Box::new(move || read(File::open(path)?))
                }
                FileState::Open(_) => {
                    let FileState::Open(file) = std::mem::replace(&mut self.0, FileState::Done) else {
                        return Poll::Ready(None);
                    };
                    Box::new(move || read(file))
                }
            };
            match Handle::try_current() {
                Ok(runtime) => self.0 = FileState::Reading(runtime.spawn_blocking(job)),
                Err(_) => return Poll::Ready(self.take(job())),
            }
        }
    }
}

impl FilePieces {
    fn take(&mut self, read: Read) -> Option<Result<Frame<Bytes>, BoxError>> {
        self.0 = FileState::Done;
        match read {
            Ok((_, piece)) if piece.is_empty() => None,
            Ok((file, piece)) => {
                self.0 = FileState::Open(file);
                Some(Ok(Frame::data(piece)))
            }
            Err(error) => Some(Err(error.into())),
        }
    }
}

/// An asynchronous reader.
pub(super) struct ReaderPieces<R> {
    reader: Pin<Box<R>>,
    buffer: Box<[u8]>,
}

impl<R: AsyncRead> ReaderPieces<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader: Box::pin(reader),
            buffer: vec![0; PIECE].into_boxed_slice(),
        }
    }
}

impl<R: AsyncRead> HttpBody for ReaderPieces<R> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> PolledFrame {
        let this = &mut *self;
        let mut buffer = ReadBuf::new(&mut this.buffer);
        ready!(this.reader.as_mut().poll_read(cx, &mut buffer))?;
        let piece = buffer.filled();
        Poll::Ready((!piece.is_empty()).then(|| Ok(Frame::data(Bytes::copy_from_slice(piece)))))
    }
}
