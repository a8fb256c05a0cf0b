//! What programs rely on of clients and calls: they go to other threads, and dropping one harms no other.

use crate::fake::{Fake, Step, response};
use crate::generated_shape::{Client, api};
use crate::{USER, client};
use loopback::{Server, ServerResponse};
use oaspen_client::{
    AccessToken, BoxError, Call, CallFuture, ClientBuilder, ClientCredentials, Credential, Error, RawFuture,
    RawResponse, Response, ResponseFuture, RetryPolicy, TokenFuture, TokenRequest, TokenSource,
};
use std::future::{Future as _, IntoFuture as _};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

#[test]
fn clients_calls_and_futures_cross_threads() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    fn sent<T: Send + 'static>() {}
    shared::<Client>();
    shared::<oaspen_client::Client>();
    shared::<ClientBuilder<Client>>();
    shared::<api::users::Users>();
    shared::<Call>();
    shared::<api::users::GetUser>();
    shared::<api::users::UpdateUser>();
    shared::<oaspen_client::HttpService>();
    shared::<oaspen_client::Body>();
    shared::<Response<String>>();
    sent::<CallFuture<String, ()>>();
    sent::<ResponseFuture<String, ()>>();
    sent::<RawFuture>();
    sent::<RawResponse>();
    fn error<T: Send + Sync + 'static>() {}
    error::<Error>();
    error::<Error<api::users::UpdateUserError>>();
}

/// Yields to others, so that a call can be dropped there.
async fn pauses(number: usize) {
    for _ in 0..number {
        tokio::task::yield_now().await;
    }
}

/// Polls a future a number of times, then drops it. Whether it was done by then.
async fn dropped_after<F: std::future::IntoFuture>(polls: usize, future: F) -> bool {
    let mut future = pin!(future.into_future());
    for _ in 0..polls {
        let polled = std::future::poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_ready())).await;
        if polled {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

/// Fetches tokens slowly, and counts them.
struct Slow(Arc<AtomicUsize>);

impl TokenSource for Slow {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async {
            pauses(3).await;
            let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
            Ok(AccessToken::new(format!("t{number}")).expires_in(Duration::from_secs(3600)))
        })
    }
}

/// A client whose transport and token source wait at several places, and how many tokens were fetched.
fn slow_client() -> (Client, Arc<AtomicUsize>) {
    let fetched = Arc::new(AtomicUsize::new(0));
    let source = Slow(Arc::clone(&fetched));
    let service = tower::service_fn(|_| async {
        pauses(3).await;
        let body = futures_util::stream::iter(USER.as_bytes().chunks(7));
        let body = futures_util::StreamExt::then(body, |chunk| async move {
            pauses(1).await;
            Ok::<_, BoxError>(oaspen_client::http_body::Frame::data(
                oaspen_client::Bytes::from_static(chunk),
            ))
        });
        let body = http_body_util::StreamBody::new(Box::pin(body));
        Ok::<_, BoxError>(oaspen_client::http::Response::new(body))
    });
    let client = Client::builder()
        .credential("bearerAuth", &Credential::token_source(source))
        .service(service);
    (client.build().unwrap(), fetched)
}

#[tokio::test(start_paused = true)]
async fn cancelling_at_any_point_leaves_the_client_usable() {
    let mut polls = 1;
    loop {
        let (client, fetched) = slow_client();
        let users = client.users();
        let done = dropped_after(polls, users.get_user("u")).await;
        assert_eq!(
            users.get_user("u").await.unwrap().id,
            "u1",
            "dropped after {polls} polls"
        );
        let tokens = fetched.load(Ordering::SeqCst);
        assert_eq!(
            tokens, 1,
            "a token that was fetched is kept, one that was not is fetched then"
        );
        if done {
            break;
        }
        polls += 1;
    }
    assert!(polls > 15, "it was dropped in many places: {polls}");
}

#[tokio::test(start_paused = true)]
async fn a_call_dropped_while_it_fetches_the_token_does_not_take_it_from_another() {
    for polls in 1..12 {
        let (client, fetched) = slow_client();
        let users = client.users();
        let first = users.get_user("u");
        let other = tokio::spawn(users.get_user("v").into_future());
        dropped_after(polls, first).await;
        assert_eq!(other.await.unwrap().unwrap().id, "u1", "dropped after {polls} polls");
        assert_eq!(fetched.load(Ordering::SeqCst), 1, "dropped after {polls} polls");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_dropped_between_attempts_is_not_sent_again() {
    let fake = Fake::new(|at, _| match at {
        0 => response(503, &[("retry-after", "5")], ""),
        _ => response(200, &[], "me"),
    });
    let client = Client::builder().service(fake.clone()).build().unwrap();
    let call = tokio::time::timeout(Duration::from_secs(1), client.users().whoami().into_future());
    assert!(call.await.is_err());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(fake.count(), 1);
    assert_eq!(client.users().whoami().await.unwrap(), "me");
}

#[tokio::test]
async fn calls_aborted_on_the_wire_do_not_spoil_those_after_them() {
    // Every other response stops in the middle of its body.
    let count = AtomicUsize::new(0);
    let server = Server::start(move |_| {
        if count.fetch_add(1, Ordering::SeqCst).is_multiple_of(2) {
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{{\"id\"", USER.len());
            ServerResponse::raw(head).then_hang()
        } else {
            ServerResponse::json(200, USER)
        }
    });
    let users = client(&server).users();
    for round in 1..=3 {
        let hanging = tokio::spawn(users.get_user("u").into_future());
        // The server responds in the order it sees requests.
        while server.requests().len() < 2 * round - 1 {
            tokio::task::yield_now().await;
        }
        hanging.abort();
        assert!(hanging.await.unwrap_err().is_cancelled());
        assert_eq!(users.get_user("u").await.unwrap().id, "u1");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_hangs_is_left_when_its_last_call_is_dropped() {
    let fake = Fake::new(|_, request| match request.uri().path() {
        "/token" => Step::Hang,
        _ => response(200, &[], USER),
    });
    let login = ClientCredentials::new("https://login.example/token", "id", "secret");
    let client = Client::builder()
        .credential("bearerAuth", &Credential::client_credentials(login))
        .retries(RetryPolicy::none())
        .service(fake.clone())
        .build()
        .unwrap();
    for tries in 1..=3 {
        let mut call = pin!(client.users().get_user("u").into_future());
        let mut cx = Context::from_waker(Waker::noop());
        assert!(call.as_mut().poll(&mut cx).is_pending());
        assert_eq!(fake.count(), tries, "the next call requests another token");
    }
}
