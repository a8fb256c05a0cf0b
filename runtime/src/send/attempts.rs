//! Sending a call: the one loop of its attempts.
//!
//! What [`run`] guarantees:
//!
//! - One deadline covers all attempts, the waits between them, and the reading of the response.
//! - The hook for attempts is called once for each attempt, when it is known what becomes of the attempt.
//! - A call is sent again when its policy has attempts left, time is left for the wait, its body can be sent again, and
//!   one of these is true: the connection failed and repeating is safe ([`Repeat`]); the status means that the server may
//!   succeed later, and repeating is allowed; the API refused a fetched token with 401, for the first time.
//! - The connection of an attempt is released before the call waits for the next one.

use crate::auth::authorize::Authorize;
use crate::auth::cache::{Token, Tokens};
use crate::base::deadline::{Deadline, Elapsed, can_wait, has_runtime, sleep};
use crate::base::{BoxFuture, rare};
use crate::body::response::ResponseBody;
use crate::call::request::{UnsignedRequest, build, sign};
use crate::call::state::CallState;
use crate::error::failure::{Failure, timed_out};
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::policy::attempt::Attempt;
use crate::policy::retry::RetryPolicy;
use crate::response::raw::RawResponse;
use crate::send::exchange::Exchange;
use crate::send::redirect::{RedirectStep, Redirects};
use crate::send::retry::{Repeat, retry_after};
#[cfg(feature = "tracing")]
use crate::send::spans;
use crate::table::status::is_transient;
use crate::transport::outgoing::{OutgoingRequest, UrlTooLong};
use crate::transport::service::CallInfo;
#[cfg(feature = "test-util")]
use crate::transport::service::PathValues;
#[cfg(target_arch = "wasm32")]
use crate::transport::traits::BrowserTimeout;
use crate::transport::traits::Sent;
use http::{HeaderMap, Method, StatusCode};
use std::sync::Arc;
use std::time::Duration;

/// Sends a call, attempt by attempt, until the response of one was read, or an error is final. Returns what `read` made
/// of the response: `output` has what it returned, and the response.
pub(crate) async fn run<R, T>(
    state: &CallState,
    read: impl AsyncFn(&CallState, &mut RawResponse) -> Result<R, Failure>,
    output: fn(R, RawResponse) -> T,
) -> Result<T, Failure> {
    let mut attempts = Attempts::new(state)?;
    loop {
        let delay = match attempts.attempt(&read, output).await {
            // A server may repeat a credential anywhere: in a body, in a field, in the address of a redirect.
            Verdict::Final(result) => return result.map_err(|error| state.client.redacted(error)),
            Verdict::Again(delay) => delay,
        };
        sleep(delay).await;
    }
}

/// What becomes of a call after an attempt.
enum Verdict<T> {
    Final(Result<T, Failure>),
    /// It is sent again after this time.
    Again(Duration),
}

/// The attempts of a call.
struct Attempts<'a> {
    state: &'a CallState,
    #[cfg(target_arch = "wasm32")]
    timeout: Option<Duration>,
    /// One for all attempts and the waits between them.
    deadline: Deadline,
    policy: RetryPolicy,
    repeat: Repeat,
    /// The number of the attempt, from 1.
    number: u32,
    /// Requests sent: attempts and redirects.
    #[cfg(feature = "tracing")]
    sent: u32,
    /// The token of the last attempt, and its source.
    token: Option<(Token, Arc<Tokens>)>,
    /// The number of the token that the API refused: there is one attempt more, with another token.
    refused: Option<u64>,
}

/// What an attempt begins with.
enum Start<'a> {
    Sent(Exchange),
    Token(Box<MissingToken<'a>>),
}

/// A request, and what fetches the token that it needs.
struct MissingToken<'a> {
    request: UnsignedRequest<'a>,
    scheme: &'static str,
    tokens: &'a Arc<Tokens>,
}

impl<'a> Attempts<'a> {
    /// Starts the clock.
    fn new(state: &'a CallState) -> Result<Self, Failure> {
        let client = &state.client.inner;
        if state.body.is_spent() {
            let problem = "the body is a stream that was sent before and can be read once only";
            return Err(state.build_error(ErrorKind::Build, &problem));
        }
        let mut timeout = state.timeout.unwrap_or(client.timeout);
        if client.wire.is_fake && !has_runtime() {
            // It responds at once, and there is no clock.
            timeout = None;
        }
        if (client.wire.needs_runtime || timeout.is_some()) && !has_runtime() {
            let problem = "a call needs a Tokio runtime: await it inside one, or use `send_blocking`";
            return Err(state.build_error(ErrorKind::Build, &problem));
        }
        Ok(Self {
            state,
            #[cfg(target_arch = "wasm32")]
            timeout,
            deadline: Deadline::after(timeout),
            policy: state.retry.unwrap_or(client.retry),
            repeat: Repeat::of(state.operation.method, &state.headers, state.retry.is_some()),
            number: 0,
            #[cfg(feature = "tracing")]
            sent: 0,
            token: None,
            refused: None,
        })
    }

    /// One attempt: sends the request and reads the response, unless its status calls for another attempt.
    async fn attempt<R, T>(
        &mut self,
        read: &impl AsyncFn(&CallState, &mut RawResponse) -> Result<R, Failure>,
        output: fn(R, RawResponse) -> T,
    ) -> Verdict<T> {
        self.number += 1;
        let mut response = match self.send().await {
            Ok(response) => response,
            Err(error) => return self.after_error(error),
        };
        if let Some(delay) = self.after_response(&response) {
            return Verdict::Again(delay);
        }
        match read(self.state, &mut response).await {
            Ok(value) => {
                self.report(Some(response.status), None, None);
                Verdict::Final(Ok(output(value, response)))
            }
            Err(error) => self.after_error(error),
        }
    }

    /// After a failed attempt: whether there is another one.
    fn after_error<T>(&self, error: Failure) -> Verdict<T> {
        let may_repeat = self.repeat.covers(&error) && !self.state.body.is_spent();
        let delay = if may_repeat { self.delay(None) } else { None };
        self.report(error.status(), Some(error.kind()), delay);
        match delay {
            Some(delay) => Verdict::Again(delay),
            None => Verdict::Final(Err(error)),
        }
    }

    /// After a response whose body was not read: the wait before another attempt, if its status calls for one.
    fn after_response(&mut self, response: &RawResponse) -> Option<Duration> {
        let delay = if self.refreshes_token(response.status) {
            Duration::ZERO
        } else if self.repeat == Repeat::Never || !is_transient(response.status.as_u16()) || self.state.body.is_spent()
        {
            return None;
        } else {
            self.delay(Some(&response.headers))?
        };
        self.report(Some(response.status), Some(ErrorKind::Status), Some(delay));
        Some(delay)
    }

    /// Whether the API refused a token for the first time, so that another is fetched. The server did not act on such a
    /// call: it can be repeated whatever its method is.
    fn refreshes_token(&mut self, status: StatusCode) -> bool {
        if status != StatusCode::UNAUTHORIZED || self.refused.is_some() {
            return false;
        }
        let Some((token, tokens)) = self.token.take() else {
            return false;
        };
        if self.state.body.is_spent() {
            // This call cannot be repeated, but the next one need not fail as well.
            tokens.refuse(token.number);
            return false;
        }
        self.refused = Some(token.number);
        true
    }

    /// The wait before the next attempt; `None` when attempts or time have run out.
    fn delay(&self, headers: Option<&HeaderMap>) -> Option<Duration> {
        let client = &self.state.client.inner;
        // The policy does not count the attempt with another token.
        let done = self.number - u32::from(self.refused.is_some());
        let delay = self.policy.delay(done, headers.and_then(retry_after), &client.jitter)?;
        (can_wait() && self.deadline.leaves(delay)).then_some(delay)
    }

    fn report(&self, status: Option<StatusCode>, error: Option<ErrorKind>, delay: Option<Duration>) {
        #[cfg(feature = "tracing")]
        if let Some(delay) = delay {
            let status = status.map(|status| status.as_u16());
            tracing::debug!(attempt = self.number, status, ?error, ?delay, "trying again");
        }
        if let Some(hook) = &self.state.client.inner.on_attempt {
            (hook.0)(&Attempt {
                operation: self.state.operation,
                number: self.number,
                status,
                error,
                delay,
            });
        }
    }

    /// Builds and signs the request, sends it, and follows redirects until there is a response to keep.
    async fn send(&mut self) -> Result<RawResponse, Failure> {
        let state = self.state;
        let exchange = match self.start()? {
            Start::Sent(exchange) => exchange,
            Start::Token(missing) => rare(|| self.start_with_token(missing)).await?,
        };
        let response = exchange.response(self.deadline).await;
        let response = response.map_err(|error| error.of(state.operation))?;
        if self.may_follow(response.status()) {
            return rare(|| self.follow(response)).await;
        }
        Ok(self.raw(response, state.operation.method == "HEAD"))
    }

    /// Sends the request, unless it needs a token. Not inlined, so that the stack has no request while the call waits.
    #[inline(never)]
    fn start(&mut self) -> Result<Start<'a>, Failure> {
        self.token = None;
        let UnsignedRequest { mut request, schemes } = build(self.state)?;
        if let Some((scheme, tokens)) = self.state.client.credentials().tokens(schemes, &request.headers) {
            return Ok(Start::Token(Box::new(MissingToken {
                request: UnsignedRequest { request, schemes },
                scheme,
                tokens,
            })));
        }
        self.sign(schemes, &mut request)?;
        Ok(Start::Sent(self.exchange(request, Some(self.state.operation.path))))
    }

    async fn start_with_token(&mut self, missing: Box<MissingToken<'a>>) -> Result<Exchange, Failure> {
        let UnsignedRequest { mut request, schemes } = missing.request;
        self.token = Some(self.fetch_token(missing.scheme, missing.tokens).await?);
        self.sign(schemes, &mut request)?;
        Ok(self.exchange(request, Some(self.state.operation.path)))
    }

    /// Follows redirects, beginning with this response. Few responses are redirects: the first request is built once more
    /// for those that are.
    async fn follow(&mut self, mut response: http::Response<ResponseBody>) -> Result<RawResponse, Failure> {
        let state = self.state;
        let client = &state.client.inner;
        let UnsignedRequest { mut request, schemes } = build(state)?;
        self.sign(schemes, &mut request)?;
        let mut redirects = Redirects::new(client.redirects, &request.method);
        while self.may_follow(response.status()) {
            let (parts, body) = response.into_parts();
            match redirects.next(client.api, &mut request, parts.status, &parts.headers) {
                RedirectStep::Keep => {
                    response = http::Response::from_parts(parts, body);
                    break;
                }
                // The next request can have the connection.
                RedirectStep::Follow => drop(body),
                RedirectStep::Refuse(error) => {
                    return Err(ErrorInner::new(ErrorKind::Redirect, error.to_string())
                        .of(state.operation)
                        .response(parts.status, parts.headers));
                }
            }
            if !redirects.left_origin() {
                sign(state, schemes, &mut request, |credential, request| {
                    credential.apply_after_redirect(request)
                })?;
            }
            // The template is not that of another address.
            let next = self.exchange(request.clone(), None).response(self.deadline).await;
            response = next.map_err(|error| error.of(state.operation))?;
        }
        if redirects.left_origin() {
            // The response is from another origin, which never saw the token.
            self.token = None;
        }
        Ok(self.raw(response, request.method == Method::HEAD))
    }

    fn may_follow(&self, status: StatusCode) -> bool {
        self.state.client.inner.redirects.concerns(status) && !self.state.operation.wants(status.as_u16())
    }

    fn raw(&self, response: http::Response<ResponseBody>, is_head: bool) -> RawResponse {
        let state = self.state;
        let (parts, body) = response.into_parts();
        RawResponse {
            client: state.client.clone(),
            operation: state.operation,
            status: parts.status,
            bodiless: is_head || matches!(parts.status.as_u16(), 204 | 205 | 304),
            headers: parts.headers,
            body,
            limit: state
                .max_response_bytes
                .unwrap_or(state.client.inner.max_response_bytes),
            deadline: self.deadline,
        }
    }

    async fn fetch_token(&self, scheme: &str, tokens: &Arc<Tokens>) -> Result<(Token, Arc<Tokens>), Failure> {
        let state = self.state;
        let token = tokens.get(scheme, state.client.inner.fetch(), self.refused);
        match self.deadline.race(token).await {
            Ok(token) => Ok((token.map_err(|error| error.of(state.operation))?, Arc::clone(tokens))),
            Err(Elapsed) => Err(timed_out("while it waited for a token").of(state.operation)),
        }
    }

    /// Adds all credentials; the fetched token first, so that a signature can cover it.
    fn sign(&self, schemes: &[&'static str], request: &mut OutgoingRequest) -> Result<(), Failure> {
        if let Some((token, _)) = &self.token {
            let applied = token.apply(request);
            applied.map_err(|error| self.state.build_error(ErrorKind::Build, &error))?;
        }
        sign(self.state, schemes, request, |credential, request| {
            credential.apply(request)
        })
    }

    /// Sends one request. `template`: the path that its span is named by.
    fn exchange(&mut self, request: OutgoingRequest, template: Option<&'static str>) -> Exchange {
        let watch = request.body.watch();
        #[cfg(feature = "tracing")]
        let span = spans::client(&request, template, self.sent);
        #[cfg(feature = "tracing")]
        let sending = span.in_scope(|| self.begin(request));
        #[cfg(not(feature = "tracing"))]
        let (_, sending) = (template, self.begin(request));
        #[cfg(feature = "tracing")]
        {
            self.sent += 1;
        }
        Exchange {
            watch,
            sending,
            #[cfg(feature = "tracing")]
            span,
        }
    }

    /// Hands a request to the transport, with its extensions.
    fn begin(&self, mut request: OutgoingRequest) -> Result<BoxFuture<Sent>, Failure> {
        if let Some(problem) = UrlTooLong::of(&request.url) {
            return Err(self.state.build_error(ErrorKind::Build, &problem));
        }
        let wire = &self.state.client.inner.wire;
        let extensions = &mut request.extensions;
        #[cfg(target_arch = "wasm32")]
        if let Some(timeout) = self.timeout {
            extensions.insert(BrowserTimeout(timeout));
        }
        if wire.is_watched {
            extensions.insert(CallInfo {
                operation: self.state.operation,
                attempt: self.number,
            });
        }
        #[cfg(feature = "test-util")]
        if wire.is_fake {
            extensions.insert(PathValues(self.state.path.clone()));
        }
        wire.transport
            .send_outgoing(request)
            .map_err(|error| ErrorInner::new(ErrorKind::Build, "the request could not be built").source(error))
    }
}

#[cfg(test)]
#[path = "attempts_tests.rs"]
mod tests;
