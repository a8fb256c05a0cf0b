//! A client whose transport responds with given bytes, in process and on a clock that does not wait.

use oaspen_client::http::{Request, Response};
use oaspen_client::{Body, BoxError, Bytes, Call, Client, ClientBuilder, Json, RetryPolicy, http_body, tower_service};
use std::collections::VecDeque;
use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use tokio::time::Instant;

oaspen_client::api! {
    API {
        name: "fuzz",
        title: "Responses of any bytes",
        version: "1",
        table: 1,
        servers: ["https://api.example.com/v1"],
        schemes: {
            "app": oauth2,
        },
    }
}

macro_rules! calls {
    ($($call:ident $table:ident { $($rows:tt)* })*) => {$(
        #[derive(Clone, Debug)]
        pub(crate) struct $call(Call);

        oaspen_client::operation! { $call as $table { $($rows)* } }

        impl $call {
            pub(crate) fn of(client: &Client) -> Self {
                Self(Call::new(client, &$table))
            }
        }
    )*};
}

calls! {
    Log LOG {
        id: "Log", GET: "/log", security: [], accept: "text/event-stream",
        success String { "200": text } error () {} events String: text,
    }
    Watch WATCH {
        id: "Watch", GET: "/watch", security: [], accept: "text/event-stream",
        success Json { "200": json } error () {} events Json: json,
    }
    Export EXPORT {
        id: "Export", GET: "/export", security: [], accept: "application/x-ndjson",
        success Bytes { "200": bytes } error () {} json_lines Json: "application/x-ndjson",
    }
    Word WORD {
        id: "Word", GET: "/word", security: [], accept: "application/json, text/plain",
        success String { "200": json_or_text } error () {}
    }
    Text TEXT {
        id: "Text", GET: "/text", security: [], accept: "text/plain",
        success String { "200": text } error Json { "4XX": json }
    }
    Value VALUE {
        id: "Value", GET: "/value", security: [], accept: "application/json",
        success Json { "200": json } error Json { "4XX": json }
    }
    Pages PAGES {
        id: "Pages", GET: "/pages", security: [["app"]], accept: "application/json",
        pages String { next("Link") },
        success Json { "200": json } error () {}
    }
}

/// A response: a status, header fields, and a body in pieces.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, Vec<u8>)>,
    pub(crate) pieces: Vec<Bytes>,
}

impl Reply {
    pub(crate) fn new(status: u16, media_type: &[u8], body: &[u8]) -> Self {
        Self {
            status,
            headers: vec![("content-type", media_type.to_vec())],
            pieces: vec![Bytes::copy_from_slice(body)],
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &[u8]) -> Self {
        self.headers.push((name, value.to_vec()));
        self
    }
}

/// Pieces of a body.
#[derive(Debug)]
pub(crate) struct Pieces(VecDeque<Bytes>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, BoxError>>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(http_body::Frame::data(piece))))
    }
}

/// A request, and when it was sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) at: Instant,
    pub(crate) request: Request<Body>,
}

type Respond = dyn Fn(usize, &Request<Body>) -> Reply + Send + Sync;

/// A transport that responds to each request, which are counted from 0.
#[derive(Clone)]
pub(crate) struct Server {
    respond: Arc<Respond>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Server {
    pub(crate) fn new(respond: impl Fn(usize, &Request<Body>) -> Reply + Send + Sync + 'static) -> Self {
        Self {
            respond: Arc::new(respond),
            sent: Arc::default(),
        }
    }

    /// The same response to every request.
    pub(crate) fn of(reply: Reply) -> Self {
        Self::new(move |_, _| reply.clone())
    }

    pub(crate) fn builder(&self) -> ClientBuilder<Client> {
        ClientBuilder::new(&API)
            .retries(RetryPolicy::none())
            .service(self.clone())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().expect("a client")
    }

    /// Everything that was sent since the last call of this function.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        std::mem::take(&mut self.sent.lock().expect("the requests"))
    }
}

impl tower_service::Service<Request<Body>> for Server {
    type Response = Response<Pieces>;
    type Error = BoxError;
    type Future = Ready<Result<Response<Pieces>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let mut sent = self.sent.lock().expect("the requests");
        let reply = (self.respond)(sent.len(), &request);
        let at = Instant::now();
        sent.push(Sent { at, request });
        let mut response = Response::builder().status(reply.status);
        for (name, value) in &reply.headers {
            response = response.header(*name, value.as_slice());
        }
        // What no header can carry is a broken connection.
        ready(response.body(Pieces(reply.pieces.into())).map_err(Into::into))
    }
}

/// Runs a future to its end. Waits take no time.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    runtime.block_on(future)
}

/// The ways to cut bytes that every stream is tested with: whole, one by one, in pieces of a few, and as chosen.
pub(crate) fn cuts(bytes: &[u8], choices: &[u8]) -> Vec<Vec<Bytes>> {
    let whole = Bytes::copy_from_slice(bytes);
    let chunks = |size: usize| bytes.chunks(size).map(Bytes::copy_from_slice).collect();
    let mut chosen = Vec::new();
    let mut rest = whole.clone();
    for length in choices {
        chosen.push(rest.split_to(usize::from(*length).min(rest.len())));
    }
    chosen.push(rest);
    vec![vec![whole], chunks(1), chunks(2), chunks(3), chunks(7), chosen]
}
