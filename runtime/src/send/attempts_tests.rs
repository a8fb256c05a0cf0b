#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::auth::error::CredentialError;
use crate::body::request::Body;
use crate::builder::client_builder::ClientBuilder;
use crate::call::untyped::Call;
use crate::client::Client;
use crate::send::execute::execute;
use crate::table::decode::BodyKind;
use crate::table::operation::Operation;
use http::HeaderValue;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

crate::api! {
    API {
        name: "test", title: "Test", version: "1", table: 1,
        servers: ["https://api.example.com"],
        schemes: { "signed": unsupported "signature", "session": api_key header "Cookie", "sid": api_key cookie "sid" },
    }
}

static PUT: Operation = Operation {
    id: "Put",
    method: "PUT",
    path: "/files/{name}",
    server: None,
    security: &[&["signed"]],
    accept: "",
    success: &[("200", BodyKind::Empty)],
    variants: "",
    errors: &[],
    error: |_| Ok(Box::new(())),
};

fn unsigned() -> CredentialError {
    CredentialError::HeaderValue {
        scheme: "signed".to_owned(),
    }
}

/// Signs method, path and the length of the body.
struct Signature;

impl Authorize for Signature {
    fn apply(&self, request: &mut OutgoingRequest) -> Result<(), CredentialError> {
        let length = request.body.length().ok_or_else(unsigned)?;
        let text = format!("{} {} {length}", request.method, request.url.path());
        let value = HeaderValue::from_str(&text).map_err(|_| unsigned())?;
        request.headers.insert("x-signature", value);
        Ok(())
    }

    fn apply_after_redirect(&self, request: &mut OutgoingRequest) -> Result<(), CredentialError> {
        self.apply(request)
    }

    fn secret(&self) -> Option<String> {
        None
    }
}

/// Responds with statuses and locations, and records the requests.
#[derive(Clone)]
struct Script {
    responses: Arc<Mutex<Vec<(u16, &'static str)>>>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl tower_service::Service<http::Request<Body>> for Script {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let signature = request.headers().get("x-signature");
        let signature = signature.map_or("none", |value| value.to_str().unwrap());
        self.seen.lock().unwrap().push(signature.to_owned());
        let (status, location) = self.responses.lock().unwrap().remove(0);
        let mut response = http::Response::builder().status(status);
        if !location.is_empty() {
            response = response.header("location", location);
        }
        ready(Ok(response.body(Body::default()).unwrap()))
    }
}

/// The signatures of the requests that a call sends.
async fn signatures(call: fn(&Client) -> Call, responses: &[(u16, &'static str)]) -> Vec<String> {
    let script = Script {
        responses: Arc::new(Mutex::new(responses.to_vec())),
        seen: Arc::default(),
    };
    let mut client: Client = ClientBuilder::new(&API).service(script.clone()).build().unwrap();
    Arc::get_mut(&mut client.inner)
        .unwrap()
        .credentials
        .insert("signed", Signature);
    let _ = execute(call(&client)).await;
    let seen = script.seen.lock().unwrap();
    seen.clone()
}

fn put(client: &Client) -> Call {
    Call::new(client, &PUT).path("name", "a b").bytes("text/plain", "12345")
}

#[tokio::test(start_paused = true)]
async fn every_attempt_is_signed() {
    let seen = signatures(put, &[(503, ""), (503, ""), (200, "")]).await;
    assert_eq!(seen, ["PUT /files/a%20b 5"; 3]);
}

#[tokio::test]
async fn a_redirect_within_the_origin_is_signed_anew() {
    let seen = signatures(put, &[(308, "/v2/files"), (303, "/v2/done"), (200, "")]).await;
    assert_eq!(seen, ["PUT /files/a%20b 5", "PUT /v2/files 5", "GET /v2/done 0"]);
}

static GET: Operation = Operation {
    id: "Get",
    method: "GET",
    path: "/theme",
    security: &[&["sid", "session"]],
    ..PUT
};

/// The cookies of a request with a key in the header `Cookie`, a key in a cookie, and a cookie parameter.
fn cookies(prepare: fn(Call) -> Call) -> String {
    let client: Client = ClientBuilder::new(&API)
        .credential("session", &crate::Credential::api_key("session=1"))
        .credential("sid", &crate::Credential::api_key("2"))
        .build()
        .unwrap();
    let call = prepare(Call::new(&client, &GET).cookie("theme", "dark"));
    let UnsignedRequest { mut request, schemes } = build(call.state()).map_err(crate::Error::<()>::from).unwrap();
    sign(call.state(), schemes, &mut request, |credential, request| {
        credential.apply(request)
    })
    .map_err(crate::Error::<()>::from)
    .unwrap();
    request.headers["cookie"].to_str().unwrap().to_owned()
}

#[test]
fn a_key_in_the_header_of_cookies_is_sent_beside_other_cookies() {
    assert_eq!(cookies(|call| call), "session=1; theme=dark; sid=2");
    // What the program sets is the key.
    let by_hand = cookies(|call| call.header("Cookie", "session=own"));
    assert_eq!(by_hand, "session=own; theme=dark; sid=2");
}

/// A body that is not read; the counter is the number of those that are kept.
struct Unread(Arc<AtomicUsize>);

impl http_body::Body for Unread {
    type Data = bytes::Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<bytes::Bytes>, Infallible>>> {
        Poll::Ready(None)
    }
}

impl Drop for Unread {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Redirects twice, and records how many bodies were kept when a request came.
#[derive(Clone, Default)]
struct Redirecting {
    kept: Arc<AtomicUsize>,
    seen: Arc<Mutex<Vec<usize>>>,
}

impl tower_service::Service<http::Request<Body>> for Redirecting {
    type Response = http::Response<Unread>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Request<Body>) -> Self::Future {
        let mut seen = self.seen.lock().unwrap();
        seen.push(self.kept.fetch_add(1, Ordering::SeqCst));
        let response = match seen.len() {
            1 | 2 => http::Response::builder().status(307).header("location", "/next"),
            _ => http::Response::builder(),
        };
        ready(Ok(response.body(Unread(Arc::clone(&self.kept))).unwrap()))
    }
}

static OPEN: Operation = Operation { security: &[], ..GET };

/// A body that is kept keeps its connection, so that the next request needs another one.
#[tokio::test]
async fn the_body_of_a_redirect_is_dropped_before_the_next_request() {
    let service = Redirecting::default();
    let client: Client = ClientBuilder::new(&API).service(service.clone()).build().unwrap();
    assert!(execute(Call::new(&client, &OPEN)).await.is_ok());
    assert_eq!(*service.seen.lock().unwrap(), [0, 0, 0]);
}

/// The fast lists of the `malloc` of glibc have blocks of up to 1,032 bytes. Spans make a future larger.
#[cfg(all(target_pointer_width = "64", not(feature = "tracing")))]
#[tokio::test]
async fn the_future_of_a_call_is_small() {
    let client: Client = ClientBuilder::new(&API).build().unwrap();
    let future = execute(Call::new(&client, &GET));
    assert!(size_of_val(&*future) <= 1032, "{}", size_of_val(&*future));
}
