//! What the calls of every server use: each method makes one call, and writes one line about it.

use std::cell::RefCell;
use std::env;
use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread;
use std::time::Duration;

use oaspen_client::{
    BlockingCall, ClientBuilder, Decode, Encode, Error, ErrorBody, ErrorKind, EventStream, FakeResponse, FakeServer,
    HttpService, JsonLines, PagedCall, ReconnectPolicy, Recorder, RetryPolicy, json,
};
use serde_json::{Value, json};

use crate::exchanges::{Capture, Exchange, Exchanges};

oaspen_client::api! {
    ECHO { name: "echo", title: "Encodes values again", version: "1", table: 1, servers: ["http://echo.invalid"], schemes: {} }
}

/// How long a stream may send nothing.
const IDLE: Duration = Duration::from_secs(5);

/// The server, and what was called so far.
pub struct League {
    url: String,
    exchanges: Exchanges,
    /// Writes `recorded.jsonl`, for `oaspen learn`.
    recorder: Recorder,
    fake: FakeServer,
    echo: HttpService,
    lines: RefCell<File>,
}

/// What became of a call.
struct Line<'a> {
    what: &'a str,
    found: Found,
}

/// The members of a line by kind. `src/verdict.rs` reads them.
enum Found {
    /// The value, encoded again.
    Decoded { encoded: Option<Vec<u8>> },
    /// The `values` of JSON lines or the data of `events`, encoded again, and whether the stream ended.
    Values { kind: &'static str, encoded: Vec<String>, ended: bool },
    /// The items of each page, encoded again, and the pointer of the list in the body.
    Pages { encoded: Vec<String>, at: &'static str },
    /// The bytes that were read.
    Downloaded { bytes: Vec<u8> },
    /// There is no value. The kind is `provoked`, `refused`, `failed` or `unsent`.
    Nothing { kind: &'static str, message: String },
}

impl Found {
    fn members(&self) -> Value {
        match self {
            Self::Decoded { encoded } => json!({"kind": "decoded", "encoded": encoded.as_deref().map(text)}),
            Self::Values { kind, encoded, ended } => json!({"kind": kind, "encoded": encoded, "ended": ended}),
            Self::Pages { encoded, at } => json!({"kind": "pages", "encoded": encoded, "at": at}),
            Self::Downloaded { bytes } => json!({"kind": "downloaded", "bytes": bytes.len()}),
            Self::Nothing { kind, message } => json!({"kind": kind, "message": message}),
        }
    }

    fn failed(message: String) -> Self {
        Self::Nothing { kind: "failed", message }
    }
}

/// Makes the calls of a server, and writes `results.jsonl` and `recorded.jsonl`.
pub fn run(calls: fn(&League) -> Option<()>) {
    let fake = FakeServer::new();
    let capture = Capture::default();
    let builder: ClientBuilder<oaspen_client::Client> = ClientBuilder::new(&ECHO);
    builder.fake(&fake).layer(capture.clone()).build().unwrap();
    let echo = capture.0.lock().unwrap().clone().unwrap();
    let league = League {
        url: env::var("LEAGUE_URL").unwrap(),
        exchanges: Exchanges::default(),
        recorder: Recorder::to_writer(File::create("recorded.jsonl").unwrap()),
        fake,
        echo,
        lines: RefCell::new(File::create("results.jsonl").unwrap()),
    };
    let finished = catch_unwind(AssertUnwindSafe(|| calls(&league)));
    match finished {
        Ok(Some(())) => {}
        Ok(None) => println!("the calls ended early, because one failed that others need"),
        Err(_) => std::process::exit(1),
    }
}

/// A typed value from JSON, for bodies of requests.
pub fn body<T: Decode>(value: Value) -> T {
    json::from_value(&value).unwrap_or_else(|error| panic!("{value}: {error}"))
}

impl League {
    /// A client of the server. Nothing is sent twice.
    pub fn client<C: From<oaspen_client::Client>>(&self, builder: ClientBuilder<C>) -> C {
        // Servers close connections, maybe while the next request is sent, and most requests must not be sent twice.
        let builder = builder.configure_http(|http| http.pool_max_idle_per_host(0));
        let builder = builder.base_url(&self.url).retries(RetryPolicy::none()).timeout(Duration::from_secs(60));
        let builder = match env::var("LEAGUE_DECODING").unwrap().as_str() {
            "lenient" => builder.lenient(|_| {}),
            _ => builder,
        };
        // The second one is around the first, so that values that are encoded again are not recorded.
        builder.layer(self.recorder.clone()).layer(self.exchanges.clone()).build().unwrap()
    }

    /// The address of the server, with the base path.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The name of the server.
    pub fn server(&self) -> String {
        env::var("LEAGUE_SERVER").unwrap_or_default()
    }

    /// A file in the folder of the server.
    pub fn file(&self, name: &str) -> Vec<u8> {
        fs::read(Path::new(&env::var("LEAGUE_FOLDER").unwrap()).join(name)).unwrap()
    }

    /// Sends a GET request without a client and without a line in the table. Returns the response with its header.
    pub fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.url.trim_start_matches("http://")).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
        let mut response = Vec::new();
        stream.read_to_end(&mut response).unwrap();
        String::from_utf8_lossy(&response).into_owned()
    }

    /// Waits until the response to a GET request has a text, at most half a minute.
    pub fn wait_for(&self, path: &str, text: &str) {
        (0..60).take_while(|_| !self.get(path).contains(text)).for_each(|_| thread::sleep(Duration::from_millis(500)));
    }

    /// A header field of the last response; empty if there is none.
    pub fn last_header(&self, name: &str) -> String {
        self.exchanges.since(0).last().map(|exchange| exchange.header(name).to_owned()).unwrap_or_default()
    }

    /// The JSON of the last response: for calls that need it although it was not decoded.
    pub fn last(&self) -> Value {
        let exchanges = self.exchanges.since(0);
        let body = exchanges.last().map(Exchange::body).unwrap_or_default();
        serde_json::from_slice(&body).unwrap_or_default()
    }

    /// A text or a number in the JSON of the last response, by pointer; empty if there is none.
    pub fn last_text(&self, pointer: &str) -> String {
        match self.last().pointer(pointer) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        }
    }

    /// Makes a call and compares the response with the value that was decoded.
    pub fn call<C>(&self, what: &str, call: C) -> Option<C::Output>
    where
        C: BlockingCall + Clone + 'static,
        C::Output: Clone,
        C::Error: Debug,
    {
        let before = self.exchanges.count();
        match call.clone().send_with_response_blocking() {
            Ok(response) => {
                let status = response.status().as_u16();
                let output = response.into_body();
                let encoded = self.encoded(call, &output, status);
                self.write::<C>(before, Line { what, found: Found::Decoded { encoded } });
                Some(output)
            }
            Err(error) => {
                self.failed::<C>(before, what, error.kind(), &error.to_string());
                None
            }
        }
    }

    /// Makes a call whose response is 304, as nothing changes.
    pub fn unchanged<C>(&self, what: &str, call: C)
    where
        C: BlockingCall,
    {
        let before = self.exchanges.count();
        match call.send_if_changed_blocking() {
            Ok(None) => {
                self.write::<C>(before, Line { what, found: Found::Decoded { encoded: Some(Vec::new()) } });
            }
            Ok(Some(response)) => {
                let message = format!("changed, with {}", response.status());
                self.write::<C>(before, Line { what, found: Found::failed(message) });
            }
            Err(error) => self.failed::<C>(before, what, error.kind(), &error.to_string()),
        }
    }

    /// Makes a call that the server is to refuse, and returns the typed error.
    pub fn refused<C>(&self, what: &str, call: C) -> Option<C::Error>
    where
        C: BlockingCall + Clone + 'static,
        C::Output: Clone,
        C::Error: Debug,
    {
        let before = self.exchanges.count();
        match call.send_with_response_blocking() {
            Ok(response) => {
                let message = format!("accepted with {}", response.status());
                self.write::<C>(before, Line { what, found: Found::failed(message) });
                None
            }
            Err(error) => {
                let is_status = error.kind() == ErrorKind::Status;
                let typed = match error.error_body() {
                    Some(_) => "typed error",
                    None => "no typed error",
                };
                let found = match is_status {
                    true => Found::Nothing { kind: "provoked", message: typed.to_owned() },
                    false => Found::failed(error.to_string()),
                };
                self.write::<C>(before, Line { what, found });
                error.into_error_body().ok()
            }
        }
    }

    /// Reads a list page by page, at most so many pages, and returns the items. `at` is the pointer of the list in the body.
    pub fn pages<C>(&self, what: &str, call: C, at: &'static str, most: usize) -> Vec<C::Item>
    where
        C: PagedCall,
        C::Item: Encode,
        C::Error: Debug,
    {
        let before = self.exchanges.count();
        let (mut items, mut encoded) = (Vec::new(), Vec::new());
        for page in call.pages().blocking().take(most) {
            match page {
                Ok(page) => {
                    encoded.push(json::to_string(page.items()));
                    items.extend(page.into_items());
                }
                Err(error) => {
                    self.failed::<C>(before, what, error.kind(), &error.to_string());
                    return items;
                }
            }
        }
        self.write::<C>(before, Line { what, found: Found::Pages { encoded, at } });
        items
    }

    /// Reads JSON lines, at most so many.
    pub fn json_lines<C, T, E>(&self, what: &str, call: C, lines: fn(C) -> JsonLines<T, E>, most: usize) -> Vec<T>
    where
        C: BlockingCall,
        T: Encode,
        E: ErrorBody,
    {
        let lines = lines(call).idle_timeout(IDLE).blocking();
        self.values::<C, T, E>(what, "values", lines, most)
    }

    /// Reads events, at most so many. `then` runs after the first one, and causes the others.
    pub fn events<C, T, E>(
        &self,
        what: &str,
        call: C,
        events: fn(C) -> EventStream<T, E>,
        most: usize,
        then: impl FnOnce(),
    ) -> Vec<T>
    where
        C: BlockingCall,
        T: Encode,
        E: ErrorBody,
    {
        let mut then = Some(then);
        let events = events(call).idle_timeout(IDLE).reconnect(ReconnectPolicy::none()).blocking();
        let data = events.map(|event| {
            if let Some(then) = then.take() {
                then();
            }
            event.map(|event| event.data)
        });
        self.values::<C, T, E>(what, "events", data, most)
    }

    /// Reads values of a stream, at most so many.
    fn values<C, T, E>(
        &self,
        what: &str,
        kind: &'static str,
        stream: impl Iterator<Item = Result<T, Error<E>>>,
        most: usize,
    ) -> Vec<T>
    where
        C: BlockingCall,
        T: Encode,
        E: ErrorBody,
    {
        let before = self.exchanges.count();
        let mut values = Vec::new();
        for value in stream.take(most) {
            match value {
                Ok(value) => values.push(value),
                Err(error) => {
                    self.failed::<C>(before, what, error.kind(), &error.to_string());
                    return values;
                }
            }
        }
        let encoded = values.iter().map(json::to_string).collect();
        self.write::<C>(before, Line { what, found: Found::Values { kind, encoded, ended: values.len() < most } });
        values
    }

    /// Downloads a body piece by piece.
    pub fn download<C>(&self, what: &str, call: C) -> Option<Vec<u8>>
    where
        C: BlockingCall,
        C::Error: Debug,
    {
        let before = self.exchanges.count();
        let mut bytes = Vec::new();
        match call.send_streamed_blocking() {
            Ok(response) => {
                let found = match response.blocking().read_to_end(&mut bytes) {
                    Ok(_) => Found::Downloaded { bytes: bytes.clone() },
                    Err(error) => Found::failed(error.to_string()),
                };
                self.write::<C>(before, Line { what, found });
                Some(bytes)
            }
            Err(error) => {
                self.failed::<C>(before, what, error.kind(), &error.to_string());
                None
            }
        }
    }

    fn failed<C: BlockingCall>(&self, before: usize, what: &str, error: ErrorKind, message: &str) {
        let kind = match error {
            ErrorKind::Status => "refused",
            ErrorKind::Build | ErrorKind::Auth | ErrorKind::RequestBody => "unsent",
            _ => "failed",
        };
        self.write::<C>(before, Line { what, found: Found::Nothing { kind, message: message.to_owned() } });
    }

    /// The bytes that a server would send for this value.
    fn encoded<C>(&self, call: C, output: &C::Output, status: u16) -> Option<Vec<u8>>
    where
        C: BlockingCall + Clone + 'static,
        C::Output: Clone,
    {
        let attempts = [Some(status), None];
        attempts.into_iter().find_map(|status| {
            let response = FakeResponse::<C>::ok(output.clone());
            let response = match status {
                Some(status) => response.with_status(status),
                None => response,
            };
            self.fake.once::<C>(|_| response);
            let sent = self.exchanges.instead(self.echo.clone(), || call.clone().send_raw_blocking());
            sent.ok().map(|response| response.into_body().to_vec())
        })
    }

    fn write<C: BlockingCall>(&self, before: usize, line: Line<'_>) {
        let exchanges = self.exchanges.since(before);
        let last = exchanges.last();
        let operation = C::operation();
        let body = last.map(Exchange::body).unwrap_or_default();
        let same = match &line.found {
            Found::Decoded { encoded } => encoded.as_ref() == Some(&body),
            Found::Downloaded { bytes } => *bytes == body,
            _ => false,
        };
        let mut record = json!({
            "operation": operation.id,
            "method": operation.method,
            "path": operation.path,
            "what": line.what,
            "status": last.map(|exchange| exchange.status),
            "content_type": last.map(|exchange| exchange.header("content-type")),
            "bodies": exchanges.iter().map(|exchange| text(&exchange.body())).collect::<Vec<_>>(),
            "same": same,
        });
        for (name, value) in line.found.members().as_object().into_iter().flatten() {
            record[name] = value.clone();
        }
        writeln!(self.lines.borrow_mut(), "{record}").unwrap();
    }
}

/// A body as text; of bytes that are no text, their number.
fn text(body: &[u8]) -> String {
    match std::str::from_utf8(body) {
        Ok(text) => text.to_owned(),
        Err(_) => format!("({} bytes)", body.len()),
    }
}
