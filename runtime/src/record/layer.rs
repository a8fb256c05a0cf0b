//! The layer that records.

use crate::base::{BoxError, BoxFuture, lock};
use crate::body::request::Body;
use crate::body::response::ResponseBody;
use crate::record::body::RecordedBody;
use crate::record::line::Sent;
use crate::transport::service::{CallInfo, HttpService};
use std::fmt;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

/// A layer that records each request of an operation with its response, for `oaspen learn`: JSON Lines in which
/// known secrets are masked.
///
/// ```
/// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
/// #     servers: ["https://api.example.com"], schemes: {} } }
/// # use oaspen_client::{Client, ClientBuilder};
/// use oaspen_client::Recorder;
///
/// # let folder = std::env::temp_dir().join(format!("oaspen-recorder-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// # let path = folder.join("recorded.jsonl");
/// let client: Client = ClientBuilder::new(&API)
///     .layer(Recorder::to_path(path)?)
///     .build()?;
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Of the header fields, only `Content-Type` is recorded. The URL has the path template of the operation instead of the paths of
/// the base URL and of the call, and no query. Requests for tokens are not recorded. In bodies, these values keep only their
/// shape (`AAAA-AA`):
///
/// - members with a name such as `password`, `access_token`, `apiKey` or `Set-Cookie`, in any spelling;
/// - what the request carries in header fields of credentials, in its own `.header(..)` and in cookies, wherever it is repeated,
///   and members with the name of such a field;
/// - users, queries and long segments of URLs, JSON Web Tokens, keys in PEM, `Bearer ..`, JSON in a string;
/// - texts that are not JSON. Of requests, only JSON bodies are recorded.
///
/// Other values are recorded as they are, because `oaspen learn` compares them: they may be personal data, or a secret with the
/// name of something else. Names of members are recorded, too. Treat a recording like the data in it.
///
/// Bodies of requests and responses above 1 MiB are recorded without their content, streams with their beginning. A response is
/// recorded when its body was read or dropped. If a line cannot be written, it is left out, and the call goes on.
#[derive(Clone)]
pub struct Recorder {
    out: Arc<Mutex<Box<dyn Write + Send>>>,
}

impl Recorder {
    /// Appends to a file, which is created if it does not exist.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn to_path(path: impl AsRef<Path>) -> std::io::Result<Self> {
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self::to_writer(file))
    }

    /// Writes to a writer, one line at a time.
    ///
    /// ```
    /// let recorder = oaspen_client::Recorder::to_writer(Vec::new());
    /// # let _ = recorder;
    /// ```
    pub fn to_writer(writer: impl Write + Send + 'static) -> Self {
        Self {
            out: Arc::new(Mutex::new(Box::new(writer))),
        }
    }

    fn write(&self, line: &str) {
        let mut out = lock(&self.out);
        // A call does not fail because it cannot be recorded.
        let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder(..)")
    }
}

impl tower_layer::Layer<HttpService> for Recorder {
    type Service = RecordingService;

    fn layer(&self, inner: HttpService) -> RecordingService {
        RecordingService {
            inner,
            recorder: self.clone(),
        }
    }
}

/// A transport with a [`Recorder`] around it.
#[derive(Clone, Debug)]
pub struct RecordingService {
    inner: HttpService,
    recorder: Recorder,
}

impl tower_service::Service<http::Request<Body>> for RecordingService {
    type Response = http::Response<ResponseBody>;
    type Error = BoxError;
    type Future = BoxFuture<Result<http::Response<ResponseBody>, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        // A request for a token belongs to no operation.
        let call = request.extensions().get::<CallInfo>();
        let sent = call.map(|call| Sent::new(call, &request));
        let response = self.inner.call(request);
        let recorder = self.recorder.clone();
        Box::pin(async move {
            let response = response.await?;
            let Some(sent) = sent else { return Ok(response) };
            let (head, body) = response.into_parts();
            let (status, fields) = (head.status.as_u16(), head.headers.clone());
            let finish = Box::new(move |bytes: &[u8], is_whole: bool| {
                recorder.write(&sent.line(status, &fields, bytes, is_whole));
            });
            let body = ResponseBody::new(RecordedBody::new(body, finish));
            Ok(http::Response::from_parts(head, body))
        })
    }
}
