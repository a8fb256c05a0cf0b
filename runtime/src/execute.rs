//! The one way every call takes: build, authorize, send, follow redirects, read, sort by status.

use crate::body::{Body, Incoming};
use crate::call::{Call, CallState};
use crate::codec::DecodeError;
use crate::deadline::{Deadline, Elapsed, has_runtime};
use crate::decode::{BodyKind, Reply};
use crate::error::{BoxError, ErrorInner, ErrorKind};
use crate::redirect::{Hop, Next, Redirects};
use crate::response::RawResponse;
use crate::table::{Operation, Row};
use crate::target;
use crate::transport::{BoxFuture, BrowserTimeout};
use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue};
use http::{Method, StatusCode};

/// What a call failed with, its type not yet known.
type Failure = Box<ErrorInner>;

/// Sends a call and collects its answer; error statuses are errors.
pub(crate) fn execute(call: Call) -> BoxFuture<Result<Reply, Failure>> {
    let run = |state: Box<CallState>| -> BoxFuture<_> {
        Box::pin(async move {
            let answer = send(&state).await?;
            sort(&state, answer).await
        })
    };
    traced(call, run, |reply| reply.status)
}

/// Sends a call and gives its answer unread, whatever its status.
pub(crate) fn execute_raw(call: Call) -> BoxFuture<Result<RawResponse, Failure>> {
    let run = |state: Box<CallState>| -> BoxFuture<_> { Box::pin(async move { send(&state).await }) };
    traced(call, run, RawResponse::status)
}

/// How a call runs.
type Run<T> = fn(Box<CallState>) -> BoxFuture<Result<T, Failure>>;

#[cfg(not(feature = "tracing"))]
fn traced<T>(call: Call, run: Run<T>, _status: fn(&T) -> StatusCode) -> BoxFuture<Result<T, Failure>> {
    run(call.into_state())
}

/// Runs a call in a span that carries names and templates, never values.
#[cfg(feature = "tracing")]
fn traced<T: 'static>(call: Call, run: Run<T>, status: fn(&T) -> StatusCode) -> BoxFuture<Result<T, Failure>> {
    use tracing::Instrument as _;
    Box::pin(async move {
        let state = call.into_state();
        let operation = state.operation;
        let span = tracing::debug_span!(
            "call",
            operation = operation.id,
            method = operation.method,
            path = operation.path,
            status = tracing::field::Empty,
        );
        let result = run(state).instrument(span.clone()).await;
        let status = match &result {
            Ok(answer) => Some(status(answer)),
            Err(error) => error.status(),
        };
        if let Some(status) = status {
            span.record("status", status.as_u16());
        }
        result
    })
}

/// Builds the request and sends it, following redirects, until there is an answer.
async fn send(state: &CallState) -> Result<RawResponse, Failure> {
    let mut hop = build(state)?;
    let client = &state.client.inner;
    let timeout = state.timeout.unwrap_or(client.timeout);
    if (client.needs_runtime || timeout.is_some()) && !has_runtime() {
        let problem = "a call needs a Tokio runtime: await it inside one, or use `send_blocking`";
        return Err(state.build_error(ErrorKind::Build, problem.to_owned()));
    }
    let deadline = Deadline::after(timeout);
    let mut redirects = Redirects::new(client.redirects, &hop.method);
    loop {
        let mut request = to_request(&hop).map_err(|error| {
            ErrorInner::new(ErrorKind::Build, "the request could not be built")
                .of(state.operation)
                .source(error)
        })?;
        if let Some(timeout) = timeout {
            request.extensions_mut().insert(BrowserTimeout(timeout));
        }
        let sent = deadline.race(client.transport.send(request)).await;
        let (parts, body) = match sent {
            Ok(Ok(response)) => response.into_parts(),
            Ok(Err(error)) => return Err(transport_error(error).of(state.operation)),
            Err(Elapsed) => return Err(timed_out("before an answer came").of(state.operation)),
        };
        if !state.operation.wants(parts.status.as_u16()) {
            match redirects.next(client.api, &mut hop, parts.status, &parts.headers) {
                Next::Keep => {}
                Next::Follow => continue,
                Next::Refuse(why) => {
                    return Err(ErrorInner::new(ErrorKind::Redirect, why)
                        .of(state.operation)
                        .answer(parts.status, parts.headers));
                }
            }
        }
        return Ok(RawResponse {
            operation: state.operation,
            status: parts.status,
            bodiless: hop.method == Method::HEAD || matches!(parts.status.as_u16(), 204 | 304),
            headers: parts.headers,
            body,
            limit: state.max_response_bytes.unwrap_or(client.max_response_bytes),
            deadline,
        });
    }
}

/// Puts together address, headers and credentials.
fn build(state: &CallState) -> Result<Hop, Failure> {
    let fail = |problem| state.build_error(ErrorKind::Build, problem);
    if let Some(problem) = &state.problem {
        return Err(fail(problem.clone()));
    }
    let client = &state.client.inner;
    let operation = state.operation;
    let mut headers = client.headers.clone();
    if !operation.accept.is_empty() {
        let accept = HeaderValue::from_str(operation.accept)
            .map_err(|_| fail("the accepted media types are not a header value".to_owned()))?;
        headers.insert(ACCEPT, accept);
    }
    for (name, value) in &state.headers {
        headers.insert(name, value.clone());
    }
    let (path, literal_query) = target::fill(operation.path, &state.path).map_err(fail)?;
    let mut query: Vec<String> = Vec::with_capacity(state.query.len() + 1);
    if !literal_query.is_empty() {
        query.push(literal_query.to_owned());
    }
    query.extend(state.query.iter().map(|(_, pairs)| pairs.clone()));
    let mut cookies: Vec<String> = state.cookies.iter().map(|(_, pair)| pair.clone()).collect();
    client
        .credentials
        .authorize(client.api, operation, &mut headers, &mut cookies, &mut query)
        .map_err(|problem| state.build_error(ErrorKind::Auth, problem))?;
    add_cookies(&mut headers, cookies).map_err(fail)?;
    let url = client.base.join(&path, &query.join("&")).map_err(fail)?;
    let method = Method::from_bytes(operation.method.as_bytes())
        .map_err(|_| fail("the method is not an HTTP method".to_owned()))?;
    if state.body.is_empty() && matches!(method, Method::POST | Method::PUT | Method::PATCH) {
        // Some servers answer 411 without it.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(Hop {
        method,
        url,
        headers,
        body: state.body.clone(),
    })
}

/// Adds cookies to those a header set by hand carries.
fn add_cookies(headers: &mut HeaderMap, mut cookies: Vec<String>) -> Result<(), String> {
    if cookies.is_empty() {
        return Ok(());
    }
    if let Some(own) = headers.get(COOKIE).and_then(|own| own.to_str().ok()) {
        cookies.insert(0, own.to_owned());
    }
    let mut value = HeaderValue::from_str(&cookies.join("; "))
        .map_err(|_| "the cookies have characters a header cannot carry".to_owned())?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}

fn to_request(hop: &Hop) -> Result<http::Request<Body>, http::Error> {
    let mut request = http::Request::builder()
        .method(hop.method.clone())
        .uri(hop.url.as_str())
        .body(Body::from(hop.body.clone()))?;
    *request.headers_mut() = hop.headers.clone();
    Ok(request)
}

/// Sorts an answer by its status and reads what of its body is wanted.
async fn sort(state: &CallState, mut answer: RawResponse) -> Result<Reply, Failure> {
    let operation = state.operation;
    let row = operation.row(answer.status.as_u16());
    let (row, wanted) = match row {
        Row::AnySuccess => (0, false),
        Row::Success(at) => (
            at,
            operation
                .success
                .get(at)
                .is_none_or(|(_, kind)| *kind != BodyKind::Empty),
        ),
        Row::Error(_) | Row::None => return Err(refused(state, row, answer).await),
    };
    let body = if wanted { answer.collect().await? } else { Bytes::new() };
    Ok(Reply {
        operation,
        status: answer.status,
        headers: answer.headers,
        body,
        row,
        lenient: state.client.inner.lenient.clone(),
    })
}

/// The error of an answer that is no success. Reading or decoding its body never makes it worse.
async fn refused(state: &CallState, row: Row, mut answer: RawResponse) -> Failure {
    let operation = state.operation;
    let (body, broken) = read(&mut answer.body, answer.limit, answer.deadline).await;
    let is_api = matches!(row, Row::Error(_)) || answer.status.as_u16() >= 400;
    let (kind, message) = if is_api {
        (ErrorKind::Api, answer.status.to_string())
    } else {
        (
            ErrorKind::UnexpectedStatus,
            format!("the API does not declare status {}", answer.status),
        )
    };
    let mut error = ErrorInner::new(kind, message).of(operation);
    if let Some(broken) = broken {
        return broken.explain(error).answer(answer.status, answer.headers).body(body);
    }
    if let Row::Error(at) = row {
        let reply = Reply {
            operation,
            status: answer.status,
            headers: answer.headers,
            body,
            row: at,
            lenient: state.client.inner.lenient.clone(),
        };
        error = match (operation.error)(&reply) {
            Ok(typed) => error.api(typed),
            Err(problem) => error.decode(problem),
        };
        return error.answer(reply.status, reply.headers).body(reply.body);
    }
    error.answer(answer.status, answer.headers).body(body)
}

/// Why a body could not be read to its end.
pub(crate) enum Broken {
    TooLarge(usize),
    Timeout,
    Transport(BoxError),
}

impl Broken {
    /// The error of a success whose body broke.
    fn into_error(self) -> Failure {
        match self {
            Self::TooLarge(limit) => ErrorInner::new(ErrorKind::BodyTooLarge, too_large(limit)),
            Self::Timeout => timed_out("while the body was read"),
            Self::Transport(error) => {
                ErrorInner::new(ErrorKind::Transport, "the connection broke while the body was read").source(error)
            }
        }
    }

    /// Adds the reason to an error that stands anyway.
    fn explain(self, error: Failure) -> Failure {
        match self {
            Self::TooLarge(limit) => error.source(too_large(limit)),
            Self::Timeout => error.source("the time ran out while the body was read"),
            Self::Transport(cause) => error.source(cause),
        }
    }
}

fn too_large(limit: usize) -> String {
    format!("the body is larger than the limit of {limit} bytes")
}

fn timed_out(when: &str) -> Failure {
    ErrorInner::new(
        ErrorKind::Timeout,
        format!("the call took longer than its timeout, {when}"),
    )
}

/// Reads a body up to a limit: what was read, and why it ended early.
pub(crate) async fn read(body: &mut Incoming, limit: usize, deadline: Deadline) -> (Bytes, Option<Broken>) {
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    let broken = loop {
        let chunk = match deadline.race(body.chunk()).await {
            Ok(Some(Ok(chunk))) => chunk,
            Ok(Some(Err(error))) => break Some(Broken::Transport(without_url(error))),
            Ok(None) => break None,
            Err(Elapsed) => break Some(Broken::Timeout),
        };
        let room = limit.saturating_sub(first.len() + rest.len());
        if chunk.len() > room {
            rest_or_first(&mut first, &mut rest, chunk.slice(..room));
            break Some(Broken::TooLarge(limit));
        }
        rest_or_first(&mut first, &mut rest, chunk);
    };
    if rest.is_empty() {
        return (first, broken);
    }
    (rest.freeze(), broken)
}

/// Keeps a single chunk without copying it.
fn rest_or_first(first: &mut Bytes, rest: &mut BytesMut, chunk: Bytes) {
    if first.is_empty() && rest.is_empty() {
        *first = chunk;
        return;
    }
    if !first.is_empty() {
        rest.extend_from_slice(&std::mem::take(first));
    }
    rest.extend_from_slice(&chunk);
}

impl RawResponse {
    /// Reads the whole body under the limit.
    pub(crate) async fn collect(&mut self) -> Result<Bytes, Failure> {
        let declared = || {
            let header = self.headers.get(CONTENT_LENGTH)?.to_str().ok()?;
            header.parse::<u64>().ok()
        };
        let at_least = self
            .body
            .lower_bound()
            .max(if self.bodiless { 0 } else { declared().unwrap_or(0) });
        let (body, broken) = if at_least > self.limit as u64 {
            (Bytes::new(), Some(Broken::TooLarge(self.limit)))
        } else {
            read(&mut self.body, self.limit, self.deadline).await
        };
        match broken {
            None => Ok(body),
            Some(broken) => {
                let headers = std::mem::take(&mut self.headers);
                Err(broken
                    .into_error()
                    .of(self.operation)
                    .answer(self.status, headers)
                    .body(body))
            }
        }
    }
}

impl Reply {
    /// The error of a success whose body is not what the API declares.
    #[cold]
    pub(crate) fn misfit(self, error: DecodeError) -> Failure {
        let content_type = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.map_or_else(String::new, |value| format!(" ({})", short(value)));
        let near = if error.excerpt().is_empty() {
            String::new()
        } else {
            format!(" near `{}`", error.excerpt())
        };
        let message = format!(
            "{}, but the body{content_type} does not fit: {error}{near}",
            self.status
        );
        ErrorInner::new(ErrorKind::Decode, message)
            .of(self.operation)
            .answer(self.status, self.headers)
            .body(self.body)
            .decode(error)
    }

    /// The tables do not belong together.
    #[cold]
    pub(crate) fn no_row(self) -> Failure {
        let message = format!("no type is declared for status {}", self.status);
        ErrorInner::new(ErrorKind::UnexpectedStatus, message)
            .of(self.operation)
            .answer(self.status, self.headers)
    }
}

fn short(content_type: &str) -> String {
    content_type.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// An error of the transport: its URL, which may carry secrets, is cut off.
pub(crate) fn transport_error(error: BoxError) -> Failure {
    let error = without_url(error);
    let reason = match error.downcast_ref::<reqwest::Error>() {
        Some(error) if error.is_timeout() => {
            return timed_out("while connecting").source(without_url(error_box(error)));
        }
        #[cfg(not(target_arch = "wasm32"))]
        Some(error) if error.is_connect() => "could not connect",
        _ => "the request could not be sent",
    };
    let message = match io_cause(&*error) {
        Some(cause) => format!("{reason}: {cause}"),
        None => reason.to_owned(),
    };
    ErrorInner::new(ErrorKind::Transport, message).source(error)
}

fn error_box(error: &reqwest::Error) -> BoxError {
    error.to_string().into()
}

fn without_url(error: BoxError) -> BoxError {
    match error.downcast::<reqwest::Error>() {
        Ok(error) => Box::new(error.without_url()),
        Err(error) => error,
    }
}

/// The innermost I/O error: "connection refused" says more than its wrappings.
fn io_cause(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    let mut cause = Some(error);
    let mut found = None;
    while let Some(error) = cause {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            found = Some(io.to_string());
        }
        cause = error.source();
    }
    found
}

/// The operation of a body that breaks while its pieces are read.
pub(crate) fn chunk_error(operation: &'static Operation, broken: Result<BoxError, Elapsed>) -> Failure {
    match broken {
        Ok(error) => Broken::Transport(without_url(error)),
        Err(Elapsed) => Broken::Timeout,
    }
    .into_error()
    .of(operation)
}
