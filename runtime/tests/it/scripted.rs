//! A transport in process whose responses have bodies that come in pieces, break, or fall silent.

use crate::generated_shape::Client;
use oaspen_client::{Body, BoxError, Bytes, RetryPolicy, http};
use std::collections::VecDeque;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep};

/// A step of a body.
#[derive(Clone)]
pub enum Piece {
    Text(&'static str),
    Wait(Duration),
    Break,
}

/// The pieces of a response's body.
pub struct ScriptedBody {
    pieces: VecDeque<Piece>,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl http_body::Body for ScriptedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, BoxError>>> {
        loop {
            if let Some(sleep) = &mut self.sleep {
                std::task::ready!(sleep.as_mut().poll(cx));
                self.sleep = None;
            }
            match self.pieces.pop_front() {
                Some(Piece::Text(text)) => {
                    return Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(text.as_bytes())))));
                }
                Some(Piece::Wait(time)) => self.sleep = Some(Box::pin(tokio::time::sleep(time))),
                Some(Piece::Break) => return Poll::Ready(Some(Err("the connection broke".into()))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// A response.
#[derive(Clone)]
pub struct ScriptedResponse {
    status: u16,
    media_type: &'static str,
    pieces: Vec<Piece>,
}

pub fn response(status: u16, media_type: &'static str, pieces: impl IntoIterator<Item = Piece>) -> ScriptedResponse {
    ScriptedResponse {
        status,
        media_type,
        pieces: pieces.into_iter().collect(),
    }
}

/// A stream of events.
pub fn events(pieces: impl IntoIterator<Item = Piece>) -> ScriptedResponse {
    response(200, "text/event-stream", pieces)
}

pub fn text(text: &'static str) -> Piece {
    Piece::Text(text)
}

/// A request, and when it came.
type Seen = (Instant, http::Request<Body>);

/// Sends the next response to each request; the last one again and again.
#[derive(Clone)]
pub struct Scripted {
    responses: Arc<Vec<ScriptedResponse>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Scripted {
    pub fn new(responses: impl IntoIterator<Item = ScriptedResponse>) -> Self {
        Self {
            responses: Arc::new(responses.into_iter().collect()),
            seen: Arc::default(),
        }
    }

    /// A client without retries.
    pub fn client(&self) -> Client {
        Client::builder()
            .service(self.clone())
            .retries(RetryPolicy::none())
            .build()
            .unwrap()
    }

    /// One header of every request so far.
    pub fn header(&self, name: &str) -> Vec<Option<String>> {
        let seen = self.seen.lock().unwrap();
        let value = |request: &http::Request<Body>| Some(request.headers().get(name)?.to_str().unwrap().to_owned());
        seen.iter().map(|(_, request)| value(request)).collect()
    }

    /// The milliseconds between requests.
    pub fn waits(&self) -> Vec<u128> {
        let seen = self.seen.lock().unwrap();
        seen.windows(2).map(|two| (two[1].0 - two[0].0).as_millis()).collect()
    }
}

impl oaspen_client::tower_service::Service<http::Request<Body>> for Scripted {
    type Response = http::Response<ScriptedBody>;
    type Error = BoxError;
    type Future = Ready<Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let mut seen = self.seen.lock().unwrap();
        let scripted = &self.responses[seen.len().min(self.responses.len() - 1)];
        seen.push((Instant::now(), request));
        let body = ScriptedBody {
            pieces: scripted.pieces.iter().cloned().collect(),
            sleep: None,
        };
        let mut response = http::Response::builder().status(scripted.status);
        if !scripted.media_type.is_empty() {
            response = response.header("content-type", scripted.media_type);
        }
        ready(Ok(response.body(body).unwrap()))
    }
}
