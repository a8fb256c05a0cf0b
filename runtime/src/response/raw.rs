//! Responses: decoded with their headers, or raw.

use crate::base::deadline::Deadline;
use crate::body::response::ResponseBody;
use crate::client::Client;
use crate::error::failure::{Broken, Failure, chunk_error, read};
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::error::request_id::request_id;
use crate::error::typed::Error;
use crate::table::charset;
use crate::table::operation::Operation;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body::Body as _;
use std::fmt;

impl RawResponse {
    /// Whether it is known that the body is empty.
    pub(crate) fn has_no_body(&self) -> bool {
        self.bodiless || self.body.is_end_stream() || self.content_length() == Some(0)
    }

    /// Reads the whole body under the limit.
    pub(crate) async fn collect(&mut self) -> Result<Bytes, Failure> {
        let at_least = self.body.lower_bound().max(if self.bodiless {
            0
        } else {
            self.content_length().unwrap_or(0)
        });
        let (body, broken) = if at_least > self.limit as u64 {
            (Bytes::new(), Some(Broken::TooLarge(self.limit)))
        } else {
            read(&mut self.body, self.limit, self.deadline).await
        };
        match broken {
            None => Ok(body),
            Some(broken) => {
                let headers = std::mem::take(&mut self.headers);
                let error = broken
                    .into_error()
                    .of(self.operation)
                    .response(self.status, headers)
                    .body(body);
                Err(self.client.redacted(error))
            }
        }
    }
}

/// An undecoded response, its body still unread: what `send_raw` and `send_streamed` return.
///
/// | | `send_raw` | `send_streamed` |
/// |---|---|---|
/// | status | any | of a success; others are errors, typed as for any call |
/// | the call's timeout | covers the reading of the body too | is the time until the response begins, then the longest wait for the next chunk ([`idle_timeout`](Self::idle_timeout)) |
/// | size | no limit on chunks; [`bytes`](Self::bytes) and [`text`](Self::text) read as much as the call allows (32 MiB) | the same |
///
/// ```
/// # mod demo {
/// #     oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
/// #         servers: ["http://127.0.0.1:9"], schemes: {} } }
/// #     #[derive(Clone, Debug)]
/// #     pub struct Export(oaspen_client::Call);
/// #     oaspen_client::operation! { Export as EXPORT { id: "Export", GET: "/export", security: [],
/// #         accept: "text/csv", success String { "200": text } error () {} } }
/// #     pub fn export() -> Export {
/// #         let client: oaspen_client::Client = oaspen_client::ClientBuilder::new(&API).build().unwrap();
/// #         Export(oaspen_client::Call::new(&client, &EXPORT))
/// #     }
/// # }
/// # async fn show() -> Result<(), Box<dyn std::error::Error>> {
/// let response = demo::export().send_streamed().await?;
/// println!("{:?} bytes of {:?}", response.content_length(), response.media_type());
/// response.write_to(&mut std::fs::File::create("export.csv")?).await?;
/// # Ok(()) }
/// ```
pub struct RawResponse {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Whether such a response has no body, whatever its headers declare.
    pub(crate) bodiless: bool,
    pub(crate) body: ResponseBody,
    pub(crate) limit: usize,
    pub(crate) deadline: Deadline,
}

impl RawResponse {
    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id of the request at the server (`X-Request-Id` and similar headers).
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Reads the whole body, at most as many bytes as the call allows.
    ///
    /// # Errors
    /// The body is too large, the connection breaks, the time runs out.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        Ok(self.collect().await?)
    }

    /// Reads the whole body as text: UTF-8, or UTF-16 or Latin-1 by its byte order mark or its `charset`.
    ///
    /// # Errors
    /// As [`RawResponse::bytes`], or the body is no text in its encoding.
    pub async fn text(mut self) -> Result<String, Error> {
        let bytes = self.collect().await?;
        let read = charset::text(&self.headers, &bytes);
        match read.flaw {
            None => Ok(read.text.into_owned()),
            Some(flaw) => {
                let error = ErrorInner::new(ErrorKind::Decode, flaw.message().to_owned())
                    .of(self.operation)
                    .response(self.status, self.headers)
                    .body(bytes);
                Err(self.client.redacted(error).into())
            }
        }
    }

    /// Reads the next chunk of the body; `None` at its end. There is no limit on their sum.
    ///
    /// # Errors
    /// The connection breaks, the time runs out.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        match self.deadline.race(self.body.chunk()).await {
            Ok(Some(Ok(bytes))) => Ok(Some(bytes)),
            Ok(None) => Ok(None),
            Ok(Some(Err(error))) => Err(chunk_error(self.operation, Ok(error)).into()),
            Err(elapsed) => Err(chunk_error(self.operation, Err(elapsed)).into()),
        }
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", self.operation)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
