//! The body of a response, while it is read and recorded.

use crate::base::BoxError;
use crate::body::response::ResponseBody;
use crate::record::line::MAX_BODY;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// Called once, with the bytes that were read and whether these are all.
pub(super) type Finish = Box<dyn FnOnce(&[u8], bool) + Send + Sync>;

/// Passes a body on, and keeps its beginning until it ends or is dropped.
pub(super) struct RecordedBody {
    inner: ResponseBody,
    read: Vec<u8>,
    is_cut: bool,
    is_over: bool,
    finish: Option<Finish>,
}

impl RecordedBody {
    pub(super) fn new(inner: ResponseBody, finish: Finish) -> Self {
        Self {
            inner,
            read: Vec::new(),
            is_cut: false,
            is_over: false,
            finish: Some(finish),
        }
    }

    fn keep(&mut self, data: &[u8]) {
        let room = MAX_BODY.saturating_sub(self.read.len());
        self.is_cut |= data.len() > room;
        self.read.extend_from_slice(data.get(..room).unwrap_or(data));
    }

    fn finish(&mut self) {
        if let Some(finish) = self.finish.take() {
            let is_whole = !self.is_cut && (self.is_over || self.inner.is_end_stream());
            finish(&self.read, is_whole);
        }
    }
}

impl HttpBody for RecordedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(cx));
        match &frame {
            Some(Ok(frame)) => {
                if let Some(data) = frame.data_ref() {
                    self.keep(data);
                }
            }
            Some(Err(_)) => {}
            None => {
                self.is_over = true;
                self.finish();
            }
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// A body that is not read to its end is recorded, too.
impl Drop for RecordedBody {
    fn drop(&mut self) {
        self.finish();
    }
}
