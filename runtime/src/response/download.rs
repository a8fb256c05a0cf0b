//! Bodies that are too large or too slow to be collected: checked, then read chunk by chunk.

use crate::base::BoxError;
use crate::error::failure::Failure;
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::error::typed::Error;
use crate::response::raw::RawResponse;
use crate::table::media;
use http::header::CONTENT_LENGTH;
use std::io;
#[cfg(not(target_arch = "wasm32"))]
use std::pin::Pin;
use std::time::Duration;

impl RawResponse {
    /// The length of the body as the server declares it; `None` for a body that is decompressed.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
    }

    /// The media type of the body in lower case, without parameters: `application/pdf`.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        media::essence(&self.headers)
    }

    /// Sets the longest wait for the next chunk of the body; [`Duration::MAX`] for no limit.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.body.limit_waits(Some(timeout));
        self
    }

    /// Writes the body as it arrives, and returns the number of bytes. There is no limit on it.
    ///
    /// The writer must not block for long, as it blocks the thread: use it for a file, a buffer, a hasher.
    /// For others there is `write_to_async`.
    ///
    /// # Errors
    /// The connection breaks, the time runs out, or writing fails ([`ErrorKind::Write`]).
    pub async fn write_to(mut self, out: &mut (impl io::Write + ?Sized)) -> Result<u64, Error> {
        let mut written = 0;
        while let Some(piece) = self.chunk().await? {
            out.write_all(&piece).map_err(|error| self.unwritten(error))?;
            written += piece.len() as u64;
        }
        out.flush().map_err(|error| self.unwritten(error))?;
        Ok(written)
    }

    /// Writes the body as it arrives to a file or socket of Tokio, and returns the number of bytes. There is no limit
    /// on it.
    ///
    /// # Errors
    /// The connection breaks, the time runs out, or writing fails ([`ErrorKind::Write`]).
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn write_to_async(
        mut self,
        out: &mut (impl tokio::io::AsyncWrite + Unpin + ?Sized),
    ) -> Result<u64, Error> {
        use std::future::poll_fn;

        let mut out = Pin::new(out);
        let mut written = 0;
        while let Some(mut piece) = self.chunk().await? {
            written += piece.len() as u64;
            while !piece.is_empty() {
                match poll_fn(|cx| out.as_mut().poll_write(cx, &piece)).await {
                    Ok(0) => return Err(self.unwritten(io::ErrorKind::WriteZero).into()),
                    Ok(count) => drop(piece.split_to(count.min(piece.len()))),
                    Err(error) => return Err(self.unwritten(error).into()),
                }
            }
        }
        let flushed = poll_fn(|cx| out.as_mut().poll_flush(cx)).await;
        flushed.map_err(|error| self.unwritten(error))?;
        Ok(written)
    }

    #[cold]
    fn unwritten(&self, error: impl Into<io::Error>) -> Failure {
        let error: io::Error = error.into();
        let problem = format!("the body could not be written: {error}");
        let failure = ErrorInner::new(ErrorKind::Write, problem)
            .of(self.operation)
            .response(self.status, self.headers.clone())
            .source(BoxError::from(error));
        self.client.redacted(failure)
    }
}
