//! Spans, events and log lines of all dependencies contain no secret.

use crate::CANARY;
use crate::generated_shape::models::UpdateUserRequest;
use loopback::{Server, ServerResponse};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The spans and events of every crate, and what goes through `log`, as text.
#[derive(Clone, Default)]
struct Everything(Arc<Mutex<String>>);

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Lines(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Lines(&mut self.0.lock().unwrap()));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut Lines(&mut self.0.lock().unwrap()));
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }
    fn log(&self, record: &log::Record<'_>) {
        writeln!(self.0.lock().unwrap(), "{} {}", record.target(), record.args()).unwrap();
    }
    fn flush(&self) {}
}

struct Lines<'a>(&'a mut String);

impl Visit for Lines<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0, "{field}={value:?}").unwrap();
    }
}

#[tokio::test]
async fn no_span_event_or_log_line_of_any_crate_shows_a_secret() {
    let recorder = Everything::default();
    let logged = recorder.clone();
    log::set_boxed_logger(Box::new(logged)).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let guard = tracing::subscriber::set_default(recorder.clone());
    let storage = Server::responding(ServerResponse::new(200, &[], "file"));
    let to = format!("{}/{CANARY}?x={CANARY}", storage.url());
    let server = Server::start(move |request| match request.method.as_str() {
        "GET" => ServerResponse::redirect(302, &to),
        _ => ServerResponse::json(503, "{}"),
    });
    let client = crate::generated_shape::Client::builder()
        .base_url(server.url())
        .bearer_token(CANARY)
        .api_key("queryKey", CANARY)
        .default_header("X-Default", CANARY)
        .build()
        .unwrap();
    client.files().download(CANARY).header("X-Own", CANARY).await.unwrap();
    let body = UpdateUserRequest::new().with_username(CANARY);
    client.users().update_user(CANARY, body).await.unwrap_err();
    drop((client, guard));
    log::set_max_level(log::LevelFilter::Off);
    let seen = recorder.0.lock().unwrap();
    assert!(seen.contains("/users/{user_id}"), "{seen}");
    assert!(seen.contains("reqwest"), "other crates are heard: {seen}");
    assert!(!seen.contains(CANARY), "{seen}");
}
