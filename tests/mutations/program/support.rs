//! Makes calls of old clients: the values and the response come from standard input, one call per line, and the request
//! and the result are printed.

use std::fmt::Debug;
use std::future::IntoFuture;
use std::io::{BufRead, Write};
use std::task::{Context, Poll, Waker};

use oaspen_client::{
    ClientBuilder, Decode, Error, ErrorBody, ErrorKind, FakeResponse, FakeServer, FilePart, Json, JsonMap, TypedCall, json,
};

/// The values of one call, and the response to it.
pub struct Case {
    values: JsonMap,
    credentials: Vec<(String, String)>,
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    pub fake: FakeServer,
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
            fake: FakeServer::new(),
        }
    }

    /// A client with the credentials of the case.
    pub fn client<C: From<oaspen_client::Client>>(&self, builder: ClientBuilder<C>) -> Result<C, String> {
        let mut builder = builder.fake(&self.fake);
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

/// Waits for a future that needs no runtime.
fn wait<F: IntoFuture>(future: F) -> F::Output {
    let mut future = Box::pin(future.into_future());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

/// Sends a call and describes what was sent and what the caller gets.
pub fn send<C, O, E>(case: &Case, call: C) -> Result<JsonMap, String>
where
    C: TypedCall<Output = O, Error = E> + IntoFuture<Output = Result<O, Error<E>>> + 'static,
    O: Debug,
    E: Debug + ErrorBody,
{
    let (status, headers, body) = (case.status, case.headers.clone(), case.body.clone());
    case.fake.on::<C>(move |_| {
        let mut response = FakeResponse::status(status);
        if let Some((_, value)) = headers.iter().find(|(name, _)| name == "content-type") {
            response = FakeResponse::raw(status, value, body.clone());
        }
        headers
            .iter()
            .filter(|(name, _)| name != "content-type")
            .fold(response, |response, (name, value)| response.header(name, value))
    });
    let (kind, text) = match wait(call) {
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
            let body = error.error_body().map(|body| format!("{body:?}"));
            let kind = if kind == "status" && body.is_none() { "plain status" } else { kind };
            (kind, body.unwrap_or_else(|| error.to_string()))
        }
    };
    let mut record = JsonMap::new();
    record.insert("kind".to_owned(), kind.into());
    record.insert("text".to_owned(), text.into());
    if let Some(sent) = case.fake.calls().first() {
        record.insert("method".to_owned(), sent.method().as_str().to_owned().into());
        record.insert("url".to_owned(), sent.uri().to_string().into());
        let headers = sent.headers().iter();
        let headers: Vec<Json> = headers
            .flat_map(|(name, value)| [name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned()])
            .map(Json::from)
            .collect();
        record.insert("headers".to_owned(), Json::Array(headers));
        let body = sent.body().iter().map(|byte| Json::from(u64::from(*byte)));
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
