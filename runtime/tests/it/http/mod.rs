//! Generated code against servers and transports.

mod addresses;
#[cfg(feature = "blocking")]
mod blocking;
mod bodies;
mod echoes;
mod errors;
mod events;
mod failures;
#[cfg(feature = "test-util")]
mod fake_server;
mod futures;
mod heads;
mod layers;
mod limits;
#[cfg(feature = "tracing")]
mod logs;
mod page_ends;
mod pages;
mod printable;
mod recordings;
mod redirects;
mod requests;
mod responses;
mod retries;
mod secrets;
mod servers;
mod streams;
mod tokens;
#[cfg(feature = "tracing")]
mod traces;
mod transports;
mod unreachable;
