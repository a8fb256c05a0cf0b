//! Bodies of JSON values, one a line (NDJSON).

use crate::base::{BoxError, MaybeSend};
use crate::body::pieces::PolledFrame;
use crate::body::request::Body;
use crate::codec::json;
use crate::codec::traits::Encode;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame};
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Bytes that are collected before they are sent.
const BATCH: usize = 16 * 1024;

/// A body of JSON values, one a line: `application/x-ndjson`.
///
/// A list is sent as it is, and can be sent again. An iterator or a stream is encoded while it is sent, however
/// long it is, and can be sent once only: see [`Body`].
///
/// ```
/// use oaspen_client::JsonLinesBody;
/// let few = JsonLinesBody::from(vec![1_i64, 2, 3]);
/// assert_eq!(few.body().as_bytes(), Some(&b"1\n2\n3\n"[..]));
/// let many: JsonLinesBody<i64> = JsonLinesBody::new(0..1_000_000_000_i64);
/// assert_eq!(format!("{many:?}"), "JsonLinesBody(Body(streamed))");
/// ```
pub struct JsonLinesBody<T> {
    body: Body,
    item: PhantomData<fn(T)>,
}

impl<T> Clone for JsonLinesBody<T> {
    fn clone(&self) -> Self {
        Self::of(self.body.clone())
    }
}

impl<T> fmt::Debug for JsonLinesBody<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("JsonLinesBody").field(&self.body).finish()
    }
}

impl<T> JsonLinesBody<T> {
    fn of(body: Body) -> Self {
        Self {
            body,
            item: PhantomData,
        }
    }

    /// The lines as a body.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }

    pub(crate) fn into_body(self) -> Body {
        self.body
    }
}

impl<T: Encode + 'static> JsonLinesBody<T> {
    /// The items of an iterator, encoded while they are sent.
    pub fn new<I>(items: I) -> Self
    where
        I: IntoIterator<Item = T>,
        I::IntoIter: MaybeSend + 'static,
    {
        Self::of(Body::once(Box::pin(Lines(items.into_iter())), None))
    }

    /// The items of a stream, encoded while they are sent. Feature `stream`.
    #[cfg(feature = "stream")]
    pub fn from_stream<S, E>(items: S) -> Self
    where
        S: futures_core::Stream<Item = Result<T, E>> + MaybeSend + 'static,
        E: Into<BoxError> + 'static,
    {
        Self::of(Body::once(Box::pin(StreamLines(Box::pin(items))), None))
    }
}

impl<T: Encode> From<Vec<T>> for JsonLinesBody<T> {
    fn from(items: Vec<T>) -> Self {
        let mut lines = Vec::new();
        items.iter().for_each(|item| push(&mut lines, item));
        Self::of(lines.into())
    }
}

/// A value and the end of its line. Encoded JSON has no line feed of its own.
fn push<T: Encode>(lines: &mut Vec<u8>, item: &T) {
    lines.append(&mut json::to_vec(item));
    lines.push(b'\n');
}

fn frame(lines: Vec<u8>) -> Frame<Bytes> {
    Frame::data(lines.into())
}

struct Lines<I>(I);

// The iterator is never pinned.
impl<I> Unpin for Lines<I> {}

impl<I: Iterator> HttpBody for Lines<I>
where
    I::Item: Encode,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> PolledFrame {
        let mut lines = Vec::new();
        while lines.len() < BATCH {
            let Some(item) = self.0.next() else { break };
            push(&mut lines, &item);
        }
        Poll::Ready((!lines.is_empty()).then(|| Ok(frame(lines))))
    }
}

#[cfg(feature = "stream")]
struct StreamLines<S>(Pin<Box<S>>);

#[cfg(feature = "stream")]
impl<S, T, E> HttpBody for StreamLines<S>
where
    S: futures_core::Stream<Item = Result<T, E>>,
    T: Encode,
    E: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    /// Sends each item as soon as it is ready: its producer may be waiting for the response.
    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> PolledFrame {
        self.0.as_mut().poll_next(cx).map(|item| {
            item.map(|item| {
                let mut lines = Vec::new();
                push(&mut lines, &item.map_err(Into::into)?);
                Ok(frame(lines))
            })
        })
    }
}
