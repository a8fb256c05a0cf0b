//! Bodies of requests: bytes, files, streams, and several of them in a row.

use crate::base::{BoxError, MaybeSend, lock};
use crate::body::boxed::{BoxBody, Erased};
#[cfg(not(target_arch = "wasm32"))]
use crate::body::file::{FilePieces, ReaderPieces};
use crate::body::pieces::Slices;
#[cfg(feature = "stream")]
use crate::body::pieces::StreamPieces;
use crate::body::source::{OnceSource, ReopenedSource, SharedSource};
use bytes::{Bytes, BytesMut};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll, ready};

/// The body of a request: bytes in memory, a file, or a stream that is never held as a whole.
///
/// Generated calls take `impl Into<Body>`, so that bytes and texts can be passed directly. A
/// [`tower_service::Service`] behind [`ClientBuilder::service`](crate::ClientBuilder::service) receives it as an
/// [`http_body::Body`](https://docs.rs/http-body).
///
/// | made by | length sent | can be sent again |
/// |---|---|---|
/// | `From` bytes and texts | yes | yes |
/// | [`from_path`](Self::from_path) | yes | yes |
/// | [`from_fn`](Self::from_fn) | with [`with_length`](Self::with_length) | yes |
/// | [`from_reader`](Self::from_reader), [`wrap`](Self::wrap), `from_stream` (feature `stream`) | with [`with_length`](Self::with_length) | no |
///
/// A call whose body cannot be sent again is not repeated once the body was begun: not after an error, not for a
/// new token, not for a redirect that repeats the request elsewhere. Without a length the body is sent in
/// chunks. On wasm `fetch` needs the whole body, so that it is collected first.
///
/// ```
/// use oaspen_client::Body;
///
/// let bytes = Body::from("hello");
/// assert_eq!(bytes.as_bytes(), Some(&b"hello"[..]));
///
/// let file = Body::from_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))?
///     .on_progress(|sent, total| println!("{sent} of {total:?} bytes"));
/// assert!(file.length() > Some(100));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct Body {
    content: Content,
}

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    Streamed(Box<Streamed>),
}

/// Called with the number of bytes handed over, and with the total if it is known.
type ProgressHook = dyn Fn(u64, Option<u64>) + Send + Sync;

/// A streamed body under way, as the transport and the call see it.
#[derive(Default)]
struct Reading {
    state: Mutex<ReadingState>,
    /// Why it could not be read, as not every transport passes that on.
    failure: OnceLock<BodyFailure>,
}

#[derive(Default)]
enum ReadingState {
    #[default]
    Closed,
    Open(BoxBody),
    /// Read to its end, or abandoned.
    Over,
}

/// A body that is read while it is sent.
struct Streamed {
    source: SharedSource,
    length: Option<u64>,
    progress: Option<Arc<ProgressHook>>,
    reading: Arc<Reading>,
    sent: u64,
    done: bool,
}

/// A clone starts from the beginning.
impl Clone for Streamed {
    fn clone(&self) -> Self {
        Self {
            progress: self.progress.clone(),
            ..Self::new(Arc::clone(&self.source), self.length)
        }
    }
}

impl Body {
    /// A file, read in chunks while it is sent. Its length is read now: a file that has another length when it
    /// is sent is an error then.
    ///
    /// ```
    /// use oaspen_client::Body;
    /// assert!(Body::from_path("/no/such/file").is_err());
    /// ```
    ///
    /// # Errors
    /// There is no such file.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_path(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let path: Arc<std::path::Path> = Arc::from(path.as_ref());
        let about = std::fs::metadata(&path)?;
        if about.is_dir() {
            return Err(std::io::ErrorKind::IsADirectory.into());
        }
        // What is no plain file, such as a pipe, has no length beforehand.
        let length = about.is_file().then_some(about.len());
        let open = move || -> BoxBody { Box::pin(FilePieces::new(Arc::clone(&path))) };
        Ok(Self::streamed(Arc::new(ReopenedSource(Box::new(open))), length))
    }

    /// The bytes of a reader until its end. Can be sent once.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_reader(reader: impl tokio::io::AsyncRead + Send + 'static) -> Self {
        Self::once(Box::pin(ReaderPieces::new(reader)), None)
    }

    /// The bytes of a stream until its end. Can be sent once. Feature `stream`.
    ///
    /// ```
    /// use oaspen_client::{Body, Bytes};
    /// let pieces = [Ok::<_, std::io::Error>(Bytes::from("ab")), Ok(Bytes::from("c"))];
    /// let body = Body::from_stream(futures_util::stream::iter(pieces)).with_length(3);
    /// assert_eq!(format!("{body:?}"), "Body(3 bytes, streamed)");
    /// ```
    #[cfg(feature = "stream")]
    pub fn from_stream<S, T, E>(stream: S) -> Self
    where
        S: futures_core::Stream<Item = Result<T, E>> + MaybeSend + 'static,
        T: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::once(Box::pin(StreamPieces::new(stream)), None)
    }

    /// Another body, once. Its trailers are not sent.
    pub fn wrap<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + MaybeSend + 'static,
        B::Error: Into<BoxError>,
    {
        let length = body.size_hint().exact();
        Self::once(Box::pin(Erased(Box::pin(body))), length)
    }

    /// A body that is created for every attempt, so that it can be sent again.
    ///
    /// ```
    /// use oaspen_client::{Body, Bytes};
    /// // Created when it is needed.
    /// let body = Body::from_fn(|| Body::from(vec![7; 1000])).with_length(1000);
    /// assert_eq!(body.length(), Some(1000));
    /// ```
    pub fn from_fn(make: impl Fn() -> Self + Send + Sync + 'static) -> Self {
        let open = move || -> BoxBody { Box::pin(make()) };
        Self::streamed(Arc::new(ReopenedSource(Box::new(open))), None)
    }

    /// Sets the length of a stream in bytes. If the stream is longer or shorter, sending it fails.
    /// The length of bytes in memory cannot be changed.
    #[must_use]
    pub fn with_length(mut self, length: u64) -> Self {
        if let Content::Streamed(streamed) = &mut self.content {
            streamed.length = Some(length);
        }
        self
    }

    /// Calls `hook` whenever a chunk is handed to the transport, with the bytes so far and the length, if it is
    /// known. When the body is sent again it counts from 0 again.
    #[must_use]
    pub fn on_progress(self, hook: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        let mut streamed = match self.content {
            Content::Streamed(streamed) => streamed,
            // In chunks, or there would be no progress.
            Content::Bytes(bytes) => {
                let length = bytes.len() as u64;
                let open = move || -> BoxBody { Box::pin(Slices(bytes.clone())) };
                Box::new(Streamed::new(Arc::new(ReopenedSource(Box::new(open))), Some(length)))
            }
        };
        streamed.progress = Some(Arc::new(hook));
        Self {
            content: Content::Streamed(streamed),
        }
    }

    /// The length in bytes, if it is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Streamed(streamed) => streamed.length,
        }
    }

    /// The whole body, if it is in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Streamed(_) => None,
        }
    }

    /// The whole body by value, if it is in memory.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn into_bytes(self) -> Result<Bytes, Self> {
        match self.content {
            Content::Bytes(bytes) => Ok(bytes),
            Content::Streamed(_) => Err(self),
        }
    }

    /// Reads the whole body into memory.
    ///
    /// # Errors
    /// The file or stream fails, is longer or shorter than announced, or was read before and cannot be read again.
    pub async fn collect(mut self) -> Result<Bytes, BoxError> {
        if let Content::Bytes(bytes) = self.content {
            return Ok(bytes);
        }
        let mut all = BytesMut::new();
        while let Some(piece) = std::future::poll_fn(|cx| self.poll_data(cx)).await {
            all.extend_from_slice(&piece?);
        }
        Ok(all.freeze())
    }

    pub(super) fn streamed(source: SharedSource, length: Option<u64>) -> Self {
        Self {
            content: Content::Streamed(Box::new(Streamed::new(source, length))),
        }
    }

    pub(super) fn once(pieces: BoxBody, length: Option<u64>) -> Self {
        Self::streamed(Arc::new(OnceSource::new(pieces)), length)
    }

    /// Whether nothing is sent.
    pub(crate) fn is_empty(&self) -> bool {
        self.length() == Some(0)
    }

    /// Whether the body was begun and cannot be sent again.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.content {
            Content::Bytes(_) => false,
            Content::Streamed(streamed) => streamed.source.is_spent(),
        }
    }

    /// The call's view of a body that is about to be sent.
    pub(crate) fn watch(&self) -> Watch {
        match &self.content {
            Content::Bytes(_) => Watch(None),
            Content::Streamed(streamed) => Watch(Some(Arc::clone(&streamed.reading))),
        }
    }

    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        match &mut self.content {
            Content::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Content::Streamed(streamed) => streamed.poll_data(cx),
        }
    }
}

/// A call's view of the body that it sends. When it is dropped without a response, the file or stream is released: a
/// transport whose peer does not read may hold the body for long.
pub(crate) struct Watch(Option<Arc<Reading>>);

impl Watch {
    /// Why the body could not be read.
    pub(crate) fn failure(&self) -> Option<BodyFailure> {
        self.0.as_ref()?.failure.get().cloned()
    }

    /// There is a response; the rest of the body may still be on its way.
    pub(crate) fn has_response(mut self) {
        self.0 = None;
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(reading) = &self.0 {
            *lock(&reading.state) = ReadingState::Over;
        }
    }
}

/// Why a body could not be read.
#[derive(Clone)]
pub(crate) struct BodyFailure(Arc<BoxError>);

impl fmt::Debug for BodyFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for BodyFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for BodyFailure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

impl Streamed {
    fn new(source: SharedSource, length: Option<u64>) -> Self {
        Self {
            source,
            length,
            progress: None,
            reading: Arc::default(),
            sent: 0,
            done: false,
        }
    }

    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        if self.done {
            return Poll::Ready(None);
        }
        let outcome = ready!(self.poll_checked(cx));
        match &outcome {
            Ok(Some(_)) => {
                if let Some(progress) = &self.progress {
                    progress(self.sent, self.length);
                }
            }
            // The source is released at once, not when the transport drops the body.
            Ok(None) | Err(_) => {
                self.done = true;
                *lock(&self.reading.state) = ReadingState::Over;
            }
        }
        Poll::Ready(match outcome {
            Ok(piece) => piece.map(Ok),
            Err(error) => Some(Err(self.note(error))),
        })
    }

    /// The next chunk that is not empty, checked against the announced length.
    fn poll_checked(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BoxError>> {
        let mut state = lock(&self.reading.state);
        if matches!(*state, ReadingState::Closed) {
            *state = ReadingState::Open(self.source.open()?);
        }
        let ReadingState::Open(pieces) = &mut *state else {
            return Poll::Ready(Err("the call was cancelled".into()));
        };
        loop {
            let Some(frame) = ready!(pieces.as_mut().poll_frame(cx)?) else {
                break;
            };
            let Ok(piece) = frame.into_data() else { continue };
            if piece.is_empty() {
                continue;
            }
            self.sent = self.sent.saturating_add(piece.len() as u64);
            if let Some(length) = self.length.filter(|length| self.sent > *length) {
                return Poll::Ready(Err(
                    format!("it has more than the {length} bytes that were announced").into()
                ));
            }
            return Poll::Ready(Ok(Some(piece)));
        }
        if let Some(length) = self.length.filter(|length| self.sent < *length) {
            let text = format!("it ended after {} of the {length} bytes that were announced", self.sent);
            return Poll::Ready(Err(text.into()));
        }
        Poll::Ready(Ok(None))
    }

    fn note(&self, error: BoxError) -> BoxError {
        let failure = BodyFailure(Arc::new(error));
        // There is one failure at most: the body is done with it.
        let _ = self.reading.failure.set(failure.clone());
        Box::new(failure)
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::from(Bytes::new())
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self {
            content: Content::Bytes(bytes.into()),
        }
    }
}

/// Without content and paths.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.content, self.length()) {
            (Content::Streamed(_), Some(length)) => write!(f, "Body({length} bytes, streamed)"),
            (_, Some(length)) => write!(f, "Body({length} bytes)"),
            (_, None) => f.write_str("Body(streamed)"),
        }
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.poll_data(cx)
            .map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Bytes(bytes) => bytes.is_empty(),
            Content::Streamed(streamed) => streamed.done || streamed.length == Some(0),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Streamed(streamed) => streamed.length.map_or_else(SizeHint::new, |length| {
                SizeHint::with_exact(length.saturating_sub(streamed.sent))
            }),
        }
    }
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
