//! Several bodies, one after the other.

use crate::base::BoxError;
use crate::body::boxed::BoxBody;
use crate::body::pieces::PolledFrame;
use crate::body::request::Body;
use crate::body::source::BodySource;
use bytes::Bytes;
use http_body::Body as HttpBody;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

impl Body {
    /// Bodies one after the other.
    pub(crate) fn concat(bodies: Vec<Self>) -> Self {
        let mut lengths = bodies.iter().map(Self::length);
        let length = lengths.try_fold(0_u64, |sum, length| sum.checked_add(length?));
        Self::streamed(Arc::new(Concat(bodies)), length)
    }
}

/// Bodies one after the other.
struct Concat(Vec<Body>);

impl BodySource for Concat {
    fn open(&self) -> Result<BoxBody, BoxError> {
        Ok(Box::pin(ConcatPieces(self.0.iter().cloned().collect())))
    }

    fn is_spent(&self) -> bool {
        self.0.iter().any(Body::is_spent)
    }
}

/// The bodies that are not read to their end yet.
struct ConcatPieces(VecDeque<Body>);

impl HttpBody for ConcatPieces {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> PolledFrame {
        while let Some(first) = self.0.front_mut() {
            match ready!(Pin::new(first).poll_frame(cx)) {
                Some(frame) => return Poll::Ready(Some(frame)),
                None => drop(self.0.pop_front()),
            }
        }
        Poll::Ready(None)
    }
}
