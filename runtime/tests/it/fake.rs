//! A transport in process that responds from a script: no sockets, so that a paused clock only moves where
//! the client waits.

use oaspen_client::{Body, BoxError, http};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::Instant;

type Sent = Pin<Box<dyn Future<Output = Result<http::Response<Body>, BoxError>> + Send>>;
type Handler = dyn Fn(usize, &http::Request<Body>) -> Step + Send + Sync;

/// What becomes of a request.
pub enum Step {
    Respond(http::Response<Body>),
    /// The connection breaks.
    Break,
    /// Connection refused, reported by a layer around the transport.
    Refuse,
    /// No response, ever.
    Hang,
    /// What comes after a while.
    After(Duration, Box<Step>),
}

/// A response.
pub fn status(status: u16) -> Step {
    response(status, &[], "")
}

/// A response with headers and a body.
pub fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Step {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Step::Respond(response.body(Body::from(body.to_owned())).unwrap())
}

/// A request as it came, and when.
pub struct Seen {
    pub at: Instant,
    pub request: http::Request<Body>,
}

impl Seen {
    pub fn header(&self, name: &str) -> &str {
        self.request
            .headers()
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

#[derive(Clone)]
pub struct Fake {
    handler: Arc<Handler>,
    pub seen: Arc<Mutex<Vec<Seen>>>,
}

impl Fake {
    /// Responds to requests, which are counted from 0.
    pub fn new(handler: impl Fn(usize, &http::Request<Body>) -> Step + Send + Sync + 'static) -> Self {
        Self {
            handler: Arc::new(handler),
            seen: Arc::default(),
        }
    }

    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    /// The milliseconds between requests.
    pub fn waits(&self) -> Vec<u64> {
        let seen = self.seen.lock().unwrap();
        seen.windows(2)
            .map(|two| u64::try_from((two[1].at - two[0].at).as_millis()).unwrap())
            .collect()
    }
}

impl oaspen_client::tower_service::Service<http::Request<Body>> for Fake {
    type Response = http::Response<Body>;
    type Error = BoxError;
    type Future = Sent;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Sent {
        let mut seen = self.seen.lock().unwrap();
        let mut step = (self.handler)(seen.len(), &request);
        let at = Instant::now();
        seen.push(Seen { at, request });
        Box::pin(async move {
            loop {
                step = match step {
                    Step::Respond(response) => return Ok(response),
                    Step::Break => return Err("the connection broke".into()),
                    Step::Refuse => {
                        let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
                        return Err(std::io::Error::other(refused).into());
                    }
                    Step::Hang => std::future::pending().await,
                    Step::After(time, then) => {
                        tokio::time::sleep(time).await;
                        *then
                    }
                };
            }
        })
    }
}
