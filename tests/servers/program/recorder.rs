//! A layer around the transport of a client: it keeps each request and response, and sends them to another transport
//! while a value is only to be encoded again.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use oaspen_client::http::{HeaderMap, Request, Response};
use oaspen_client::http_body::{Body as HttpBody, Frame, SizeHint};
use oaspen_client::tower_layer::Layer;
use oaspen_client::tower_service::Service;
use oaspen_client::{Body, BoxError, Bytes, CallInfo, HttpService};
use serde_json::{Map, Value, json};

/// A request and its response. Bodies grow while they are read.
#[derive(Clone)]
pub struct Exchange {
    pub call: Option<CallInfo>,
    method: String,
    url: String,
    headers: HeaderMap,
    body: Pieces,
    pub status: u16,
    response_headers: HeaderMap,
    response_body: Pieces,
}

type Pieces = Arc<Mutex<Vec<u8>>>;

/// Header fields whose values are never written.
const SECRET: [&str; 6] = ["authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token", "proxy-authorization"];

impl Exchange {
    pub fn response_bytes(&self) -> Vec<u8> {
        self.response_body.lock().unwrap().clone()
    }

    /// A header field of the response; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.response_headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The line of `recorded.jsonl`, without secrets.
    pub fn line(&self) -> Value {
        json!({
            "request": {
                "method": self.method,
                "url": without_keys(&self.url),
                "headers": headers(&self.headers),
                "body": text(&self.body),
            },
            "response": {
                "status": self.status,
                "headers": headers(&self.response_headers),
                "body": text(&self.response_body),
            },
        })
    }
}

fn headers(headers: &HeaderMap) -> Value {
    let mut map = Map::new();
    for (name, value) in headers {
        if !SECRET.contains(&name.as_str()) {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            map.insert(name.as_str().to_owned(), value.into());
        }
    }
    map.into()
}

/// A body as text: `null` if there is none or if it is no text.
fn text(body: &Pieces) -> Value {
    let body = body.lock().unwrap();
    match std::str::from_utf8(&body) {
        Ok(text) if !text.is_empty() => text.into(),
        _ => Value::Null,
    }
}

/// A URL whose parameters with credentials have no value.
fn without_keys(url: &str) -> String {
    let Some((path, query)) = url.split_once('?') else { return url.to_owned() };
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name @ ("token" | "api_key" | "apikey" | "access_token" | "key"), _)) => format!("{name}="),
        _ => pair.to_owned(),
    });
    format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
}

/// All exchanges of the clients that the layer is part of.
#[derive(Clone, Default)]
pub struct Recorder {
    exchanges: Arc<Mutex<Vec<Exchange>>>,
    /// Where requests are sent instead of to the server.
    instead: Arc<Mutex<Option<HttpService>>>,
    /// Whether the header field `Authorization` is removed.
    is_anonymous: bool,
}

impl Recorder {
    pub fn count(&self) -> usize {
        self.exchanges.lock().unwrap().len()
    }

    pub fn since(&self, count: usize) -> Vec<Exchange> {
        self.exchanges.lock().unwrap().iter().skip(count).cloned().collect()
    }

    /// The same, for a client that sends no `Authorization`.
    pub fn anonymous(&self) -> Self {
        Self { is_anonymous: true, ..self.clone() }
    }

    /// Sends requests to another transport while `work` runs, and does not record them.
    pub fn instead<T>(&self, transport: HttpService, work: impl FnOnce() -> T) -> T {
        *self.instead.lock().unwrap() = Some(transport);
        let result = work();
        *self.instead.lock().unwrap() = None;
        result
    }
}

impl Layer<HttpService> for Recorder {
    type Service = Recording;

    fn layer(&self, server: HttpService) -> Recording {
        Recording { server, recorder: self.clone() }
    }
}

#[derive(Clone)]
pub struct Recording {
    server: HttpService,
    recorder: Recorder,
}

type Sent = Result<Response<Tee<oaspen_client::ResponseBody>>, BoxError>;

impl Service<Request<Body>> for Recording {
    type Response = Response<Tee<oaspen_client::ResponseBody>>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Sent> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let other = self.recorder.instead.lock().unwrap().clone();
        let is_recorded = other.is_none();
        let mut transport = other.unwrap_or_else(|| self.server.clone());
        let recorder = self.recorder.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            if recorder.is_anonymous {
                parts.headers.remove("authorization");
            }
            let sent = Pieces::default();
            let body = match body.as_bytes() {
                Some(bytes) => {
                    sent.lock().unwrap().extend_from_slice(bytes);
                    body
                }
                None => Body::wrap(Tee { body, pieces: Arc::clone(&sent) }),
            };
            let (call, method, url) =
                (parts.extensions.get::<CallInfo>().copied(), parts.method.to_string(), parts.uri.to_string());
            let headers = parts.headers.clone();
            let response = transport.call(Request::from_parts(parts, body)).await?;
            let received = Pieces::default();
            if is_recorded {
                recorder.exchanges.lock().unwrap().push(Exchange {
                    call,
                    method,
                    url,
                    headers,
                    body: sent,
                    status: response.status().as_u16(),
                    response_headers: response.headers().clone(),
                    response_body: Arc::clone(&received),
                });
            }
            Ok(response.map(|body| Tee { body, pieces: received }))
        })
    }
}

/// A body that is also kept while it is read.
pub struct Tee<B> {
    body: B,
    pieces: Pieces,
}

impl<B> HttpBody for Tee<B>
where
    B: HttpBody<Data = Bytes> + Unpin,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(data) = frame.data_ref()
        {
            self.pieces.lock().unwrap().extend_from_slice(data);
        }
        polled.map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Keeps the transport of a client.
#[derive(Clone, Default)]
pub struct Capture(pub Arc<Mutex<Option<HttpService>>>);

impl Layer<HttpService> for Capture {
    type Service = HttpService;

    fn layer(&self, transport: HttpService) -> HttpService {
        *self.0.lock().unwrap() = Some(transport.clone());
        transport
    }
}
