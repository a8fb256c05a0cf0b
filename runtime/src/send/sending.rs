//! Sending a call: its tries, and the redirects of each try, under one deadline.

use crate::auth::cache::{Token, Tokens};
use crate::base::BoxFuture;
use crate::base::deadline::{Deadline, Elapsed, can_wait, has_runtime, sleep};
use crate::body::incoming::Incoming;
use crate::call::request::build;
use crate::call::state::CallState;
use crate::error::failure::{Failure, timed_out, transport_error};
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::policy::attempt::Attempt;
use crate::policy::retry::RetryPolicy;
use crate::response::raw::RawResponse;
use crate::send::redirect::{Next, Redirects};
use crate::send::retry::{Repeat, retry_after};
#[cfg(feature = "tracing")]
use crate::send::spans;
use crate::table::status::is_transient;
use crate::transport::outgoing::OutgoingRequest;
use crate::transport::service::CallInfo;
#[cfg(feature = "test")]
use crate::transport::service::PathValues;
#[cfg(target_arch = "wasm32")]
use crate::transport::traits::BrowserTimeout;
use crate::transport::traits::Sent;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Method, StatusCode};
use std::sync::Arc;
use std::time::Duration;

/// A call under way.
pub(crate) struct Sending<'a> {
    state: &'a CallState,
    #[cfg(target_arch = "wasm32")]
    timeout: Option<Duration>,
    /// One for all tries and the waits between them.
    deadline: Deadline,
    policy: RetryPolicy,
    repeat: Repeat,
    /// Tries made.
    tries: u32,
    /// Requests sent: tries and redirects.
    #[cfg(feature = "tracing")]
    sent: u32,
    /// The token that the last try carried, and where it came from.
    token: Option<(Token, Arc<Tokens>)>,
    /// The token that the API refused: there is one try more for another.
    refused: Option<u64>,
}

impl<'a> Sending<'a> {
    /// Starts the clock.
    pub(crate) fn new(state: &'a CallState) -> Result<Self, Failure> {
        let client = &state.client.inner;
        if state.body.is_spent() {
            let problem = "the body is a stream that was sent before and can be read once only";
            return Err(state.build_error(ErrorKind::Build, problem.to_owned()));
        }
        let mut timeout = state.timeout.unwrap_or(client.timeout);
        if client.wire.is_fake && !has_runtime() {
            // It answers at once, and there is no clock.
            timeout = None;
        }
        if (client.wire.needs_runtime || timeout.is_some()) && !has_runtime() {
            let problem = "a call needs a Tokio runtime: await it inside one, or use `send_blocking`";
            return Err(state.build_error(ErrorKind::Build, problem.to_owned()));
        }
        Ok(Self {
            state,
            #[cfg(target_arch = "wasm32")]
            timeout,
            deadline: Deadline::after(timeout),
            policy: state.retry.unwrap_or(client.retry),
            repeat: Repeat::of(state.operation.method, &state.headers, state.retry.is_some()),
            tries: 0,
            #[cfg(feature = "tracing")]
            sent: 0,
            token: None,
            refused: None,
        })
    }

    /// Tries until there is an answer to keep. The caller says what became of it: [`kept`](Self::kept), or
    /// [`again`](Self::again) when reading it failed.
    pub(crate) async fn answer(&mut self) -> Result<RawResponse, Failure> {
        loop {
            self.tries += 1;
            let outcome = self.try_once().await;
            let delay = match &outcome {
                Ok(answer) if self.refreshes(answer) => Some(Duration::ZERO),
                Ok(answer) => self.repeats(answer),
                Err(error) => self.again(error),
            };
            let Some(delay) = delay else { return outcome };
            // Its connection is not held while the call waits.
            drop(outcome);
            sleep(delay).await;
        }
    }

    /// The try gave the call its result.
    pub(crate) fn kept(&self, status: StatusCode) {
        self.tell(Some(status), None, None);
    }

    /// After how long to try again after a failure, if at all.
    pub(crate) fn again(&self, error: &Failure) -> Option<Duration> {
        let delay = if self.repeat.covers(error) && !self.state.body.is_spent() {
            self.delay(None)
        } else {
            None
        };
        self.tell(error.status(), Some(error.kind()), delay);
        delay
    }

    /// Whether the API refused a token for the first time. The server did not act on such a call, so that it can be
    /// repeated whatever its method.
    fn refreshes(&mut self, answer: &RawResponse) -> bool {
        if answer.status != StatusCode::UNAUTHORIZED || self.refused.is_some() {
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
        self.tell(Some(answer.status), Some(ErrorKind::Api), Some(Duration::ZERO));
        true
    }

    /// How long to wait before trying again after an answer. An answer that is kept is not told yet.
    fn repeats(&self, answer: &RawResponse) -> Option<Duration> {
        if self.repeat == Repeat::Never || !is_transient(answer.status.as_u16()) || self.state.body.is_spent() {
            return None;
        }
        let delay = self.delay(Some(&answer.headers))?;
        self.tell(Some(answer.status), Some(ErrorKind::Api), Some(delay));
        Some(delay)
    }

    /// How long to wait for the next try; `None` when there is none, as tries or time have run out.
    fn delay(&self, headers: Option<&HeaderMap>) -> Option<Duration> {
        let client = &self.state.client.inner;
        // The try for another token is not one of the policy.
        let tries = self.tries - u32::from(self.refused.is_some());
        let delay = self
            .policy
            .delay(tries, headers.and_then(retry_after), &client.jitter)?;
        (can_wait() && self.deadline.leaves(delay)).then_some(delay)
    }

    fn tell(&self, status: Option<StatusCode>, error: Option<ErrorKind>, delay: Option<Duration>) {
        #[cfg(feature = "tracing")]
        if let Some(delay) = delay {
            let status = status.map(|status| status.as_u16());
            tracing::debug!(attempt = self.tries, status, ?error, ?delay, "trying again");
        }
        if let Some(hook) = &self.state.client.inner.on_attempt {
            (hook.0)(&Attempt {
                operation: self.state.operation,
                number: self.tries,
                status,
                error,
                delay,
            });
        }
    }

    /// Builds the request and sends it, following redirects, until there is an answer.
    async fn try_once(&mut self) -> Result<RawResponse, Failure> {
        let state = self.state;
        let client = &state.client.inner;
        let (mut hop, tokens) = build(state)?;
        self.token = None;
        if let Some((scheme, tokens)) = tokens {
            // In a box, so that the future of calls that need none is small.
            let token = Box::pin(tokens.get(scheme, client.fetch(), self.refused));
            let token = match self.deadline.race(token).await {
                Ok(token) => token.map_err(|error| error.of(state.operation))?,
                Err(Elapsed) => return Err(timed_out("while it waited for a token").of(state.operation)),
            };
            self.token = Some((token, tokens));
            self.add_token(&mut hop);
        }
        let mut redirects = Redirects::new(client.redirects, &hop.method);
        loop {
            let is_head = hop.method == Method::HEAD;
            let is_authorized = hop.headers.contains_key(AUTHORIZATION);
            // Few answers are redirects: the first request is built once more for those that are.
            let sent = redirects.any().then(|| hop.clone());
            let sending = self.send_hop(hop, &redirects).await;
            let response = sending.map_err(|error| error.of(state.operation))?;
            let (parts, body) = response.into_parts();
            if redirects.concern(parts.status) && !state.operation.wants(parts.status.as_u16()) {
                hop = match sent {
                    Some(hop) => hop,
                    None => self.first_hop()?,
                };
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
            if !is_authorized {
                // Another origin answered, which never saw the token.
                self.token = None;
            }
            return Ok(RawResponse {
                client: state.client.clone(),
                operation: state.operation,
                status: parts.status,
                bodiless: is_head || matches!(parts.status.as_u16(), 204 | 304),
                headers: parts.headers,
                body,
                limit: state.max_response_bytes.unwrap_or(client.max_response_bytes),
                deadline: self.deadline,
            });
        }
    }

    /// The request that this try began with.
    #[cold]
    fn first_hop(&self) -> Result<OutgoingRequest, Failure> {
        let (mut hop, _) = build(self.state)?;
        self.add_token(&mut hop);
        Ok(hop)
    }

    fn add_token(&self, hop: &mut OutgoingRequest) {
        if let Some((token, _)) = &self.token {
            hop.headers.insert(AUTHORIZATION, token.header.clone());
        }
    }

    #[cfg(not(feature = "tracing"))]
    async fn send_hop(&self, hop: OutgoingRequest, _: &Redirects) -> Result<http::Response<Incoming>, Failure> {
        self.send_request(hop).await
    }

    #[cfg(feature = "tracing")]
    async fn send_hop(
        &mut self,
        hop: OutgoingRequest,
        redirects: &Redirects,
    ) -> Result<http::Response<Incoming>, Failure> {
        // The template is not that of another address.
        let template = (!redirects.any()).then_some(self.state.operation.path);
        let span = spans::client(&hop, template, self.sent);
        self.sent += 1;
        spans::request(span, self.send_request(hop)).await
    }

    async fn send_request(&self, hop: OutgoingRequest) -> Result<http::Response<Incoming>, Failure> {
        let watch = hop.body.watch();
        let sending = self.begin(hop)?;
        match self.deadline.race(sending).await {
            Ok(Ok(response)) => {
                watch.answered();
                Ok(response)
            }
            Ok(Err(error)) => Err(match watch.failure() {
                Some(cause) => {
                    let message = format!("the body of the request could not be read: {cause}");
                    ErrorInner::new(ErrorKind::RequestBody, message).source(cause)
                }
                None => transport_error(error),
            }),
            Err(Elapsed) => Err(timed_out("before an answer came")),
        }
    }

    /// Hands a request to the transport, with what others may want to know of it.
    fn begin(&self, mut request: OutgoingRequest) -> Result<BoxFuture<Sent>, Failure> {
        let wire = &self.state.client.inner.wire;
        let extensions = &mut request.extensions;
        #[cfg(target_arch = "wasm32")]
        if let Some(timeout) = self.timeout {
            extensions.insert(BrowserTimeout(timeout));
        }
        if wire.is_watched {
            extensions.insert(CallInfo {
                operation: self.state.operation,
                attempt: self.tries,
            });
        }
        #[cfg(feature = "test")]
        if wire.is_fake {
            extensions.insert(PathValues(self.state.path.clone()));
        }
        wire.transport
            .send_outgoing(request)
            .map_err(|error| ErrorInner::new(ErrorKind::Build, "the request could not be built").source(error))
    }
}
