//! Spans and events, named as OpenTelemetry's conventions for HTTP clients have it. Feature `tracing`.
//!
//! A call is one span; each request it sends, including retries and redirects, is a client span within. Both carry
//! names and templates, never values.

use crate::error::failure::Failure;
use crate::error::kind::ErrorKind;
use crate::error::spans::record_error;
use crate::response::collected::CollectedResponse;
use crate::response::raw::RawResponse;
use crate::table::operation::Operation;
use crate::transport::outgoing::OutgoingRequest;
use http::StatusCode;
use std::future::Future;
use tracing::field::Empty;
use tracing::{Instrument as _, Span, info_span};

/// The result of a call.
pub(crate) trait Traced {
    fn status(&self) -> StatusCode;
    /// Keeps the span open until the result is known.
    fn keep(&mut self, span: Span);
}

impl Traced for CollectedResponse {
    fn status(&self) -> StatusCode {
        self.reply.status
    }

    fn keep(&mut self, span: Span) {
        self.span = span;
    }
}

impl Traced for RawResponse {
    fn status(&self) -> StatusCode {
        self.status
    }

    fn keep(&mut self, _: Span) {}
}

/// Runs a call in its span.
pub(crate) async fn call<T: Traced>(
    operation: &'static Operation,
    run: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let span = info_span!(
        "call",
        otel.name = operation.id,
        otel.kind = "internal",
        operation = operation.id,
        http.response.status_code = Empty,
        error.type = Empty,
        otel.status_code = Empty,
    );
    let mut result = run.instrument(span.clone()).await;
    match &mut result {
        Ok(response) => {
            span.record("http.response.status_code", response.status().as_u16());
            response.keep(span);
        }
        Err(failure) => failed(&span, failure),
    }
    result
}

/// The span of a request. `sent`: how many its call sent before.
pub(crate) fn client(request: &OutgoingRequest, template: Option<&'static str>, sent: u32) -> Span {
    let span = info_span!(
        "request",
        otel.name = Empty,
        otel.kind = "client",
        http.request.method = request.method.as_str(),
        url.template = template,
        url.scheme = request.url.scheme(),
        server.address = request.url.host_str(),
        server.port = request.url.port_or_known_default(),
        http.request.resend_count = (sent > 0).then_some(sent),
        http.response.status_code = Empty,
        error.type = Empty,
        otel.status_code = Empty,
    );
    if !span.is_disabled() {
        match template {
            Some(template) => span.record("otel.name", format!("{} {template}", request.method)),
            None => span.record("otel.name", request.method.as_str()),
        };
    }
    span
}

/// Sends a request in its span.
pub(crate) async fn request<B>(
    span: Span,
    send: impl Future<Output = Result<http::Response<B>, Failure>>,
) -> Result<http::Response<B>, Failure> {
    let result = send.instrument(span.clone()).await;
    match &result {
        Ok(response) => {
            let status = response.status();
            span.record("http.response.status_code", status.as_u16());
            if status.as_u16() >= 400 {
                record_error(&span, status.as_str());
            }
        }
        Err(failure) => failed(&span, failure),
    }
    result
}

fn failed(span: &Span, failure: &Failure) {
    if let Some(status) = failure.status() {
        span.record("http.response.status_code", status.as_u16());
    }
    match (failure.kind(), failure.status()) {
        (ErrorKind::Status, Some(status)) => record_error(span, status.as_str()),
        (kind, _) => record_error(span, kind.as_str()),
    }
}
