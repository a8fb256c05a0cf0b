//! What a span carries.

use crate::generated_shape::models::UpdateUserRequest;
use crate::{CANARY, USER, client};
use loopback::{Reply, Server};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<String>>);

struct Lines<'a>(&'a mut String);

impl Visit for Lines<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0, "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("oaspen_client")
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

#[tokio::test]
async fn spans_carry_templates_and_never_values() {
    let server = Server::replying(Reply::json(200, USER));
    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    let body = UpdateUserRequest::new().with_username(CANARY);
    client(&server)
        .users()
        .update_user(CANARY, body)
        .header("X", CANARY)
        .await
        .unwrap();
    drop(guard);
    let seen = recorder.0.lock().unwrap();
    assert_eq!(
        *seen,
        "operation=\"UpdateUser\"\nmethod=\"PATCH\"\npath=\"/users/{user_id}\"\nstatus=200\n"
    );
}

#[tokio::test(start_paused = true)]
async fn tries_are_events() {
    let fake = crate::fake::Fake::new(|at, _| match at {
        0 => crate::fake::answer(503, &[("x", CANARY)], CANARY),
        _ => crate::fake::answer(200, &[], "me"),
    });
    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    let client = crate::generated_shape::Client::builder()
        .retries(oaspen_client::RetryPolicy::new().jitter(false))
        .service(fake)
        .build()
        .unwrap();
    client.users().whoami().header("X", CANARY).await.unwrap();
    drop(guard);
    let seen = recorder.0.lock().unwrap();
    assert_eq!(
        *seen,
        "operation=\"Whoami\"\nmethod=\"GET\"\npath=\"/me\"\nmessage=trying again\nattempt=1\nstatus=503\n\
         error=Some(Api)\ndelay=500ms\nstatus=200\n"
    );
}
