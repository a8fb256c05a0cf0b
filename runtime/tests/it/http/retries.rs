//! Which calls are tried again, when, and how often.

use crate::fake::{Fake, Step, response, status};
use crate::generated_shape::Client;
use crate::{CANARY, USER};
use loopback::{Server, ServerResponse};
use oaspen_client::{ClientBuilder, ErrorKind, RetryPolicy};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

/// Waits of 500, 1000, 2000 ms.
const EXACT: RetryPolicy = RetryPolicy::new().jitter(false);

fn builder(fake: &Fake) -> ClientBuilder<Client> {
    Client::builder().bearer_token("t").retries(EXACT).service(fake.clone())
}

fn of(fake: &Fake) -> Client {
    builder(fake).build().unwrap()
}

/// Fails some times, then responds with a user.
fn failing(times: usize, step: impl Fn() -> Step + Send + Sync + 'static) -> Fake {
    Fake::new(move |at, _| if at < times { step() } else { response(200, &[], USER) })
}

#[tokio::test(start_paused = true)]
async fn idempotent_calls_are_sent_three_times() {
    for code in [408, 425, 429, 500, 502, 503, 504] {
        let fake = failing(2, move || status(code));
        assert_eq!(of(&fake).users().get_user("u").await.unwrap().id, "u1");
        assert_eq!(fake.waits(), [500, 1000], "{code}");
        let fake = failing(3, move || status(code));
        let error = of(&fake).users().get_user("u").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Status, code)
        );
        assert_eq!(fake.count(), 3);
    }
    for code in [400, 401, 404, 409, 422, 501] {
        let fake = failing(1, move || status(code));
        of(&fake).users().get_user("u").await.unwrap_err();
        assert_eq!(fake.count(), 1, "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_retries_by_default() {
    let fake = failing(2, || status(503));
    let client = Client::builder().bearer_token("t").service(fake.clone());
    client.clone().build().unwrap().users().get_user("u").await.unwrap();
    let waits = fake.waits();
    assert!(waits[0] <= 500 && waits[1] <= 1000, "{waits:?}");
    let fake = failing(2, || status(503));
    let never = client.retries(RetryPolicy::none()).service(fake.clone());
    never.build().unwrap().users().get_user("u").await.unwrap_err();
    assert_eq!(fake.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn other_calls_only_with_a_policy_of_their_own() {
    for step in [|| status(503), || Step::Break] {
        let fake = failing(9, step);
        of(&fake).users().ban_user("u").await.unwrap_err();
        assert_eq!(fake.count(), 1);
    }
    let fake = failing(1, || status(503));
    of(&fake).users().ban_user("u").retry(EXACT).await.unwrap();
    assert_eq!(fake.count(), 2);
    let fake = failing(1, || Step::Refuse);
    of(&fake).users().ban_user("u").retry(EXACT).await.unwrap();
    assert_eq!(fake.count(), 2);
    // The server may have acted on it.
    let fake = failing(1, || Step::Break);
    let error = of(&fake).users().ban_user("u").retry(EXACT).await.unwrap_err();
    assert_eq!((error.kind(), fake.count()), (ErrorKind::Transport, 1));
}

#[tokio::test(start_paused = true)]
async fn an_idempotency_key_is_the_same_in_all_attempts() {
    for step in [|| status(500), || Step::Break] {
        let fake = failing(2, step);
        of(&fake)
            .users()
            .ban_user("u")
            .idempotency_key("order-17")
            .await
            .unwrap();
        let seen = fake.seen.lock().unwrap();
        assert_eq!(seen.len(), 3);
        assert!(seen.iter().all(|seen| seen.header("idempotency-key") == "order-17"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_repeats_the_whole_request() {
    let fake = failing(2, || status(502));
    let policy = EXACT.max_attempts(9);
    let form = serde_json::json!({"a": 1}).as_object().unwrap().clone();
    of(&fake).files().submit(form).retry(policy).await.unwrap();
    let seen = fake.seen.lock().unwrap();
    let first = &seen[0].request;
    assert_eq!(first.body().as_bytes(), Some(&b"a=1"[..]));
    for again in &seen[1..] {
        let again = &again.request;
        assert_eq!((again.method(), again.uri()), (first.method(), first.uri()));
        assert_eq!(again.headers(), first.headers());
        assert_eq!(again.body().as_bytes(), first.body().as_bytes());
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    let later = "Sun, 06 Nov 1994 08:49:44 GMT";
    for (headers, wait) in [
        (vec![("retry-after", "3")], 3000),
        (vec![("retry-after", "0")], 500),
        (vec![("retry-after", later), ("date", date)], 7000),
        (vec![("retry-after", "nonsense")], 500),
    ] {
        let fake = failing(1, move || response(429, &headers, ""));
        of(&fake).users().get_user("u").await.unwrap();
        assert_eq!(fake.waits(), [wait]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_above_its_maximum_ends_the_call() {
    let fake = failing(1, || response(429, &[("retry-after", "61")], ""));
    let started = Instant::now();
    let error = of(&fake)
        .users()
        .get_user("u")
        .timeout(Duration::MAX)
        .await
        .unwrap_err();
    assert_eq!(error.headers()["retry-after"], "61");
    assert_eq!((fake.count(), started.elapsed()), (1, Duration::ZERO));
    let fake = failing(1, || response(429, &[("retry-after", "61")], ""));
    let patient = EXACT.max_retry_after(Duration::from_secs(90));
    let call = of(&fake).users().get_user("u").timeout(Duration::MAX).retry(patient);
    call.await.unwrap();
    assert_eq!(fake.waits(), [61_000]);
}

#[tokio::test(start_paused = true)]
async fn one_deadline_over_all_attempts() {
    // Waits of 0.5 s and 1 s: the second would end after 1.5 s.
    let fake = failing(9, || response(503, &[], "busy"));
    let started = Instant::now();
    let call = of(&fake).users().whoami().timeout(Duration::from_millis(1500));
    let error = call.await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 503)
    );
    assert_eq!(error.raw_body().unwrap(), "busy");
    assert_eq!(fake.count(), 2);
    assert_eq!(started.elapsed(), Duration::from_millis(500), "the error comes at once");

    let fake = Fake::new(|at, _| if at == 0 { status(503) } else { Step::Hang });
    let started = Instant::now();
    let call = of(&fake).users().whoami().timeout(Duration::from_secs(2));
    assert!(call.await.unwrap_err().is_timeout());
    assert_eq!(started.elapsed(), Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn every_attempt_is_reported() {
    let log = Log::default();
    let fake = Fake::new(|at, _| match at {
        0 => status(503),
        1 => Step::Break,
        _ => response(200, &[], USER),
    });
    let client = client_with(&fake, &log);
    client.users().get_user("u").await.unwrap();
    let api = Some(ErrorKind::Status);
    let transport = Some(ErrorKind::Transport);
    let expected = [
        ("GetUser", 1, Some(503), api, Some(500)),
        ("GetUser", 2, None, transport, Some(1000)),
        ("GetUser", 3, Some(200), None, None),
    ];
    assert_eq!(std::mem::take(&mut *log.lock().unwrap()), expected);
    // A response that is an error for a typed call is the result of a raw one.
    let fake = failing(9, || response(404, &[], ""));
    let client = client_with(&fake, &log);
    client.users().get_user("u").await.unwrap_err();
    client.users().get_user("u").send_raw().await.unwrap();
    let expected = [
        ("GetUser", 1, Some(404), api, None),
        ("GetUser", 1, Some(404), None, None),
    ];
    assert_eq!(*log.lock().unwrap(), expected);
}

type Log = Arc<Mutex<Vec<(&'static str, u32, Option<u16>, Option<ErrorKind>, Option<u128>)>>>;

fn client_with(fake: &Fake, log: &Log) -> Client {
    let told = Arc::clone(log);
    let hook = move |attempt: &oaspen_client::Attempt| {
        assert!(!format!("{attempt:?}").contains(CANARY));
        told.lock().unwrap().push((
            attempt.operation_id(),
            attempt.number(),
            attempt.status().map(|status| status.as_u16()),
            attempt.error(),
            attempt.delay().map(|delay| delay.as_millis()),
        ));
    };
    builder(fake).on_attempt(hook).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn raw_calls_are_repeated_too() {
    let fake = failing(2, || status(503));
    let raw = of(&fake).users().whoami().send_raw().await.unwrap();
    assert_eq!((raw.status().as_u16(), fake.count()), (200, 3));
    let fake = failing(9, || response(503, &[], "busy"));
    let raw = of(&fake).users().whoami().send_raw().await.unwrap();
    assert_eq!((raw.status().as_u16(), fake.count()), (503, 3));
    assert_eq!(raw.bytes().await.unwrap(), "busy");
}

#[tokio::test(start_paused = true)]
async fn a_redirect_is_no_attempt() {
    let fake = Fake::new(|at, request| match (at, request.uri().path()) {
        (_, "/v1/me") => response(302, &[("location", "/moved")], ""),
        (1, _) => status(503),
        _ => response(200, &[], "me"),
    });
    assert_eq!(of(&fake).users().whoami().await.unwrap(), "me");
    let seen = fake.seen.lock().unwrap();
    let paths: Vec<_> = seen.iter().map(|seen| seen.request.uri().path()).collect();
    assert_eq!(paths, ["/v1/me", "/moved", "/v1/me", "/moved"]);
}

/// Over a real connection: a body that breaks, and a refused connection.
#[tokio::test]
async fn connections_that_fail() {
    let at_once = EXACT.base_delay(Duration::ZERO);
    let builder = |url: &str| Client::builder().bearer_token("t").base_url(url).retries(at_once);
    let tries = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&tries);
    let server = Server::start(move |_| {
        let mut tries = counted.lock().unwrap();
        *tries += 1;
        match *tries {
            1 => ServerResponse::raw(""),
            2 => ServerResponse::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"),
            _ => ServerResponse::new(200, &[], "me"),
        }
    });
    assert_eq!(
        builder(&server.url()).build().unwrap().users().whoami().await.unwrap(),
        "me"
    );
    assert_eq!(server.requests().len(), 3);

    let tries = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&tries);
    let unreachable = builder("http://127.0.0.1:1")
        .on_attempt(move |_| *counted.lock().unwrap() += 1)
        .build()
        .unwrap();
    for (call, expected) in [
        (unreachable.users().ban_user("u"), 1),
        (unreachable.users().ban_user("u").retry(at_once), 3),
    ] {
        assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Transport);
        assert_eq!(std::mem::take(&mut *tries.lock().unwrap()), expected);
    }
}

#[test]
fn without_a_clock_there_is_one_attempt() {
    use std::future::Future as _;
    use std::task::{Context, Poll, Waker};
    let fake = failing(9, || status(503));
    let client = builder(&fake).timeout(None).build().unwrap();
    let call = std::pin::pin!(client.users().whoami().send());
    let Poll::Ready(Err(error)) = call.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("nothing to wait for")
    };
    assert_eq!((error.kind(), fake.count()), (ErrorKind::Status, 1));
}
