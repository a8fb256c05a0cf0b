//! What spans carry: the names of OpenTelemetry's conventions for HTTP clients, templates, never values.

use crate::generated_shape::models::UpdateUserRequest;
use crate::{CANARY, USER, client};
use loopback::{Server, ServerResponse};
use oaspen_client::RetryPolicy;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[derive(Clone, Debug, Default)]
struct Span {
    name: &'static str,
    parent: Option<usize>,
    fields: BTreeMap<&'static str, String>,
}

impl Span {
    fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }
}

impl Visit for Span {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.fields.insert(field.name(), format!("{value:?}"));
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name(), value.to_owned());
    }
}

#[derive(Default)]
struct Seen {
    spans: Vec<Span>,
    entered: Vec<usize>,
    events: Vec<Span>,
}

/// Keeps all spans and events of this crate.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Seen>>);

impl Recorder {
    /// What calls on this thread left, without the recorder.
    fn end(&self, guard: tracing::subscriber::DefaultGuard) -> (Vec<Span>, Vec<Span>) {
        drop(guard);
        let seen = self.0.lock().unwrap();
        assert!(seen.entered.is_empty(), "every span is left");
        let text = format!("{:?} {:?}", seen.spans, seen.events);
        assert!(!text.contains(CANARY), "no values: {text}");
        (seen.spans.clone(), seen.events.clone())
    }
}

fn index(id: &Id) -> usize {
    usize::try_from(id.into_u64()).unwrap() - 1
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("oaspen_client")
    }
    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut seen = self.0.lock().unwrap();
        let mut span = Span {
            name: attributes.metadata().name(),
            parent: seen.entered.last().copied(),
            ..Span::default()
        };
        attributes.record(&mut span);
        seen.spans.push(span);
        Id::from_u64(seen.spans.len() as u64)
    }
    fn record(&self, id: &Id, values: &Record<'_>) {
        values.record(&mut self.0.lock().unwrap().spans[index(id)]);
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut seen = self.0.lock().unwrap();
        let mut span = Span {
            name: "event",
            parent: seen.entered.last().copied(),
            ..Span::default()
        };
        event.record(&mut span);
        seen.events.push(span);
    }
    fn enter(&self, id: &Id) {
        self.0.lock().unwrap().entered.push(index(id));
    }
    fn exit(&self, id: &Id) {
        let left = self.0.lock().unwrap().entered.pop();
        assert_eq!(left, Some(index(id)));
    }
}

fn record() -> (Recorder, tracing::subscriber::DefaultGuard) {
    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    (recorder, guard)
}

fn fields(span: &Span) -> Vec<(&'static str, &str)> {
    span.fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

#[tokio::test]
async fn tracing_spans_carry_templates_and_never_values() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let (recorder, guard) = record();
    let body = UpdateUserRequest::new().with_username(CANARY);
    let call = client(&server).users().update_user(CANARY, body).header("X", CANARY);
    call.await.unwrap();
    let (spans, events) = recorder.end(guard);
    assert!(events.is_empty());
    let [call, request] = spans.as_slice() else {
        panic!("{spans:?}")
    };
    assert_eq!((call.name, call.parent), ("call", None));
    assert_eq!(
        fields(call),
        [
            ("http.response.status_code", "200"),
            ("operation", "UpdateUser"),
            ("otel.kind", "internal"),
            ("otel.name", "UpdateUser"),
        ]
    );
    assert_eq!((request.name, request.parent), ("request", Some(0)));
    assert_eq!(
        fields(request),
        [
            ("http.request.method", "PATCH"),
            ("http.response.status_code", "200"),
            ("otel.kind", "client"),
            ("otel.name", "PATCH /users/{user_id}"),
            ("server.address", "127.0.0.1"),
            ("server.port", server.addr().port().to_string().as_str()),
            ("url.scheme", "http"),
            ("url.template", "/users/{user_id}"),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn every_request_has_a_span_and_every_repetition_an_event() {
    let fake = crate::fake::Fake::new(|at, _| match at {
        0 => crate::fake::response(503, &[("x", CANARY)], CANARY),
        1 => crate::fake::Step::Refuse,
        2 => crate::fake::response(302, &[("location", "https://files.example/f?key=canary-7f3a")], ""),
        _ => crate::fake::response(200, &[], "me"),
    });
    let (recorder, guard) = record();
    let client = crate::generated_shape::Client::builder()
        .retries(RetryPolicy::new().jitter(false))
        .service(fake)
        .build()
        .unwrap();
    client.users().whoami().header("X", CANARY).await.unwrap();
    let (spans, events) = recorder.end(guard);
    let [call, unavailable, refused, redirected, responded] = spans.as_slice() else {
        panic!("{spans:?}")
    };
    assert_eq!(
        (call.get("http.response.status_code"), call.get("error.type")),
        ("200", "")
    );
    assert_eq!(unavailable.get("http.request.resend_count"), "");
    assert_eq!(unavailable.get("error.type"), "503");
    assert_eq!(unavailable.get("otel.status_code"), "ERROR");
    assert_eq!(refused.get("http.request.resend_count"), "1");
    assert_eq!(refused.get("error.type"), "transport");
    assert_eq!(refused.get("http.response.status_code"), "");
    assert_eq!(redirected.get("http.response.status_code"), "302");
    assert_eq!(redirected.get("otel.name"), "GET /me");
    // Another address, so that the template is not its.
    assert_eq!(
        fields(responded),
        [
            ("http.request.method", "GET"),
            ("http.request.resend_count", "3"),
            ("http.response.status_code", "200"),
            ("otel.kind", "client"),
            ("otel.name", "GET"),
            ("server.address", "files.example"),
            ("server.port", "443"),
            ("url.scheme", "https"),
        ]
    );
    assert!(spans[1..].iter().all(|span| span.parent == Some(0)));
    let logged: Vec<_> = events.iter().map(|event| (event.parent, fields(event))).collect();
    assert_eq!(
        logged,
        [
            (
                Some(0),
                vec![
                    ("attempt", "1"),
                    ("delay", "500ms"),
                    ("error", "Some(Status)"),
                    ("message", "trying again"),
                    ("status", "503")
                ]
            ),
            (
                Some(0),
                vec![
                    ("attempt", "2"),
                    ("delay", "1s"),
                    ("error", "Some(Transport)"),
                    ("message", "trying again")
                ]
            ),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn errors_have_a_type() {
    for (step, request, call) in [
        (crate::fake::status as fn(u16) -> crate::fake::Step, "404", "404"),
        (|_| crate::fake::Step::Hang, "timeout", "timeout"),
        (|_| crate::fake::response(200, &[], "no JSON"), "", "decode"),
    ] {
        let fake = crate::fake::Fake::new(move |_, _| step(404));
        let (recorder, guard) = record();
        let client = crate::generated_shape::Client::builder()
            .bearer_token("t")
            .service(fake)
            .build()
            .unwrap();
        client.users().get_user(CANARY).await.unwrap_err();
        let (spans, _) = recorder.end(guard);
        assert_eq!(
            (spans[1].get("error.type"), spans[0].get("error.type")),
            (request, call)
        );
        assert_eq!(spans[0].get("otel.status_code"), "ERROR");
    }
}
