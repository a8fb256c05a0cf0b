//! Generated code against a server that records bytes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
#![allow(missing_docs, unreachable_pub, reason = "a test binary")]

mod generated_shape;

#[path = "http/addresses.rs"]
mod addresses;
#[path = "http/answers.rs"]
mod answers;
#[cfg(feature = "blocking")]
#[path = "http/blocking.rs"]
mod blocking;
#[path = "http/bodies.rs"]
mod bodies;
#[path = "http/errors.rs"]
mod errors;
#[path = "http/events.rs"]
mod events;
#[path = "http/failures.rs"]
mod failures;
#[path = "http/fake.rs"]
mod fake;
#[cfg(feature = "test-util")]
#[path = "http/fake_server.rs"]
mod fake_server;
#[path = "http/futures.rs"]
mod futures;
#[path = "http/layers.rs"]
mod layers;
#[path = "http/limits.rs"]
mod limits;
#[cfg(feature = "tracing")]
#[path = "http/logs.rs"]
mod logs;
#[path = "http/pages.rs"]
mod pages;
#[path = "http/printable.rs"]
mod printable;
#[path = "http/redirects.rs"]
mod redirects;
#[path = "http/requests.rs"]
mod requests;
#[path = "http/retries.rs"]
mod retries;
#[path = "http/scripted.rs"]
mod scripted;
#[path = "http/secrets.rs"]
mod secrets;
#[path = "http/servers.rs"]
mod servers;
#[path = "http/streams.rs"]
mod streams;
#[path = "http/tokens.rs"]
mod tokens;
#[cfg(feature = "tracing")]
#[path = "http/traces.rs"]
mod traces;
#[path = "http/transports.rs"]
mod transports;

use generated_shape::Client;
use loopback::Server;
use oaspen_client::RetryPolicy;

/// A token that must never be printed.
pub const CANARY: &str = "canary-7f3a";

/// A client of a server, with a bearer token, that tries once: so that requests can be counted.
pub fn client(server: &Server) -> Client {
    Client::builder()
        .base_url(format!("{}/v1/", server.url()))
        .bearer_token(CANARY)
        .retries(RetryPolicy::none())
        .build()
        .unwrap()
}

pub const USER: &str = r#"{"id":"u1","username":null,"status":"on hold","created_at":1700690400000}"#;
