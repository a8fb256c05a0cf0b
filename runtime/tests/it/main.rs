//! Tests of the runtime library through its public items.
//!
//! All are in one binary, except for `memory.rs`: linking a binary takes longer than running most of these tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
#![allow(missing_docs, unreachable_pub, reason = "a test binary")]

mod codec;
mod fake;
mod generated_shape;
mod http;
mod scripted;
mod tolerance;

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
