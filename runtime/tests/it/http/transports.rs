//! Transports of one's own, runtimes, raw responses.

use crate::generated_shape::Client;
use crate::{CANARY, USER, client};
use loopback::{Server, ServerResponse};
use oaspen_client::{Body, Bytes, ErrorKind, http};
use std::convert::Infallible;
use std::future::{Future as _, Ready, ready};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

/// Responds in process.
#[derive(Clone, Default)]
struct Fake {
    seen: Arc<Mutex<Vec<http::Request<Body>>>>,
}

impl oaspen_client::tower_service::Service<http::Request<Body>> for Fake {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let first = request.uri().path() == "/v1/users/u";
        self.seen.lock().unwrap().push(request);
        let response = http::Response::builder();
        ready(Ok(if first {
            response
                .status(302)
                .header("location", "https://other.example/x")
                .body(Body::default())
                .unwrap()
        } else {
            response.status(200).body(Body::from(USER)).unwrap()
        }))
    }
}

#[tokio::test]
async fn a_service_keeps_redirects_credentials_and_limits() {
    let fake = Fake::default();
    let client = Client::builder()
        .bearer_token(CANARY)
        .service(fake.clone())
        .build()
        .unwrap();
    assert_eq!(client.users().get_user("u").await.unwrap().id, "u1");
    {
        let seen = fake.seen.lock().unwrap();
        assert_eq!(seen[0].uri(), "https://api.example.com/v1/users/u");
        assert!(seen[0].headers()["authorization"].is_sensitive());
        assert!(!seen[1].headers().contains_key("authorization"));
    }
    let error = client.users().get_user("u").max_response_bytes(5).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
}

#[test]
fn outside_a_runtime() {
    let mut cx = Context::from_waker(Waker::noop());
    let fake = Client::builder()
        .bearer_token("t")
        .service(Fake::default())
        .timeout(None)
        .build()
        .unwrap();
    let done = pin!(fake.users().get_user("u").send()).poll(&mut cx);
    assert!(
        matches!(done, Poll::Ready(Ok(_))),
        "a service without a timeout needs no runtime"
    );

    let server = Server::responding(ServerResponse::json(200, USER));
    let done = pin!(client(&server).users().get_user("u").send()).poll(&mut cx);
    let Poll::Ready(Err(error)) = done else {
        panic!("no error")
    };
    assert!(error.to_string().contains("needs a Tokio runtime"), "{error}");
}

#[tokio::test]
async fn settings_of_reqwest() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let named = Client::builder()
        .base_url("http://some.name.invalid/v1")
        .bearer_token("t")
        .configure_http({
            let addr = server.addr();
            move |http| http.no_proxy().resolve("some.name.invalid", addr)
        });
    let error = named.clone().build().unwrap().users().get_user("u").await;
    // The port of the URL, 80, wins over the resolver's unless that is 0.
    assert!(error.is_ok() || error.unwrap_err().kind() == ErrorKind::Transport);
    let own = named.base_url(format!("http://some.name.invalid:{}", server.addr().port()));
    assert_eq!(own.build().unwrap().users().get_user("u").await.unwrap().id, "u1");
    assert!(server.last().header("host").unwrap().starts_with("some.name.invalid"));
}

#[tokio::test]
async fn raw_responses_in_chunks() {
    let server = Server::responding(ServerResponse::chunked(404, &[("x-request-id", "r")], &[b"ab", b"cd"]));
    let mut raw = client(&server).users().get_user("u").send_raw().await.unwrap();
    assert_eq!((raw.status().as_u16(), raw.request_id()), (404, Some("r")));
    let mut all = Vec::new();
    while let Some(chunk) = raw.chunk().await.unwrap() {
        all.extend_from_slice(&chunk);
    }
    assert_eq!(all, b"abcd");
    let raw = client(&server).users().get_user("u").send_raw().await.unwrap();
    assert_eq!(raw.bytes().await.unwrap(), Bytes::from("abcd"));
    let raw = client(&server).users().get_user("u").send_raw().await.unwrap();
    assert_eq!(raw.text().await.unwrap(), "abcd");
}

#[tokio::test]
async fn calls_can_be_spawned_cloned_and_dropped() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let call = client(&server).users().get_user("u");
    let tasks: Vec<_> = (0..4).map(|_| tokio::spawn(call.clone().send())).collect();
    drop(call.clone().send());
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().id, "u1");
    }
    assert_eq!(server.requests().len(), 4);
}

#[cfg(feature = "stream")]
#[tokio::test]
async fn raw_responses_as_a_stream() {
    use futures_core::Stream as _;
    let server = Server::responding(ServerResponse::chunked(200, &[], &[b"ab", b"cd"]));
    let raw = client(&server).users().whoami().send_raw().await.unwrap();
    let mut stream = pin!(raw.into_stream());
    let mut all = Vec::new();
    while let Some(chunk) = std::future::poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        all.extend_from_slice(&chunk.unwrap());
    }
    assert_eq!(all, b"abcd");
}
