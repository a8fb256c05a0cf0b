//! Makes calls of old clients: the values and the response come from standard input, one call per line, and the request
//! and the result are printed.

use std::convert::Infallible;
use std::fmt::Debug;
use std::future::Future;
use std::io::{BufRead, Write};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use oaspen_client::{
    BlockingCall, Body, Bytes, ClientBuilder, Decode, Error, ErrorKind, FilePart, Json, JsonMap, http, json, tower_service,
};

/// The values of one call, and the response to it.
pub struct Case {
    values: JsonMap,
    credentials: Vec<(String, String)>,
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    sent: Arc<Mutex<Option<(http::request::Parts, Bytes)>>>,
}

/// Records the request, and responds.
#[derive(Clone)]
struct Server {
    sent: Arc<Mutex<Option<(http::request::Parts, Bytes)>>>,
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl tower_service::Service<http::Request<Body>> for Server {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let server = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.unwrap_or_default();
            *server.sent.lock().unwrap() = Some((parts, body));
            let mut response = http::Response::builder().status(server.status);
            for (name, value) in &server.headers {
                response = response.header(name, value);
            }
            Ok(response.body(Body::from(server.body)).unwrap())
        })
    }
}

pub type Run = fn(&Case) -> Result<JsonMap, String>;

fn texts(value: Option<&Json>) -> Vec<String> {
    let items = value.and_then(Json::as_array).into_iter().flatten();
    items.map(|item| item.as_str().unwrap_or_default().to_owned()).collect()
}

fn pairs(value: Option<&Json>) -> Vec<(String, String)> {
    let flat = texts(value);
    flat.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
}

impl Case {
    fn new(line: &mut JsonMap) -> Self {
        let body = line.get("body").and_then(Json::as_array).into_iter().flatten();
        Self {
            body: body.map(|byte| byte.as_u64().unwrap_or_default() as u8).collect(),
            values: match line.remove("values") {
                Some(Json::Object(values)) => values,
                _ => JsonMap::new(),
            },
            credentials: pairs(line.get("credentials")),
            status: line.get("status").and_then(Json::as_u64).unwrap_or(200) as u16,
            headers: pairs(line.get("headers")),
            sent: Arc::default(),
        }
    }

    /// A client with the credentials of the case.
    pub fn client<C: From<oaspen_client::Client>>(&self, builder: ClientBuilder<C>) -> Result<C, String> {
        let server = Server {
            sent: self.sent.clone(),
            status: self.status,
            headers: self.headers.clone(),
            body: self.body.clone(),
        };
        let mut builder = builder.service(server).retries(oaspen_client::RetryPolicy::none());
        for (scheme, kind) in &self.credentials {
            builder = match kind.as_str() {
                "basic" => builder.basic_auth("user", "password"),
                "relative" => builder.base_url(format!("https://relative.example{scheme}")),
                "apiKey" => builder.api_key(scheme, "key"),
                _ => builder.bearer_token("token"),
            };
        }
        builder.build().map_err(|error| error.to_string())
    }

    /// A required value.
    pub fn get<T: Decode>(&self, key: &str) -> Result<T, String> {
        self.get_optional(key)?.ok_or_else(|| format!("there is no value for {key}"))
    }

    /// An optional value.
    pub fn get_optional<T: Decode>(&self, key: &str) -> Result<Option<T>, String> {
        let Some(value) = self.values.get(key) else { return Ok(None) };
        json::from_value(value).map(Some).map_err(|error| format!("{key}: {error}"))
    }

    /// Whether there is a multipart body.
    pub fn has_body(&self) -> bool {
        self.values.contains_key("body#multipart")
    }

    /// A member of a multipart body.
    pub fn member<T: Decode>(&self, name: &str) -> Result<T, String> {
        let value = self.part(name).unwrap_or(&Json::Null);
        json::from_value(value).map_err(|error| format!("part {name}: {error}"))
    }

    fn part(&self, name: &str) -> Option<&Json> {
        self.values.get("body#multipart")?.get(name)
    }

    /// A file of a multipart body.
    pub fn file(&self, name: &str) -> Option<FilePart> {
        let content = self.part(name)?.as_str().unwrap_or("content").to_owned();
        Some(FilePart::new(content).with_file_name("file.txt"))
    }

    /// The files of a multipart body.
    pub fn files(&self, name: &str) -> Option<Vec<FilePart>> {
        let items = self.part(name)?.as_array()?;
        Some(items.iter().map(|item| FilePart::new(item.as_str().unwrap_or("content").to_owned())).collect())
    }
}

/// Sends a call and describes what was sent and what the caller gets.
pub fn send<C>(case: &Case, call: C) -> Result<JsonMap, String>
where
    C: BlockingCall,
    C::Output: Debug,
    C::Error: Debug,
{
    let body = |error: &Error<C::Error>| error.error_body().map(|body| format!("{body:?}"));
    record(case, call.send_blocking(), body)
}

/// Reads a stream to its end, as [`send`] reads a response.
pub fn stream<T: Debug, E: Debug + Decode + Send + Sync + 'static>(
    case: &Case,
    items: impl Iterator<Item = Result<T, Error<E>>>,
) -> Result<JsonMap, String> {
    let body = |error: &Error<E>| error.error_body().map(|body| format!("{body:?}"));
    record(case, items.collect::<Result<Vec<T>, Error<E>>>(), body)
}

fn record<T: Debug, E>(
    case: &Case,
    result: Result<T, Error<E>>,
    body: impl FnOnce(&Error<E>) -> Option<String>,
) -> Result<JsonMap, String> {
    let (kind, text) = match result {
        Ok(output) => ("ok", format!("{output:?}")),
        Err(error) => {
            let kind = match error.kind() {
                ErrorKind::Status => "status",
                ErrorKind::Decode => "decode",
                ErrorKind::UnexpectedStatus => "unexpected",
                ErrorKind::Auth => "auth",
                ErrorKind::Build => "build",
                _ => "other",
            };
            let body = body(&error);
            let kind = if kind == "status" && body.is_none() { "plain status" } else { kind };
            (kind, body.unwrap_or_else(|| error.to_string()))
        }
    };
    let mut record = JsonMap::new();
    record.insert("kind".to_owned(), kind.into());
    record.insert("text".to_owned(), text.into());
    if let Some((sent, body)) = case.sent.lock().unwrap().as_ref() {
        record.insert("method".to_owned(), sent.method.as_str().to_owned().into());
        record.insert("url".to_owned(), sent.uri.to_string().into());
        let headers = sent.headers.iter();
        let headers: Vec<Json> = headers
            .flat_map(|(name, value)| [name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned()])
            .map(Json::from)
            .collect();
        record.insert("headers".to_owned(), Json::Array(headers));
        let body = body.iter().map(|byte| Json::from(u64::from(*byte)));
        record.insert("body".to_owned(), body.collect());
    }
    Ok(record)
}

/// Reads the lines, makes the calls, prints the results.
pub fn run(calls: &[(u64, Run)]) {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let mut line: JsonMap = json::from_str(&line).unwrap();
        let number = line.get("case").and_then(Json::as_u64).unwrap();
        let case = Case::new(&mut line);
        let found = calls.iter().find(|(known, _)| *known == number);
        let outcome = found.map_or_else(|| Err("no such case".to_owned()), |(_, run)| run(&case));
        let record = outcome.unwrap_or_else(|problem| {
            let mut record = JsonMap::new();
            record.insert("problem".to_owned(), problem.into());
            record
        });
        writeln!(out, "{}", json::to_string(&record)).unwrap();
    }
}
